"""Publishers' files, fetched from where the records say that the same bytes are kept."""

import hashlib
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from leedsequity import inputs, paths
from leedsequity.errors import InputError
from leedsequity.raw import inventory
from leedsequity.raw.records import Record, Upstream, files, web_address

_Watch = Callable[[Upstream, int], None]
_ADDRESS = ("http://", "https://")
_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_SILENCE = 30.0  # seconds
# A server that fails in passing is asked twice more.
_TRIES = Retry(
    2,
    backoff_factor=0.5,
    status_forcelist=(429, 500, 502, 503, 504),
    raise_on_status=False,
    respect_retry_after_header=False,
)


class Fetched(NamedTuple):
    """What became of a file: ``there``, ``fetched``, ``by hand`` or ``failed``, and why."""

    file: str
    outcome: str
    reason: str = ""


class _RefusedError(Exception):
    """What was sent is not the file."""


def fetch(
    names: Iterable[str], mirror: str | None = None, watch: _Watch = lambda *_: None
) -> list[Fetched]:
    """Fetch the publishers' files that raw tables are made from; return what became of each.

    A file that is in ``data/upstream`` with its recorded SHA-256 is not fetched again. A file is
    written when it is whole and its SHA-256 is right; a failure leaves what was there. No file is
    larger than a few megabytes, so each is taken in whole. Nothing is written through a link out
    of ``data/upstream``.

    Parameters
    ----------
    names : iterable of str
        Names of raw tables.
    mirror : str, optional
        A folder or the beginning of an http(s) address, laid out as the records' ``file`` paths;
        what it lacks is fetched from the record's address.
    watch : callable
        Told of a file and how many of its bytes have come, again and again.

    Raises
    ------
    InputError
        If there is no such table, two records disagree about a file, or the mirror is neither a
        folder nor an address.
    """
    if mirror is not None and not (
        _is_address(mirror) if mirror.startswith(_ADDRESS) else _is_folder(mirror)
    ):
        raise InputError(
            f"--mirror {mirror!r}: neither a folder nor an http(s) address (with a host; without a"
            " password, ? and #)"
        )
    known = files(inventory.record(name) for name in names)
    with requests.Session() as session:
        session.headers["Accept-Encoding"] = (
            "identity"  # records hold the bytes of files that are not packed
        )
        for scheme in _ADDRESS:
            session.mount(scheme, HTTPAdapter(max_retries=_TRIES))
        return [_fetched(*known[file], mirror, watch, session) for file in sorted(known)]


def _is_folder(mirror: str) -> bool:
    return bool(mirror) and Path(mirror).is_dir()


def _is_address(mirror: str) -> bool:
    return web_address(mirror) and not set(mirror) & set("?#")


def _inside(target: Path) -> None:
    """Refuse a place that a link leads out of the folder of the publishers' files."""
    folder = target.parent.resolve()
    if not folder.is_relative_to(paths.upstream().resolve()):
        raise _RefusedError(
            f"is not written: a link leads out of {paths.shown(paths.upstream())}, to {folder}"
        )


def _fetched(
    file: Upstream, record: Record, mirror: str | None, watch: _Watch, session: requests.Session
) -> Fetched:
    target = paths.upstream() / file.file
    if target.is_file() and inventory.sha256(target) == file.sha256:
        return Fetched(file.file, "there")
    page = f" (the publisher's page: {record.landing_page})" if record.landing_page else ""
    path = quote(file.file) if mirror and mirror.startswith(_ADDRESS) else file.file
    reason = (
        f"the one there is another file, of {target.stat().st_size:,} bytes"
        if target.is_file()
        else ""
    )
    for source in filter(None, (mirror and f"{mirror.rstrip('/')}/{path}", file.url)):
        try:
            _inside(target)
            content = _downloaded(source, file, watch, session)
            _require(content, file)
            paths.write({target: content})
            return Fetched(file.file, "fetched", f"from {source}")
        except FileNotFoundError as error:
            reason = f"{source} {error}" if source == file.url else reason
        except requests.RequestException as error:
            silent = f"was silent for {_SILENCE:g} s"
            failing = f"cannot be read ({type(error).__name__})"
            reason = f"{source} {silent if 'timed out' in str(error) else failing}"
            break
        except (
            _RefusedError,
            OSError,
            ValueError,
        ) as error:  # the last of an address that leads nowhere
            reason = f"{source} {inputs.one_line(str(error))}"
            break
    if not reason:
        return Fetched(
            file.file,
            "by hand",
            f"no address of it is known: put it at {paths.shown(target)}{page}",
        )
    cure = (
        f"try again later, or put the file there by hand, or name a folder that holds {file.file}"
        " with --mirror"
    )
    return Fetched(
        file.file, "failed", f"{paths.shown(target)}: not fetched: {reason}: {cure}{page}"
    )


def _downloaded(source: str, file: Upstream, watch: _Watch, session: requests.Session) -> bytes:
    """Return what stands at an address or path, to a little more than the bytes recorded."""
    if not source.startswith(_ADDRESS):
        return Path(source).read_bytes()
    with session.get(source, stream=True, timeout=_SILENCE) as answer:
        if answer.status_code in (404, 410):
            raise FileNotFoundError(f"answered {answer.status_code} {answer.reason}")
        if answer.status_code != 200:
            raise _RefusedError(f"answered {answer.status_code} {answer.reason}")
        content = bytearray()
        for chunk in answer.iter_content(1 << 16):
            content += chunk
            watch(file, len(content))
            if len(content) > file.bytes:
                break
        return bytes(content)


def _require(content: bytes, file: Upstream) -> None:
    """Refuse what is not the recorded file."""
    found = hashlib.sha256(content).hexdigest()
    if found == file.sha256:
        return
    if _PAGE.match(content):
        raise _RefusedError("is a web page instead of the file")
    if len(content) > file.bytes:
        raise _RefusedError(
            f"is a file of the wrong length: more than the {file.bytes:,} bytes recorded"
        )
    if len(content) < file.bytes:
        raise _RefusedError(
            f"is a file of the wrong length: {file.bytes:,} bytes recorded, {len(content):,} found"
        )
    raise _RefusedError(
        f"is another file of the same length: recorded sha256 {file.sha256}, found {found}"
    )
