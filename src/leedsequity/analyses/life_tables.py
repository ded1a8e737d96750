"""Life tables from deaths and populations: of areas in 2014, of England's deciles 2001-2015.

Values are years, limits at 95%. Years of the deciles are pooled in threes, as the publisher does;
periods that share years are not independent.
"""

from collections.abc import Collection

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.published_life_expectancy import centre_year

# Whose row in the counts holds the people and deaths of another area as well: Cornwall's, those of
# the Isles of Scilly.
_HOLDS_ANOTHER = {"E06000052": "E06000053"}


def counts_of_area(counts: pd.DataFrame, parts: Collection[str]) -> pd.DataFrame:
    """Return the counts of 2014 of an area: of its `parts`, codes from `places.parts`, added up.

    Columns: `sex, age_start, deaths, population`. Empty where none of the parts was an authority
    then, and where the people of a part are counted together with those of an area outside: what is
    theirs cannot be told.
    """
    own = counts[counts["area_code"].isin(parts)]
    if any(code in parts and other not in parts for code, other in _HOLDS_ANOTHER.items()):
        own = own[:0]
    return own.groupby(["sex", "age_start"], as_index=False)[["deaths", "population"]].sum()


def life_table_2014(counts: pd.DataFrame, parts: Collection[str]) -> pd.DataFrame:
    """Return the life table of 2014 of an area, men and women, from `of_area`; empty where that is.

    Columns: `sex, age_start, deaths, population`, and what `stats.life_expectancy` gives.
    """
    own = counts_of_area(counts, parts)
    table = stats.life_expectancy(own, ["sex"], open_age=90)
    return own[["sex", "age_start", "deaths", "population"]].merge(table, on=["sex", "age_start"])


def against_published(
    counts: pd.DataFrame,
    life_expectancy: pd.DataFrame,
    names: dict[str, str],
    successors: dict[str, str],
) -> pd.DataFrame:
    """Return life expectancy at birth in 2014 beside that published for 2013-15, by authority.

    Published values (raw table `life_expectancy_la`) are for the boundaries of 2019. An authority
    of 2014 is compared when it was one of those, or was merged whole into one (`successors`, by
    code); then the counts are added up first. Left out are the City of London (nothing published),
    the Isles of Scilly (whose deaths are counted with Cornwall's) and Somerset West and Taunton,
    which stood four years.

    Columns: `area_code, area` (from `names` by code), `sex, computed, lower, upper, published,
    difference, within`; `within` says whether the published value lies within the computed limits.
    """
    keys = ["area_code", "sex"]
    published = life_expectancy.query(
        "series == 'ons_2001_2018' and period == '2013-15' and age == 0"
    )
    code, known = counts["area_code"], set(published["area_code"])
    code = code.where(code.isin(known), code.map(successors))
    merged = counts.assign(area_code=code)[code.isin(known)]
    merged = merged.groupby([*keys, "age_start"], as_index=False)[["deaths", "population"]].sum()
    table = stats.life_expectancy(merged, keys, open_age=90).query("age_start == 0")
    table = table.rename(columns={"value": "computed"})
    table = table.join(published.set_index(keys)["value"].rename("published"), on=keys)
    table["difference"] = table["computed"] - table["published"]
    table["within"] = table["published"].between(table["lower"], table["upper"])
    table["area"] = table["area_code"].map(names)
    columns = [
        "area_code",
        "area",
        "sex",
        "computed",
        "lower",
        "upper",
        "published",
        "difference",
        "within",
    ]
    return table.dropna(subset=["computed", "lower", "published"])[columns].reset_index(drop=True)


_GROUPS = ["period", "sex", "decile"]


def pooled(counts: pd.DataFrame) -> pd.DataFrame:
    """Return deaths and person-years by rolling three-year period.

    Columns: `period, sex, decile, age_start, deaths, population` (the sum over the years).
    """
    parts = [
        counts[counts["year"].between(start, start + 2)].assign(
            period=f"{start}-{(start + 2) % 100:02d}"
        )
        for start in range(counts["year"].min(), counts["year"].max() - 1)
    ]
    return (
        pd.concat(parts)
        .groupby([*_GROUPS, "age_start"], as_index=False)[["deaths", "population"]]
        .sum()
    )


def england_life_expectancy(counts: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return life expectancy at birth by period, sex and decile, beside the published value.

    Columns: `period, sex, decile, value, lower, upper, se, published, difference, confidence,
    method, reason`.
    """
    table = stats.life_expectancy(counts, _GROUPS, open_age=90)
    table = table[table["age_start"] == 0].drop(columns=["age_start", "survivors"])
    table = table.join(published.set_index(_GROUPS)["value"].rename("published"), on=_GROUPS)
    return table.assign(difference=table["value"] - table["published"])


def england_mortality(counts: pd.DataFrame) -> pd.DataFrame:
    """Return mortality per 100,000, standardised to the European Standard Population 2013.

    As `stats.directly_standardised_rate`, by `period, sex, decile`. Ages 0 and 1-4 are joined, as
    that population has them.
    """
    bands = counts.assign(age_start=counts["age_start"].replace(1, 0))
    bands = bands.groupby([*_GROUPS, "age_start"], as_index=False)[["deaths", "population"]].sum()
    return stats.directly_standardised_rate(
        bands,
        _GROUPS,
        stratum="age_start",
        standard=stats.EUROPEAN_STANDARD_POPULATION_2013,
        events="deaths",
    )


def decile_gaps(
    table: pd.DataFrame, *, of: int, against: int, se: str | None = None
) -> pd.DataFrame:
    """Return the gap of one decile against another over time, difference and ratio.

    `se` is the column of standard errors where the limits are symmetric. Columns: `sex, period,
    year` (the middle), `measure, value, lower, upper, confidence, method, reason`.
    """
    result = stats.gap(table, ["sex", "period"], group="decile", reference=against, se=se)
    result = result[result["decile"] == of].drop(columns=["decile", "reference"])
    result.insert(2, "year", centre_year(result["period"]))
    return result.sort_values(["measure", "sex", "year"], ignore_index=True)


def with_published(gaps: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return the `gaps` of decile 10 against 1, and below them those between published values.

    Columns: `series` (`computed` or `published`, which go on longer), and those of `gaps`; what the
    published series lacks is missing.
    """
    wide = published.pivot(index=["sex", "period"], columns="decile", values="value")
    stated = (
        (wide[10] - wide[1])
        .rename("value")
        .reset_index()
        .assign(series="published", measure="difference")
    )
    stated["year"] = centre_year(stated["period"])
    return pd.concat([gaps.assign(series="computed"), stated], ignore_index=True)[
        ["series", *gaps.columns]
    ]


def change_of_gap(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the change of one measure of `gaps` from the first period to the last.

    One row a sex, as `stats.gap` gives differences: last period minus first.
    """
    first, last = gaps["period"].min(), gaps["period"].max()
    ends = gaps[gaps["period"].isin([first, last])]
    result = stats.gap(
        ends[["sex", "period", "value", "lower", "upper"]], ["sex"], group="period", reference=first
    )
    return result[result["measure"] == "difference"].reset_index(drop=True)
