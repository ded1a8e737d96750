"""Employment and household income of authorities, regions and England, from ONS Explore Local Statistics."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, text_table

FIRST_YEAR = 2004  # where the employment rate begins; income begins in 1997
_INDICATORS = {
    "employment_rate": "Employment rate",
    "household_income_per_head": "Gross disposable household income",
}


def clean_employment_income_la(employment: Path, income: Path) -> pd.DataFrame:
    """Return ``employment_income_la``: employment rate with limits, and household income per head, since 2004.

    Parameters
    ----------
    employment, income : Path
        Explore Local Statistics: employment rate; gross disposable household income per head. Long tables.

    Returns
    -------
    DataFrame
        ``area_code, measure, year, value, lower, upper, marker``; limits only where they are published.
    """
    parts = [
        _published(path, measure, title)
        for path, (measure, title) in zip((employment, income), _INDICATORS.items(), strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def _published(path: Path, measure: str, title: str) -> pd.DataFrame:
    cells = text_table(path)
    cells = cells[(cells["indicator"] == title) & cells["areacd"].str.match(r"E(06|07|08|09|10|12|92)")]
    year = cells["period"].str.extract(r"^(\d{4})-01-01/P1Y$")[0]
    require(bool(year.notna().all()), path, f"periods {cells.loc[year.isna(), 'period'].unique()[:5].tolist()}")
    table = pd.DataFrame()
    table["area_code"] = cells["areacd"]
    table["measure"] = measure
    table["year"] = year.astype("int64")
    for column, source in (("value", "observation"), ("lower", "lci_95"), ("upper", "uci_95")):
        table[column] = spelling.number(cells[source], missing="")
    table["marker"] = cells["status"].map({"x": "not available", "u": "unreliable: small sample"})
    unexplained = table["value"].isna() & table["marker"].isna()
    require(not unexplained.any(), path, f"{unexplained.sum()} values of {title} missing without a status")
    twice = table.loc[table.duplicated(["area_code", "year"]), "area_code"].unique().tolist()
    require(not twice, path, f"{title} given more than once a year for {twice}")
    return table[table["year"] >= FIRST_YEAR].sort_values(["area_code", "year"])
