"""Life expectancy of areas and of deciles, and its slope index, by ONS and OHID."""

from pathlib import Path

import pandas as pd

from leedsequity.vocabulary import ENGLAND
from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.editions import period
from leedsequity_data.publishers.indicator_facts import published_verdict
from leedsequity_data.publishers.sheets import (
    place,
    require,
    require_none,
    rows_of,
    sheet,
    text_table,
)

#: Counties and the authorities below or beside them, regions, England: what the project keeps.
_KEPT = ("E06", "E07", "E08", "E09", "E10", "E12", "E92")
_SMALL = ".. not calculated: small numbers of deaths and populations"
_ABSENT = "[x] not available in the published extract"
#: Constituencies of 2024 that lie wholly or partly in Leeds.
_CONSTITUENCIES = [f"E1400{number}" for number in (*range(1319, 1326), 1464, 1560, 1582)]

_ONS_2016_18 = {
    "area_code": "administrative-geography",
    "period": "Time",
    "sex": "sex",
    "age_start": "age-groups",
    "value": "v4_2",
    "lower": "Lower CI",
    "upper": "Upper CI",
}
_ONS_2020_22 = {
    "area_code": "Area code",
    "period": "Period",
    "sex": "Sex",
    "value": "Life expectancy",
}
_ONS_2021_23 = {
    **_ONS_2020_22,
    "age_start": "Age group",
    "lower": "Lower confidence interval",
    "upper": "Upper confidence interval",
}
_FINGERTIPS = {"area_code": "area_code", "sex": "inequality", "period": "period", "value": "value"}
_COMPARED = "compared_to_England"
#: Codes of 2025 to those of before, under which all other tables have Barnsley and Sheffield.
_RECODED = {"E08000038": "E08000016", "E08000039": "E08000019"}
_HEALTHY = {
    "area_code": "areacd",
    "period": "period",
    "value": "observation",
    "lower": "lci_95",
    "upper": "uci_95",
}
_DECILES = {
    "area_code": "GeoCode",
    "sex": "Sex",
    "decile": "Decile",
    "population": "Pop",
    "deaths": "Deaths",
    "value": "LifeExp",
    "se": "SE",
}
_CONSTITUENCY = {
    "constituency_code": "Code",
    "constituency_name": "Area name",
    "year": "Period",
    "value": "Life expectancy (years)",
    "lower": "Lower 95% confidence interval",
    "upper": "Upper 95% confidence interval",
}


def clean_life_expectancy_la(
    ons_2001_2018: Path, fingertips_90366: Path, ons_2020_22: Path, ons_2021_23: Path
) -> pd.DataFrame:
    """Return ``life_expectancy_la``: four published series, one below the other, never spliced."""
    series = {
        f"ons_{_first_and_last_year(ons_2001_2018)}": _ons_2001_2018(ons_2001_2018),
        "ohid_90366": _fingertips(fingertips_90366, "Life expectancy at birth", True).assign(age=0),
        _series(ons_2020_22): _kept(_table(ons_2020_22, _ONS_2020_22)).assign(age=0),
        _series(ons_2021_23): _ons_2021_23(ons_2021_23).rename(columns={"age_start": "age"}),
    }
    return _one_below_the_other("series", series, ["area_code", "age", "sex", "period"])


def clean_life_expectancy_la_limits(ons_2016_18: Path, ons_2021_23: Path) -> pd.DataFrame:
    """Return ``life_expectancy_la_limits``: the two series of ONS that have limits."""
    earlier = _kept(_table(ons_2016_18, _ONS_2016_18))
    series = {_series(ons_2016_18): earlier, _series(ons_2021_23): _ons_2021_23(ons_2021_23)}
    return _one_below_the_other("series", series, ["area_code", "period", "sex", "age_start"])


def clean_slope_index_la(vintage_2010_2020: Path, vintage_2015_2024: Path) -> pd.DataFrame:
    """Return ``slope_index_la``: OHID's 92901 before and after the revision of populations."""
    vintages = {"pre_census_2021": vintage_2010_2020, "census_2021": vintage_2015_2024}
    tables = {
        name: _fingertips(path, "Inequality in life expectancy at birth")
        for name, path in vintages.items()
    }
    return _one_below_the_other("vintage", tables, ["area_code", "sex", "period"])


def clean_life_expectancy_la_decile(ohid: Path) -> pd.DataFrame:
    """Return ``life_expectancy_la_decile``, from test data of PHEindicatormethods."""
    cells = text_table(ohid, _DECILES.values()).replace(
        {_DECILES["area_code"]: {"England": ENGLAND}}
    )
    table = spelling.read_columns(cells, _DECILES)
    table["period"] = "2014-16"  # inferred: the record says how
    return table.sort_values(["area_code", "sex", "decile"], ignore_index=True)


def clean_life_expectancy_imd_decile(ons: Path) -> pd.DataFrame:
    """Return ``life_expectancy_imd_decile``, from a re-shaped extract of the workbook of ONS."""
    layout = {"period": "period", "sex": "sex", "decile": "imd_decile", "value": "le"}
    return _table(ons, layout).sort_values(["period", "sex", "decile"], ignore_index=True)


def clean_healthy_life_expectancy_imd_decile(ons: Path) -> pd.DataFrame:
    """Return ``healthy_life_expectancy_imd_decile``, from the extract of the table before."""
    layout = {"period": "period", "sex": "sex", "decile": "imd_decile", "value": "hle"}
    return _table(ons, layout).sort_values(["period", "sex", "decile"], ignore_index=True)


def clean_healthy_life_expectancy_la(els: Path) -> pd.DataFrame:
    """Return ``healthy_life_expectancy_la``: men and women, with published limits."""
    cells = text_table(els, [*_HEALTHY.values(), "indicator"])
    cells = cells[cells["areacd"].str.match("E(06|08|09|10|12|92)")]
    sexes = cells["indicator"].str.extract("^(Male|Female) healthy life expectancy$", expand=False)
    require_none(cells.loc[sexes.isna(), "indicator"].unique(), els, "indicators are new")
    first = cells["period"].str.extract("^([0-9]{4})-01-01/P3Y$", expand=False)
    require_none(cells.loc[first.isna(), "period"].unique(), els, "periods are not three years")
    start = first.astype("int64")
    years = start.astype("str") + "-" + (start + 2).astype("str")
    codes = cells["areacd"].replace(_RECODED)
    cells = cells.assign(areacd=codes, period=years, sex=sexes)
    table = spelling.read_columns(cells, {**_HEALTHY, "sex": "sex"}, missing="")
    return table.sort_values(["area_code", "sex", "period"], ignore_index=True)


def clean_life_expectancy_msoa(ons: Path) -> pd.DataFrame:
    """Return ``life_expectancy_msoa``, without values that the publisher calls implausible."""
    parts = []
    for sex in ("male", "female"):
        cells = sheet(ons, f"MSOA_{sex}s", "MSOA Codes")
        cells = cells[cells["MSOA Codes"].str.startswith("E02")]
        require(not cells.empty, ons, f"sheet MSOA_{sex}s has no MSOA of England")
        at = place(cells, "LE (Years)")  # its limits follow; their headers are there twice
        layout: dict[str, str | int] = {
            "msoa11_code": "MSOA Codes",
            "value": at,
            "lower": at + 1,
            "upper": at + 2,
        }
        parts.append(spelling.read_columns(cells, layout).assign(period=period(ons), sex=sex))
    return pd.concat(parts).sort_values(["msoa11_code", "sex"], ignore_index=True)


def clean_life_expectancy_constituency(ons: Path) -> pd.DataFrame:
    """Return ``life_expectancy_constituency``: constituencies of 2024, both sexes together."""
    cells = text_table(ons, _CONSTITUENCY.values(), encoding="latin-1").set_index(
        "Code", drop=False
    )
    return spelling.read_columns(rows_of(ons, cells, _CONSTITUENCIES), _CONSTITUENCY).assign(
        sex="persons"
    )


def _series(path: Path) -> str:
    """Return the name of the series that an edition of ONS is, by the period that it states."""
    return f"ons_{period(path).replace('-', '_')}"


def _first_and_last_year(path: Path) -> str:
    first, last = period(path).split(" to ")
    return f"{first[:4]}_{last[:2]}{last[-2:]}"


def _table(path: Path, layout: dict[str, str], missing: str | None = None) -> pd.DataFrame:
    return spelling.read_columns(text_table(path, layout.values()), layout, missing)


def _kept(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["area_code"].str.startswith(_KEPT)]


def _one_below_the_other(
    column: str, tables: dict[str, pd.DataFrame], keys: list[str]
) -> pd.DataFrame:
    """Return tables one below the other, each by its keys, its name in a column."""
    parts = [table.sort_values(keys).assign(**{column: name}) for name, table in tables.items()]
    return pd.concat(parts, ignore_index=True)


def _ons_2001_2018(path: Path) -> pd.DataFrame:
    """Return the four sheets one below the other: areas in rows, periods in columns."""
    first, last = (int(words[:4]) for words in period(path).split(" to "))
    periods = [f"{year}-{year + 2}" for year in range(first, last + 1)]
    parts = []
    for age, words in ((0, "at birth"), (65, "at age 65")):
        for sex in ("Males", "Females"):
            cells = sheet(path, f"LE {words} - {sex}", "Area Codes", ["Area Codes", *periods])
            parts.append(
                cells.melt("Area Codes", periods, "period", "value").assign(age=age, sex=sex)
            )
    cells = pd.concat(parts, ignore_index=True)
    cells.attrs["source"] = path.name
    cells = cells[cells["Area Codes"].str.startswith(_KEPT)]
    layout = {"area_code": "Area Codes", "sex": "sex", "period": "period", "value": "value"}
    table = spelling.read_columns(cells, layout, missing="").assign(age=cells["age"])
    return table.assign(marker=_marker(table["value"], _SMALL))


def _ons_2021_23(path: Path) -> pd.DataFrame:
    table = _kept(
        spelling.read_columns(sheet(path, "Sheet1", "Period", _ONS_2021_23.values()), _ONS_2021_23)
    )
    return table[table["age_start"].isin([0, 65])]


def _fingertips(path: Path, title: str, judged: bool = False) -> pd.DataFrame:
    """Return an extract of OHID's Fingertips as re-published, one indicator a file."""
    cells = text_table(path, [*_FINGERTIPS.values(), "indicator", _COMPARED])
    found = sorted(set(cells["indicator"]))
    require(found == [title], path, f"column 'indicator': {found[:5]}; it must be {title!r}")
    table = spelling.read_columns(cells, _FINGERTIPS, missing="NA")
    if judged:
        table["published_verdict"] = published_verdict(cells[_COMPARED])
    return table.assign(marker=_marker(table["value"], _ABSENT))


def _marker(values: pd.Series, reason: str) -> pd.Series:
    """Return the reason where a value is missing, and nothing elsewhere."""
    return pd.Series(reason, index=values.index, dtype="str").where(values.isna())
