"""How unequal life expectancy is within an area, by deciles formed within it, 1 the most deprived. Values are years.

Gaps are the least minus the most deprived, so that they are above zero where the least deprived live longer.
"""

import pandas as pd

from leedsequity import stats

Names = dict[str, str]


def local_deciles(deciles: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return life expectancy by decile formed within an area, 2014-16, with 95% limits from its standard errors.

    Parameters
    ----------
    deciles
        Raw table `life_expectancy_la_decile`.
    area
        Area code. The result is empty for an area without local deciles.

    Returns
    -------
    DataFrame
        `sex, decile, rank, population, deaths, value, lower, upper`; `rank` is the middle of the decile's place in the
        area's population from most (0) to least deprived (1).
    """
    table = deciles[deciles["area_code"] == area].sort_values(["sex", "decile"])
    share = table["population"] / table.groupby("sex")["population"].transform("sum")
    result = table[["sex", "decile"]].assign(rank=share.groupby(table["sex"]).cumsum() - share / 2)
    for column in ("population", "deaths", "value"):
        result[column] = table[column]
    margin = stats.z_value(0.95) * table["se"]
    return result.assign(lower=table["value"] - margin, upper=table["value"] + margin).reset_index(drop=True)


def decile_inequality(deciles: pd.DataFrame, names: Names) -> pd.DataFrame:
    """Return, for every area, the gap between its local deciles 10 and 1 and the slope and relative index over all ten.

    Parameters
    ----------
    deciles
        Raw table `life_expectancy_la_decile`.
    names
        Area names by code.

    Returns
    -------
    DataFrame
        `area_code, area, sex, gap, gap_lower, gap_upper, sii, sii_lower, sii_upper, rii, rii_lower, rii_upper,
        intercept, reason`, 95% limits. The limits carry the deciles' sampling error, not lack of fit to a line.
    """
    key = ["area_code", "sex"]
    slopes = stats.slope_index(deciles, key, quantile="decile", se="se", quantiles=10)
    margin = stats.z_value(0.95) * deciles["se"]
    limits = deciles.assign(lower=deciles["value"] - margin, upper=deciles["value"] + margin)
    gaps = stats.gap(limits, key, group="decile", reference=1, se="se")
    gaps = gaps[(gaps["decile"] == 10) & (gaps["measure"] == "difference")].rename(
        columns={"value": "gap", "lower": "gap_lower", "upper": "gap_upper"}
    )
    table = slopes.merge(gaps[[*key, "gap", "gap_lower", "gap_upper"]], on=key, how="left")
    table.insert(1, "area", table["area_code"].map(names))
    columns = [f"{measure}{end}" for measure in ("gap", "sii", "rii") for end in ("", "_lower", "_upper")]
    return table[["area_code", "area", "sex", *columns, "intercept", "reason"]]


def fitted(local: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """Return an area's deciles with the ends of the line that the slope index compares, for a chart.

    Parameters
    ----------
    local
        From `local_deciles`.
    mine
        The area's rows of `decile_inequality`.

    Returns
    -------
    DataFrame
        `local` with `role`, and `start` and `end`, the line's height at the most and the least deprived person.
    """
    line = mine.set_index("sex")
    start = local["sex"].map(line["intercept"])
    return local.assign(role="focus", start=start, end=start + local["sex"].map(line["sii"]))


def place_among(inequality: pd.DataFrame, cities: Names, area: str) -> pd.DataFrame:
    """Return the slope indices of some cities in order, and how much each differs from one area's.

    Parameters
    ----------
    inequality
        From `decile_inequality`.
    cities
        Names by code; `area` is added.
    area
        The area the others are compared with.

    Returns
    -------
    DataFrame
        `sex, place, area_code, area, sii, sii_lower, sii_upper, difference, difference_lower, difference_upper`;
        place 1 is the steepest. The differences are city minus area, with 95% limits (MOVER).
    """
    table = inequality[inequality["area_code"].isin([*cities, area])]
    table = table[["sex", "area_code", "area", "sii", "sii_lower", "sii_upper"]].copy()
    values = table.rename(columns={"sii": "value", "sii_lower": "lower", "sii_upper": "upper"})
    gaps = stats.gap(values, ["sex"], group="area_code", reference=area)
    gaps = gaps[gaps["measure"] == "difference"].rename(
        columns={"value": "difference", "lower": "difference_lower", "upper": "difference_upper"}
    )
    columns = ["difference", "difference_lower", "difference_upper"]
    table = table.merge(gaps[["sex", "area_code", *columns]], on=["sex", "area_code"], how="left")
    table.insert(1, "place", table.groupby("sex")["sii"].rank(ascending=False, method="min").astype(int))
    return table.sort_values(["sex", "place"], ascending=[False, True], ignore_index=True)
