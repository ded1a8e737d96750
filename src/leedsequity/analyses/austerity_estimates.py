"""Estimates of a specification: months of life expectancy lost for £100 less funding per person.

Life expectancy is regressed on central funding, so b is in years per pound; b * 100 * 12 is what
£100 less goes with, in months lost. Where the exposure is in per cent of an area's own funding,
b * 10 * 12 is what 10% less goes with. Positive: where less money came, lives became shorter, or
grew longer more slowly, than elsewhere.

Three-year periods of adjacent years share two years of deaths, so errors of an area depend on one
another by construction. They are clustered by area; a change from one year to another has one row
an area, and errors robust to unequal variance (HC1). All intervals are at 95%. Trends of areas and
year effects of groups count as slopes in the small-sample factor.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t as student

from leedsequity import stats
from leedsequity.analyses.austerity_panel import FIRST, OUTCOMES
from leedsequity.analyses.austerity_specifications import (
    AREA_EFFECTS,
    ESTIMATE,
    FIRST_DIFFERENCES,
    FIXED_EFFECTS,
    LONG_DIFFERENCE,
    PER_CENT,
    POUNDS,
    Specification,
)
from leedsequity.stats.fixed_effects import FEWEST_CLUSTERS

FloatArray = NDArray[np.float64]
MONTHS_LOST_PER_100 = 100 * 12
MONTHS_LOST = {POUNDS: MONTHS_LOST_PER_100, PER_CENT: 10 * 12}
AGES = {0: "life expectancy at birth", 65: "life expectancy at 65"}
WORSE, BETTER, CANNOT_TELL, NOT_TESTED = "worse", "better", "cannot tell", "not tested"
DEPENDS = "depends on the choices"


def estimates(
    panel: pd.DataFrame,
    specifications: Iterable[Specification],
    outcomes: dict[tuple[str, int], str] = OUTCOMES,
) -> pd.DataFrame:
    """Return the estimates of specifications on the panel, for men and women, at birth and at 65.

    Columns: `specification, outcome, sex, age, estimate, lower, upper` (months lost for less
    funding, `unit`), `se, areas, observations, declared, role, unit, verdict` (from `verdict`). A
    regression that is refused raises a ValueError with the reason; one that has no limits, as with
    fewer than 10 areas, has none here.
    """
    rows = []
    for s in specifications:
        used = sample(panel, s, *outcomes.values())
        found = _fit(used, s, [*outcomes.values()])
        count = {"areas": used["area_code"].nunique(), "observations": len(used)}
        what = count | {"declared": s.declared, "role": s.role, "unit": s.unit}
        for (sex, age), column in outcomes.items():
            who = {"specification": s.name, "outcome": AGES[age], "sex": sex, "age": age}
            rows.append(who | found.loc[column].to_dict() | what)
    table = pd.DataFrame(rows)
    return table.assign(verdict=verdict(table))


def verdict(estimates: pd.DataFrame) -> "pd.Series[str]":
    """Return what each estimate's interval, `lower` to `upper`, says of lives where cuts were deep.

    `worse` or `better` where it leaves out 0: life expectancy clearly did so where cuts were
    deeper; `cannot tell` where it holds 0, and `not tested` where there are no limits.
    """
    lower, upper = estimates["lower"], estimates["upper"]
    said = np.select(
        [lower > 0, upper < 0, lower.notna()], [WORSE, BETTER, CANNOT_TELL], NOT_TESTED
    )
    return pd.Series(said, index=estimates.index, dtype="str")


def together(verdicts: "pd.Series[str]") -> str:
    """Return the verdict that all of several share, or else `depends on the choices`."""
    said = set(verdicts)
    return said.pop() if len(said) == 1 else DEPENDS


def published_estimates(table: pd.DataFrame) -> pd.DataFrame:
    """Return the paper's estimates, in months lost for £100 less.

    From the raw table `published_austerity`. Columns: `sex, age, estimate, lower, upper`.
    """
    rows = table[table["unit"] == "months"].rename(columns={"value": "estimate"})
    return rows[["sex", "age", "estimate", "lower", "upper"]].astype({"age": int})


def against_published(estimates: pd.DataFrame, published: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates of the association with how they lie to the published ones.

    `published` is from `published_estimates`. Specifications of another role, placebos and
    demonstrations, are left out. Added to them: `estimate_published`, its limits, `near` (the
    estimate lies in the published interval), and `published_lies` (the published estimate lies
    `inside`, `outside` or `at the edge of` the interval; it is `of another unit` where the cut is
    in per cent).
    """
    table = estimates[estimates["role"] == ESTIMATE].merge(
        published, on=["sex", "age"], suffixes=("", "_published")
    )
    pounds = table["unit"] == POUNDS
    size, lower, upper = table["estimate_published"], table["lower"], table["upper"]
    near = table["estimate"].between(table["lower_published"], table["upper_published"])
    # Estimates are published to 0.1 months, so a limit closer than half of that is neither inside
    # nor outside.
    edge = ((size - lower).abs() < 0.05) | ((upper - size).abs() < 0.05)
    lies = np.select(
        [~pounds, edge, size.between(lower, upper)],
        ["of another unit", "at the edge of", "inside"],
        "outside",
    )
    return table.assign(near=near & pounds, published_lies=lies)


def counted(compared: pd.DataFrame) -> pd.DataFrame:
    """Count the rows of `against_published` by sex, age and when a specification was declared.

    Columns: `sex, age, declared, specifications, worse, better, cannot_tell` (their `verdict`),
    `near`, and `lowest` and `highest`, the ends of their estimates for £100.
    """
    said = {
        verdict.replace(" ", "_"): compared["verdict"].eq(verdict)
        for verdict in (WORSE, BETTER, CANNOT_TELL)
    }
    by = ["sex", "age", "declared"]
    groups = compared.assign(**said).groupby(by, sort=False)
    counts = groups[[*said, "near"]].sum()
    counts.insert(0, "specifications", groups.size())
    pounds = compared[compared["unit"] == POUNDS].groupby(by, sort=False)["estimate"]
    ends = pounds.agg(lowest="min", highest="max")
    return counts.join(ends).reset_index()


def answers(compared: pd.DataFrame) -> pd.DataFrame:
    """Return what the estimates at birth of `against_published` say, men's and women's together.

    One row for those `declared` before, one for those after, and one for all. Columns: `declared,
    estimates, worse, better, cannot_tell, near, lowest, highest` as in `counted`, and `answer`
    (from `together`).
    """
    birth = compared[compared["age"] == 0].assign(sex="persons")
    rows = pd.concat([birth, birth.assign(declared="all")])
    said = rows.groupby("declared")["verdict"].agg(together)
    table = counted(rows).drop(columns=["sex", "age"])
    table = table.rename(columns={"specifications": "estimates"})
    return table.assign(answer=table["declared"].map(said))


def sample(panel: pd.DataFrame, specification: Specification, *outcomes: str) -> pd.DataFrame:
    """Return the rows of the panel that a specification uses; for differences, the changes.

    Of its columns those that are used, with the outcomes of the year that belongs to the funding,
    or their changes. Added to them: `y` (the first outcome, years), `x` (the exposure, pounds per
    person or per cent) and `london`. Rows that lack an outcome are left out.
    """
    s, y = specification, list(outcomes)
    groups = [s.year_effects_by] if s.year_effects_by in panel else []
    used = ["area_code", "area", "region", "year", s.funding, *y, *s.controls, *groups]
    panel = panel[list(dict.fromkeys([*used, *([s.weights] if s.weights else [])]))]
    kept = panel[_named(panel, s.only)] if s.only else panel
    kept = kept[~_named(kept, s.without)] if s.without else kept
    area = kept["area_code"]
    rows = kept.assign(x=kept[s.funding], london=kept["region"].eq("London"))
    if s.outcome_shift:
        rows[y] = kept.groupby(area)[y].shift(-s.outcome_shift)
    if s.trends:
        start = area.map(rows[rows["year"] == FIRST].set_index("area_code")["x"])
        rows["x"] = (rows["x"] - start).where(rows["year"] >= FIRST, 0.0)
    if s.estimator in (FIXED_EFFECTS, AREA_EFFECTS):
        rows = rows[rows["year"].between(*s.years)].dropna(subset=["x", *y, *s.controls])
    elif s.estimator == FIRST_DIFFERENCES:
        changes = rows.groupby(area)[[*y, "x"]].diff()
        rows = rows.assign(**changes)[rows["year"].between(s.years[0] + 1, s.years[1])]
    else:
        ends = rows.pivot(index="area_code", columns="year", values=[*y, "x"])
        then, now = s.outcome_years or s.years
        changes = pd.DataFrame({each: ends[each][now] - ends[each][then] for each in y})
        changes["x"] = ends["x"][s.years[1]] - ends["x"][s.years[0]]
        rows = rows[rows["year"] == s.years[1]].drop(columns=[*y, "x"])
        rows = rows.merge(changes, on="area_code")
    return rows.assign(y=rows[y[0]])


def _named(panel: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    return panel["region"].isin(names) | panel["area"].isin(names)


def _fit(rows: pd.DataFrame, s: Specification, outcomes: list[str]) -> pd.DataFrame:
    """Fit outcomes, a row each: estimate, lower, upper and error.

    With effects of areas this is `stats.two_way_fixed_effects`, all outcomes at once; with a row an
    area, errors clustered by area are those of HC1.
    """
    others = terms(rows, s).to_numpy(float)
    slopes, t = fitted(rows, s, rows[["x"]].to_numpy(), outcomes, others)
    if np.isnan(slopes).any():
        raise ValueError(f"{s.name}: outcome or exposure does not vary beyond the effects")
    areas, count = rows["area_code"].nunique(), 1 + others.shape[1]
    se = slopes / t * np.sqrt((len(rows) - 1) / (len(rows) - count))
    if areas < FEWEST_CLUSTERS:
        se[:] = np.nan
    margin = student.ppf(0.975, areas - (2 if s.estimator == LONG_DIFFERENCE else 1)) * se
    months = np.hstack([slopes, slopes - margin, slopes + margin, se]) * MONTHS_LOST[s.unit]
    return pd.DataFrame(months, outcomes, ["estimate", "lower", "upper", "se"])


def fitted(
    rows: pd.DataFrame,
    s: Specification,
    exposures: FloatArray,
    outcomes: list[str],
    others: FloatArray,
) -> tuple[FloatArray, FloatArray]:
    """Return slopes and t of a specification, outcomes by exposures, as `stats.slopes_given`."""
    return stats.slopes_given(
        rows[outcomes].to_numpy(),
        exposures,
        others,
        pd.factorize(rows["area_code"])[0],
        rows[s.weights].to_numpy(float) if s.weights else None,
        cluster_effects=s.estimator in (FIXED_EFFECTS, AREA_EFFECTS),
    )


def terms(rows: pd.DataFrame, s: Specification) -> pd.DataFrame:
    """Make the terms beside the exposure and effects of areas.

    Indicators of years; controls; effects of years by group, and a line for each area, bar one.
    """

    def indicators(column: str, drop_first: bool = True) -> pd.DataFrame:
        return pd.get_dummies(rows[column].astype(str), drop_first=drop_first, dtype=float)

    if s.estimator == AREA_EFFECTS:
        return pd.DataFrame(index=rows.index)
    made = [indicators("year", drop_first=False)]
    if s.estimator == FIXED_EFFECTS:
        made.append(rows[[*s.controls]])
    if s.year_effects_by:
        groups, years = indicators(s.year_effects_by), indicators("year")
        made += [groups.mul(years[year], axis=0).add_suffix(f" in {year}") for year in years]
    if s.trends:
        since = rows["year"] - rows["year"].min()
        made.append(indicators("area_code").mul(since, axis=0).add_prefix("trend of "))
    return pd.concat(made, axis=1)
