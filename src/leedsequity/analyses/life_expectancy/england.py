"""England by national deprivation decile, 2001-2015, from deaths and populations: life tables, standardised rates.

Years are pooled in threes, as the publisher does; periods that share years are not independent.
`counts` is the raw table `deaths_population_imd_decile`, pooled but in `pooled`; `published` is
`life_expectancy_imd_decile`, values to 0.1 years without intervals. Limits are at 95%.
"""

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.life_expectancy.over_time import centre_year

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


def life_expectancy(counts: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return life expectancy at birth by period, sex and decile, beside the published value where there is one.

    Columns: `period, sex, decile, value, lower, upper, se, published, difference, confidence,
    method, reason`.
    """
    table = stats.life_expectancy(counts, _GROUPS, open_age=90)
    table = table[table["age_start"] == 0].drop(columns=["age_start", "survivors"])
    table = table.join(published.set_index(_GROUPS)["value"].rename("published"), on=_GROUPS)
    return table.assign(difference=table["value"] - table["published"])


def mortality(counts: pd.DataFrame) -> pd.DataFrame:
    """Return mortality at all ages per 100,000, standardised to the European Standard Population 2013.

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


def gaps(table: pd.DataFrame, *, of: int, against: int, se: str | None = None) -> pd.DataFrame:
    """Return the gap of one decile of `life_expectancy` or `mortality` against another over time, difference and ratio.

    `se` is the column of standard errors where the limits are symmetric. Columns: `sex, period,
    year` (the middle), `measure, value, lower, upper, confidence, method, reason`.
    """
    result = stats.gap(table, ["sex", "period"], group="decile", reference=against, se=se)
    result = result[result["decile"] == of].drop(columns=["decile", "reference"])
    result.insert(2, "year", centre_year(result["period"]))
    return result.sort_values(["measure", "sex", "year"], ignore_index=True)


def with_published(gaps: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return the `gaps` in life expectancy, decile 10 against 1, and below them those between published values.

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


def change(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the change of one measure of `gaps` from the first period to the last, which must share no year.

    One row a sex, as `stats.gap` gives differences: last period minus first.
    """
    first, last = gaps["period"].min(), gaps["period"].max()
    ends = gaps[gaps["period"].isin([first, last])]
    result = stats.gap(
        ends[["sex", "period", "value", "lower", "upper"]], ["sex"], group="period", reference=first
    )
    return result[result["measure"] == "difference"].reset_index(drop=True)
