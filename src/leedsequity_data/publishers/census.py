"""Census 2011 and 2021 by LSOA: ethnic group, age, qualification, health, tenure, household deprivation."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import small_areas, spelling
from leedsequity_data.publishers.sheets import (
    long,
    parse_text,
    require,
    require_none,
    rows_of,
    text_table,
    zipped,
)
from leedsequity_data.publishers.small_areas import LEEDS

_WHITE, _MIXED, _ASIAN = "White", "Mixed/multiple ethnic groups", "Asian/Asian British"
_BLACK, _OTHER = "Black/African/Caribbean/Black British", "Other ethnic group"
#: The groups of Census 2011 in the census order, broad and detailed, by the columns of the R data frame.
_GROUPS_2011 = {
    "WhiteBrit": (_WHITE, "English/Welsh/Scottish/Northern Irish/British"),
    "Irish": (_WHITE, "Irish"),
    "remainder": (_WHITE, "Gypsy or Irish Traveller"),
    "OtherWhite": (_WHITE, "Other White"),
    "Mixed": (_MIXED, _MIXED),
    "Indian": (_ASIAN, "Indian"),
    "Pakistani": (_ASIAN, "Pakistani"),
    "Bangladeshi": (_ASIAN, "Bangladeshi"),
    "Chinese": (_ASIAN, "Chinese"),
    "OtherAsian": (_ASIAN, "Other Asian"),
    "BlkAfrican": (_BLACK, "African"),
    "BlkCaribbean": (_BLACK, "Caribbean"),
    "OtherBlk": (_BLACK, "Other Black"),
    "Arab": (_OTHER, "Arab"),
    "Other": (_OTHER, "Any other ethnic group"),
}


def clean_ethnicity_lsoa11(
    census_2011: Path, ward_2021: Path, *, area: str = LEEDS
) -> pd.DataFrame:
    """Return ``ethnicity_lsoa11``: 14 groups, and Gypsy or Irish Traveller as all persons less the 14."""
    groups = [column for column in _GROUPS_2011 if column != "remainder"]
    cells = small_areas.census_lsoa11(census_2011, tuple(groups))
    counts = cells[groups].copy()
    counts["remainder"] = cells["Persons"] - counts.sum(axis="columns")
    require_none(
        counts.index[counts["remainder"] < 0], census_2011, "LSOAs whose groups exceed all persons"
    )
    counts = rows_of(census_2011, counts, small_areas.wards_2021(ward_2021, area)["LSOA11CD"])
    return _long(counts, "lsoa11_code", _GROUPS_2011)


def clean_groups_lsoa21(
    counts: Path, exact: Path, *, area: str = LEEDS, preamble: int = 0
) -> pd.DataFrame:
    """Return the groups of a table of Census 2021, which must add up to its broad groups and its total.

    ``counts`` is the table as Nomis publishes it, with ``preamble`` lines before the header in the
    answer to a query; ``exact`` has the LSOAs of 2021 with authorities of 2022. The columns are
    ``lsoa21_code, group, count``, and ``broad_group`` where the groups have one; no totals.
    """
    cells = rows_of(counts, _nomis(counts, preamble), small_areas.lsoas_2021(exact, area)).apply(
        spelling.whole
    )
    total, *columns = cells.columns
    parts = {
        column: [other for other in columns if other.startswith(f"{column}: ")] or [column]
        for column in columns
        if ": " not in column
    }
    groups = {
        group: (broad, group.removeprefix(f"{broad}: "))
        for broad, found in parts.items()
        for group in found
    }
    for whole, added in {total: list(groups), **parts}.items():
        apart = cells[added].sum(axis="columns") - cells[whole]
        wrong = apart[apart != 0].head().to_dict()
        require(
            not wrong, counts, f"{', '.join(added[:2])}, ... do not add up to {whole!r}: {wrong}"
        )
    table = _long(cells, "lsoa21_code", groups)
    return table if len(groups) > len(parts) else table.drop(columns="broad_group")


# One reader for all: they differ in their groups, and in what stands above the header.
clean_ethnicity_lsoa21 = clean_groups_lsoa21
clean_qualification_lsoa21 = clean_groups_lsoa21
clean_general_health_lsoa21 = clean_groups_lsoa21
clean_tenure_lsoa21 = clean_groups_lsoa21
clean_household_deprivation_lsoa21 = partial(clean_groups_lsoa21, preamble=6)


def clean_age_lsoa21(ts007a: Path, exact: Path, *, area: str = LEEDS) -> pd.DataFrame:
    """Return ``age_lsoa21``: the groups ``Aged 4 years and under``, ``Aged 5 to 9 years`` … by where they start."""
    table = clean_groups_lsoa21(ts007a, exact, area=area, preamble=5)
    groups = table.pop("group")
    start = groups.str.extract(r"^Aged ([0-9]{1,2}) ", expand=False)
    require_none(groups[start.isna()].unique(), ts007a, "groups that are no ages")
    start = start.astype("int64")
    return table.assign(age_start=start.where(start != 4, 0))


@cache
def _nomis(path: Path, preamble: int) -> pd.DataFrame:
    """Return a total and its groups by code of LSOA as text: a bulk file, one in a zip, or the answer to a query.

    The code stands in a column of its own, or before the name in the first cell (``E01011264 :
    Leeds 011A``).
    """
    if path.suffix == ".zip":
        text = zipped(path, lambda name: name.endswith("-lsoa.csv"), "…-lsoa.csv")
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
    groups = groups.loc[:, ~groups.columns.str.startswith("%")].set_axis(codes)
    return groups[groups.index.astype(str).str.fullmatch(r"[EW]01[0-9]{6}")]


def _long(counts: pd.DataFrame, code: str, names: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Return counts as ``code, group, count, broad_group``, groups in the order of their names' mapping."""
    table = long(counts[list(names)], code, "group", "count")
    broad = table["group"].map({column: broad for column, (broad, _) in names.items()})
    group = table["group"].map({column: group for column, (_, group) in names.items()})
    return table.assign(broad_group=broad, group=group)
