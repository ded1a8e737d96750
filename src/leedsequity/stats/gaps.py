"""The gap between one group and another, as a difference and as a ratio."""

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray, Mask
from leedsequity.stats._frames import (
    RESULT,
    group_rows,
    grouping,
    no_level,
    numbers,
    with_estimate,
    z_value,
)
from leedsequity.stats._limits import (
    DEFAULT_LEVEL,
    NO_WIDTH,
    levels_of_limits,
    no_width,
    outside_limits,
)
from leedsequity.stats._reasons import Rule, first_reason


def gap(
    data: pd.DataFrame,
    by: Sequence[str] = (),
    *,
    group: str,
    reference: Hashable,
    se: str | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Compare every level of a column with one of its levels: difference and ratio, with limits.

    With y, l, u the value and limits of a level and y0, l0, u0 those of the reference:

        difference d = y - y0
            with `se`:  d -/+ z sqrt(se^2 + se0^2)
            without:    d - sqrt((y - l)^2 + (u0 - y0)^2) to d + sqrt((u - y)^2 + (y0 - l0)^2),
                        which keeps the asymmetry of the limits (method 10 of [1]; MOVER)
        ratio r = y / y0, on the log scale [2], from limits in either case
            exp(log r -/+ z sqrt(s^2 + s0^2)), s = (log u - log l) / (2 z)

    Parameters
    ----------
    data, by
        One row per level, with `value`, `lower` and `upper`, and the columns within whose groups
        levels are compared (none: over the whole frame).
    group, reference
        The column whose levels are compared, and the level they are compared with.
    se
        Column of standard errors, for values whose limits are symmetric (life expectancy).
    confidence
        Level of the limits, those given and those returned: the column `confidence` of `data`, or
        95% without one, must agree.

    Returns
    -------
    DataFrame
        Two rows per level other than the reference, sorted: the `by` columns, the column `group`,
        `reference` (the level), `measure` ("difference", then "ratio"), `value` (level minus
        reference in their units, or level over reference), `lower`, `upper`, `confidence`,
        `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; no row is of the level `reference`; `confidence` is
        outside (0.5, 1) or not that of the data.

    Notes
    -----
    The two estimates are taken as independent. A city is part of its country: compare it with the
    rest of the country, or say that they overlap.

    A comparison is refused (numbers missing, `reason` given) when the level or its reference is
    missing or repeated within a group of `by`; a number is missing; limits do not enclose the
    value; an error is below 0; or, for the ratio, a value or limit is not above 0. Where the limits
    of both sides have no width, or both errors are 0, the value stands without limits, and `reason`
    says so. One side alone may be known that well: a fixed target, or a country's value whose
    published limits are rounded away.

    References
    ----------
    1. Newcombe RG. Interval estimation for the difference between independent proportions:
       comparison of eleven methods. Stat Med 1998;17:873-890.
    2. Altman DG, Bland JM. Interaction revisited: the difference between two estimates. BMJ
       2003;326:219.
    """
    z = z_value(confidence)
    written = {*RESULT, "reference", "measure"}
    names = [*grouping(data, by, written), group]
    grouping(data, names, written)
    if not np.isclose(levels_of_limits(data), confidence).all():
        raise ValueError(
            f"the limits given are not of the level {confidence!r} asked of the result: their level"
            f" is that of column 'confidence', {DEFAULT_LEVEL} without one"
        )
    columns = ["value", "lower", "upper"] + ([] if se is None else [se])
    given = np.column_stack([numbers(data, column) for column in columns])
    levels, level = group_rows(data, names)
    compared, base = _pairs(levels, names, reference)
    row, repeated = np.unique(level, return_index=True)[1], np.bincount(level) > 1
    own, other = given[row[compared]], given[row[base]]
    reason = first_reason(
        (base < 0, "no reference level in this group"),
        (repeated[compared], "level repeated"),
        (repeated[base], "reference level repeated"),
        *_flaws(own, "level"),
        *_flaws(other, "reference level"),
    )
    not_positive = (np.hstack([own[:, :3], other[:, :3]]) <= 0).any(axis=1)
    no_ratio = np.where((reason == "") & not_positive, "a value or limit is not above 0", reason)
    certain = np.where(_certain(own) & _certain(other), NO_WIDTH, "").astype(object)
    named = pd.Series([reference] * compared.size, dtype=data[group].dtype).array
    pairs = levels.iloc[compared].assign(reference=named)
    by_difference = "MOVER from limits" if se is None else "independent standard errors"
    by_ratio = "log scale, independent estimates"
    results = [
        with_estimate(pairs.assign(measure=measure), numbers, confidence, method, why, certain)
        for measure, numbers, method, why in (
            ("difference", _difference(own, other, z), by_difference, reason),
            ("ratio", _ratio(own, other, z), by_ratio, no_ratio),
        )
    ]
    return pd.concat(results).sort_index(kind="stable").reset_index(drop=True)


def _pairs(
    levels: pd.DataFrame, names: list[str], reference: Hashable
) -> tuple[IntArray, IntArray]:
    """Give the levels compared, and the level each is compared with; -1 where there is none."""
    group = names[-1]
    is_reference = (levels[group] == reference).to_numpy(dtype=bool, na_value=False)
    if not is_reference.any():
        raise no_level(levels, group, reference)
    within = group_rows(levels, names[:-1])[1]
    found: IntArray = np.full(len(levels), -1, dtype=np.int64)
    found[within[is_reference]] = np.flatnonzero(is_reference)
    compared = np.flatnonzero(~is_reference)
    return compared, found[within[compared]]


def _flaws(given: FloatArray, which: str) -> list[Rule]:
    """List what can be wrong with value, lower, upper (and standard error) of one side."""
    return [
        (np.isnan(given).any(axis=1), f"value, limit or error of the {which} missing"),
        (outside_limits(*given[:, :3].T), f"limits of the {which} do not enclose its value"),
        ((given[:, 3:] < 0).any(axis=1), f"error of the {which} below 0"),
    ]


def _certain(given: FloatArray) -> Mask:
    """Say where limits, or standard errors, of one side have no width."""
    value, lower, upper = given[:, :3].T
    return no_width(value, np.minimum(upper - lower, given[:, 3] if given.shape[1] > 3 else np.inf))


def _difference(own: FloatArray, other: FloatArray, z: float) -> FloatArray:
    """Give difference, lower and upper limit, as 3 x comparisons."""
    d = own[:, 0] - other[:, 0]
    if own.shape[1] > 3:
        down = up = z * np.hypot(own[:, 3], other[:, 3])
    else:
        down = np.hypot(own[:, 0] - own[:, 1], other[:, 2] - other[:, 0])
        up = np.hypot(own[:, 2] - own[:, 0], other[:, 0] - other[:, 1])
    return np.stack([d, d - down, d + up])


def _ratio(own: FloatArray, other: FloatArray, z: float) -> FloatArray:
    """Give ratio, lower and upper limit, as 3 x comparisons."""
    with np.errstate(divide="ignore", invalid="ignore"):
        own, other = np.log(own[:, :3]), np.log(other[:, :3])
        log_ratio = own[:, 0] - other[:, 0]
        se = np.hypot(own[:, 2] - own[:, 1], other[:, 2] - other[:, 1]) / (2 * z)
        return np.exp(np.stack([log_ratio, log_ratio - z * se, log_ratio + z * se]))
