"""Disclosure control: which counts of a table may be shown, and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from leedsequity.stats._arrays import FloatArray, Mask, divide
from leedsequity.stats._frames import check_keys, group_rows, numbers
from leedsequity.stats._reasons import name_cells
from leedsequity.stats._suppression import add_up, complementary_suppression, totals_of


@dataclass(frozen=True)
class DisclosurePolicy:
    """What a publisher asks of counts of persons.

    Counts of 1 to `small` are not shown but marked; others are rounded to the nearest multiple of
    `base`, or (with `midpoint`) to the middle of the multiples around them, 0 staying 0. No rate,
    percentage or interval comes from fewer than `least_events` events.
    """

    small: int
    base: int
    source: str
    midpoint: bool = False
    marker: str = ""
    least_events: int = 10

    def show(self, counts: FloatArray) -> FloatArray:
        """Give the number shown for each count; for one that is hidden, that of the middle."""
        if self.midpoint:
            middle = self.base * np.ceil(counts / self.base) - self.base // 2
            return np.where(counts > 0, middle, counts)
        hidden_as = np.where((counts >= 1) & (counts <= self.small), (1 + self.small) / 2, counts)
        return self.base * np.round(hidden_as / self.base)


_OPENSAFELY = (
    "OpenSAFELY documentation, Applying statistical disclosure control,"
    " docs.opensafely.org/outputs/sdc"
)
_NHS = (
    "NHS Digital, Disclosure control methodology for Hospital Episode Statistics and Emergency Care"
    " Data Set, 2018; marker: Government Analysis Function, Using symbols and shorthand in"
    " spreadsheets"
)
_MIDPOINT = (
    "OpenSAFELY, Updated disclosure control guidance,"
    " opensafely.org/updated-output-checking-processes"
)
DISCLOSURE_POLICIES: Mapping[str, DisclosurePolicy] = {
    "opensafely": DisclosurePolicy(small=7, base=5, source=_OPENSAFELY, marker="[REDACTED]"),
    "nhs": DisclosurePolicy(small=7, base=5, source=_NHS, marker="[c]"),
    "midpoint6": DisclosurePolicy(small=0, base=6, source=_MIDPOINT, midpoint=True),
    "none": DisclosurePolicy(
        small=0, base=1, source="For tables already published", least_events=0
    ),
}


def suppress(
    table: pd.DataFrame,
    *,
    counts: Sequence[str],
    totals: Mapping[str, object] | None = None,
    policy: str,
    percentages: Mapping[str, tuple[str, str]] | None = None,
) -> pd.DataFrame:
    """Make a table of counts of persons fit to be shown under a disclosure policy [1-3].

    1. Counts that the policy calls small are hidden, and the others rounded
       (`DISCLOSURE_POLICIES`).
    2. Totals are added up anew from the rounded parts; a hidden part enters as the middle of what
       is small, rounded (for 1 to 7: 5). So they may differ from the true totals by rounding, and
       tell nothing more.
    3. A hidden part of a shown total could be had by subtraction by someone who knows the total
       from elsewhere. So among the hidden parts of a shown total there are at least two, and at
       least one that is not small: another part is hidden with them, or the total where there is
       none to hide.
    4. Percentages are made from what is shown, each with the least and the most that it can be for
       the true counts. There is none where the true numerator may be below the policy's fewest
       events: what is shown decides, for a decision by the true count would tell it.

    Everything shown follows from the rounded parts alone, and so does the choice of what to hide. A
    count of 1 to 7 could therefore be any of 1 to 7, whatever is concluded from this table, even by
    someone who knows this rule. Make every other table of the same release from the result, not
    from the records: two tables made from the records apart may narrow down each other's cells.

    Parameters
    ----------
    table
        One row per combination of labels; all columns other than `counts` are labels (text or whole
        numbers).
    counts
        Columns of counts of persons.
    totals
        Which counts add up others. For a count column, the columns that add up to it: ``{"all":
        ["women", "men"]}``; for a label, the level that stands for all its others: ``{"ward":
        "All"}``. A total that is not named is taken for a count of its own and not protected.
    policy
        Name in `DISCLOSURE_POLICIES`: "opensafely", "nhs", "midpoint6", or "none" (already
        published).
    percentages
        Percentages to add: name, and the count columns that are its numerator and denominator. Each
        also adds `<name>_least` and `<name>_most`; of a denominator that `totals` adds up from the
        numerator and others, they are at most 100.

    Returns
    -------
    DataFrame
        The rows of `table` with the counts as they may be shown (Int64; missing where hidden), the
        percentages, and `reason`: the policy's marker and the columns hidden in the row, and those
        that were missing. It does not say which were small and which hidden with them.

    Raises
    ------
    ValueError
        A column is absent or not of numbers; counts are negative or not whole (the rows are
        counted, never shown); a total is not the sum of its parts; two rows have the same labels; a
        column of labels holds text beside numbers, or text with spaces at its ends: one label would
        be two; a label holds fractions, as a rate does: it would be shown as it is; or the policy
        is unknown.

    References
    ----------
    1. OpenSAFELY documentation. Applying statistical disclosure control.
    2. NHS Digital. Disclosure control methodology for Hospital Episode Statistics and Emergency
       Care Data Set, 2018.
    3. Hundepool A, Domingo-Ferrer J, Franconi L, et al. Statistical Disclosure Control. Wiley,
       2012. Chapter 4 (secondary cell suppression).
    """
    if policy not in DISCLOSURE_POLICIES:
        raise ValueError(f"policy must be one of {', '.join(DISCLOSURE_POLICIES)}, not {policy!r}")
    rule, percentages = DISCLOSURE_POLICIES[policy], percentages or {}
    names = list(counts)
    true = (
        np.column_stack([_counts(table, name) for name in names])
        if names
        else np.empty((len(table), 0))
    )
    if unknown := {column for pair in percentages.values() for column in pair} - set(names):
        raise ValueError(
            f"percentages: {', '.join(sorted(unknown))} is none of counts: {', '.join(names)}"
        )
    added = [f"{name}{end}" for name in percentages for end in ("", "_least", "_most")]
    labels = _labels(table, names, [*added, "reason"])
    levels, rank = group_rows(labels, list(labels.columns))
    if len(levels) < len(table):
        raise ValueError(f"{len(table) - len(levels)} rows have the same labels as another")
    relations = totals_of(labels, names, totals or {}, rank)
    cells = true.ravel()
    for total in relations:
        if abs(cells[total.cell] - cells[total.parts].sum()) > 0:
            raise ValueError(
                f"totals: {total.name!r} is not the sum of its parts; name every part, or none"
            )

    shown = add_up(rule.show(cells), relations)
    inner = np.ones(cells.size, dtype=bool)
    inner[[total.cell for total in relations]] = False
    small: Mask = inner & (cells >= 1) & (cells <= rule.small)
    fewest = np.maximum(shown - (rule.base - 1) // 2, np.minimum(shown, rule.small + 1))
    least = add_up(np.where(small, 1, fewest), relations)
    most = add_up(np.where(shown > 0, shown + rule.base // 2, shown), relations)
    hidden = complementary_suppression(small, shown, least, rule.small, relations).reshape(
        true.shape
    )

    released = np.where(hidden, np.nan, shown.reshape(true.shape))
    result = table.copy()
    for name, column in zip(names, released.T, strict=True):
        result[name] = pd.array(column, dtype="Int64")
    for name, (numerator, denominator) in percentages.items():
        top, bottom = names.index(numerator), names.index(denominator)
        low, high = least.reshape(true.shape), most.reshape(true.shape)
        # A numerator is largest where the other parts of its total are fewest.
        within = numerator in np.atleast_1d(
            np.asarray((totals or {}).get(denominator, []), dtype=object)
        )
        smallest = high[:, bottom] - (high - low)[:, top] * within
        largest = low[:, bottom] + (high - low)[:, top] * within
        given = ~(hidden[:, top] | hidden[:, bottom]) & (low[:, top] >= rule.least_events)
        for column, share in (
            (name, divide(released[:, top], released[:, bottom])),
            (f"{name}_least", divide(low[:, top], smallest)),
            (f"{name}_most", divide(high[:, top], largest)),
        ):
            result[column] = np.where(given, 100 * share, np.nan)
    missing = np.isnan(released) & ~hidden
    return result.assign(reason=_reason(hidden, missing, names, rule.marker, table.index))


def _counts(table: pd.DataFrame, name: str) -> FloatArray:
    """Give a column of counts, missing or whole and not negative."""
    given = numbers(table, name)
    if wrong := int(((given < 0) | (given % 1 > 0)).sum()):
        raise ValueError(
            f"column {name!r}: counts are whole numbers from 0; rows where they are not: {wrong}"
        )
    return given


def _labels(table: pd.DataFrame, counts: Sequence[str], added: Sequence[str]) -> pd.DataFrame:
    """Give the columns that are no counts, none of which may be a number calculated from counts."""
    if len(set(counts)) < len(counts):
        raise ValueError(f"counts names a column twice: {', '.join(counts)}")
    labels = table.drop(columns=list(counts))
    check_keys(labels, list(labels.columns))
    for name in labels.columns:
        if name in added:
            raise ValueError(
                f"the table has a column {name!r} already, which the result would replace"
            )
        if pd.api.types.is_float_dtype(labels[name]) and (labels[name].dropna() % 1 != 0).any():
            raise ValueError(
                f"column {name!r} holds fractions and would be shown as it is: leave it out, and"
                " calculate it from the result"
            )
    return labels


def _reason(
    hidden: Mask, missing: Mask, names: Sequence[str], marker: str, index: pd.Index
) -> pd.Series:
    """Say for each row which counts are hidden and which were missing."""
    marked, absent = (
        np.where(cells.any(axis=1), name_cells(cells, names, text), "")
        for cells, text in ((hidden, marker), (missing, "missing"))
    )
    both = np.where((marked != "") & (absent != ""), marked + "; " + absent, marked + absent)
    return pd.Series(both, index=index, dtype="str")
