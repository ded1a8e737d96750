"""How sure notebook 02's estimates are: few regions, exchanged cuts, paths before, all together."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import t as student

from leedsequity import stats
from leedsequity.analyses.austerity_estimates import (
    BETTER,
    CANNOT_TELL,
    DEPENDS,
    MONTHS_LOST,
    WORSE,
    FloatArray,
    estimates,
    fitted,
    sample,
    terms,
    together,
    verdict,
)
from leedsequity.analyses.austerity_panel import FIRST, LAST, OUTCOMES, RETURNS_FROM
from leedsequity.analyses.austerity_specifications import (
    BY_NAME,
    ESTIMATE,
    NEAREST,
    POUNDS,
    Specification,
)

BIRTH = {key: column for key, column in OUTCOMES.items() if key[1] == 0}
# Those whose errors are taken in every way.
IN_DETAIL = (
    NEAREST, "two_way", "two_way_excluding_london", "two_way_percent_excluding_london",
    "two_way_2009_real", "two_way_2009_real_excluding_london",
)  # fmt: skip
BASE = FIRST - 1  # the last middle year whose deaths all came before the cut
DIFFER, ALIKE = "differ", "cannot be told apart"
BOTH, ONE, NEITHER = "both sexes", "one sex", "neither sex"
AT_5_PER_CENT = 0.05
FEWEST_AREAS = 5  # of a tenth, to have a mean of its own
SAMPLES = {"all areas": (), "without London": ("London",)}


def p_values(
    panel: pd.DataFrame, names: Iterable[str] = IN_DETAIL, draws: int = 9_999
) -> pd.DataFrame:
    """Return how sure estimates at birth are in four ways: p, with no association as the null.

    Columns: `specification, sex`; `by_area` (clustered by area, t), `by_area_wild` and
    `by_region_wild` (wild cluster bootstrap), `exchanged` (permutation of the exposure within
    regions; missing with controls), `regions`, and `methods` (`all clear`, `none clear` or
    `depends on the method`, at 5%). Of specifications with effects of areas and years alone.
    """
    rows = []
    for s in (BY_NAME[name] for name in names):
        for (sex, _), column in BIRTH.items():
            used = sample(panel, s, column)
            what: dict[str, Any] = {"outcome": "y", "exposure": "x"}
            what |= {"entity": "area_code", "time": "year"}
            more = what | {"controls": s.controls}
            by_area = stats.two_way_fixed_effects(used, **more).iloc[0]
            clusters = ["area_code", "region"]
            wild = stats.wild_cluster_bootstrap(used, **more, cluster=clusters, draws=draws)
            p = [by_area["p_value"], *wild["p_value"], np.nan]
            if not s.controls:
                exchanged = stats.permutation_test(used, **what, group="region", draws=draws)
                p[3] = exchanged["p_value"].iloc[0]
            rows.append((s.name, sex, *p, wild["clusters"].iloc[1], _together(p)))
    ways = ["by_area", "by_area_wild", "by_region_wild", "exchanged"]
    return pd.DataFrame(rows, columns=["specification", "sex", *ways, "regions", "methods"])


def _together(p: list[float]) -> str:
    clear = {each < AT_5_PER_CENT for each in p if not np.isnan(each)}
    return (
        "depends on the method" if len(clear) > 1 else f"{'all' if clear.pop() else 'none'} clear"
    )


def around_the_cut(panel: pd.DataFrame, first: int = 2005, base: int = BASE) -> pd.DataFrame:
    """Return, by year, how far life expectancy at birth lay below that of the base, by later cut.

    The cut is that from 2013 to 2017. Before it there is nothing that it could have done: a value
    above 0 there says that areas cut more deeply later were then still behind, and gaining on the
    others. Columns: `sample` (`all areas` or `without London`), `sex, year, estimate, lower, upper`
    (months for each £100 of cut), `verdict`, `reason`.
    """
    tables = []
    for name, without in SAMPLES.items():
        for (sex, _), column in BIRTH.items():
            found = _leads(panel, without, column, (first, LAST), base)
            zero = pd.DataFrame({"year": [base], "estimate": 0.0, "lower": 0.0, "upper": 0.0})
            table = pd.concat([found.rename(columns={"value": "estimate"}), zero.assign(reason="")])
            tables.append(table.sort_values("year").assign(sample=name, sex=sex))
    table = pd.concat(tables, ignore_index=True)
    columns = ["sample", "sex", "year", "estimate", "lower", "upper", "reason"]
    return table[columns].assign(verdict=verdict(table))


def _leads(
    panel: pd.DataFrame, without: tuple[str, ...], column: str, years: tuple[int, int], base: int
) -> pd.DataFrame:
    """Give the leads of an outcome in months, by £100 of the cut from 2013 to 2017."""
    kept = panel[~panel["region"].isin(without)]
    money = kept.pivot(index="area_code", columns="year", values="funding")
    change = kept["area_code"].map(money[LAST] - money[FIRST])
    rows = kept.assign(change=change / 100, months=12 * kept[column])
    return stats.leads(
        rows[rows["year"].between(*years)], outcome="months", exposure="change",
        entity="area_code", time="year", base=base,
    )  # fmt: skip


def paths_before(panel: pd.DataFrame) -> pd.DataFrame:
    """Return whether paths before 2013 differed by later cut: joint tests of 2009 to the base.

    Columns: `sample, sex, base` (2012, all of whose deaths came before the cut, or 2013), `years`
    (how many others are tested together), `areas, p_value`, `paths` (`differ` or `cannot be told
    apart`, at 5%).
    """
    rows = []
    for name, without in SAMPLES.items():
        for (sex, _), column in BIRTH.items():
            for base in (BASE, FIRST):
                found = _leads(panel, without, column, (RETURNS_FROM, base), base)
                p, areas = found[["joint_p", "entities"]].iloc[0]
                paths = DIFFER if p < AT_5_PER_CENT else ALIKE
                rows.append((name, sex, base, len(found), int(areas), p, paths))
    columns = ["sample", "sex", "base", "years", "areas", "p_value", "paths"]
    return pd.DataFrame(rows, columns=columns)


def paths_say(before: pd.DataFrame, sample: str = "all areas") -> str:
    """Return for whom paths before `BASE` differed: `both sexes`, `one sex` or `neither sex`."""
    rows = before[(before["sample"] == sample) & (before["base"] == BASE)]
    return _of_whom(rows["paths"].eq(DIFFER))


def curve_says(curve: pd.DataFrame) -> str:
    """Return for whom the median of `curve_test` is clear, as `paths_say` does."""
    medians = curve[curve["statistic"] == "median"]
    return _of_whom(medians["p_value"] < AT_5_PER_CENT)


def _of_whom(flags: "pd.Series[bool]") -> str:
    return BOTH if flags.all() else ONE if flags.any() else NEITHER


def conclusion(found: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Return what may be said of the association at birth, by the rule of the protocol.

    From `estimates` and `paths_before`. In a row: `nearest` (the verdict of the specification
    nearest to the paper, men's and women's together), `paths` (from `paths_say`), and `answer`:
    `worse` or `better` where the nearest says so for both and paths before did not differ; else
    `depends on the choices` where any estimate is clear, and `cannot tell` where none is.
    """
    birth = found[(found["age"] == 0) & (found["role"] == ESTIMATE)]
    nearest = together(birth.loc[birth["specification"] == NEAREST, "verdict"])
    paths = paths_say(before)
    if nearest in (WORSE, BETTER) and paths == NEITHER:
        answer = nearest
    else:
        answer = DEPENDS if birth["verdict"].isin([WORSE, BETTER]).any() else CANNOT_TELL
    return pd.DataFrame({"nearest": [nearest], "paths": paths, "answer": answer})


def bounds(panel: pd.DataFrame, magnitude: float = 1.0) -> pd.DataFrame:
    """Return what is left of life expectancy in 2017 by the cut, if paths go apart as they did.

    From `stats.violation_bound`, base 2012. Columns: `sample, sex`, and in months for each £100
    `estimate, lower, upper` (without the bound), `bound_lower, bound_upper` (with it),
    `largest_step` (between two years from 2009 to 2012), `steps, magnitude, kept_to`.
    """
    tables = []
    for name, without in SAMPLES.items():
        for (sex, _), column in BIRTH.items():
            path = _leads(panel, without, column, (RETURNS_FROM, LAST), BASE)
            last = path.loc[path["year"] == LAST, ["value", "lower", "upper"]].reset_index(
                drop=True
            )
            last = last.rename(columns={"value": "estimate"})
            bound = stats.violation_bound(
                path, time="year", base=BASE, target=LAST, magnitude=magnitude
            )
            bound = bound.rename(columns={"lower": "bound_lower", "upper": "bound_upper"})
            table = last.join(bound.drop(columns=["value", "reason"])).assign(sample=name, sex=sex)
            tables.append(table)
    table = pd.concat(tables, ignore_index=True)
    return table[["sample", "sex", *table.columns.drop(["sample", "sex"])]]


def curve_test(
    panel: pd.DataFrame, specifications: Iterable[Specification], draws: int = 999, seed: int = 0
) -> pd.DataFrame:
    """Return the test of all estimates at birth for £100 together, against exchanged funding.

    Whole paths of funding are exchanged between areas of a region, in all specifications alike.
    Columns: `sex`, and those of `stats.specification_curve_test`, months lost for the median.
    """
    areas = panel.drop_duplicates("area_code")
    codes = areas["area_code"].to_numpy()
    group = pd.factorize(areas["region"])[0]
    paths = np.vstack([np.arange(len(codes)), stats.exchanges(group, draws, seed)])
    found: list[tuple[FloatArray, FloatArray]] = []
    for s in specifications:
        if s.role == ESTIMATE and s.unit == POUNDS:
            slopes, t = _exchanged(panel, s, codes, paths)
            found.append((slopes * MONTHS_LOST[s.unit], t))
    slopes, t = (np.stack(each, axis=1) for each in zip(*found, strict=True))
    tables = [
        stats.specification_curve_test(slopes[number], t[number]).assign(sex=sex)
        for number, (sex, _) in enumerate(BIRTH)
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["sex", *table.columns.drop("sex")]]


def _exchanged(
    panel: pd.DataFrame, s: Specification, codes: FloatArray, paths: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Give the slopes and t of a specification, outcomes by exchanges, the first as it was found.

    An area may get the path of one that the specification leaves out.
    """
    outcomes = list(BIRTH.values())
    rows = sample(panel, s, *outcomes)
    everywhere = rows
    if s.only or s.without or s.controls:
        everywhere = sample(panel, replace(s, only=(), without=(), controls=()), outcomes[0])
    years = sorted(rows["year"].unique())
    exposure = everywhere.pivot(index="area_code", columns="year", values="x").reindex(
        index=codes, columns=years
    )
    own = pd.Categorical(rows["area_code"], categories=codes).codes.astype(int)
    when = np.searchsorted(years, rows["year"])
    exchanged = exposure.to_numpy()[paths.T[own], when[:, None]]
    return fitted(rows, s, exchanged, outcomes, terms(rows, s).to_numpy(float))


def lines_say(panel: pd.DataFrame) -> list[str]:
    """Return what lines through areas' changes say, men's and women's together, 2013 to 2017.

    The verdict with London, and the one without, of `long_difference` and its like.
    """
    ways = [BY_NAME["long_difference"], BY_NAME["long_difference_excluding_london"]]
    found = estimates(panel, ways, BIRTH).groupby("specification", sort=False)["verdict"]
    return [together(verdicts) for _, verdicts in found]


def tenths_of_cut(panel: pd.DataFrame) -> pd.DataFrame:
    """Return the mean change of life expectancy at birth by tenth of the cut, 2013 to 2017.

    Tenths are of all areas by pounds per person, 1 the deepest cut. Columns: `sample, sex, tenth,
    areas, cut` (mean, pounds), `gained` (mean, months), `lower, upper` (its 95% limits, by the
    spread of areas). A tenth with fewer than five areas in a sample is left out.
    """
    ends = panel[panel["year"].isin([FIRST, LAST])]
    wide = ends.pivot(index="area_code", columns="year", values=["funding", *BIRTH.values()])
    areas = panel.drop_duplicates("area_code").set_index("area_code")[["region"]]
    areas["cut"] = wide["funding"][FIRST] - wide["funding"][LAST]
    areas["tenth"] = stats.quantiles(areas["cut"])
    tables = []
    for name, without in SAMPLES.items():
        for (sex, _), column in BIRTH.items():
            rows = areas[~areas["region"].isin(without)].assign(
                gained=12 * (wide[column][LAST] - wide[column][FIRST])
            )
            groups = rows.groupby("tenth")
            table = groups.agg(
                areas=("cut", "size"), cut=("cut", "mean"), gained=("gained", "mean")
            )
            margin = student.ppf(0.975, table["areas"] - 1) * groups["gained"].sem()
            table["lower"], table["upper"] = table["gained"] - margin, table["gained"] + margin
            kept = table[table["areas"] >= FEWEST_AREAS].reset_index()
            tables.append(kept.assign(sample=name, sex=sex))
    table = pd.concat(tables, ignore_index=True)
    return table[["sample", "sex", *table.columns.drop(["sample", "sex"])]]
