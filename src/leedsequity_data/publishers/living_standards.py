"""Income by MSOA, fuel poverty by LSOA, children in low-income families by ward and authority."""

import re
from functools import cache
from pathlib import Path

import pandas as pd

from leedsequity.vocabulary import NEW_AUTHORITIES
from leedsequity_data.publishers import editions, spelling
from leedsequity_data.publishers.sheets import by_code, place, require_none, sheet, text_table

#: The sheets of the income workbook, and the columns in which their values stand.
_INCOMES = {
    "total": ("Total annual income", "Total annual income (£)"),
    "net": ("Net annual income", "Net annual income (£)"),
    "net_before_housing_costs": (
        "Net income before housing costs",
        "Net annual income before housing costs (£)",
    ),
    "net_after_housing_costs": (
        "Net income after housing costs",
        "Net annual income after housing costs (£)",
    ),
}
_LIMITS = {"lower": "Lower confidence limit (£)", "upper": "Upper confidence limit (£)"}

_CHILD_POVERTY = {
    "Children in relative poverty before housing costs": "before_housing_costs",
    "Children in relative poverty after housing costs": "after_housing_costs",
}


def clean_income_msoa11(ons: Path) -> pd.DataFrame:
    """Return ``income_msoa11``: four kinds of income, each on a sheet of its own, of England."""
    parts = []
    for income, (name, header) in _INCOMES.items():
        columns = {header: f"income_{income}"}
        columns |= {limit: f"income_{income}_{end}" for end, limit in _LIMITS.items()}
        cells = sheet(ons, name, "MSOA code", ["MSOA code", *columns]).set_index("MSOA code")
        english = cells[spelling.english(cells.index.to_series())]
        parts.append(english.sort_index().apply(spelling.whole).rename(columns=columns))
    for part in parts:
        wrong = part.index.symmetric_difference(parts[0].index)
        require_none(wrong, ons, "MSOAs are not on every sheet")
    return pd.concat(parts, axis="columns").rename_axis("msoa11_code").reset_index()


def clean_fuel_poverty_lsoa11(*workbooks: Path) -> pd.DataFrame:
    """Return ``fuel_poverty_lsoa11``: the years of the workbooks, by LSOA of 2011."""
    return _side_by_side(workbooks, "fuel_poverty_lsoa11", "lsoa11_code")


def clean_fuel_poverty_lsoa21(*workbooks: Path) -> pd.DataFrame:
    """Return ``fuel_poverty_lsoa21``: the years of the workbooks, by LSOA of 2021."""
    return _side_by_side(workbooks, "fuel_poverty_lsoa21", "lsoa21_code")


def _side_by_side(workbooks: tuple[Path, ...], name: str, code: str) -> pd.DataFrame:
    files = {editions.year(path): path for path in workbooks}
    tables = {}
    for year, path in files.items():
        editions.require_columns(path, name, [year])
        tables[year] = fuel_poverty(path)
        wrong = tables[year].index.symmetric_difference(next(iter(tables.values())).index)
        require_none(wrong, path, "LSOAs are not in the workbook of the other year")
    parts = [table.add_suffix(f"_{year}") for year, table in tables.items()]
    return pd.concat(parts, axis="columns").rename_axis(code).reset_index()


@cache
def fuel_poverty(path: Path) -> pd.DataFrame:
    """Return ``households, fuel_poor`` by code of LSOA, of England, from Table 3 of a workbook."""
    cells = editions.table(path, "neighbourhoods")
    cells = cells[spelling.english(cells["code"])]
    spelling.refuse_percent(cells["percent"], cells["fuel_poor"], cells["households"])
    cells = by_code(path, cells, "code").sort_index()
    return spelling.read_columns(cells, {name: name for name in ("households", "fuel_poor")})


def clean_children_low_income_ward(dwp: Path) -> pd.DataFrame:
    """Return ``children_low_income_ward``: children under 16, number and share."""
    cells = sheet(dwp, "5_Relative_Ward", "Ward [note 2]")
    cells = cells.set_axis([" ".join(header.split()) for header in cells.columns], axis="columns")
    code = str(cells.columns[place(cells, "Area Code")])
    cells = cells[cells[code].str.match("E05")].sort_values(code, ignore_index=True)
    first, last = (int(year) for year in re.findall("20[0-9]{2}", editions.period(dwp)))
    editions.require_columns(dwp, "children_low_income_ward", range(first, last + 1))
    table = spelling.read_columns(cells, {"ward21_code": code})
    for year in range(first, last + 1):
        number = cells.iloc[:, place(cells, f"Number of children FYE {year}")]
        share = cells.iloc[:, place(cells, f"Percentage of children FYE {year}")]
        table[f"children_{year}"] = spelling.number(number, "[low]").astype("Int64")
        table[f"share_{year}"] = spelling.number(share, "[low]")
    return table


def clean_child_poverty_la(els: Path) -> pd.DataFrame:
    """Return ``child_poverty_la``: the shares before and after housing costs, side by side."""
    cells = text_table(els, ["areacd", "indicator", "period", "observation", "notes"])
    cells = cells[cells["areacd"].str.match("E(06|07|08|09|10|12)")]
    cells = cells[~cells["areacd"].isin(NEW_AUTHORITIES[2025])]
    measure = cells["indicator"].map(_CHILD_POVERTY)
    require_none(cells.loc[measure.isna(), "indicator"].unique(), els, "indicators are new")
    first = cells["period"].str.extract("^([0-9]{4})-04-01/P1Y$", expand=False)
    require_none(cells.loc[first.isna(), "period"].unique(), els, "periods are no financial year")
    facts = spelling.read_columns(cells, {"area_code": "areacd", "value": "observation"})
    facts = facts.assign(year=first.astype("int64") + 1, measure=measure)
    keys = ["area_code", "year"]
    require_none(facts[facts.duplicated([*keys, "measure"])].index, els, "rows repeat a year")
    wide = facts.pivot(index=keys, columns="measure", values="value")
    return wide[list(_CHILD_POVERTY.values())].reset_index()
