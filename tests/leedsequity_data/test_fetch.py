"""Publishers' files fetched from a local server that behaves well, badly, or not at all."""

import hashlib
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity_build import cli
from leedsequity_data import fetch as fetching
from leedsequity_data.compile import compile_table
from leedsequity_data.fetch import Fetched, fetch

WHOLE = (
    bytes(range(256)) * 400
)  # 102,400 bytes: several of the pieces in which a download is written
PAGE = b"<!DOCTYPE html>\n<html><body>Sign in to go on</body></html>"
REAL = Path(__file__).parents[2] / "data" / "raw"
TABLES = ("deaths_population_imd_decile", "life_expectancy_imd_decile")

RECORD = """\
description: Made-up
publisher: Nobody
title: Nothing
landing_page: https://publisher.invalid/page
licence: none
retrieved: 2026-01-01
upstream:
{files}
compiled_by: leedsequity_data.publishers.nothing:clean_made
transformation: None.
notes: []
columns:
  a: {{description: a, unit: none, values: text}}
key: a
rows: 0
sha256: unsealed
"""


class Server:
    """A server whose answers are functions of the handler, and that notes what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, str | None]] = []
        self.ended = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("Range")))
                outer.answers.get(self.path, lambda handler: handler.send_error(404))(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.http.server_port}"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    made = Server()
    thread = threading.Thread(
        target=made.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
    )
    thread.start()
    yield made
    made.ended.set()
    made.http.shutdown()
    made.http.server_close()
    thread.join(5)


def send(
    content: bytes,
    kind: str = "application/octet-stream",
    length: int | None = None,
    status: int = 200,
):
    """Answer with these bytes; a ``length`` announced beyond them is a connection that breaks."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content) if length is None else length))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def unannounced(content: bytes):
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def in_turn(*answers):
    left = list(answers)
    return lambda handler: left.pop(0)(handler)


def write_record(
    root: Path, name: str, *files: tuple[str, str | None], content: bytes = WHOLE
) -> None:
    digest = hashlib.sha256(content).hexdigest()
    lines = []
    for file, url in files:
        lines += [f"  - file: {file}", f"    sha256: {digest}", f"    bytes: {len(content)}"]
        lines += [f"    url: {url}"] if url else []
    (root / "data" / "raw" / f"{name}.yaml").write_text(RECORD.format(files="\n".join(lines)))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> Path:
    """A project with one table made from one file, `a/b c.bin`, kept at the server's `/kept`."""
    folder = tmp_path / "project"
    (folder / "data" / "raw").mkdir(parents=True)
    (folder / "data" / "fields.yaml").write_bytes((REAL.parent / "fields.yaml").read_bytes())
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(folder))
    write_record(folder, "made", ("a/b c.bin", f"{server.address}/kept"))
    return folder


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second of silence, and no waiting between tries."""
    monkeypatch.setattr(fetching, "_SILENCE", 0.5)
    monkeypatch.setattr(fetching, "_TRIES", fetching._TRIES.new(backoff_factor=0))


def left(root: Path) -> list[str]:
    """Return all files under the upstream folder."""
    folder = root / "data" / "upstream"
    return sorted(
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    )


def test_a_right_file_comes_whole_and_is_not_fetched_again(root: Path, server: Server) -> None:
    server.answers["/kept"] = send(WHOLE)
    told: list[int] = []
    expected = Fetched("a/b c.bin", "fetched", f"from {server.address}/kept")
    assert fetch(["made"], watch=lambda _, done: told.append(done)) == [expected]
    assert (root / "data/upstream/a/b c.bin").read_bytes() == WHOLE
    assert told == sorted(told)
    assert told[-1] == len(WHOLE)
    assert fetch(["made"]) == [Fetched("a/b c.bin", "there")]
    assert len(server.asked) == 1
    assert left(root) == ["a/b c.bin"]


def test_a_file_there_that_is_not_the_recorded_one_is_replaced(root: Path, server: Server) -> None:
    server.answers["/kept"] = send(WHOLE)
    place = root / "data/upstream/a/b c.bin"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"another")
    assert fetch(["made"])[0].outcome == "fetched"
    assert place.read_bytes() == WHOLE


@pytest.mark.parametrize(
    ("answer", "tries", "reason"),
    [
        (
            send(WHOLE[:-1]),
            1,
            "is a file of the wrong length: 102,400 bytes recorded, 102,399 found",
        ),
        (
            unannounced(WHOLE + b"x"),
            1,
            "is a file of the wrong length: more than the 102,400 bytes recorded",
        ),
        (
            send(WHOLE[::-1]),
            1,
            (
                "is another file of the same length: recorded sha256"
                f" {hashlib.sha256(WHOLE).hexdigest()}, found"
                f" {hashlib.sha256(WHOLE[::-1]).hexdigest()}"
            ),
        ),
        (send(PAGE, "text/html; charset=utf-8"), 1, "is a web page instead of the file"),
        (send(PAGE.ljust(len(WHOLE)), "text/plain"), 1, "is a web page instead of the file"),
        (lambda handler: handler.send_error(404), 1, "answered 404 Not Found"),
        (lambda handler: handler.send_error(403), 1, "answered 403 Forbidden"),
        (lambda handler: handler.send_error(503), 3, "answered 503 Service Unavailable"),
        (lambda handler: handler.send_error(429), 3, "answered 429 Too Many Requests"),
        (
            unannounced(WHOLE[:50_000]),
            1,
            "is a file of the wrong length: 102,400 bytes recorded, 50,000 found",
        ),
        (send(WHOLE[:50_000], length=len(WHOLE)), 1, "cannot be read (ChunkedEncodingError)"),
        (hang_up, 3, "cannot be read (ConnectionError)"),
    ],
    ids=[
        "truncated",
        "endless",
        "wrong",
        "page",
        "page as text",
        "404",
        "403",
        "503",
        "429",
        "short",
        "broken off",
        "hung up",
    ],
)
def test_what_is_not_the_file_is_refused_in_one_line_and_leaves_nothing(
    root: Path, server: Server, answer, tries: int, reason: str
) -> None:
    server.answers["/kept"] = answer
    (found,) = fetch(["made"])
    assert found.outcome == "failed"
    assert (
        found.reason
        == f"data/upstream/a/b c.bin: not fetched: {server.address}/kept {reason}: try again later,"
        " or put the file there by hand, or name a folder that holds a/b c.bin with --mirror"
        " (the publisher's page: https://publisher.invalid/page)"
    )
    assert len(server.asked) == tries
    assert left(root) == []


@pytest.mark.parametrize("sent", [None, WHOLE[:40_000]], ids=["before the answer", "in the middle"])
def test_a_server_that_stalls_is_left_after_the_silence_agreed(
    root: Path, server: Server, sent: bytes | None
) -> None:
    def stall(handler: BaseHTTPRequestHandler) -> None:
        if sent is not None:
            send(sent, length=len(WHOLE))(handler)
        server.ended.wait(5)

    server.answers["/kept"] = stall
    (found,) = fetch(["made"])
    assert "/kept was silent for 0.5 s: try again later" in found.reason
    assert left(root) == []


def test_a_server_that_fails_twice_is_asked_a_third_time(root: Path, server: Server) -> None:
    failing = send(b"busy", status=503)
    server.answers["/kept"] = in_turn(failing, failing, send(WHOLE))
    assert fetch(["made"])[0].outcome == "fetched"
    assert left(root) == ["a/b c.bin"]


def test_what_is_there_outlasts_a_failure_and_an_interrupted_fetch_leaves_nothing(
    root: Path, server: Server
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    server.answers["/kept"] = send(WHOLE)
    with pytest.raises(KeyboardInterrupt):
        fetch(["made"], watch=interrupt)
    assert left(root) == []
    place = root / "data/upstream/a/b c.bin"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"another")
    server.answers["/kept"] = send(WHOLE[::-1])
    assert fetch(["made"])[0].outcome == "failed"
    assert place.read_bytes() == b"another"


def test_a_table_transcribed_from_a_document_has_nothing_to_fetch(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for end in ("csv", "yaml"):
        name = f"published_life_expectancy.{end}"
        (root / "data" / "raw" / name).write_bytes((REAL / name).read_bytes())
    assert run(monkeypatch, "published_life_expectancy") == 0
    assert capsys.readouterr().out.startswith("nothing to fetch: ")


def test_a_file_that_several_tables_name_is_fetched_once(root: Path, server: Server) -> None:
    server.answers["/kept"] = send(WHOLE)
    write_record(root, "second", ("a/b c.bin", f"{server.address}/kept"))
    assert [found.file for found in fetch(["made", "second", "made"])] == ["a/b c.bin"]
    assert len(server.asked) == 1
    write_record(root, "third", ("a/b c.bin", f"{server.address}/kept"), content=b"x")
    with pytest.raises(InputError, match=r"data/raw/third\.yaml and made\.yaml differ"):
        fetch(["made", "third"])


def test_a_file_without_address_is_by_hand_unless_the_mirror_has_it(
    root: Path, server: Server, tmp_path: Path
) -> None:
    write_record(root, "made", ("hand.bin", None))
    (found,) = fetch(["made"])
    assert found.outcome == "by hand"
    assert (
        "put it at data/upstream/hand.bin (the publisher's page: https://publisher.invalid/page)"
        in found.reason
    )
    assert fetch(["made"], str(tmp_path))[0].outcome == "by hand"
    assert fetch(["made"], server.address)[0].outcome == "by hand"
    (tmp_path / "hand.bin").write_bytes(WHOLE)
    assert fetch(["made"], str(tmp_path)) == [
        Fetched("hand.bin", "fetched", f"from {tmp_path / 'hand.bin'}")
    ]
    (root / "data/upstream/hand.bin").write_bytes(b"another")
    (found,) = fetch(["made"])
    assert found.outcome == "failed"
    assert "the one there is another file, of 7 bytes" in found.reason


def test_a_mirror_is_asked_first_and_the_recorded_address_for_what_it_lacks(
    root: Path, server: Server, tmp_path: Path
) -> None:
    server.answers["/kept"] = send(WHOLE)
    assert fetch(["made"], str(tmp_path))[0].reason == f"from {server.address}/kept"
    (root / "data/upstream/a/b c.bin").unlink()
    server.answers["/mirror/a/b%20c.bin"] = send(WHOLE)
    found = fetch(["made"], f"{server.address}/mirror/")
    assert found[0].reason == f"from {server.address}/mirror/a/b%20c.bin"
    (root / "data/upstream/a/b c.bin").unlink()
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b c.bin").write_bytes(WHOLE[:9])
    (failed,) = fetch(["made"], str(tmp_path))
    assert "is a file of the wrong length: 102,400 bytes recorded, 9 found" in failed.reason
    assert left(root) == []


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["leedsequity", "raw", "fetch", *arguments])
    try:
        cli.main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0


def test_the_command_says_what_became_of_each_file_and_fails_only_when_one_failed(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answers["/kept"] = send(WHOLE)
    write_record(root, "second", ("hand.bin", None))
    assert run(monkeypatch) == 0
    said = capsys.readouterr()
    assert [line.split()[-1] for line in said.out.splitlines() if line.startswith("a/b")] == [
        f"{server.address}/kept"
    ]
    assert "by hand" in said.out
    assert said.err == ""
    write_record(root, "third", ("gone.bin", f"{server.address}/gone"))
    assert run(monkeypatch, "third") == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert said.err.startswith(
        f"leedsequity: data/upstream/gone.bin: not fetched: {server.address}/gone answered 404"
    )
    assert run(monkeypatch, "forth") == 2
    assert run(monkeypatch, "made", "--mirror", str(root / "nowhere")) == 2
    assert "neither a folder nor an http(s) address" in capsys.readouterr().err


@pytest.mark.parametrize(
    "file",
    [
        "a/../../../README.md",
        "../README.md",
        "/etc/cron.d/x",
        "a\\b.csv",
        "C:/x.csv",
        "a//b.csv",
        "a/",
        ".",
        "a/.hidden",
        "~/x",
        "a/b.csv.",
        "a/b.csv ",
        "a\u0660.csv",
        f"{'a' * 201}.csv",
        "NUL",
        "a/com1.csv",
        "aux.d/b.csv",
    ],
)
def test_a_record_can_name_no_file_outside_the_folder_of_the_publishers_files(
    root: Path, server: Server, tmp_path: Path, file: str
) -> None:
    (root / "README.md").write_text("as it was")
    before = sorted(tmp_path.rglob("*"))
    server.answers["/kept"] = send(WHOLE)
    write_record(root, "made", (f"'{file}'", f"{server.address}/kept"))
    for act in (
        lambda: fetch(["made"]),
        lambda: raw.record("made"),
        raw.records,
        lambda: compile_table("made", root),
    ):
        with pytest.raises(
            InputError,
            match=r"^data/raw/made\.yaml: upstream: file is not a path inside the folder",
        ):
            act()
    assert (root / "README.md").read_text() == "as it was"
    assert sorted(tmp_path.rglob("*")) == before
    assert server.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a.invalid/x",
        "http://",
        "http:///x",
        "//a.invalid/x",
        "https://me:secret@a.invalid/x",
        "http://a.invalid@b.invalid/x",
        "javascript:alert(1)",
        "http://a.invalid/x y",
        "http://a.invalid\\@b.invalid/x",
        "HTTPS://a.invalid/<x>",
        "a.invalid/x",
    ],
)
def test_an_address_is_of_the_web_with_a_host_and_without_a_password(
    root: Path, tmp_path: Path, url: str
) -> None:
    write_record(root, "made", ("hand.bin", f"'{url}'"))
    with pytest.raises(
        InputError, match=r"^data/raw/made\.yaml: upstream: url is not an http\(s\) address with a"
    ):
        fetch(["made"])
    write_record(root, "made", ("hand.bin", None))
    record = root / "data/raw/made.yaml"
    for key in ("landing_page", "licence_url"):
        lines = [line for line in RECORD.splitlines() if not line.startswith(key)]
        content = "\n".join([f"{key}: '{url}'", *lines]).format(
            files="  - {file: a, sha256: '', bytes: 1}"
        )
        record.write_text(content)
        with pytest.raises(
            InputError,
            match=rf"^data/raw/made\.yaml: {key} is not an http\(s\) address with a host",
        ):
            raw.record("made")
    with pytest.raises(InputError, match=r"--mirror .* neither a folder nor"):
        fetch([], url)


def test_a_mirror_is_a_folder_or_an_address_that_can_be_gone_on_with(
    root: Path, server: Server
) -> None:
    for mirror in (
        "",
        f"{server.address}/?key=1",
        f"{server.address}/#x",
        str(root / "data/raw/made.yaml"),
        "\0",
    ):
        with pytest.raises(InputError, match=r"--mirror .* neither a folder nor"):
            fetch(["made"], mirror)
    assert server.asked == []


def test_nothing_is_written_where_a_link_leads_out(
    root: Path, server: Server, tmp_path: Path
) -> None:
    server.answers["/kept"] = send(WHOLE)
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "data/upstream").mkdir()
    (root / "data/upstream/a").symlink_to(outside, target_is_directory=True)
    (found,) = fetch(["made"])
    assert found.outcome == "failed"
    assert f"a link leads out of data/upstream, to {outside}" in found.reason
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "onward", ["file:///etc/passwd", "ftp://publisher.invalid/x", "http://[x/"]
)
def test_a_redirect_leads_to_the_web_or_nowhere(root: Path, server: Server, onward: str) -> None:
    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", onward)
        handler.end_headers()

    server.answers["/kept"] = redirect
    (found,) = fetch(["made"])
    assert found.outcome == "failed"
    assert len(found.reason.splitlines()) == 1
    assert len(server.asked) == 1
    assert left(root) == []


def test_two_names_of_one_file_that_differ_in_capitals_are_refused(
    root: Path, server: Server
) -> None:
    write_record(root, "second", ("A/b c.bin", f"{server.address}/kept"))
    for act in (lambda: fetch(["made", "second"]), raw.records, raw.verify):
        with pytest.raises(InputError, match=r"second\.yaml and made\.yaml differ: .*'A/b c\.bin'"):
            act()
    write_record(root, "made", ("one.bin", None), ("One.bin", None))
    with pytest.raises(
        InputError, match=r"made\.yaml: upstream: named twice, perhaps in other capitals: One\.bin"
    ):
        raw.record("made")


@pytest.mark.parametrize("table", TABLES)
def test_real_tables_compile_from_what_a_mirror_gives(
    root: Path, upstream: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for end in ("csv", "yaml"):
        (root / "data" / "raw" / f"{table}.{end}").write_bytes(
            (REAL / f"{table}.{end}").read_bytes()
        )
    assert run(monkeypatch, table, "--mirror", str(upstream)) == 0
    assert left(root) == sorted(file.file for file in raw.record(table).upstream)
    compile_table(table, root / "data" / "upstream", check=True)
