"""What effects of entities and periods, and other terms, leave of a column (Frisch and Waugh)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, IntArray
from leedsequity.stats._frames import grouping, numbers

_ROUNDING = 1e-10


def basis(terms: FloatArray) -> FloatArray:
    """Give an orthonormal basis of the columns of a matrix; terms that repeat others count once."""
    from scipy.linalg import qr  # slow to import, and few need it

    size = np.sqrt((terms**2).sum(axis=0))
    some = size > _ROUNDING * size.max(initial=0)
    if not some.any():
        return np.empty((len(terms), 0))
    q, r, _ = qr(terms[:, some] / size[some], mode="economic", pivoting=True)
    return np.asarray(q[:, np.abs(np.diag(r)) > _ROUNDING])


def left_of(columns: FloatArray, of: FloatArray) -> FloatArray:
    """Give what a basis leaves of columns."""
    return np.asarray(columns - of @ (of.T @ columns))


@dataclass(frozen=True)
class Design:
    """The rows of a panel that have all numbers, weighted, and what the effects leave of them."""

    rows: pd.DataFrame
    entity: IntArray
    outcome: FloatArray
    exposure: FloatArray
    effects: FloatArray  # their basis, rows by rank
    refusal: str  # why there is no slope; empty where there is one


def design(
    data: pd.DataFrame,
    outcome: str,
    exposure: str,
    entity: str,
    time: str,
    others: Sequence[str],
    controls: Sequence[str],
    weights: str | None,
) -> Design:
    """Take the effects and controls out of outcome and exposure; `others` may not be missing."""
    if isinstance(controls, str):
        raise ValueError(
            f"controls takes a list of column names: write [{controls!r}], not {controls!r}"
        )
    names = [entity, time, *others]
    grouping(data, list(dict.fromkeys(names)), ())
    terms = [outcome, exposure, *controls, *([weights] if weights else [])]
    given = np.column_stack([numbers(data, column) for column in terms])
    complete = ~np.isnan(given).any(axis=1) & data[names].notna().all(axis=1).to_numpy()
    rows, given = data[complete], given[complete]
    who, when = (pd.factorize(rows[column])[0] for column in (entity, time))
    weight = given[:, -1] if weights else np.ones(len(rows))
    nothing = np.empty((len(rows), 0))
    refusal = ""
    if (weight <= 0).any():
        refusal = "a weight is not above 0"
    elif rows.duplicated([entity, time]).any():
        refusal = "an entity has two rows for a period"
    elif len(np.unique(who)) < 2 or len(np.unique(when)) < 2:
        refusal = "fewer than two entities or periods"
    if refusal:
        return Design(rows, who, nothing, nothing, nothing, refusal)
    root = np.sqrt(weight)[:, None]
    dummies = [who[:, None] == np.arange(who.max() + 1), when[:, None] == np.arange(when.max() + 1)]
    effects = basis(np.column_stack([*dummies, given[:, 2 : 2 + len(controls)]]) * root)
    columns = given[:, :2] * root
    y, x = left_of(columns, effects).T
    sizes = np.linalg.norm(columns, axis=0)
    for column, left, size in (("outcome", y, sizes[0]), ("exposure", x, sizes[1])):
        if not np.linalg.norm(left) > _ROUNDING * size:
            refusal = refusal or f"the {column} does not vary beyond the effects"
    return Design(rows, who, y, x, effects, refusal)
