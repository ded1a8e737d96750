"""Life expectancy of areas, as ONS and OHID publish it."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import fingertips, spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table

#: Counties and the authorities below or beside them, regions, England: what the project keeps.
_KEPT = ("E06", "E07", "E08", "E09", "E10", "E12", "E92")
_SMALL = ".. not calculated: small numbers of deaths and populations"


def clean_life_expectancy_la(
    ons_2001_2018: Path, fingertips_90366: Path, ons_2020_22: Path, ons_2021_23: Path
) -> pd.DataFrame:
    """Return ``life_expectancy_la``: four published series, one below the other, never spliced.

    Parameters
    ----------
    ons_2001_2018 : Path
        ONS workbook, at birth and at 65, 2001-03 to 2016-18, unrounded.
    fingertips_90366 : Path
        OHID indicator 90366, at birth, 2015-17 to 2023-25, 1 decimal place.
    ons_2020_22 : Path
        ONS, at birth, 2 decimal places.
    ons_2021_23 : Path
        ONS workbook cut to 2021-23, 20 ages, 1 decimal place.

    Returns
    -------
    DataFrame
        ``series, area_code, age, sex, period, value, marker``.
    """
    parts = {
        "ons_2001_2018": _ons_2001_2018(ons_2001_2018),
        "ohid_90366": fingertips.indicator(fingertips_90366, "Life expectancy at birth").assign(age=0),
        "ons_2020_22": _ons_2020_22(ons_2020_22),
        "ons_2021_23": _ons_2021_23(ons_2021_23).rename(columns={"age_start": "age"}),
    }
    long = pd.concat([part.assign(series=series) for series, part in parts.items()], ignore_index=True)
    table = pd.DataFrame()
    for column in ("series", "area_code", "age", "sex", "period", "value", "marker"):
        table[column] = long[column]
    order = table["series"].map({series: place for place, series in enumerate(parts)})
    keys = ["order", "area_code", "age", "sex", "period"]
    return table.assign(order=order).sort_values(keys, ignore_index=True).drop(columns="order")


def clean_life_expectancy_la_limits(ons_2016_18: Path, ons_2021_23: Path) -> pd.DataFrame:
    """Return ``life_expectancy_la_limits``: life expectancy with 95% limits, England's areas.

    Parameters
    ----------
    ons_2016_18 : Path
        ONS, at birth, 2 decimal places.
    ons_2021_23 : Path
        ONS workbook cut to 2021-23, of whose 20 ages birth and 65 are kept, 1 decimal place.

    Returns
    -------
    DataFrame
        ``series, area_code, period, sex, age_start, value, lower, upper``.
    """
    cells = text_table(ons_2016_18)
    require(len(cells) == 754, ons_2016_18, f"{len(cells)} rows, expected 754")
    earlier = pd.DataFrame()
    earlier["area_code"] = cells["administrative-geography"]
    earlier["period"] = spelling.period(cells["Time"])
    earlier["sex"] = spelling.sex(cells["sex"])
    require(set(cells["age-groups"]) == {"0-1"}, ons_2016_18, f"ages {sorted(set(cells['age-groups']))}")
    earlier["age_start"] = 0
    for column, header in (("value", "v4_2"), ("lower", "Lower CI"), ("upper", "Upper CI")):
        earlier[column] = spelling.number(cells[header])
    parts = {"ons_2016_18": earlier[_kept(earlier)], "ons_2021_23": _ons_2021_23(ons_2021_23)}
    long = pd.concat([part.assign(series=series) for series, part in parts.items()], ignore_index=True)
    table = pd.DataFrame()
    for column in ("series", "area_code", "period", "sex", "age_start", "value", "lower", "upper"):
        table[column] = long[column]
    outside = table[(table["value"] < table["lower"]) | (table["value"] > table["upper"])]
    require(outside.empty, ons_2021_23, f"values outside their limits: {outside.head(5).to_dict('records')}")
    return table.sort_values(["series", "area_code", "period", "sex", "age_start"], ignore_index=True)


def _kept(table: pd.DataFrame) -> pd.Series:
    return table["area_code"].str[:3].isin(_KEPT)


def _ons_2001_2018(path: Path) -> pd.DataFrame:
    """Return the four sheets one below the other: areas in rows, periods in columns."""
    parts = []
    for age, age_words in ((0, "at birth"), (65, "at age 65")):
        for sex in ("Males", "Females"):
            cells = sheet(path, f"LE {age_words} - {sex}", "Area Codes")
            cells = cells[cells["Area Codes"].astype(str).str[:3].isin(_KEPT)]
            lower_tier = int(cells["Area Codes"].str[:3].isin(_KEPT[:4]).sum())
            counties = int(cells["Area Codes"].str.startswith("E10").sum())
            found = (lower_tier, counties)
            require(found == (317, 26), path, f"{found} authorities and counties, expected (317, 26)")
            for header in [column for column in cells.columns if column[:1].isdigit()]:
                part = pd.DataFrame()
                part["area_code"] = cells["Area Codes"]
                part["age"] = age
                part["sex"] = spelling.sex(pd.Series(sex, index=cells.index))
                part["period"] = spelling.period(pd.Series(header, index=cells.index))
                part["value"] = spelling.number(cells[header], missing="")
                parts.append(part)
    table = pd.concat(parts, ignore_index=True)
    return table.assign(marker=spelling.marker(table["value"], _SMALL))


def _ons_2020_22(path: Path) -> pd.DataFrame:
    cells = text_table(path)
    table = pd.DataFrame()
    table["area_code"] = cells["Area code"]
    table["age"] = 0
    table["sex"] = spelling.sex(cells["Sex"])
    table["period"] = spelling.period(cells["Period"])
    table["value"] = spelling.number(cells["Life expectancy"])
    table = table[_kept(table)]
    authorities = table["area_code"].nunique()
    require(authorities == 307, path, f"{authorities} English authorities, expected 307")
    return table


def _ons_2021_23(path: Path) -> pd.DataFrame:
    cells = sheet(path, "Sheet1", "Period")
    table = pd.DataFrame()
    table["area_code"] = cells["Area code"]
    table["period"] = spelling.period(cells["Period"])
    table["sex"] = spelling.sex(cells["Sex"])
    table["age_start"] = spelling.age_start(cells["Age group"])
    for column, header in (
        ("value", "Life expectancy"),
        ("lower", "Lower confidence interval"),
        ("upper", "Upper confidence interval"),
    ):
        table[column] = spelling.number(cells[header])
    return table[_kept(table) & table["age_start"].isin([0, 65])]
