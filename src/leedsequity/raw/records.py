"""What a raw table's record holds, and the reading of one from its yaml."""

from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any

from leedsequity.errors import InputError


@dataclass(frozen=True)
class Upstream:
    """A publisher's file: its place under the upstream folder, its bytes, where the copy is kept.

    ``url`` is None where no address of the very same bytes is known: the file is obtained by hand.
    """

    file: str
    sha256: str
    bytes: int
    url: str | None = None


@dataclass(frozen=True)
class ColumnRecord:
    """What a column holds, and in which unit."""

    description: str
    unit: str


@dataclass(frozen=True)
class Record:
    """The record of a raw table.

    A compiled table has ``upstream``, ``compiled_by`` (``module:function``) and ``transformation``;
    a table transcribed from a document has ``document`` and ``locator`` instead. ``area`` is the code of the
    authority whose small areas a table holds, missing for a table that is not kept by area. ``rows`` and ``sha256``
    are of the csv or geojson.
    """

    name: str
    description: str
    publisher: str
    title: str
    licence: str
    retrieved: date
    notes: tuple[str, ...]
    columns: dict[str, ColumnRecord]
    rows: int
    sha256: str
    landing_page: str | None = None
    licence_url: str | None = None
    area: str | None = None
    upstream: tuple[Upstream, ...] = ()
    compiled_by: str | None = None
    transformation: str | None = None
    document: str | None = None
    locator: str | None = None


_COMMON = tuple(field.name for field in fields(Record) if field.default is MISSING and field.name != "name")
_COMPILED = ("upstream", "compiled_by", "transformation")
_TRANSCRIBED = ("document", "locator")
_OPTIONAL = ("landing_page", "licence_url", "area")
_TYPES: dict[str, type] = dict.fromkeys(("description", "publisher", "title", "licence", "sha256"), str)
_TYPES |= {"retrieved": date, "rows": int, "notes": list, "upstream": list, "columns": dict}


def parse(name: str, content: object, label: str) -> Record:
    """Return the record of table ``name`` that a yaml file holds.

    Raises
    ------
    InputError
        If a key is missing, empty, unknown or of the wrong type; one line, naming the file as ``label`` and the keys.
    """
    kind = _TRANSCRIBED if isinstance(content, dict) and "document" in content else _COMPILED
    entries = {"upstream": [], **_keys(content, (*_COMMON, *kind), _OPTIONAL, label)}
    for key, type_ in _TYPES.items():
        if not isinstance(entries[key], type_):
            raise InputError(f"{label}: {key} is not a {type_.__name__}: {entries[key]!r}")
    entries["notes"] = tuple(map(str, entries["notes"]))
    entries["columns"] = {
        str(column): ColumnRecord(**_keys(text, ("description", "unit"), (), f"{label}: column {column}"))
        for column, text in entries["columns"].items()
    }
    entries["upstream"] = tuple(
        Upstream(**_keys(file, ("file", "sha256", "bytes"), ("url",), f"{label}: upstream"))
        for file in entries["upstream"]
    )
    return Record(name=name, **entries)


def _keys(content: object, needed: tuple[str, ...], optional: tuple[str, ...], label: str) -> dict[str, Any]:
    """Return a mapping that has all needed keys and no unknown one."""
    if not isinstance(content, dict):
        raise InputError(f"{label}: not a mapping of keys to values")
    missing = [key for key in needed if content.get(key) is None]
    unknown = [str(key) for key in content if key not in (*needed, *optional)]
    faults = [f"missing {', '.join(missing)}"] if missing else []
    faults += [f"unknown {', '.join(unknown)}"] if unknown else []
    if faults:
        raise InputError(f"{label}: {'; '.join(faults)}")
    return dict(content)
