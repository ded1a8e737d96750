"""Publishers' files, fetched from where the records say that a copy of the very same bytes is kept."""

import re
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import quote, urljoin

import pooch  # type: ignore[import-untyped]  # it publishes no types

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.raw import catalogue
from leedsequity.raw.records import Record, Upstream, files, web_address

_Watch = Callable[[Upstream, int], None]
_ADDRESS = ("http://", "https://")
_PAGE = re.compile(rb"\s*(<!doctype\s+html|<html)", re.IGNORECASE)
_PASSING = {408, 425, 429, *range(500, 600)}  # answers that may be others a little later


class Fetched(NamedTuple):
    """What became of a publisher's file: ``there``, ``fetched``, ``by hand`` or ``failed``, and why."""

    file: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Patience:
    """How long a silent server is waited for, and how long before each further try, in seconds."""

    silence: float = 30
    waits: tuple[float, ...] = (1, 4, 16)
    sleep: Callable[[float], None] = time.sleep


class _RefusedError(Exception):
    """What was sent is not the file, and no other try would change that; where one may, it is a ConnectionError."""


def fetch(
    names: Iterable[str], mirror: str | None = None, watch: _Watch = lambda *_: None, patience: Patience = Patience()
) -> list[Fetched]:
    """Fetch the publishers' files that raw tables are made from into ``data/upstream``; return what became of each.

    A file that is there with its recorded SHA-256 is not fetched again. A download that breaks is taken up where it
    broke off, if the server can. A file gets its name when it is whole and its SHA-256 is right; a failure leaves
    nothing behind. Nothing is written through a link out of ``data/upstream``.

    Parameters
    ----------
    names : iterable of str
        Names of raw tables.
    mirror : str, optional
        A folder or the beginning of an http(s) address, laid out as the records' ``file`` paths; what it lacks is
        fetched from the record's address.
    watch : callable
        Told of a file and how many of its bytes have come, again and again.
    patience : Patience
        Time-outs and waiting times.

    Raises
    ------
    InputError
        If there is no such table, two records disagree about a file, or the mirror is neither a folder nor an address.
    """
    if mirror is not None and not (_is_address(mirror) if mirror.startswith(_ADDRESS) else _is_folder(mirror)):
        raise InputError(
            f"--mirror {mirror!r}: neither a folder nor an http(s) address (with a host; without a password, ? and #)"
        )
    known = files(catalogue.record(name) for name in names)
    return [_fetched(*known[file], mirror, watch, patience) for file in sorted(known)]


def _is_folder(mirror: str) -> bool:
    return bool(mirror) and Path(mirror).is_dir()


def _is_address(mirror: str) -> bool:
    return web_address(mirror) and not set(mirror) & set("?#")


def _inside(target: Path) -> None:
    """Refuse a place that a link leads out of the folder of the publishers' files."""
    folder = target.parent.resolve()
    if not folder.is_relative_to(paths.upstream().resolve()):
        raise _RefusedError(f"is not written: a link leads out of {paths.shown(paths.upstream())}, to {folder}")


def _fetched(file: Upstream, record: Record, mirror: str | None, watch: _Watch, patience: Patience) -> Fetched:
    target = paths.upstream() / file.file
    if target.is_file() and catalogue.sha256(target) == file.sha256:
        return Fetched(file.file, "there")
    part = paths.upstream() / f".{file.sha256}.part"
    page = f" (the publisher's page: {record.landing_page})" if record.landing_page else ""
    path = quote(file.file) if mirror and mirror.startswith(_ADDRESS) else file.file
    reason = f"the one there is another file, of {target.stat().st_size:,} bytes" if target.is_file() else ""
    for source in filter(None, (mirror and f"{mirror.rstrip('/')}/{path}", file.url)):
        try:
            _inside(target)
            part.parent.mkdir(parents=True, exist_ok=True)
            if part.is_symlink():
                part.unlink()  # nothing is written where it leads
            if source.startswith(_ADDRESS):
                _download(source, file, part, partial(watch, file), patience)
            else:
                shutil.copyfile(source, part)
            _require(part, file)
            target.parent.mkdir(parents=True, exist_ok=True)
            paths.settle(part)
            part.replace(target)
            paths.settle(target.parent)
            return Fetched(file.file, "fetched", f"from {source}")
        except (_RefusedError, OSError) as error:
            part.unlink(missing_ok=True)
            absent = isinstance(error, FileNotFoundError)
            reason = reason if absent and source != file.url else f"{source} {error}"
            if not absent:
                break
    if not reason:
        return Fetched(file.file, "by hand", f"no address of it is known: put it at {paths.shown(target)}{page}")
    cure = f"try again later, or put the file there by hand, or name a folder that holds {file.file} with --mirror"
    return Fetched(file.file, "failed", f"{paths.shown(target)}: not fetched: {reason}: {cure}{page}")


def _download(url: str, file: Upstream, part: Path, tell: Callable[[int], None], patience: Patience) -> None:
    """Download a file in as many tries as patience allows, each taking up where the last one broke off."""
    for wait in (*patience.waits, None):
        try:
            _try(url, file, part, tell, patience.silence)
            break
        except FileNotFoundError:
            raise
        except ValueError as error:  # an address that leads nowhere, such as one a redirect gives
            raise _RefusedError(f"cannot be read ({' '.join(str(error).split())})") from error
        except OSError as error:  # every other error of the network is one
            if wait is None:
                reason = f"cannot be read ({error.strerror or type(error).__name__})"
                if isinstance(error, ConnectionError):
                    reason = str(error)
                elif "timed out" in str(error):
                    reason = f"was silent for {patience.silence:g} s"
                raise _RefusedError(f"{reason}, in {len(patience.waits) + 1} tries") from error
            patience.sleep(wait)


def _try(url: str, file: Upstream, part: Path, tell: Callable[[int], None], silence: float) -> None:
    with part.open("ab") as stream:
        # Records hold unpacked lengths, so nothing may be packed on the way; a header that is None is not sent.
        headers = {"Accept-Encoding": "identity", "Range": f"bytes={stream.tell()}-" if stream.tell() else None}
        hooks = {"response": lambda response, **_: _judge(response, file, stream)}
        get = pooch.HTTPDownloader(chunk_size=1 << 14, timeout=silence, headers=headers, hooks=hooks)
        get(url, _Counted(stream, file.bytes, tell), None)
    if part.stat().st_size < file.bytes:
        raise ConnectionError(f"sent {part.stat().st_size:,} of the {file.bytes:,} bytes recorded")


def _judge(response: Any, file: Upstream, stream: BinaryIO) -> None:
    """Refuse an answer that cannot be the file, before any of it is read; keep what came before if it goes on there."""
    if response.is_redirect:
        onward = urljoin(response.url, response.headers["Location"])
        if not onward.startswith(_ADDRESS):
            raise _RefusedError(f"leads to {onward}, which is no http(s) address")
        return
    status, kind = response.status_code, response.headers.get("Content-Type", "")
    if status in _PASSING:
        raise ConnectionError(f"answered {status} {response.reason}")
    if status in (404, 410):
        raise FileNotFoundError(f"answered {status} {response.reason}")
    goes_on = status == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {stream.tell()}-")
    if not goes_on:
        stream.truncate(stream.seek(0))
    if status != 200 and not goes_on:
        raise (ConnectionError if status in (206, 416) else _RefusedError)(f"answered {status} {response.reason}")
    if "html" in kind and not file.file.endswith((".html", ".htm")):
        raise _RefusedError(f"sent a web page ({kind}) instead of the file")
    announced = response.headers.get("Content-Length", str(file.bytes - stream.tell()))
    if not re.fullmatch("[0-9]{1,18}", announced):
        raise _RefusedError(f"announces a length that is no number: {announced!r}")
    length = stream.tell() + int(announced)
    if length != file.bytes:
        raise _RefusedError(f"sends a file of the wrong length: {file.bytes:,} bytes recorded, {length:,} announced")


class _Counted:
    """The stream that a download is written to, which never takes more than the recorded bytes."""

    def __init__(self, stream: BinaryIO, limit: int, tell: Callable[[int], None]) -> None:
        self.stream, self.limit, self.tell, self.flush = stream, limit, tell, stream.flush

    def write(self, chunk: bytes) -> None:
        if self.stream.tell() + len(chunk) > self.limit:
            raise _RefusedError(f"sends a file of the wrong length: more than the {self.limit:,} bytes recorded")
        self.stream.write(chunk)
        self.tell(self.stream.tell())


def _require(part: Path, file: Upstream) -> None:
    size, found = part.stat().st_size, catalogue.sha256(part)
    if found == file.sha256:
        return
    if _PAGE.match(part.read_bytes()):
        raise _RefusedError("is a web page instead of the file")
    if size != file.bytes:
        raise _RefusedError(f"is a file of the wrong length: {file.bytes:,} bytes recorded, {size:,} found")
    raise _RefusedError(f"is another file of the same length: recorded sha256 {file.sha256}, found {found}")
