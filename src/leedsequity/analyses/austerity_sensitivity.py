"""What the main estimate hangs on: areas and regions, and its power."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import nct
from scipy.stats import t as student

from leedsequity.analyses.austerity_estimates import MONTHS_LOST_PER_100
from leedsequity.analyses.austerity_panel import FIRST, LAST, OUTCOMES
from leedsequity.vocabulary import SEXES

Array = NDArray[np.float64]


def refit(exposure: Array, outcome: Array, kept: Array) -> tuple[Array, Array]:
    """Return the two-way fixed-effects slope and its clustered error for many subsets of areas.

    With a row for every area and year, the effects are taken out by subtracting each area's mean
    and then, over the areas kept, each year's mean of what is left. The small-sample factor is that
    of `stats.two_way_fixed_effects`. `exposure` and `outcome` are areas by years, no gaps; `kept`
    is subsets by areas, 1 where the area is in.
    """
    areas, years = kept.sum(axis=1), exposure.shape[1]

    def without_effects(values: Array) -> Array:
        within = values - values.mean(axis=1, keepdims=True)
        year_means = kept @ within / areas[:, None]
        left: Array = (within[None] - year_means[:, None]) * kept[:, :, None]
        return left

    x, y = without_effects(exposure), without_effects(outcome)
    squares = (x**2).sum(axis=(1, 2))
    slope = (x * y).sum(axis=(1, 2)) / squares
    scores = (x * (y - slope[:, None, None] * x)).sum(axis=2)
    rows = areas * years
    factor = areas / (areas - 1) * (rows - 1) / (rows - 1 - years)
    return slope, np.sqrt((scores**2).sum(axis=1) * factor) / squares


def leave_one_out(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the main estimate (`two_way`) with each area, and each region, left out in turn.

    Columns: `left_out` (a name), `kind` (`area` or `region`), `sex, age, estimate, lower, upper`
    (months lost for £100 less), `areas` (how many are left).
    """
    rows = panel[panel["year"].between(FIRST, LAST)]
    areas = rows.drop_duplicates("area_code")
    regions = sorted(areas["region"].unique())
    without_region = [areas["region"].ne(region).to_numpy(float) for region in regions]
    kept = np.vstack([1 - np.eye(len(areas)), without_region])
    left = kept.sum(axis=1).astype(int)
    kinds = ["area"] * len(areas) + ["region"] * len(regions)
    names = pd.DataFrame({"left_out": [*areas["area"], *regions], "kind": kinds})
    exposure = rows["funding"].to_numpy(float).reshape(len(areas), -1)
    tables = []
    for (sex, age), column in OUTCOMES.items():
        slope, se = refit(exposure, rows[column].to_numpy(float).reshape(exposure.shape), kept)
        margin = student.ppf(0.975, left - 1) * se
        limits = {"estimate": slope, "lower": slope - margin, "upper": slope + margin}
        months = {name: value * MONTHS_LOST_PER_100 for name, value in limits.items()}
        tables.append(names.assign(sex=sex, age=age, **months, areas=left))
    return pd.concat(tables, ignore_index=True)


def left_out_ends(left_out: pd.DataFrame) -> pd.DataFrame:
    """Return the lowest and the highest estimate of `leave_one_out`, and what leaving out gives it.

    Columns: `kind, sex, age, low, without_low, high, without_high`.
    """
    rows = left_out.sort_values("estimate", kind="stable")
    ends = rows.groupby(["kind", "sex", "age"]).agg(
        low=("estimate", "first"), without_low=("left_out", "first"),
        high=("estimate", "last"), without_high=("left_out", "last"),
    )  # fmt: skip
    return ends.reset_index()


def london(panel: pd.DataFrame) -> pd.DataFrame:
    """Return what sets London apart: unweighted means over its areas and over all others.

    Columns: `place` (`London` or `elsewhere`), `areas, cut` (pounds per person, 2013 to 2017), and
    months of life expectancy at birth gained: `before_male, before_female` (2009 to 2013),
    `after_male, after_female` (to 2017).
    """
    place = panel["region"].eq("London").map({True: "London", False: "elsewhere"}).rename("place")
    columns = ["funding", OUTCOMES["male", 0], OUTCOMES["female", 0]]
    means = panel.groupby([place, "year"])[columns].mean().unstack()
    result = pd.DataFrame({"areas": panel.groupby(place)["area_code"].nunique()})
    result["cut"] = means["funding"][FIRST] - means["funding"][LAST]
    for when, then, now in (("before", 2009, FIRST), ("after", FIRST, LAST)):
        for sex in SEXES:
            life = means[OUTCOMES[sex, 0]]
            result[f"{when}_{sex}"] = 12 * (life[now] - life[then])
    return result.reset_index()


def power(estimates: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return how often a two-sided test at 5% would see the published size, if that were the truth.

    From the noncentral t distribution, with the standard error and the degrees of freedom (areas
    less one) of the `estimates` of one specification; `published` has `sex, age, estimate`.
    Columns: `sex, age, published` (months), `se, power` (0 to 1), `seen_in_80_percent` (the size
    with a power of 80%, by the normal approximation).
    """
    table = estimates.merge(published, on=["sex", "age"], suffixes=("", "_published"))
    freedom = table["areas"] - 1
    beyond = student.ppf(0.975, freedom)
    away = table["estimate_published"] / table["se"]
    result = table[["sex", "age"]].assign(published=table["estimate_published"], se=table["se"])
    result["power"] = nct.sf(beyond, freedom, away) + nct.cdf(-beyond, freedom, away)
    return result.assign(seen_in_80_percent=(beyond + student.ppf(0.8, freedom)) * table["se"])
