"""Life expectancy below the authority: MSOAs of England, parliamentary constituencies around Leeds."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, sheet

#: Constituencies of 2024 that lie wholly or partly in Leeds.
LEEDS_CONSTITUENCIES = (
    "E14001319",
    "E14001320",
    "E14001321",
    "E14001322",
    "E14001323",
    "E14001324",
    "E14001325",
    "E14001464",
    "E14001560",
    "E14001582",
)
#: Columns of a sheet of MSOAs that are taken; the headers of limits are there twice.
_COLUMNS = {
    0: ("code", "MSOA Codes"),
    7: ("value", "LE (Years)"),
    8: ("lower", "Lower 95 % confidence interval"),
    9: ("upper", "Upper 95 % confidence interval"),
}


def clean_life_expectancy_msoa(ons: Path) -> pd.DataFrame:
    """Return ``life_expectancy_msoa``: at birth, MSOAs of England, 2009-13, with 95% limits.

    Parameters
    ----------
    ons : Path
        The ONS workbook of life expectancy and healthy life expectancy of MSOAs, 2009 to 2013.

    Returns
    -------
    DataFrame
        ``msoa11_code, period, sex, value, lower, upper``; MSOAs whose value the publisher judges
        implausible are not there.
    """
    parts = []
    for sex, number in (("male", 6790), ("female", 6786)):
        cells = sheet(ons, f"MSOA_{sex}s", "MSOA Codes")
        headers = {at: (cells.columns[at], header) for at, (_, header) in _COLUMNS.items()}
        other = [found for found, header in headers.values() if found != header]
        require(not other, ons, f"MSOA_{sex}s: unexpected columns {other}")
        cells = cells.iloc[:, list(_COLUMNS)].set_axis([name for name, _ in _COLUMNS.values()], axis="columns")
        cells = cells[cells["code"].str.startswith("E02")]
        require(len(cells) == number, ons, f"MSOA_{sex}s: {len(cells):,} MSOAs, expected {number:,}")
        part = pd.DataFrame()
        part["msoa11_code"] = cells["code"]
        part["period"] = "2009-13"
        part["sex"] = sex
        for column in ("value", "lower", "upper"):
            part[column] = spelling.number(cells[column])
        parts.append(part)
    return pd.concat(parts).sort_values(["msoa11_code", "sex"], ignore_index=True)


def clean_life_expectancy_constituency(
    ons: Path, *, constituencies: tuple[str, ...] = LEEDS_CONSTITUENCIES
) -> pd.DataFrame:
    """Return ``life_expectancy_constituency``: at birth, both sexes together, 2022, with 95% limits.

    Parameters
    ----------
    ons : Path
        ONS ad hoc 2557: constituencies of 2024 in the United Kingdom.
    constituencies : tuple of str
        Codes of the constituencies to keep.

    Returns
    -------
    DataFrame
        ``constituency_code, constituency_name, year, sex, value, lower, upper``.
    """
    cells = pd.read_csv(ons, dtype=str, keep_default_na=False, encoding="latin-1")
    require(len(cells) == 650, ons, f"{len(cells)} rows, expected 650")
    kinds = set(zip(cells["Period"], cells["Sex"], cells["Age group"], strict=True))
    require(kinds == {("2022", "Persons", "<1")}, ons, f"period, sex, age are {sorted(kinds)}")
    cells = cells[cells["Code"].isin(constituencies)]
    lost = sorted(set(constituencies) - set(cells["Code"]))
    require(not lost, ons, f"constituencies are missing: {lost}")
    table = pd.DataFrame()
    table["constituency_code"] = cells["Code"]
    table["constituency_name"] = cells["Area name"]
    table["year"] = 2022
    table["sex"] = "persons"
    table["value"] = spelling.number(cells["Life expectancy (years)"])
    table["lower"] = spelling.number(cells["Lower 95% confidence interval"])
    table["upper"] = spelling.number(cells["Upper 95% confidence interval"])
    return table.sort_values("constituency_code", ignore_index=True)
