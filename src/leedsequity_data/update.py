"""Newer editions of publishers' files: what one changes in the raw tables, and putting it there."""

import dataclasses
import hashlib
import io
import re
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import checking, inventory, yaml_text
from leedsequity.raw.records import Record, Upstream, web_address
from leedsequity_data import compile as compiling
from leedsequity_data import dictionary
from leedsequity_data.changes import Change, change
from leedsequity_data.publishers import editions
from leedsequity_data.recognising import end_of, recognised, replaced
from leedsequity_data.recognising import place as place_of


@dataclass(frozen=True)
class Update:
    """A newer edition: its file, what that states, the file it replaces, what changes by table."""

    file: Upstream
    replaces: Upstream | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Due:
    """A file whose publisher's next edition should be there by its usual rhythm."""

    table: str
    file: str
    period: str
    every: int
    since: date


def update(
    name: str,
    file: Path,
    source: Path,
    *,
    write: bool = False,
    url: str | None = None,
    instead_of: str | None = None,
    today: date | None = None,
) -> Update:
    """Read a newer or revised edition of a file that a table is made from; say what changes.

    Every table that is made from a file which it replaces is made anew.

    Parameters
    ----------
    name, file : str and Path
        The raw table, and the publisher's new file, wherever it is.
    source : Path
        The folder of the other publishers' files.
    write : bool
        Renew, together or not at all: the tables, their records (the file with its SHA-256, address
        and what it states, the date it was retrieved), their pages in ``docs/data``; and put the
        file into ``data/upstream``. Else nothing is written.
    url : str, optional
        The address of these very bytes.
    instead_of : str, optional
        The recorded file that it is an edition of, where it does not say so itself.
    today : date, optional
        The date it was retrieved; left out: today.

    Raises
    ------
    InputError
        If it is no edition of a file of the table, states another indicator, unit or boundaries, or
        an older period, is there already, or cannot be read; in one line. Nothing is written then.
    """
    record = inventory.record(name)
    if not record.upstream:
        raise InputError(f"{name} is transcribed from {record.document}: no file renews it")
    if url is not None and not web_address(url):
        raise InputError(f"--url {url!r}: not an http(s) address")
    if not file.is_file():
        raise InputError(f"{file}: {'not a' if file.exists() else 'no such'} file")
    kind, stated, known = recognised(record, file, instead_of)
    replaces = replaced(record, file, kind, stated, known, named=instead_of is not None)
    newest = replaces or max(known, key=end_of)
    sha256 = inventory.sha256(file)
    if sha256 in {upstream.sha256 for upstream in record.upstream}:
        raise InputError(f"{file.name}: {name} is made from this very file already")
    place = place_of(file, kind, newest, replaces)
    new = Upstream(place, sha256, file.stat().st_size, url, stated)
    records = [record]
    if replaces is not None:
        records = [r for r in inventory.records() if replaces in r.upstream]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / Path(place).name  # by whose name compilers know its kind
        shutil.copyfile(file, copy)
        renewed = [_renewed(record, new, replaces, newest, today) for record in records]
        try:
            made = [_made(record, source, copy) for record in renewed]
        except InputError as error:
            raise InputError(str(error).replace(copy.name, file.name)) from None
    pairs = zip(records, made, strict=True)
    changes = tuple(change(before, after, content) for before, (after, content) in pairs)
    if write:
        _write(new, replaces, newest, made, file)
    return Update(new, replaces, changes)


def outdated(today: date) -> list[Due]:
    """Return the files of which a newer edition is due, by the publisher's usual rhythm.

    Nothing is looked up: due is not the same as there. Files of no period or rhythm, such as a
    census, are never due; nor are those whose publisher has gone on to other areas: a newer file of
    the kind, of other boundaries, is held.
    """
    newest: dict[tuple[str, str, str], Upstream] = {}
    for record in inventory.records():
        for file in record.upstream:
            kind = editions.kind_of(file.file)
            if kind is not None and kind.every is not None and "period" in file.states:
                key = (record.name, kind.name, file.states.get("title", ""))
                newest[key] = max(file, newest.get(key, file), key=end_of)
    due = []
    for (table, name, title), file in newest.items():
        kind = editions.kinds()[name]
        months = pd.DateOffset(months=(kind.every or 0) + kind.after)
        since = (pd.Timestamp(end_of(file)) + months).date()
        gone_on = any(
            (name, title) == (other_name, other_title)
            and end_of(other) > end_of(file)
            and other.states.get("boundaries") != file.states.get("boundaries")
            for (_, other_name, other_title), other in newest.items()
        )
        if since <= today and not gone_on:
            due.append(Due(table, file.file, file.states["period"], kind.every or 0, since))
    return due


def _renewed(
    record: Record, new: Upstream, replaces: Upstream | None, newest: Upstream, today: date | None
) -> Record:
    """Return a record with the file in place of another, or after the newest of its kind."""
    files = [
        kept
        for file in record.upstream
        for kept in (
            [new]
            if file == replaces
            else [file, new]
            if replaces is None and file == newest
            else [file]
        )
    ]
    return dataclasses.replace(record, upstream=tuple(files), retrieved=today or date.today())


def _made(record: Record, source: Path, copy: Path) -> tuple[Record, bytes]:
    """Return a table made from the renewed record, which must fit it, and the record sealed."""
    place = next(file.file for file in record.upstream if Path(file.file).name == copy.name)
    content = compiling.make(record, source, {place: copy})
    shown = paths.shown(inventory.table_file(record))
    rows = len(checking.read(record, io.BytesIO(content), shown))
    digest = hashlib.sha256(content).hexdigest()
    return dataclasses.replace(record, rows=rows, sha256=digest), content


def _write(
    new: Upstream,
    replaces: Upstream | None,
    newest: Upstream,
    made: Iterable[tuple[Record, bytes]],
    file: Path,
) -> None:
    """Write tables, records, their pages, and the publisher's file: all, or none."""
    renewed = {record.name: record for record, _ in made}
    files: dict[Path, bytes] = {paths.upstream() / new.file: file.read_bytes()}
    for record, content in made:
        files[inventory.table_file(record)] = content
        at = inventory.record_file(record.name)
        files[at] = _record_text(at, record, new, replaces, newest)
    records = [renewed.get(record.name, record) for record in inventory.records()]
    for name, page in dictionary.pages(records).items():
        files[paths.docs() / "data" / name] = page.encode()
    paths.write(files)


def _record_text(
    file: Path, record: Record, new: Upstream, replaces: Upstream | None, newest: Upstream
) -> bytes:
    """Return a record's text with the file, the date and the seal renewed, its prose as it was."""
    text = file.read_text(encoding="utf-8")
    entry = {"file": new.file, "sha256": new.sha256, "bytes": str(new.bytes), "url": new.url}
    written = yaml_text.write([{key: of for key, of in entry.items() if of} | _said(new)])
    block = "".join(f"  {line}\n" for line in written.splitlines())
    known = re.escape((replaces or newest).file)
    pattern = re.compile(rf"^  - file: {known}\n(?:    .*\n)+", re.MULTILINE)
    text, entries = pattern.subn(
        lambda found: block if replaces is not None else found[0] + block, text
    )
    text, dates = re.subn(
        r"(?m)^retrieved: .*$", f"retrieved: {record.retrieved.isoformat()}", text
    )
    shown = paths.shown(file)
    if entries != 1 or dates != 1:
        raise InputError(
            f"{shown}: must name {(replaces or newest).file} once under upstream, and a date under"
            " retrieved"
        )
    return compiling.sealed(shown, text, record.rows, record.sha256)


def _said(new: Upstream) -> dict[str, dict[str, str]]:
    return {"states": dict(new.states)} if new.states else {}
