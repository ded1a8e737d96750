"""What every statistic asks of its frame, and how it gives its result."""

import difflib
import warnings
from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from scipy.special import ndtri

from leedsequity.stats._arrays import FloatArray, IntArray, Text

RESULT = ("value", "lower", "upper", "confidence", "method", "reason")


def z_value(confidence: float) -> float:
    """Give the two-sided standard normal deviate: Phi^-1(1 - (1 - confidence)/2).

    Raises
    ------
    ValueError
        If `confidence` is not between 0.5 and 1, both excluded.
    """
    if not 0.5 < confidence < 1:
        raise ValueError(
            f"confidence must lie between 0.5 and 1 (0.95 means 95%), not {confidence!r}"
        )
    return float(ndtri(1 - (1 - confidence) / 2))


def check_multiplier(multiplier: float) -> None:
    """Refuse a factor that would not leave a rate a rate."""
    if not 0 < multiplier < np.inf:
        raise ValueError(f"multiplier must be above 0, not {multiplier!r}")


def numbers(data: pd.DataFrame, column: str) -> FloatArray:
    """Give a column of numbers as floats, refusing any other; infinite values become NaN."""
    _check_present(data, [column])
    series = data[column]
    if not pd.api.types.is_numeric_dtype(series) or pd.api.types.is_bool_dtype(series):
        raise ValueError(
            f"column {column!r} must hold numbers, not {series.dtype}: .astype(float) makes them"
        )
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan)


def grouping(data: pd.DataFrame, by: Sequence[str], written: Iterable[str]) -> list[str]:
    """Check the names in `by`: columns of `data`, none twice, none that the result writes."""
    if isinstance(by, str):
        raise ValueError(f"by takes a list of column names: write [{by!r}], not {by!r}")
    names = list(by)
    _check_present(data, names)
    if len(set(names)) < len(names):
        raise ValueError(f"by names a column twice: {', '.join(names)}")
    if clash := sorted(set(names) & set(written)):
        raise ValueError(
            f"a column that names groups cannot be called {clash[0]}: the result has one"
        )
    check_keys(data, names)
    return names


def check_keys(data: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse columns in which one name may be written in two ways, and so be taken for two.

    The values of a column that names things are of one type ("2003" beside 2003 are two periods),
    and text has no spaces at its ends ("P1 " beside "P1"). The message has the column and the
    number of rows alone.
    """
    _check_present(data, columns)
    for column in columns:
        values = data[column]
        kinds = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values
        kind = pd.api.types.infer_dtype(kinds, skipna=True)
        if kind.startswith("mixed") and kind != "mixed-integer-float":
            raise ValueError(
                f"column {column!r} holds values of several types, such as text beside numbers: "
                "one name could be taken for two; make them one type"
            )
        if kind == "string":
            names = values.dropna().unique()
            if spaced := [name for name in names if name.strip() != name]:
                rows = int(values.isin(spaced).sum())
                raise ValueError(
                    f"column {column!r} holds text with spaces at its ends; rows: {rows}; take the"
                    " spaces away"
                )


def check_integer(name: str, value: int, least: int, most: int) -> None:
    """Refuse an argument that is not a whole number from `least` to `most`."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | np.integer)
        or not least <= value <= most
    ):
        raise ValueError(f"{name} must be a whole number from {least} to {most}, not {value!r}")


def _check_present(data: pd.DataFrame, columns: Iterable[str]) -> None:
    check_frame(data)
    for column in columns:
        if not data.columns.is_unique and int((data.columns == column).sum()) > 1:
            raise ValueError(f"more than one column {column!r}; {_has(data)}")
        if column not in data.columns:
            raise ValueError(f"no column {column!r}{near(column, data.columns)}; {_has(data)}")


def check_frame(data: object) -> None:
    """Refuse what is no DataFrame of pandas, which has `to_pandas` if it is one of another."""
    if not isinstance(data, pd.DataFrame):
        how = ": its to_pandas() makes one" if hasattr(data, "to_pandas") else ""
        raise ValueError(f"a DataFrame of pandas is wanted, not {type(data).__name__}{how}")


def near(name: object, known: Iterable[object]) -> str:
    """Give ` (did you mean 'x'?)` where a known name is near, else nothing."""
    found = difflib.get_close_matches(str(name), map(str, known), n=1)
    return f" (did you mean {found[0]!r}?)" if found else ""


def _has(data: pd.DataFrame) -> str:
    return f"the frame has: {', '.join(map(str, data.columns)) or 'none'}"


def column_or(data: pd.DataFrame, given: str | None, *usual: str) -> str:
    """Give the column that was named, or without one the first usual name that the frame has."""
    check_frame(data)
    if given is not None:
        return given
    return next((name for name in usual if name in data.columns), usual[0])


def no_limits_but_se(data: pd.DataFrame, lower: str | None, upper: str | None) -> bool:
    """Say whether no limits were named, and a frame has a column `se` and no limits."""
    check_frame(data)
    named = (lower, upper) != ("lower", "upper")
    return "se" in data.columns and not named and not {lower, upper} & set(data.columns)


def no_level(data: pd.DataFrame, group: str, level: Hashable) -> ValueError:
    """Give the error that a column lacks a level, with some that it has."""
    levels = [str(each) for each in data[group].dropna().unique()]
    has = ", ".join(levels[:8]) + (", …" if len(levels) > 8 else "")
    return ValueError(f"column {group!r} has no level {level!r}; it has: {has}")


def warn_of_census(data: pd.DataFrame, statistic: str) -> None:
    """Warn that counts of a census have no sampling error, so that limits need a reason.

    `attrs["census"]` says which census counted everybody of a frame, as `leedsequity.raw.load`
    sets it; whoever computes something else from it may take it away.
    """
    if census := data.attrs.get("census"):
        warnings.warn(
            f"stats.{statistic}: {census} counted everybody, so its counts have no sampling error:"
            " these limits hold only for the chance behind them, as in a wider population like"
            " this one. Say so with them, or leave them out",
            stacklevel=4,
        )


def group_rows(data: pd.DataFrame, by: Sequence[str]) -> tuple[pd.DataFrame, IntArray]:
    """Give the levels of the groups, sorted, one row each, and the group number of every row.

    A missing level is a level of its own. Without `by` the whole frame is one group; a frame
    without rows has none.
    """
    if not by:
        return pd.DataFrame(index=range(min(len(data), 1))), np.zeros(len(data), dtype=np.int64)
    numbered = data.groupby(list(by), sort=True, dropna=False, observed=True).ngroup()
    codes: IntArray = numbered.to_numpy().astype(np.int64)
    first = np.unique(codes, return_index=True)[1]
    return data[list(by)].iloc[first].reset_index(drop=True), codes


def by_cell(
    group: IntArray, groups: int, cell: IntArray, cells: int, *columns: FloatArray
) -> tuple[IntArray, list[FloatArray]]:
    """Lay rows out as groups x cells: how many, and their numbers; cells below 0 are left out."""
    known = cell >= 0
    places = group[known], cell[known]
    counts = np.zeros((groups, cells), dtype=np.int64)
    np.add.at(counts, places, 1)
    laid_out = [np.full(counts.shape, np.nan) for _ in columns]
    for table, column in zip(laid_out, columns, strict=True):
        table[places] = column[known]
    return counts, laid_out


def with_result(
    rows: pd.DataFrame,
    results: Mapping[str, FloatArray],
    confidence: float,
    method: str | Text,
    reason: Text,
) -> pd.DataFrame:
    """Add the numbers of every row, the level of their limits, and their texts."""
    texts = {"method": method, "reason": reason}
    as_columns = {
        name: pd.Series(text, index=rows.index, dtype="str") for name, text in texts.items()
    }
    return rows.assign(**results, confidence=confidence, **as_columns)


def with_estimate(
    rows: pd.DataFrame,
    results: Iterable[FloatArray],
    confidence: float,
    method: str | Text,
    reason: Text,
    no_limits: Text | None = None,
) -> pd.DataFrame:
    """Add value, lower, upper and their texts to every row; missing where there is a reason.

    Where `no_limits` alone has a text, the value stands without limits.
    """
    if clash := [column for column in RESULT if column in rows.columns]:
        raise ValueError(
            f"the frame has a column {clash[0]!r} already, which the result would replace"
        )
    why = reason if no_limits is None else np.where(reason == "", no_limits, reason)
    shown = [
        np.where(blank == "", each, np.nan)
        for each, blank in zip(results, (reason, why, why), strict=True)
    ]
    return with_result(rows, dict(zip(RESULT[:3], shown, strict=True)), confidence, method, why)
