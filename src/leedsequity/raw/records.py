"""What a raw table's record holds, and the reading of one from its yaml.

A record is the only description of a table: where it comes from, its columns, its key and what else
is refused. A column that many tables share is described once, as a field of ``data/fields.yaml``; a
record's column says only what differs from the field of its name, or nothing.
"""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import date, timedelta
from typing import Any

from leedsequity.errors import InputError
from leedsequity.raw.rules import rule
from leedsequity.raw.values import parse_values

#: What a publisher's file may say of itself: indicator, period, unit, the year of its areas.
STATED = ("title", "period", "unit", "boundaries")


@dataclass(frozen=True)
class Upstream:
    """A publisher's file: its place under the upstream folder, its bytes, where the copy is kept.

    ``file`` is a path inside that folder, its parts separated by strokes. ``url`` is None where no
    address of the very same bytes is known: the file is obtained by hand. ``states`` is what the
    file says of itself, of `STATED` that which it says: a file put in its place must say the same.
    """

    file: str
    sha256: str
    bytes: int
    url: str | None = None
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnRecord:
    """What a column holds, in which unit, and which values it may have.

    ``values`` are in the words of `leedsequity.raw.values`; cells are empty only where
    ``may_be_empty``. A column of a wide table ``means`` what its count is of, such as ``group:
    Pakistani``: the columns of the long form, and what they hold beside the count.
    """

    description: str
    unit: str
    values: str
    may_be_empty: bool = False
    means: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The record of a raw table.

    A compiled table has ``upstream``, ``compiled_by`` (a ``clean_…`` function of
    `leedsequity_data.publishers`, as ``module:function``) and ``transformation``; a table
    transcribed from a document has ``document`` and ``locator`` instead. ``publisher`` names
    publishers by their full names, with semicolons between. ``columns`` are in the
    order of the table, with their fields filled in. No two rows have the same ``key``; ``refused``
    are sentences of `leedsequity.raw.rules`. A wide table, whose columns have ``means``, has in
    ``counts`` the name that its counts have in the long form. ``rows`` and ``sha256`` are of the
    csv or geojson.
    """

    name: str
    description: str
    publisher: str
    title: str
    licence: str
    retrieved: date
    notes: tuple[str, ...]
    columns: dict[str, ColumnRecord]
    key: tuple[str, ...]
    rows: int
    sha256: str
    landing_page: str | None = None
    licence_url: str | None = None
    counts: str | None = None
    refused: tuple[str, ...] = ()
    upstream: tuple[Upstream, ...] = ()
    compiled_by: str | None = None
    transformation: str | None = None
    document: str | None = None
    locator: str | None = None

    @property
    def publishers(self) -> list[str]:
        """The names in ``publisher``, which semicolons separate."""
        return self.publisher.split("; ")


_COMMON = tuple(
    about.name for about in fields(Record) if about.default is MISSING and about.name != "name"
)
_COMPILED = ("upstream", "compiled_by", "transformation")
_TRANSCRIBED = ("document", "locator")
_OPTIONAL = ("landing_page", "licence_url", "counts", "refused")
_COLUMN = tuple(about.name for about in fields(ColumnRecord))

#: A part of a path that is the same file, inside its folder, on every system: no hidden one, none
#: that ends in a dot, none that is a device of Windows.
_PART = re.compile(
    r"(?!(?i:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$))"
    r"[A-Za-z0-9_](?:[A-Za-z0-9 _.,()+-]*[A-Za-z0-9_)+-])?"
)
_WEB = re.compile(
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?"
    r"(?:[/?#][A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?"
)
_EARLIEST = date(2000, 1, 1)
#: What a word must look like, and what is said of one that does not.
_FORMS = {
    "rows": (r"[0-9]{1,9}", "a whole number"),
    "bytes": (r"[1-9][0-9]{0,12}", "a whole number above 0"),
    "file_sha256": (r"[0-9a-f]{64}", "64 hexadecimal digits"),
    "sha256": (r"[0-9a-f]{64}|unsealed", "64 hexadecimal digits, or `unsealed`"),
    "compiled_by": (
        r"leedsequity_data\.publishers\.[a-z_0-9]+:clean_[a-z_0-9]+",
        "a clean_… of leedsequity_data.publishers",
    ),
    "column": (r"[a-z][a-z0-9_]*", "the name of a column"),
    "counts": (r"[a-z][a-z0-9_]*", "the name of a column"),
    "may_be_empty": (r"true|false", "true or false"),
}


def parse(name: str, content: object, label: str, shared: Mapping[str, ColumnRecord]) -> Record:
    """Return the record of table ``name`` that a YAML file holds.

    Parameters
    ----------
    name : str
        Name of the table.
    content : object
        What `leedsequity.raw.yaml_text.read` returns: numbers and dates are still text.
    label : str
        How messages name the file.
    shared : mapping
        The fields: a column is as its field says, but for what it says itself.

    Raises
    ------
    InputError
        If a key is missing, empty, unknown or of the wrong type; ``counts`` and ``means`` do not
        go together; a file is not inside the folder of
        the publishers' files, or named twice; an address is not http(s) with a host, or holds a
        name or password; ``retrieved`` is no date, or one before 2000 or in the future; the values
        of a column or a refused sentence are not understood, or the key names no column. One line,
        naming the file as ``label`` and the keys, and saying what is allowed.
    """
    kind = _TRANSCRIBED if isinstance(content, dict) and "document" in content else _COMPILED
    given = _keys(content, (*_COMMON, *kind), _OPTIONAL, label)
    entries: dict[str, Any] = {
        key: _VALUES.get(key, _text)(value, key, label)
        for key, value in given.items()
        if key != "columns"
    }
    entries["columns"] = _columns(given["columns"], shared, label)
    if unknown := [column for column in entries["key"] if column not in entries["columns"]]:
        raise InputError(f"{label}: key: no column is named {', '.join(unknown)}")
    _require_long_form(entries["columns"], entries.get("counts"), label)
    return Record(name=name, **entries)


def parse_fields(content: object, label: str) -> dict[str, ColumnRecord]:
    """Return the fields that a YAML file holds, by name; ``field:`` may name one that stands above.

    Raises
    ------
    InputError
        As `parse`.
    """
    if not isinstance(content, dict):
        raise InputError(f"{label}: not a mapping of fields to what they are")
    found: dict[str, ColumnRecord] = {}
    for name, about in content.items():
        found[name] = _column(name, about, found, f"{label}: field {name}")
    return found


def web_address(text: str) -> bool:
    """Return whether a text is an http(s) address with a host, and without a name or password."""
    return _WEB.fullmatch(text) is not None


def _keys(
    content: object, needed: tuple[str, ...], optional: tuple[str, ...], label: str
) -> dict[str, Any]:
    """Return a mapping with all needed keys and no unknown one, without empty optional ones."""
    if not isinstance(content, dict):
        raise InputError(f"{label}: not a mapping of keys to values")
    missing = [key for key in needed if content.get(key) is None]
    unknown = [str(key) for key in content if key not in (*needed, *optional)]
    faults = [f"missing {', '.join(missing)}"] if missing else []
    faults += [f"unknown {', '.join(unknown)}"] if unknown else []
    if faults:
        raise InputError(f"{label}: {'; '.join(faults)}")
    return {key: value for key, value in content.items() if value is not None}


def _text(value: object, key: str, label: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{label}: {key} is not text: {value!r}")
    return value


def _formed(value: object, key: str, label: str, form: str = "") -> str:
    pattern, words = _FORMS[form or key]
    if not isinstance(value, str) or not re.fullmatch(pattern, value):
        raise InputError(f"{label}: {key} is not {words}: {value!r}")
    return value


def _whole(value: object, key: str, label: str) -> int:
    return int(_formed(value, key, label))


def _web(value: object, key: str, label: str) -> str:
    if not web_address(text := _text(value, key, label)):
        raise InputError(
            f"{label}: {key} is not an http(s) address with a host and without a password: {text!r}"
        )
    return text


def _date(value: object, key: str, label: str) -> date:
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)):
            raise ValueError
        found = date.fromisoformat(str(value))
    except ValueError:
        raise InputError(f"{label}: {key} is not a date such as 2024-02-29: {value!r}") from None
    tomorrow = date.today() + timedelta(days=1)  # it may be tomorrow elsewhere
    if not _EARLIEST <= found <= tomorrow:
        raise InputError(
            f"{label}: {key} is {found}, before {_EARLIEST} or in the future (today is"
            f" {date.today()})"
        )
    return found


def _list(value: object, key: str, label: str) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"{label}: {key} is not a list: {value!r}")
    return value


def _notes(value: object, key: str, label: str) -> tuple[str, ...]:
    return tuple(
        _text(note, f"{key}: note {at}", label)
        for at, note in enumerate(_list(value, key, label), start=1)
    )


def _columns(
    value: object, shared: Mapping[str, ColumnRecord], label: str
) -> dict[str, ColumnRecord]:
    if not isinstance(value, dict) or not value:
        raise InputError(
            f"{label}: columns is not a mapping of columns to what they hold: {value!r}"
        )
    return {
        name: _column(name, about, shared, f"{label}: column {name}")
        for name, about in value.items()
    }


def _column(
    name: str, about: object, shared: Mapping[str, ColumnRecord], label: str
) -> ColumnRecord:
    """Return a column as its field describes it, but for what it says itself.

    Its field is the one of its own name, or the one that it names as ``field:``.
    """
    _formed(name, "its name", label, "column")
    own: Any = {} if about is None else about
    field = _text(_keys(own, (), ("field", *_COLUMN), label).get("field", name), "field", label)
    if field not in shared and field != name:
        near = difflib.get_close_matches(field, shared, n=1)
        hint = f": did you mean {near[0]}?" if near else ""
        raise InputError(f"{label}: {field!r} is no field of data/fields.yaml{hint}")
    described: dict[str, Any] = (
        asdict(shared[field]) if field in shared else {"may_be_empty": False, "means": {}}
    )
    described["may_be_empty"] = "true" if described["may_be_empty"] else "false"
    entries = _keys({"field": name, **described, **own}, ("field", *_COLUMN), (), label)
    means = _means(entries["means"], label)
    may_be_empty = _formed(entries.pop("may_be_empty"), "may_be_empty", label) == "true"
    texts = {key: _text(entries[key], key, label) for key in ("description", "unit", "values")}
    try:
        type_ = parse_values(texts["values"]).type
    except InputError as error:
        raise InputError(f"{label}: {error}") from None
    if type_ == "flag" and may_be_empty:
        raise InputError(f"{label}: a flag may not be empty")
    return ColumnRecord(**texts, may_be_empty=may_be_empty, means=means)


def _means(value: object, label: str) -> dict[str, str]:
    if not isinstance(value, dict):
        raise InputError(f"{label}: means is not a mapping of columns to what they hold: {value!r}")
    return {
        _formed(key, "means", label, "column"): _text(meaning, f"means: {key}", label)
        for key, meaning in value.items()
    }


def _require_long_form(columns: Mapping[str, ColumnRecord], counts: str | None, label: str) -> None:
    """Require that a table can be made long: what each count is of, in the same columns, once."""
    means = {name: column.means for name, column in columns.items() if column.means}
    if bool(means) != (counts is not None):
        raise InputError(f"{label}: counts must be given where columns have means, and only there")
    if counts is None:
        return
    keys = list(next(iter(means.values())))
    fixed = [name for name in columns if name not in means]
    long = [*fixed, *keys, counts]
    if twice := sorted({name for name in long if long.count(name) > 1}):
        raise InputError(f"{label}: the long form would have two columns {', '.join(twice)}")
    met: dict[tuple[str, ...], str] = {}
    for name, of in means.items():
        if list(of) != keys:
            raise InputError(
                f"{label}: column {name}: means {', '.join(of)}, not {', '.join(keys)}"
            )
        if (other := met.setdefault(tuple(of.values()), name)) != name:
            raise InputError(f"{label}: columns {other} and {name} mean the same")


def _key(value: object, key: str, label: str) -> tuple[str, ...]:
    return tuple(_text(value, key, label).split())


def _refused(value: object, key: str, label: str) -> tuple[str, ...]:
    sentences = tuple(_text(sentence, key, label) for sentence in _list(value, key, label))
    for sentence in sentences:
        try:
            rule(sentence)
        except InputError as error:
            raise InputError(f"{label}: {key}: {error}") from None
    return sentences


def _upstream(value: object, key: str, label: str) -> tuple[Upstream, ...]:
    place = f"{label}: {key}"
    files = []
    for entry in _list(value, key, label):
        known = _keys(entry, ("file", "sha256", "bytes"), ("url", "states"), place)
        files.append(
            Upstream(
                file=_file(known["file"], place),
                sha256=_formed(known["sha256"], "sha256", place, "file_sha256"),
                bytes=_whole(known["bytes"], "bytes", place),
                url=_web(known["url"], "url", place) if "url" in known else None,
                states=_states(known.get("states", {}), place),
            )
        )
    if not files:
        raise InputError(
            f"{place}: no file; a table that is transcribed has document and locator instead"
        )
    if twice := [
        file.file for at, file in enumerate(files) if _same(file) in map(_same, files[:at])
    ]:
        raise InputError(f"{place}: named twice, perhaps in other capitals: {', '.join(twice)}")
    return tuple(files)


def _states(value: object, place: str) -> dict[str, str]:
    given = _keys(value, (), STATED, f"{place}: states")
    return {fact: _text(words, f"states: {fact}", place) for fact, words in given.items()}


def _same(file: Upstream) -> str:
    """Return what two names have in common that are one file where capitals make no difference."""
    return file.file.lower()


def _file(value: object, place: str) -> str:
    path = _text(value, "file", place)
    parts = path.split("/")
    if len(path) > 200 or not all(map(_PART.fullmatch, parts)):
        raise InputError(
            f"{place}: file is not a path inside the folder of the publishers' files: {path!r}"
            " (folders and a name with strokes between, of letters, digits and the marks _ - . , ("
            " ) + and space; none starts with a dot)"
        )
    return path


def files(records: Iterable[Record]) -> dict[str, tuple[Upstream, Record]]:
    """Return the publishers' files of several records, each once, with a record that names it.

    Raises
    ------
    InputError
        If two records differ about a file: its SHA-256, bytes, address or what it states, or the
        capitals of its name.
    """
    found: dict[str, tuple[Upstream, Record]] = {}
    for record in records:
        for file in record.upstream:
            known, other = found.setdefault(_same(file), (file, record))
            if known != file:
                raise InputError(
                    f"data/raw/{record.name}.yaml and {other.name}.yaml differ: {file} and {known}"
                )
    return {file.file: (file, record) for file, record in found.values()}


#: How the values of a record are read; all others are text.
_VALUES: dict[str, Callable[[object, str, str], Any]] = {
    **dict.fromkeys(("landing_page", "licence_url"), _web),
    **dict.fromkeys(("counts", "compiled_by", "sha256"), _formed),
    "retrieved": _date,
    "rows": _whole,
    "notes": _notes,
    "key": _key,
    "refused": _refused,
    "upstream": _upstream,
}
