"""The one way to read and write YAML: mappings, lists and text, none guessed or repeated.

Every word is the text that it is: a date, a number or ``no`` becomes one only where its reader says
so. Kept light (no pandas), as `leedsequity.raw.inventory` is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from leedsequity import paths
from leedsequity.errors import InputError

# The C parser is some ten times faster.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 8  # lists and mappings within one another: a record has 4
_NOTHING = ("", "~", "null")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # all but the end of a line


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # one of two
    """Writes text without quotes wherever `read` takes it for the same text."""

    yaml_implicit_resolvers: dict[str, Any] = {  # noqa: RUF012  # as the class above has it
        first: [(tag, form) for tag, form in forms if tag.endswith(":null")]
        for first, forms in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


class _RefusedError(Exception):
    """What is refused, and where: an event of the parser."""


def read(file: Path) -> Any:
    """Return what a YAML file holds: dicts with keys of text, lists, text.

    Nothing, ``~`` and ``null`` are None.

    Raises
    ------
    InputError
        One line with the file, the line and the reason: it cannot be read, is not UTF-8 or not
        YAML, repeats a key, has a key that is not text, more than one document, anchors, aliases or
        tags, control characters, or lists and mappings nested more than eight deep.
    """
    try:
        events = yaml.parse(file.read_bytes().decode("utf-8-sig"), Loader=_LOADER)
        documents = [
            _value(event, events, 0) for event in events if isinstance(event, yaml.NodeEvent)
        ]
    except OSError as error:
        raise InputError(f"{paths.shown(file)}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _refused(file, "not UTF-8 text", error.object.count(b"\n", 0, error.start)) from error
    except yaml.reader.ReaderError as error:
        raise _refused(file, f"the character U+{error.character:04X} is not allowed") from error
    except yaml.MarkedYAMLError as error:
        mark, reason = error.problem_mark or error.context_mark, error.problem or error.context
        raise _refused(file, str(reason), mark.line if mark else None) from error
    except _RefusedError as error:
        reason, event = error.args
        raise _refused(file, reason, event.start_mark.line) from None
    if len(documents) != 1:
        raise _refused(file, f"{len(documents)} documents; it must hold one")
    return documents[0]


def write(content: Any) -> str:
    """Return the YAML that `read` reads back as this content."""
    text: str = yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text


def _refused(file: Path, reason: str, line: int | None = None) -> InputError:
    place = "" if line is None else f", line {line + 1}"
    return InputError(
        f"{paths.shown(file)}: cannot be read as YAML{place}: {' '.join(reason.split())}"
    )


def _value(event: Any, events: Iterator[Any], depth: int) -> Any:
    """Return the value that starts with an event, taking the events that belong to it."""
    if isinstance(event, yaml.AliasEvent) or event.anchor:
        raise _RefusedError(
            f"the name of a value, {event.anchor!r}: write the value where it is meant", event
        )
    if event.tag:
        raise _RefusedError(f"a type given by a tag, {event.tag!r}: leave it out", event)
    if depth > _DEEPEST:
        raise _RefusedError(f"lists and mappings nested more than {_DEEPEST} deep", event)
    if isinstance(event, yaml.ScalarEvent):
        return _text(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_value(item, events, depth + 1) for item in _until(yaml.SequenceEndEvent, events)]
    found: dict[str, Any] = {}
    for first in _until(yaml.MappingEndEvent, events):
        key = _value(first, events, depth + 1)
        if not isinstance(key, str) or key == "<<":  # `<<` takes in the keys of another mapping
            raise _RefusedError(f"a key that is not a plain name: {key!r}", first)
        if key in found:
            raise _RefusedError(f"the key {key!r} is there twice", first)
        found[key] = _value(next(events), events, depth + 1)
    return found


def _until(end: type, events: Iterator[Any]) -> Iterator[Any]:
    """Return the events up to the end of a list or mapping; nested ones are taken by `_value`."""
    return iter(lambda: None if isinstance(event := next(events), end) else event, None)


def _text(event: Any) -> str | None:
    if _CONTROL.search(event.value):
        raise _RefusedError("a control character", event)
    return None if event.implicit[0] and event.value in _NOTHING else str(event.value)
