"""How unequal life expectancy is within an area, by deciles formed within it, 1 the most deprived. Values are years.

Gaps are the least minus the most deprived, so that they are above zero where the least deprived
live longer. `deciles` is the raw table `life_expectancy_la_decile`; limits are at 95%, from its
standard errors.
"""

import pandas as pd

from leedsequity import stats

_KEY = ["area_code", "sex"]


def local_deciles(deciles: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return life expectancy by decile formed within an area, 2014-16; empty for an area without local deciles.

    Columns: `sex, decile, rank` (the middle of the decile's place in the area's population from
    most, 0, to least deprived, 1), `population, deaths, value, lower, upper`.
    """
    table = _with_limits(deciles[deciles["area_code"] == area]).sort_values(
        ["sex", "decile"], ignore_index=True
    )
    share = table["population"] / table.groupby("sex")["population"].transform("sum")
    table["rank"] = share.groupby(table["sex"]).cumsum() - share / 2
    return table[["sex", "decile", "rank", "population", "deaths", "value", "lower", "upper"]]


def decile_inequality(deciles: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Return, for every area, the gap between its local deciles 10 and 1 and the slope and relative index over all ten.

    Columns: `area_code, area` (from `names` by code), `sex`, `gap`, `sii` and `rii` with `_lower`
    and `_upper`, `intercept, reason`. The limits carry the deciles' sampling error, not lack of fit
    to a line.
    """
    slopes = stats.slope_index(deciles, _KEY, quantile="decile", se="se", quantiles=10)
    gaps = _differences(_with_limits(deciles), _KEY, "decile", 1, "gap", se="se")
    table = slopes.merge(gaps[gaps["decile"] == 10], on=_KEY, how="left")
    table["area"] = table["area_code"].map(names)
    columns = [
        f"{measure}{end}" for measure in ("gap", "sii", "rii") for end in ("", "_lower", "_upper")
    ]
    return table[["area_code", "area", "sex", *columns, "intercept", "reason"]]


def fitted(local: pd.DataFrame, mine: pd.DataFrame) -> pd.DataFrame:
    """Return `local_deciles` with the line that the slope index compares, from the area's own `decile_inequality`.

    Added for a chart: `role`, and `start` and `end`, the line's height at the most and the least
    deprived person.
    """
    line = mine.set_index("sex")
    start = local["sex"].map(line["intercept"])
    return local.assign(role="focus", start=start, end=start + local["sex"].map(line["sii"]))


def place_among(inequality: pd.DataFrame, cities: dict[str, str], area: str) -> pd.DataFrame:
    """Return the slope indices of some cities (by code) and an area, the steepest first, with how each differs from it.

    Columns: `sex, place, area_code, area, sii, sii_lower, sii_upper, difference, difference_lower,
    difference_upper`. `inequality` is from `decile_inequality`; the differences are city minus area
    (MOVER).
    """
    columns = {"sii": "value", "sii_lower": "lower", "sii_upper": "upper"}
    table = inequality.loc[
        inequality["area_code"].isin([*cities, area]), ["sex", "area_code", "area", *columns]
    ]
    differences = _differences(
        table.rename(columns=columns), ["sex"], "area_code", area, "difference"
    )
    table = table.merge(differences, on=["sex", "area_code"], how="left")
    table.insert(
        1, "place", table.groupby("sex")["sii"].rank(ascending=False, method="min").astype(int)
    )
    return table.sort_values(["sex", "place"], ascending=[False, True], ignore_index=True)


def _with_limits(deciles: pd.DataFrame) -> pd.DataFrame:
    margin = stats.z_value(0.95) * deciles["se"]
    return deciles.assign(lower=deciles["value"] - margin, upper=deciles["value"] + margin)


def _differences(
    table: pd.DataFrame,
    key: list[str],
    group: str,
    reference: int | str,
    name: str,
    se: str | None = None,
) -> pd.DataFrame:
    """Return the differences of `stats.gap` as columns `name`, `name_lower`, `name_upper` beside `key` and `group`."""
    gaps = stats.gap(table, key, group=group, reference=reference, se=se)
    columns = {"value": name, "lower": f"{name}_lower", "upper": f"{name}_upper"}
    return gaps[gaps["measure"] == "difference"].rename(columns=columns)[
        [*key, group, *columns.values()]
    ]
