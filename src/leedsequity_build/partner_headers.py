"""The headers of a partner's file, read as the columns of a schema."""

import difflib
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from leedsequity.errors import InputError
from leedsequity.raw import partner_schemas
from leedsequity.raw.partner_schemas import PLACES, STAGES, Problem
from leedsequity_build import partner_files
from leedsequity_build.checked import (
    HINTS,
    POSTCODE,
    WORDS,
    Checked,
    letter,
    plainly,
    schema_columns,
)

_NEAR = 0.8  # how like a known header one is, to be proposed


def score(row: list[str], kind: str, names: Mapping[str, str]) -> int:
    """Return how many cells of a row are known as headers of a kind of file."""
    return sum(name != "" for name, _ in _targets(row, kind, names))


def _targets(header: list[str], kind: str, names: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Return the column of the schema that each header stands for, or "", and whether exactly."""
    typed = {plainly(theirs): ours for theirs, ours in names.items()}
    plain = {plainly(name): name for name in schema_columns(kind)}
    others = {
        plainly(word): name for name in schema_columns(kind) for word in WORDS["headers"][name]
    }
    exact = [
        typed.get(plainly(text)) or (text if text in schema_columns(kind) else "")
        for text in header
    ]
    for known in (plain, others):
        for place, text in enumerate(header):
            name = known.get(plainly(text), "")
            if not exact[place] and name not in exact:
                exact[place] = name
    said = (typed.get(plainly(text)) for text in header)
    both = zip(exact, header, said, strict=True)
    return [(name, name in (text, ours)) for name, text, ours in both]


def named(found: Checked, cells: partner_files.Cells, names: Mapping[str, str]) -> pd.DataFrame:
    """Return the columns that the schema has, under its names; what is left out is a problem."""
    targets = _targets(cells.header, found.kind, names)
    counts = Counter(name for name, _ in targets if name)
    for name, times in counts.items():
        if times > 1:
            found.left.append(Problem(f"column {name}", f"there are {times}: keep one"))
    placed = not counts.keys().isdisjoint((*PLACES, POSTCODE))
    missing = [
        name
        for name in schema_columns(found.kind)
        if name not in counts and not (placed and name in (*PLACES, POSTCODE))
    ]
    near, out, read = set(), [], []
    columns: dict[str, pd.Series] = {}
    for place, (name, exact) in enumerate(targets):
        where = f"column {letter(place)}"
        if name:
            columns.setdefault(name, cells.rows[place])
            if not exact:
                read.append(f"{letter(place)} as {name}")
        elif not cells.header[place]:
            beneath = cells.rows[place].notna()
            if beneath.any():
                rule = "have a cell under no header: give it one, or mend the row"
                found.left.append(Problem(where, rule, cells.rows.index[beneath]))
        else:
            out.append(letter(place))
            if like := _near(cells.header[place], missing):
                near.add(like)
                hint = f'looks like {like}: if it is, add --map "Its header={like}"'
                hint += f", and {HINTS['column stage']}" if like == "stage" else ""
                found.left.append(Problem(where, hint))
    if read:
        found.mended.append(Problem("", f"columns read by another name: {', '.join(read)}"))
    if out:
        number = "1 column" if len(out) == 1 else f"{len(out)} columns"
        rule = f"{number} that the schema does not have ({', '.join(out)}): left out"
        found.mended.append(Problem("", rule))
    for name, about in partner_schemas.columns(found.kind).items():
        if name in missing and about.optional and name not in (*near, *PLACES):
            columns[name] = pd.Series(None, index=cells.rows.index, dtype="str")
            words = 'is not there: added, without a cell (or name it: --map "Their header='
            found.mended.append(Problem(f"column {name}", f'{words}{name}")'))
    for name, ours in names.items():
        if ours not in STAGES and plainly(name) not in map(plainly, cells.header):
            raise InputError(f"--map: no column has the header {name!r}")
    return pd.DataFrame(columns, index=cells.rows.index)


def _near(header: str, missing: list[str]) -> str:
    words = {
        plainly(word): name
        for name in missing
        for word in (name, *WORDS["headers"][name], *WORDS["perhaps"].get(name, ()))
    }
    found = difflib.get_close_matches(plainly(header), words, n=1, cutoff=_NEAR)
    return words[found[0]] if found else ""
