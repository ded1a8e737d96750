"""Employment, income and output of areas, from the ONS service Explore Local Statistics."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import require, require_none, text_table
from leedsequity_data.publishers.upper_tier import FORMER, LEFT_OUT, parts

YEARS = range(2009, 2019)
#: Columns, in the order of the files, with the indicators' names there.
_INDICATORS = {
    "employment_rate": "Employment rate",
    "claimant_count": "Claimant Count",
    "modelled_unemployment": "Modelled unemployment rate",
    "gross_disposable_household_income_per_head": "Gross disposable household income",
    "gross_value_added_per_hour": "Gross value added per hour worked",
}
_OVER_TIME = {
    "employment_rate": "Employment rate",
    "household_income_per_head": "Gross disposable household income",
}
_FIRST_YEAR = 2004  # where the employment rate begins; income begins in 1997
_STATUS = {"x": "not available", "u": "unreliable: small sample"}


def clean_covariates_la(
    population: Path, county_2012: Path, ward_2022: Path, *indicators: Path
) -> pd.DataFrame:
    """Return ``covariates_la``: five indicators of upper-tier areas, 2009 to 2018.

    An area with a figure of its own keeps it. Where only its parts have one (districts of a county,
    or the two unitary authorities that replaced it), it has their mean weighted by mid-year
    population; missing if one of the parts is. ``weighted`` names the columns that are means,
    ``marker`` those that are missing.
    """
    people = parts(population, county_2012, ward_2022)
    people = people[people["year"].isin(YEARS) & ~people["area_code"].isin(LEFT_OUT)]
    rows = people.set_index(["area_code", "year"]).sort_index().index.unique()
    table = pd.DataFrame(index=rows)
    weighted, marker = pd.Series("", index=rows), pd.Series("", index=rows)
    for path, (column, title) in zip(indicators, _INDICATORS.items(), strict=True):
        published = (
            _published(path, title)
            .replace({"area_code": FORMER})
            .set_index(["area_code", "year"])["value"]
        )
        own = published.reindex(rows)
        table[column] = own.fillna(weighted_means(published, people).reindex(rows))
        weighted[own.isna() & table[column].notna()] += f", {column}"
        marker[table[column].isna()] += f", {column}"
    table["weighted"] = weighted.str.removeprefix(", ").where(weighted != "")
    table["marker"] = ("not published for all parts: " + marker.str.removeprefix(", ")).where(
        marker != ""
    )
    return table.reset_index()


def clean_employment_income_la(*indicators: Path) -> pd.DataFrame:
    """Return ``employment_income_la``: two indicators since 2004, with published limits."""
    tables = [
        _published(path, title).assign(measure=measure)
        for path, (measure, title) in zip(indicators, _OVER_TIME.items(), strict=True)
    ]
    table = pd.concat(tables).sort_values(["measure", "area_code", "year"], ignore_index=True)
    return table[table["year"] >= _FIRST_YEAR]


def weighted_means(published: pd.Series, people: pd.DataFrame) -> pd.Series:
    """Return the population-weighted mean of each area's parts, missing if one has none.

    ``published`` are figures by ``area_code, year``, those of parts among them; ``people`` has the
    columns ``area_code, part, year, population``.
    """
    figures = published.rename("figure").rename_axis(["part", "year"]).reset_index()
    both = people.merge(figures, on=["part", "year"], how="left")
    both = both.assign(product=both["figure"] * both["population"])
    groups = both.groupby(["area_code", "year"])
    mean = groups["product"].sum() / groups["population"].sum()
    return mean.where(groups["figure"].count() == groups["figure"].size())


def _published(path: Path, title: str) -> pd.DataFrame:
    """Return an indicator by area and year: ``area_code, year, value, lower, upper, marker``."""
    layout = {"area_code": "areacd", "value": "observation", "lower": "lci_95", "upper": "uci_95"}
    cells = text_table(path, [*layout.values(), "indicator", "period", "status"])
    cells = cells[
        (cells["indicator"] == title) & cells["areacd"].str.match(r"E(06|07|08|09|10|12|92)")
    ]
    require(not cells.empty, path, f"no area of England has the indicator {title!r}")
    year = cells["period"].str.extract(r"^([0-9]{4})-01-01/P1Y$", expand=False)
    require_none(cells.loc[year.isna(), "period"], path, "periods that are no year")
    require_none(
        set(cells["status"]) - {"", *_STATUS},
        path,
        "marks of unknown meaning in the column 'status'",
    )
    require_none(
        cells.loc[cells.duplicated(["areacd", "period"]), "areacd"],
        path,
        "areas have a period twice",
    )
    table = spelling.read_columns(cells, layout, missing="")
    return table.assign(year=year.astype("int64"), marker=cells["status"].map(_STATUS))
