"""What every statistic asks of the frame it is given: columns, numbers, groups, a confidence level."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Mask = NDArray[np.bool_]
Text = NDArray[np.object_]

RESULT = ("value", "lower", "upper", "confidence", "method", "reason")


def z_value(confidence: float) -> float:
    """Give the two-sided standard normal deviate: Phi^-1(1 - (1 - confidence)/2).

    Raises
    ------
    ValueError
        If `confidence` is not between 0.5 and 1, both excluded.
    """
    if not 0.5 < confidence < 1:
        raise ValueError(f"confidence must lie between 0.5 and 1 (0.95 means 95%), not {confidence!r}")
    return float(norm.ppf(1 - (1 - confidence) / 2))


def grouping(data: pd.DataFrame, by: Sequence[str], written: Iterable[str]) -> list[str]:
    """Check the names in `by`: columns of `data`, none twice, none that the result itself writes."""
    if isinstance(by, str):
        raise ValueError(f"by takes a list of column names: write [{by!r}], not {by!r}")
    names = list(by)
    _check_present(data, names)
    if len(set(names)) < len(names):
        raise ValueError(f"by names a column twice: {', '.join(names)}")
    if clash := sorted(set(names) & set(written)):
        raise ValueError(f"a column that names groups cannot be called {clash[0]}: the result has one")
    return names


def numbers(data: pd.DataFrame, column: str) -> FloatArray:
    """Give a column as floats; missing and infinite values become NaN, text and truth values are refused."""
    _check_present(data, [column])
    series = data[column]
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        raise ValueError(f"column {column!r} must hold numbers, not {series.dtype}")
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def check_multiplier(multiplier: float) -> None:
    """Refuse a factor that would not leave a rate a rate."""
    if not 0 < multiplier < np.inf:
        raise ValueError(f"multiplier must be above 0, not {multiplier!r}")


def _check_present(data: pd.DataFrame, columns: Iterable[str]) -> None:
    for column in columns:
        found = int((data.columns == column).sum())
        if found != 1:
            problem = "no column" if found == 0 else "more than one column"
            raise ValueError(f"{problem} {column!r}; the frame has: {', '.join(map(str, data.columns))}")


def group_rows(data: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, IntArray]:
    """Give the levels of the groups, sorted, one row each, and the number of the group of every row.

    A missing level is a level of its own. Without `by` the whole frame is one group; a frame without
    rows has none.
    """
    if not by:
        return pd.DataFrame(index=range(min(len(data), 1))), np.zeros(len(data), dtype=np.int64)
    numbered = data.groupby(list(by), sort=True, dropna=False, observed=True).ngroup()
    codes: IntArray = numbered.to_numpy().astype(np.int64)
    first = np.unique(codes, return_index=True)[1]
    return data[list(by)].iloc[first].reset_index(drop=True), codes


def any_in_group(rows: Mask, group: IntArray, groups: int) -> Mask:
    """Say for each group whether the rule is broken in any of its rows."""
    return np.asarray(np.bincount(group[rows], minlength=groups) > 0)


def any_cell(cells: Mask) -> Mask:
    """Say for each row whether any of its cells is true."""
    return np.asarray(cells.any(axis=1))


def over(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Divide, with a missing value where the divisor is not above 0."""
    result = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom > 0)
    return result


def first_reason(groups: int, rules: Sequence[tuple[Mask, str | Text]]) -> Text:
    """Give each group the text of the first rule that it breaks, or an empty text."""
    reason: Text = np.full(groups, "", dtype=object)
    for broken, text in reversed(rules):
        reason = np.where(broken, np.asarray(text, dtype=object), reason)
    return reason


def name_cells(cells: Mask, labels: Iterable[object], text: str) -> Text:
    """Write for each row `text` and the labels of the columns that are true in it: "missing: 5, 10"."""
    named: Text = np.full(len(cells), "", dtype=object)
    for label, true in zip(labels, cells.T, strict=True):
        named[true] += f", {label}"
    listed = pd.Series(named, dtype="str").str.slice(2)
    return np.asarray((text + ": " + listed).to_numpy(object))


def add_result(
    data: pd.DataFrame,
    numbers: Sequence[FloatArray] | FloatArray,
    confidence: float,
    method: str | Text,
    reason: Text,
) -> pd.DataFrame:
    """Add value, lower, upper and what belongs to them to every row; missing where there is a reason."""
    if clash := [column for column in RESULT if column in data.columns]:
        raise ValueError(f"the frame has a column {clash[0]!r} already, which the result would replace")
    value, lower, upper = (np.where(reason == "", each, np.nan) for each in numbers)
    return data.assign(
        value=value,
        lower=lower,
        upper=upper,
        confidence=confidence,
        method=pd.Series(method, index=data.index, dtype="str"),
        reason=pd.Series(reason, index=data.index, dtype="str"),
    )
