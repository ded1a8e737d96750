"""The cells of a partner's file, each in the one right form that it has."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping

import pandas as pd

from leedsequity.raw import partner_schemas
from leedsequity.raw.partner_schemas import Problem
from leedsequity_build.checked import Checked, plainly
from leedsequity_build.partner_values import Reader, not_stated, readers_of

#: What stands for a value, None for an empty cell, and what was done to it.
Form = tuple[str | None, tuple[str, ...]]


def mended(
    found: Checked,
    cells: pd.Series,
    known: Mapping[str, Mapping[str, object]],
    stages: Mapping[str, str],
) -> pd.Series:
    """Return the cells of a column, each in the one right form that it has; each value once."""
    name = str(cells.name)
    rule = partner_schemas.columns(found.kind)[name]
    values = rule.values or tuple(known.get(name, {}))
    readers = readers_of(name, values, cells)
    if name == "stage":
        readers["as the stage of --map"] = lambda text: stages.get(plainly(text))
    given = cells.dropna().unique()
    forms = {value: _form(value, values, rule.optional, readers) for value in given}
    spelling = _one_spelling(name, cells, forms)
    rows: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for value, (form, reasons) in forms.items():
        if form is not None and spelling.get(form, form) != form:
            forms[value] = spelling[form], (*reasons, "spelled in one way")
        if forms[value][1]:
            rows[forms[value][1]].append(value)
    for reasons, wrong in rows.items():
        at = cells.index[cells.isin(wrong)]
        words = " and ".join(reasons)
        found.mended.append(Problem(f"column {name}", f"would be right {words}", at))
    return cells.map({value: form for value, (form, _) in forms.items()}).astype("str")


def _form(
    value: str, values: tuple[str, ...], optional: bool, readers: Mapping[str, Reader]
) -> Form:
    """Return the form that a value should have, None for an empty cell, and what is to be done."""
    spaced = "".join(" " if sign.isspace() else sign for sign in value)
    tidy = "".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C").strip()
    reasons = ("without spaces at the ends, or characters that cannot be seen",) * (tidy != value)
    if not tidy:
        return None, ("left empty",)
    if tidy in values:
        return tidy, reasons
    if optional and plainly(tidy) in not_stated():
        return None, ("left empty: it says that nothing is stated",)
    for reason, reader in readers.items():
        form = reader(tidy)
        if form is not None and form != tidy:
            return form or None, (*reasons, reason)
    return tidy, reasons


def _one_spelling(name: str, cells: pd.Series, forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the most frequent of values that differ only in what the schema takes for the same."""
    counts: Counter[str] = Counter()
    for value, number in cells.value_counts().items():
        if form := forms[str(value)][0]:
            counts[form] += number
    alike: dict[str, list[str]] = defaultdict(list)
    for form in counts:
        alike[partner_schemas.compared(name, form)].append(form)
    return {
        form: max(sorted(same), key=lambda one: counts[one])
        for same in alike.values()
        for form in same
        if len(same) > 1
    }
