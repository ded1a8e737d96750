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
        what = {"declared": s.declared, "role": s.role, "unit": s.unit}
        for (sex, age), column in outcomes.items():
            who = {"specification": s.name, "outcome": AGES[age], "sex": sex, "age": age}
            rows.append(who | _fit(used.assign(y=used[column]), s) | what)
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
    kept = panel[_named(panel, s.only) | (not s.only)]
    kept = kept[~_named(kept, s.without)]
    area = kept["area_code"]
    rows = kept.assign(x=kept[s.funding], london=kept["region"].eq("London"))
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


def _fit(rows: pd.DataFrame, s: Specification) -> dict[str, float]:
    if s.estimator == FIXED_EFFECTS:
        more = more_terms(rows, s)
        fit = stats.two_way_fixed_effects(
            pd.concat([rows, more], axis=1),
            outcome="y",
            exposure="x",
            entity="area_code",
            time="year",
            controls=[*s.controls, *more],
            weights=s.weights or None,
        ).iloc[0]
        if np.isnan(fit["value"]):
            raise ValueError(f"{s.name}: {fit['reason']}")
        found = fit[["value", "lower", "upper", "se"]].to_numpy(float)
    else:
        found = _plainly(rows, s.estimator)
        if rows["area_code"].nunique() < FEWEST_CLUSTERS:
            found[1:] = np.nan
    names = ("estimate", "lower", "upper", "se")
    months = dict(zip(names, found * MONTHS_LOST[s.unit], strict=True))
    return months | {"areas": rows["area_code"].nunique(), "observations": len(rows)}


def _plainly(rows: pd.DataFrame, estimator: str) -> FloatArray:
    """Fit changes with effects of years, or areas without them: slope, its limits and error.

    With a row an area, errors clustered by area are those of HC1.
    """
    effects = estimator == AREA_EFFECTS
    years = pd.get_dummies(rows["year"], dtype=float).to_numpy()
    areas = pd.factorize(rows["area_code"])[0]
    y, x = rows[["y"]].to_numpy(), rows[["x"]].to_numpy()
    others = np.zeros_like(years) if effects else years
    slopes, t = stats.slopes_given(y, x, others, areas, cluster_effects=effects)
    slope, terms, clusters = slopes.item(), 1 if effects else 1 + years.shape[1], areas.max() + 1
    se = slope / t.item() * np.sqrt((len(rows) - 1) / (len(rows) - terms))
    freedom = clusters - (2 if estimator == LONG_DIFFERENCE else 1)
    margin = student.ppf(0.975, freedom) * se
    return np.array([slope, slope - margin, slope + margin, se])


def more_terms(rows: pd.DataFrame, s: Specification) -> pd.DataFrame:
    """Make an indicator for each group and year, a line over the years for each area; bar one."""

    def indicators(column: str) -> pd.DataFrame:
        return pd.get_dummies(rows[column].astype(str), drop_first=True, dtype=float)

    terms = [pd.DataFrame(index=rows.index)]
    if s.year_effects_by:
        groups, years = indicators(s.year_effects_by), indicators("year")
        terms += [groups.mul(years[year], axis=0).add_suffix(f" in {year}") for year in years]
    if s.trends:
        since = rows["year"] - rows["year"].min()
        terms.append(indicators("area_code").mul(since, axis=0).add_prefix("trend of "))
    return pd.concat(terms, axis=1)
