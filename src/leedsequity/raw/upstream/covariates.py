"""Employment, income and output of upper-tier areas, from the ONS service Explore Local Statistics."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, text_table
from leedsequity.raw.upstream.upper_tier import REPLACED, parts

YEARS = range(2009, 2019)
#: Columns, in the order of the files, with the indicators' names there.
_INDICATORS = {
    "employment_rate": "Employment rate",
    "claimant_count": "Claimant Count",
    "modelled_unemployment": "Modelled unemployment rate",
    "gross_disposable_household_income_per_head": "Gross disposable household income",
    "gross_value_added_per_hour": "Gross value added per hour worked",
}
#: City of London and Isles of Scilly (no life expectancy); Bournemouth, Christchurch and Poole, and Dorset (2019).
_LEFT_OUT = {"E09000001", "E06000053", "E06000058", "E06000059"}


def clean_covariates_la(population: Path, county_2012: Path, ward_2022: Path, *indicators: Path) -> pd.DataFrame:
    """Return ``covariates_la``: employment, income and output of 147 upper-tier areas, 2009 to 2018.

    An area with a figure of its own keeps it. Where only its parts have one (districts of a county, or the two
    unitary authorities that replaced it), it has their mean weighted by mid-year population; missing if
    one of the parts is.

    Parameters
    ----------
    population : Path
        ONS mid-year estimates by authority of 2020 (MYEB3).
    county_2012, ward_2022 : Path
        Shire districts of 2012 and of 2022 with their counties.
    *indicators : Path
        Employment rate, claimant count, modelled unemployment, gross disposable household income per head,
        gross value added per hour worked: one long table each, on the geography of 2023.

    Returns
    -------
    DataFrame
        ``area_code, year``, one column for each indicator, ``weighted`` (the columns that are weighted means)
        and ``marker`` (the columns that are missing, and why); 1,470 rows.
    """
    people = parts(population, county_2012, ward_2022)
    people = people[people["year"].isin(YEARS) & ~people["area_code"].isin(_LEFT_OUT)]
    rows = people.set_index(["area_code", "year"]).sort_index().index.unique()
    require(len(rows) == 147 * len(YEARS), population, f"{len(rows)} rows, expected 147 areas in {len(YEARS)} years")

    table = pd.DataFrame(index=rows)
    weighted, marker = pd.Series("", index=rows), pd.Series("", index=rows)
    for path, (column, title) in zip(indicators, _INDICATORS.items(), strict=True):
        published = _published(path, title)
        table[column] = published.reindex(rows)
        of_parts = weighted_means(published, people).reindex(rows)
        filled = table[column].isna() & of_parts.notna()
        table[column] = table[column].fillna(of_parts)
        weighted[filled] += f", {column}"
        marker[table[column].isna()] += f", {column}"
    table["weighted"] = weighted.str.removeprefix(", ").where(weighted != "")
    table["marker"] = ("not published for all parts: " + marker.str.removeprefix(", ")).where(marker != "")
    return table.reset_index()


def weighted_means(published: pd.Series, people: pd.DataFrame) -> pd.Series:
    """Return the population-weighted mean of each area's parts; missing if one of them has no figure.

    Parameters
    ----------
    published : Series
        Figures by ``area_code, year``, those of parts among them.
    people : DataFrame
        ``area_code, part, year, population``.

    Returns
    -------
    Series
        Means by ``area_code, year``.
    """
    figures = published.rename("figure").rename_axis(["part", "year"]).reset_index()
    both = people.merge(figures, on=["part", "year"], how="left")
    both = both.assign(product=both["figure"] * both["population"])
    groups = both.groupby(["area_code", "year"])
    mean = groups["product"].sum() / groups["population"].sum()
    return mean.where(groups["figure"].count() == groups["figure"].size())


def _published(path: Path, title: str) -> pd.Series:
    """Return an indicator by area and year, counties that one authority has replaced under their own codes."""
    cells = text_table(path)
    cells = cells[(cells["indicator"] == title) & cells["areacd"].str.match(r"E(06|07|08|09|10)")]
    year = cells["period"].str.extract(r"^(\d{4})-01-01/P1Y$")[0]
    require(bool(year.notna().all()), path, f"periods {cells.loc[year.isna(), 'period'].unique()[:5].tolist()}")
    county = {unitary: county for county, unitary in REPLACED.items()}
    table = pd.DataFrame()
    table["area_code"] = cells["areacd"].replace(county)
    table["year"] = year.astype("int64")
    table["value"] = spelling.number(cells["observation"], missing="")
    twice = table.loc[table.duplicated(["area_code", "year"]), "area_code"].unique().tolist()
    require(not twice, path, f"{title} given more than once a year for {twice}")
    return table.set_index(["area_code", "year"])["value"]
