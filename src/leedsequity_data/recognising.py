"""Of which recorded file a publisher's new file is an edition, and where it goes."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from leedsequity.errors import InputError
from leedsequity.raw.records import Record, Upstream
from leedsequity_data.publishers import editions


def end_of(file: Upstream) -> date:
    """Return the last day of the period that a file states; the first of days if none."""
    return editions.ends(file.states.get("period", "")) or date.min


def recognised(
    record: Record, file: Path, instead_of: str | None
) -> tuple[editions.Kind | None, dict[str, str], list[Upstream]]:
    """Return the kind of a file, what it states, and the recorded files that it is one with."""
    entries = list(record.upstream)
    if instead_of is not None:
        entries = [entry for entry in entries if entry.file == instead_of]
        if not entries:
            names = ", ".join(entry.file for entry in record.upstream)
            raise InputError(f"--as {instead_of!r}: {record.name} is made from {names}")
    by_kind: dict[str, list[Upstream]] = {}
    for entry in entries:
        if (kind := editions.kind_of(entry.file)) and (kind.states or instead_of):
            by_kind.setdefault(kind.name, []).append(entry)
    own = editions.kind_of(file)
    if own is not None and own.name in by_kind:
        by_kind = {own.name: by_kind[own.name]}
    found, reasons = [], []
    for name, known in by_kind.items():
        kind = editions.kinds()[name]
        try:
            stated = editions.stated(file, kind)
        except InputError as error:
            reasons.append(str(error))
            continue
        same = [entry for entry in known if entry.states.get("title") == stated.get("title")]
        if same:
            found.append((kind, stated, same))
        else:
            titles = " or ".join(dict.fromkeys(repr(entry.states.get("title")) for entry in known))
            reasons.append(f"{file.name}: states title {stated['title']!r}, expected {titles}")
    if instead_of is not None and not by_kind:
        return None, {}, entries
    if not found:
        if len(reasons) == 1:
            raise InputError(reasons[0])
        raise InputError(
            f"{file.name}: no edition of a file that {record.name} is made from, such as"
            f" {', '.join(entry.file for entry in entries[:3])}: name the one with --as"
        )
    if len(found) > 1:
        names = ", ".join(entry.file for _, _, known in found for entry in known[:1])
        raise InputError(f"{file.name}: may be an edition of {names}: name one with --as")
    return found[0]


def replaced(
    record: Record,
    file: Path,
    kind: editions.Kind | None,
    stated: Mapping[str, str],
    known: list[Upstream],
    *,
    named: bool,
) -> Upstream | None:
    """Return the recorded file that a file replaces; nothing where it is one more."""
    adds = kind is not None and kind.adds
    if not adds and len(known) > 1:
        names = ", ".join(entry.file for entry in known)
        raise InputError(f"{file.name}: may replace {names}: name one with --as")
    newest = max(known, key=end_of)
    same = [entry for entry in known if entry.states.get("period") == stated.get("period")]
    end = editions.ends(stated.get("period", ""))
    if adds and named and not same and end is not None and end < end_of(newest):
        raise InputError(
            f"{file.name}: states {stated['period']}, expected {newest.states['period']}, as"
            f" {newest.file} does, or later"
        )
    replaces = (same or [None])[0] if adds else newest  # type: ignore[list-item]
    for fact, words in (replaces or newest).states.items():
        if fact != "period" and stated.get(fact) != words:
            raise InputError(
                f"{file.name}: states {fact} {stated.get(fact, 'nothing')}, expected {words}:"
                f" {record.name} is of {words} alone, so this is for another table"
            )
    before = newest.states.get("period", "")
    if not adds and end is not None and end < end_of(newest):
        raise InputError(
            f"{file.name}: states {stated['period']}, older than {before}, which {record.name} has"
        )
    return replaces


def place(
    file: Path, kind: editions.Kind | None, newest: Upstream, replaces: Upstream | None
) -> str:
    """Return where among the publishers' files a file goes: under its own name, if that tells."""
    folder = newest.file.rpartition("/")[0]
    if kind is None or (replaces is not None and not re.search("[0-9]{4}", replaces.file)):
        return newest.file
    if editions.kind_of(file) == kind and re.fullmatch(r"[A-Za-z0-9_][\w .,()+-]*", file.name):
        return f"{folder}/{file.name}"
    end = editions.ends(editions.stated(file, kind).get("period", ""))
    return f"{folder}/{kind.name}_{end}{file.suffix.lower()}" if end else newest.file
