"""Which ages grew, and which live in decile 1."""

import pandas as pd

from leedsequity.analyses.deprivation.ethnicity import england_of

SPAN = "mid-2014 (as published in 2015) to Census 2021"
_OLDEST = 85


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Put the five-year bands in words before the rest: `0-4`, …, `85+`."""
    start = table.index.get_level_values("age_start").to_series(index=table.index)
    table.insert(0, "age", start.astype(str) + ("-" + (start + 4).astype(str)).where(start < _OLDEST, "+"))
    return table.reset_index()


def growth(counts_2014: pd.DataFrame, age21: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return how many more people of each five-year band the census of 2021 found than were estimated for mid-2014.

    An estimate rolled forward from 2011, and not revised since, meets a count: a small change may be neither growth nor
    decline. Large cohorts that grow older also move a band.

    Parameters
    ----------
    counts_2014, age21
        Raw tables `deaths_population_la_2014`, `age_lsoa21`.
    area
        Area code; the result is empty for one without a population of 2014.

    Returns
    -------
    DataFrame
        `age_start, age, people_2014, people_2021, change, percent`.
    """
    then = counts_2014[counts_2014["area_code"] == area].rename(columns={"population": "people_2014"})
    then = then.assign(age_start=(then["age_start"] // 5 * 5).clip(upper=_OLDEST))
    table = then.groupby("age_start")[["people_2014"]].sum()
    table["people_2021"] = age21.groupby("age_start")["count"].sum()
    table["change"] = table["people_2021"] - table["people_2014"]
    return _named(table.assign(percent=100 * table["change"] / table["people_2014"]))


def in_decile_1(
    age21: pd.DataFrame, placed: pd.DataFrame, england: pd.DataFrame, place: str, edition: int
) -> pd.DataFrame:
    """Return the share of every five-year band that lives in decile 1, Census 2021, in an area and in England.

    Parameters
    ----------
    age21, england
        Raw tables `age_lsoa21`, `england_by_decile`.
    placed
        From `deciles.placed`.
    place
        The area's name.
    edition
        Edition of the index; England is held for 2019 alone.

    Returns
    -------
    DataFrame
        `area, age_start, age, people, in_decile_1, share`, shares 0 to 1.
    """
    wanted = placed[(placed["imd_edition"] == edition) & (placed["boundaries"] == 2021)]
    local = age21.rename(columns={"lsoa21_code": "lsoa_code"}).merge(wanted, on="lsoa_code").assign(area=place)
    whole = england_of(england, "age", edition)
    table = pd.concat([local, whole.assign(age_start=whole["group"].astype(int))], ignore_index=True)
    table["in_decile_1"] = table["count"].where(table["decile"] == 1, 0)
    sums = table.groupby(["area", "age_start"], sort=False)[["count", "in_decile_1"]].sum()
    sums["share"] = sums["in_decile_1"] / sums["count"]
    result = _named(sums.rename(columns={"count": "people"}))
    return result[["area", "age_start", "age", "people", "in_decile_1", "share"]]
