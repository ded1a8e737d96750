"""Census 2011 and 2021 by LSOA: people and households by what they were asked."""

import re
from functools import cache, partial
from pathlib import Path

import pandas as pd

from leedsequity.raw import inventory
from leedsequity_data.publishers import small_areas, spelling
from leedsequity_data.publishers.sheets import (
    parse_text,
    require,
    require_none,
    text_table,
    zipped,
)

#: The columns of ``ethnicity_lsoa11`` by those of the R data frame, which has the Mixed groups as
#: one.
_GROUPS_2011 = {
    "WhiteBrit": "white_british",
    "Irish": "white_irish",
    "OtherWhite": "white_other",
    "Mixed": "mixed",
    "Indian": "asian_indian",
    "Pakistani": "asian_pakistani",
    "Bangladeshi": "asian_bangladeshi",
    "Chinese": "asian_chinese",
    "OtherAsian": "asian_other",
    "BlkAfrican": "black_african",
    "BlkCaribbean": "black_caribbean",
    "OtherBlk": "black_other",
    "Arab": "other_arab",
    "Other": "other_any",
}


def clean_ethnicity_lsoa11(census_2011: Path) -> pd.DataFrame:
    """Return ``ethnicity_lsoa11``: 14 groups, and Gypsy or Irish Traveller, the remainder."""
    cells = small_areas.census_lsoa11(census_2011, tuple(_GROUPS_2011))
    table = cells[list(_GROUPS_2011)].rename(columns=_GROUPS_2011)
    remainder = cells["Persons"] - table.sum(axis="columns")
    require_none(
        remainder.index[remainder < 0], census_2011, "LSOAs whose groups exceed all persons"
    )
    return table.assign(white_gypsy_traveller=remainder).rename_axis("lsoa11_code").reset_index()


def _groups(path: Path, name: str, preamble: int = 0) -> pd.DataFrame:
    """Return a table of Census 2021 of England, its columns as its record says what they mean.

    The publisher heads a group ``broad_group: group``, or by one name where the broad group is not
    divided. ``preamble`` is the number of lines above the header in the answer to a query of Nomis.
    """
    cells = _detailed(path, preamble)
    means = {column: about.means for column, about in inventory.record(name).columns.items()}
    named = {tuple(of.values()): column for column, of in means.items() if of}
    headers = {}
    for header in cells.columns:
        broad, _, detailed = header.partition(": ")
        of = (broad, detailed or broad)[-len(next(iter(named))) :]
        require(of in named, path, f"the group {header!r} is no column of {name}.yaml")
        headers[header] = named[of]
    require_none(set(named.values()) - set(headers.values()), path, "groups are missing")
    return cells.rename(columns=headers).rename_axis("lsoa21_code").reset_index()


@cache
def _detailed(path: Path, preamble: int) -> pd.DataFrame:
    """Return the detailed groups by LSOA of England, which must add up to the broad and to all."""
    cells = _nomis(path, preamble)
    cells = cells[spelling.english(cells.index.to_series())].sort_index().apply(spelling.whole)
    total, *columns = cells.columns
    parts = {
        column: [other for other in columns if other.startswith(f"{column}: ")] or [column]
        for column in columns
        if ": " not in column
    }
    groups = [group for found in parts.values() for group in found]
    for whole, added in {total: groups, **parts}.items():
        difference = cells[added].sum(axis="columns") - cells[whole]
        wrong = difference[difference != 0].head().to_dict()
        require(not wrong, path, f"{', '.join(added[:2])}, ... do not add up to {whole!r}: {wrong}")
    return cells[groups]


# One reader for all: they differ in their groups, and in what stands above the header.
clean_ethnicity_lsoa21 = partial(_groups, name="ethnicity_lsoa21")
clean_qualification_lsoa21 = partial(_groups, name="qualification_lsoa21")
clean_general_health_lsoa21 = partial(_groups, name="general_health_lsoa21")
clean_tenure_lsoa21 = partial(_groups, name="tenure_lsoa21")
clean_household_deprivation_lsoa21 = partial(
    _groups, name="household_deprivation_lsoa21", preamble=6
)
clean_age_lsoa21 = partial(_groups, name="age_lsoa21", preamble=5)


def _nomis(path: Path, preamble: int) -> pd.DataFrame:
    """Return a total and its groups by code of LSOA as text, from a file of Nomis.

    It is a bulk file, one in a zip, or the answer to a query.

    The code stands in a column of its own, or before the name in the first cell (``E01011264 :
    Leeds 011A``).
    """
    if path.suffix == ".zip":
        text = zipped(path, "*-lsoa.csv")
        header, rows = parse_text(path, text, "utf-8-sig", 0)
        cells = rows.set_axis(header, axis="columns")
    else:
        cells = text_table(path, skip=preamble)
    cells.attrs["source"] = path.name
    named = [column for column in ("geography code", "mnemonic") if column in cells]
    codes = cells[named[0]] if named else cells.iloc[:, 0].str.split(" : ").str[0]
    totals = [at for at, column in enumerate(cells.columns) if "Total" in column]
    require(bool(totals), path, f"no column with 'Total'; it has {list(cells.columns)[:20]}")
    total = str(cells.columns[totals[0]])
    groups = cells.iloc[:, totals[0] :].rename(
        columns=lambda header: header.removeprefix(total.partition("Total")[0])
    )
    groups = groups.rename(columns=_age_start)
    groups = groups.loc[:, ~groups.columns.str.startswith("%")].set_axis(codes)
    return groups[groups.index.astype(str).str.fullmatch(r"[EW]01[0-9]{6}")]


def _age_start(header: str) -> str:
    """Return the age at which the band of a header starts, such as 5 of ``Aged 5 to 9 years``."""
    found = re.match(r"Aged ([0-9]{1,2}) ", header)
    if found is None:
        return header
    return "0" if found[1] == "4" else found[1]  # "Aged 4 years and under"
