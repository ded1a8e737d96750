"""Change within areas over time: regression with area and period effects."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Mask, Text
from leedsequity.stats._frames import grouping, numbers, z_value
from leedsequity.stats._reasons import first_reason

FEWEST_CLUSTERS, FEW_CLUSTERS = 10, 40
FEWEST_EFFECTIVE, FEW_EFFECTIVE = 4, 10
#: What is left of a term, as a share of its size, when nothing is left but rounding.
_ROUNDING = 1e-10
_FEW_VARY = "the variation of the term is that of fewer than {} clusters"


def two_way_fixed_effects(
    data: pd.DataFrame,
    *,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    controls: Sequence[str] = (),
    weights: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Regress an outcome on an exposure, with an effect of every entity and of every period [1].

        y(i, t) = b x(i, t) + c' controls(i, t) + entity(i) + period(t) + e(i, t)

    by least squares, weighted where `weights` is given. What is constant in an entity, and what is
    common to all in a period, is taken out: b compares changes within entities with each other.

    Errors may depend on one another within an entity (over time) in any way, and not between
    entities [2]. With N observations, G entities and the slopes' sandwich estimator V clustered by
    entity:

        Var = V * G/(G - 1) * (N - 1)/(N - K)
        K = number of slopes + 1 + rank of the period effects
        limits = b -/+ t(1 - (1 - confidence)/2; G - 1) sqrt(Var)

    K counts no entity effects because they are nested in the clusters. Beside those, T periods have
    the rank T - 1, or T - c in a panel that falls into c parts without a common entity or period.
    This is what Stata reports for `xtreg y x i.period, fe vce(cluster entity)`; the defaults of
    statsmodels, linearmodels and pyfixest differ from it and from one another by several per cent.

    Parameters
    ----------
    data
        One row per entity and period; entities need not have all periods.
    outcome, exposure
        Columns of numbers.
    entity, time
        Columns that name the entity (area) and the period.
    controls
        Further columns of numbers that vary within entities.
    weights
        Column of weights above 0, such as populations.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        One row per slope, the exposure first: `term`, `value` (outcome per unit of the term), `se`,
        `lower`, `upper`, `p_value` (two-sided, against 0), `observations`, `left_out` (rows of
        `data` that are not among them), `entities`, `periods`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent, named twice or not of numbers; `controls` is a text; `confidence` is
        outside (0.5, 1).

    Notes
    -----
    Rows with a missing number, entity or period are left out and counted, and so is the only row of
    an entity or of a period: its effect fits it exactly, so that it moves no slope, but would count
    in N and G and make the errors too small [3].

    The regression is refused (numbers missing, `reason` given) when an entity has two rows for a
    period; a weight is not above 0; there are fewer than two entities or periods, or no more
    observations than coefficients; or the outcome or a term does not vary once the effects are
    taken out.

    Errors from few clusters are too small [2]: with two, every slope has an error of rounding size.
    `value` then stands, without `se`, limits and `p_value`, and `reason` says so:

    * for fewer than 10 entities in which the term varies once effects and other terms are taken
      out;
    * where the term's variation is that of fewer than 4 of them: with a(i) its sum of squares in
      entity i, (sum a)^2 / sum a^2 is below 4 (one entity with nearly all the weight, or two alone
      exposed);
    * where the terms fit the outcome exactly.

    With fewer than 40 entities, or the variation of fewer than 10, the numbers stand and `reason`
    warns.

    An association is not an effect: what changed in an entity at the same time as the exposure is
    in b.

    References
    ----------
    1. Wooldridge JM. Econometric Analysis of Cross Section and Panel Data. 2nd ed. Cambridge, MA:
       MIT Press, 2010. Chapter 10.
    2. Cameron AC, Miller DL. A practitioner's guide to cluster-robust inference. J Hum Resour
       2015;50:317-372.
    3. Correia S. Singletons, cluster-robust standard errors and fixed effects: a bad mix. Duke
       University, 2015.
    """
    from scipy.stats import t as student  # slow to import, and few need it

    z_value(confidence)
    if isinstance(controls, str):
        raise ValueError(
            f"controls takes a list of column names: write [{controls!r}], not {controls!r}"
        )
    terms = [exposure, *controls]
    named = pd.Series([outcome, *terms, entity, time])
    if named.duplicated().any():
        raise ValueError(
            f"a column has one part only, not two: {', '.join(named[named.duplicated()])}"
        )
    grouping(data, [entity, time], ())
    given = np.column_stack([numbers(data, column) for column in (outcome, *terms)])
    weight = np.ones(len(data)) if weights is None else numbers(data, weights)
    who, when = (pd.factorize(data[column])[0] for column in (entity, time))  # -1 is missing
    complete = ~(np.isnan(given).any(axis=1) | np.isnan(weight)) & (who >= 0) & (when >= 0)
    who, when, given, weight = who[complete], when[complete], given[complete], weight[complete]
    refusal = _refusal(who, when, weight)
    if not refusal:
        kept = _without_singletons(who, when)
        given, weight = given[kept], weight[kept]
        who, when = (np.unique(each[kept], return_inverse=True)[1] for each in (who, when))
    n, g, periods = len(who), len(np.unique(who)), len(np.unique(when))
    rank = periods - _components(who, when)
    if not refusal and n <= len(terms) + g + rank:
        refusal = "no more observations than coefficients"
    fit = refusal or _fit(who, when, given, weight)
    fitted = np.full((3, len(terms)), np.nan)
    if isinstance(fit, str):
        reason: Text = np.full(len(terms), fit, dtype=object)
    else:
        value, variance, of_entities = fit
        no_limits = _no_limits(variance, of_entities)
        se = np.sqrt(variance * g / (g - 1) * (n - 1) / (n - len(terms) - 1 - rank))
        se[no_limits != ""] = np.nan
        fitted = np.stack([value, se, 2 * student.sf(np.abs(value) / se, g - 1)])
        reason = np.where(no_limits == "", _warning(g, of_entities), no_limits)
    margin = student.ppf(1 - (1 - confidence) / 2, max(g - 1, 1)) * fitted[1]
    method = f"least squares with entity and period effects, clustered by {entity}"
    method += "" if weights is None else f", weighted by {weights}"
    return pd.DataFrame(
        {
            "term": pd.Series(terms, dtype="str"),
            "value": fitted[0],
            "se": fitted[1],
            "lower": fitted[0] - margin,
            "upper": fitted[0] + margin,
            "p_value": fitted[2],
            "observations": n,
            "left_out": len(data) - n,
            "entities": g,
            "periods": periods,
            "confidence": confidence,
            "method": method,
            "reason": reason,
        }
    )


def _refusal(entity: IntArray, time: IntArray, weight: FloatArray) -> str:
    """Say why the regression cannot be made; empty where it can."""
    repeated = len(np.unique(entity * (1 + time.max(initial=0)) + time)) < len(entity)
    rules = [
        (repeated, "an entity has two rows for a period"),
        ((weight <= 0).any(), "a weight is not above 0"),
        (len(np.unique(entity)) < 2, "fewer than two entities"),
        (len(np.unique(time)) < 2, "fewer than two periods"),
    ]
    return next((text for broken, text in rules if broken), "")


def _without_singletons(entity: IntArray, time: IntArray) -> Mask:
    """Say which rows share their entity with another, and their period, among those that do."""
    kept = np.ones(len(entity), dtype=bool)
    while True:
        rows = [np.bincount(each[kept], minlength=each.max() + 1)[each] for each in (entity, time)]
        singletons = kept & (np.minimum(*rows) < 2)
        if not singletons.any():
            return kept
        kept &= ~singletons


def _components(entity: IntArray, time: IntArray) -> int:
    """Give into how many parts without a common entity or period the panel falls."""
    from scipy.sparse import coo_array  # slow to import, and few need it
    from scipy.sparse.csgraph import connected_components

    if not len(entity):
        return 0
    periods_from = entity.max() + 1
    size = periods_from + time.max() + 1
    links = coo_array((np.ones(len(entity)), (entity, periods_from + time)), shape=(size, size))
    return int(connected_components(links, directed=False)[0])


def _effective(of_entities: FloatArray) -> FloatArray:
    """Give how many entities of equal weight would carry each slope (entities x slopes)."""
    return np.asarray(of_entities.sum(axis=0) ** 2 / (of_entities**2).sum(axis=0))


def _no_limits(variance: FloatArray, of_entities: FloatArray) -> Text:
    """Say for each slope why its error cannot be judged; empty where it can."""
    all_entities = of_entities.sum(axis=0)
    clusters = (of_entities > _ROUNDING * all_entities).sum(axis=0)
    few = _effective(of_entities) < FEWEST_EFFECTIVE
    exact = variance < _ROUNDING**2 * all_entities
    return first_reason(
        (clusters < FEWEST_CLUSTERS, f"no limits: fewer than {FEWEST_CLUSTERS} clusters"),
        (few, f"no limits: {_FEW_VARY.format(FEWEST_EFFECTIVE)}"),
        (exact, "no limits: the terms fit the outcome exactly"),
    )


def _warning(entities: int, of_entities: FloatArray) -> Text:
    """Say for each slope why its limits may be too narrow; empty where there is no doubt."""
    few, doubt = _effective(of_entities) < FEW_EFFECTIVE, "limits may be too narrow"
    return first_reason(
        (entities < FEW_CLUSTERS, f"fewer than {FEW_CLUSTERS} clusters: {doubt}"),
        (few, f"{_FEW_VARY.format(FEW_EFFECTIVE)}: {doubt}"),
    )


def _fit(
    entity: IntArray, time: IntArray, given: FloatArray, weight: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray] | str:
    """Give slopes, the diagonal of their sandwich, and what each entity adds to it.

    The sandwich has no small-sample factor. What an entity adds is the squared influence of its
    rows on each slope, for residuals as large as the outcome. A text says why there is no fit. The
    effects are taken out of everything first, which leaves the same slopes and residuals as an
    indicator of each.
    """
    level = np.sqrt(weight @ given**2)  # the size of each column before anything is taken out
    level[level == 0] = 1
    columns = np.column_stack([given / level, time[:, None] == np.arange(1, time.max() + 1)])
    means = _sums(columns * weight[:, None], entity) / _sums(weight[:, None], entity)
    within = (columns - means[entity]) * np.sqrt(weight)[:, None]
    within, periods = np.split(within, [given.shape[1]], axis=1)
    residuals = within - periods @ np.linalg.lstsq(periods, within)[0]
    y, x = residuals[:, 0], residuals[:, 1:]
    if np.linalg.norm(y) < _ROUNDING:
        return "the outcome does not vary beyond the effects"
    q, r = np.linalg.qr(x)
    if (np.abs(np.diag(r)) < _ROUNDING).any():
        return "a term does not vary beyond the effects and the other terms"
    inverse = np.linalg.inv(r)
    slopes = inverse @ q.T @ y
    scores = _sums(x * (y - x @ slopes)[:, None], entity) @ inverse @ inverse.T
    influence = x @ inverse @ inverse.T
    unit = level[0] / level[1:]
    return slopes * unit, (scores**2).sum(axis=0) * unit**2, _sums(influence**2, entity) * unit**2


def _sums(columns: FloatArray, group: IntArray) -> FloatArray:
    """Add rows up by group, numbered from 0."""
    return np.column_stack([np.bincount(group, weights=column) for column in columns.T])
