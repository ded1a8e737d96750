"""The command line. Nothing heavy is imported before a command runs."""

import io
import os
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from leedsequity import inputs
from leedsequity.errors import InputError

app = typer.Typer(
    help="Health inequality in Leeds: every published number rebuilt from open data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
raw_app = typer.Typer(help="The raw tables: list, verify, fetch, compile.", no_args_is_help=True)
app.add_typer(raw_app, name="raw")

Notebooks = Annotated[
    list[str] | None,
    typer.Argument(help="Names or numbers, such as 01; all when left out.", show_default=False),
]
_COLOURS = {
    **dict.fromkeys(["built", "fresh", "fetched", "reproduced", "close"], "green"),
    **dict.fromkeys(["stale", "by hand", "conflicts"], "yellow"),
    **dict.fromkeys(["failed", "differs", "unreadable"], "red"),
}


class _Pair(tuple[str, str]):
    """A name and a value."""


def main() -> None:
    """Run the command line. Whatever ends it is one line.

    The exit code is 2 for what a person, a file or the machine is at fault for, 1 where a notebook
    or table failed, 130 after Ctrl-C. A mistake in this program is one line as well, with its place
    and exit code 1; where Python's development mode is on (`PYTHONDEVMODE=1`), it is a traceback.
    """
    if sys.stdout is None or sys.stderr is None:  # closed by the shell
        nowhere = Path(os.devnull).open("w")  # noqa: SIM115  # until the program ends
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, io.TextIOWrapper
        ):  # none where a caller keeps what is printed in memory
            stream.reconfigure(errors="backslashreplace")  # a terminal may know ASCII alone
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # of `leedsequity areas | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:  # standard output, into a file on a full disk
        _complain(f"not all could be printed: {inputs.explained(error)}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 2
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    """Run a command and return its exit code."""
    try:
        if any("\0" in word for word in arguments):
            raise InputError("an argument holds a character that no name or value can have (NUL)")
        command: Any = typer.main.get_command(app)
        (pairs,) = (one for one in command.commands["build"].params if one.name == "parameter")
        pairs.nargs = (
            2  # papermill's `-p NAME VALUE`: typer has no words for a pair that comes again
        )
        return command(arguments, standalone_mode=False) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise
    except inputs.FAULTS as error:
        _complain(error)
        return 2
    except Exception as error:
        if usage := getattr(
            error, "format_message", None
        ):  # typer exports no base class of its own errors
            if type(error).__name__ == "NoArgsIsHelpError":
                print(usage(), file=sys.stderr)
                return 2
            context = getattr(error, "ctx", None)
            command = context.command_path if context else "leedsequity"
            _complain(f"{usage()} `{command} --help` says what it takes")
            return 2
        if sys.flags.dev_mode:
            raise
        place = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if __package__ in frame.filename
        ][-1]
        _complain(
            f"a mistake in the program, please report it: {inputs.explained(error)} "
            f"({Path(place.filename).name}, line {place.lineno}; PYTHONDEVMODE=1 shows more)"
        )
        return 1


def _data(name: str) -> Any:
    """Return a function of the package that reads publishers' files, of which this one knows no more than the name."""
    try:
        (entry,) = entry_points(group="leedsequity.data", name=name)
        return entry.load()
    except (ValueError, ModuleNotFoundError) as error:
        lacking = getattr(error, "name", None) or "leedsequity_data"
        raise InputError(
            f"{lacking} is not installed: publishers' files are read with more packages, which"
            " `make data` installs"
        ) from None


def _say(line: str = "") -> None:
    """Print a line; what of it a terminal would obey is printed as what it is."""
    print(inputs.printable(line))


def _complain(problem: object) -> None:
    """Say what went wrong, on standard error, in one line."""
    line = (
        inputs.explained(problem)
        if isinstance(problem, Exception)
        else inputs.one_line(str(problem))
    )
    with suppress(OSError):  # of a terminal that is gone or full: nobody can be told
        print(f"leedsequity: {line}", file=sys.stderr)


def _failed(*problems: object) -> typer.Exit:
    """Say what went wrong; what is returned ends the command with exit code 1."""
    for problem in problems:
        _complain(problem)
    return typer.Exit(1)


def _table(rows: Sequence[tuple[str, ...]], *headings: str) -> None:
    """Print a table, coloured by its second column, whole lines when it is not a terminal's."""
    table = Table(*headings, box=None, pad_edge=False)
    for row in rows:
        cells = [Text(inputs.one_line(cell)) for cell in row]  # text, in which nothing is markup
        cells[1].stylize(_COLOURS.get(row[1], "default"))
        table.add_row(*cells)
    Console(width=None if sys.stdout.isatty() else 1000, highlight=False, soft_wrap=True).print(
        table
    )


@app.command()
def build(
    notebooks: Notebooks = None,
    area: Annotated[
        str | None,
        typer.Option(
            metavar="CODE|all",
            help=(
                "A place: code, name, or file of LSOA codes; a region's authorities; core-cities;"
                " all; or some with commas."
            ),
        ),
    ] = None,
    parameter: Annotated[
        list[_Pair] | None,
        typer.Option(
            "--parameter",
            "-p",
            parser=_Pair,
            metavar="NAME VALUE",
            help="A parameter of every notebook selected.",
        ),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="A parameter: run once for each of its values, each into its own folder.",
        ),
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many notebooks run at once.")
    ] = 2,
    force: Annotated[bool, typer.Option("--force", help="Run what is up to date, too.")] = False,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="S", help="Seconds that a notebook may take.")
    ] = 1800,
    output_dir: Annotated[
        Path | None,
        typer.Option(file_okay=False, help="Where the results go; committed ones stay untouched."),
    ] = None,
) -> None:
    """Run the notebooks whose results are out of date.

    With default parameters the committed results are rebuilt; with any other, results go to out/.
    For more than one area, each table is also written for all of them together, in combined/.
    """
    from leedsequity_build import build as builder
    from leedsequity_build import choices, fan_out
    from leedsequity_build import notebooks as catalogue
    from leedsequity_build.ending import ending
    from leedsequity_build.progress import progress

    given = dict(parameter or [])
    chosen, faults = catalogue.readable(catalogue.select(notebooks or []))
    served = [n for n in chosen if area is None or "area" in n.defaults]
    results = [
        builder.Result(n.name, "not served", "it declares no area")
        for n in chosen
        if n not in served
    ]
    codes = choices.requested_places(area) if area is not None else []
    if len(codes) == 1:
        given["area"] = codes[0]
    if each is not None and len(codes) > 1:
        raise InputError(f"--each takes one area at a time; --area {area} is {len(codes)}")
    if len(codes) > 1:
        work = builder.of_areas(served, codes, given, output_dir)
    elif each is not None:
        work = [
            job for notebook in served for job in builder.each(notebook, each, given, output_dir)
        ]
    else:
        work = [builder.job(notebook, given, output_dir) for notebook in served]
    try:
        with progress(len(work)) as report:
            ran = builder.run(work, jobs, force, report, timeout)
    except InputError as error:
        raise _failed(error) from None
    results += ran
    failed = [result for result in results if result.outcome == "failed"]
    if len(codes) > 1:
        fan_out.combine(zip(work, ran, strict=True), given)
        if area == "all":
            _say(choices.not_in_all())
        if rows := fan_out.summary(results):
            _table(rows, "notebook", "", "runs", "")
    elif failed or not each:
        shown = failed if each else results
        _table(
            [(r.notebook, r.outcome, f"{r.seconds:.1f}", r.reason) for r in shown],
            "notebook",
            "",
            "s",
            "",
        )
    if each or len(codes) > 1:
        _say(
            ", ".join(
                f"{number} {outcome}"
                for outcome, number in Counter(r.outcome for r in results).items()
            )
        )
    if lines := ending(work, ran):
        _say()
    for line in lines:
        _say(line)
    for fault in faults.values():
        _complain(fault)
    if failed or faults:
        raise typer.Exit(1 if failed else 2)


@app.command()
def status(notebooks: Notebooks = None) -> None:
    """Say for each notebook whether its committed results are fresh or stale, and why."""
    from leedsequity_build import build as builder
    from leedsequity_build import notebooks as catalogue

    known, faults = catalogue.readable(catalogue.select(notebooks or []))
    rows = [(name, "unreadable", inputs.explained(fault)) for name, fault in faults.items()]
    for notebook in known:
        reasons = builder.job(notebook, {}).reasons()
        rows.append((notebook.name, "stale" if reasons else "fresh", "; ".join(reasons)))
    _table(sorted(rows), "notebook", "", "why")


@app.command()
def doctor() -> None:
    """Look for what usually goes wrong, here and in the environment, and say what mends it; exit code 1 for a fault."""
    from leedsequity_build.doctor import examine

    found = list(examine())
    for check, wrong, fix in found:
        _say(f"fault  {check:10}  {wrong} → {fix}" if wrong else f"ok     {check}")
    if any(wrong for _, wrong, _ in found):
        raise typer.Exit(1)


@app.command()
def explain(
    file: Annotated[
        Path, typer.Argument(help="A table, figure, notebook, raw table, or claim's id.")
    ],
) -> None:
    """Say where a file or a claim's value came from: notebook, parameters, raw tables, publishers, licences."""
    from leedsequity_build.explain import explain as find

    found = find(file)
    for line in found.file.splitlines():
        _say(line)
    if found.notebook:
        _say(f"  notebook    {found.notebook}")
        _say(
            "  parameters "
            f" {', '.join(f'{k} = {v}' for k, v in found.parameters.items()) or 'none'}"
        )
    _say(
        "  bytes       " + ("as recorded" if found.as_recorded else "NOT as recorded: edited since")
    )
    for record in found.raw:
        _say()
        _say(f"  raw table   {record.name}: {record.description}")
        _say(f"  published   {record.publisher}: {record.title}")
        _say(f"  licence     {record.licence}  {record.licence_url or ''}".rstrip())
        if record.document:
            _say(f"  from        {record.document}, {record.locator}")
        for origin in record.upstream:
            _say(f"  from        {origin.file}  {origin.url or '(no checkable address: by hand)'}")


@app.command()
def claims(
    claim: Annotated[
        str, typer.Argument(help="A claim's id, or its beginning; all when left out.")
    ] = "",
    status: Annotated[
        str, typer.Option(metavar="STATUS", help="Only claims that came out so, such as differs.")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="As a list of objects, with everything known.")
    ] = False,
) -> None:
    """Recompute what the documents say, and print how each claim came out."""
    import json

    from leedsequity.claims import register
    from leedsequity.claims.report import STATUSES, number

    if status and status not in STATUSES:
        raise InputError(
            f"no claim comes out as {status!r}; a status is one of {', '.join(STATUSES)}"
        )
    found = register(claim)
    if found.empty:
        raise InputError(f"no claim's id begins with {claim!r}: `leedsequity claims` lists them")
    found = found[found["status"] == status] if status else found
    if as_json:
        print(json.dumps(json.loads(found.to_json(orient="records")), indent=1))
        return
    _table(
        [
            (
                r["claim_id"],
                r["status"],
                f"{r['relation']} {number(r['value'], r['unit'])}",
                "" if r["recomputed"] != r["recomputed"] else number(r["recomputed"], ""),
                r["statement"],
            )
            for _, r in found.iterrows()
        ],
        "claim",
        "",
        "published",
        "recomputed",
        "",
    )


@app.command()
def export(
    output_dir: Annotated[
        Path | None, typer.Option(file_okay=False, help="Where the files go; else out/export.")
    ] = None,
) -> None:
    """Write indicators, gaps and claims as an accessible workbook, and as CSV with a datapackage.json."""
    from leedsequity import paths
    from leedsequity_build.export import export as write

    for file in write((output_dir or paths.output() / "export").resolve()):
        _say(paths.shown(file))


@app.command()
def areas(text: Annotated[str, typer.Argument(help="Part of a name or code.")] = "") -> None:
    """List the areas, or else the wards, whose name or code holds the text."""
    from leedsequity import places

    found = places.search(text)
    if not found:
        places.find(text)  # says what is near
    rows = [
        (a.code, a.name, a.type, a.region, f"→ {a.successor}" if a.successor else "") for a in found
    ]
    _table(rows, "code", "name", "type", "region", "successor")


@app.command()
def example(
    kind: Annotated[str, typer.Argument(help="What of: programme.")],
    file: Annotated[
        Path, typer.Argument(help="Where to write it; nothing is overwritten.", dir_okay=False)
    ],
) -> None:
    """Write a synthetic file of a partner's records, to try a notebook with: nobody in it is a person."""
    from leedsequity import paths, raw
    from leedsequity_build.example import programme_events

    if kind != "programme":
        raise InputError(f"there is no example of {kind!r}, only of: programme")
    if file.exists():
        raise InputError(f"{file}: there already; nothing was written")
    lsoas = raw.load("imd_lsoa11").sort_values("imd_rank_2019")["lsoa11_code"]
    table = programme_events(raw.load("published_programmes"), lsoas)
    paths.write({file: table.to_csv(index=False, lineterminator="\n").encode()})
    _say(f"{file}: {len(table):,} events of {table['person_id'].nunique():,} synthetic people")
    _say(f"try it: leedsequity build 04 -p programme_file {file}")


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="A module's name, such as housing_costs.")],
    title: Annotated[str, typer.Option(help="The question, in a line.")],
) -> None:
    """Start an analysis: notebook pair, module, test, claims stub and row of the README, which pass as they are."""
    from leedsequity import paths
    from leedsequity_build import build as builder
    from leedsequity_build import notebooks as catalogue
    from leedsequity_build.new import new as write

    notebook, files = write(name, title)
    for file in files:
        _say(paths.shown(file))
    (result,) = builder.run(
        [builder.job(catalogue.select([notebook])[0], {})], 1, report=lambda _: None
    )
    _say(f"{notebook}: {result.outcome} {result.reason}".rstrip())
    if result.outcome == "failed":
        raise typer.Exit(1)
    print(
        "now make it yours (docs/add-an-analysis.md); after each change: leedsequity build"
        f" {notebook[:2]}"
    )


@raw_app.command("list")
def list_raw() -> None:
    """List the raw tables: rows, publisher, what each holds."""
    from leedsequity.raw import catalogue

    records = catalogue.records()
    _table(
        [(r.name, f"{r.rows:,}", r.publisher, r.description) for r in records],
        "table",
        "rows",
        "from",
        "",
    )


@raw_app.command()
def verify() -> None:
    """Check that every raw table is the recorded one, byte for byte, and fits its record."""
    from leedsequity import raw

    try:
        raw.verify()
        for name in raw.names():
            raw.load(name)
    except InputError as error:
        raise _failed(*str(error).splitlines()) from None
    print(f"{len(raw.names())} raw tables: bytes as recorded, values as their records say")


@raw_app.command()
def fetch(
    tables: Annotated[
        list[str] | None, typer.Argument(help="Raw tables; all when left out.")
    ] = None,
    mirror: Annotated[
        str | None,
        typer.Option(
            metavar="DIR|URL",
            help="Where copies are, laid out as the records name the files; tried first.",
        ),
    ] = None,
) -> None:
    """Fetch the publishers' files that raw tables are made from into data/upstream, and check each one."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    from leedsequity.raw import catalogue

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task("fetching", total=None)
        results = _data("fetch")(
            tables or catalogue.names(),
            mirror,
            lambda file, done: progress.update(
                task, description=inputs.printable(file.file), total=file.bytes, completed=done
            ),
        )
    failed = [result for result in results if result.outcome == "failed"]
    if not results:
        print(
            "nothing to fetch: no publisher's file is named, the figures are transcribed from"
            " documents"
        )
        return
    _table([(r.file, r.outcome, "" if r in failed else r.reason) for r in results], "file", "", "")
    if failed:
        raise _failed(*(result.reason for result in failed))


@raw_app.command("compile")
def compile_raw(
    tables: Annotated[
        list[str] | None,
        typer.Argument(help="Raw tables; when left out every one."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--from", file_okay=False, exists=True, help="Publishers' files; else data/upstream."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; say where a table would differ.")
    ] = False,
) -> None:
    """Compile raw tables from publishers' files, after checking that those are the recorded ones."""
    from leedsequity import paths
    from leedsequity.raw import catalogue

    names = [catalogue.record(name).name for name in tables or catalogue.names()]
    ending = None
    for name in names:
        try:
            _data("compile")(name, source or paths.upstream(), check)
            _say(f"{name}: {'identical' if check else 'compiled'}")
        except InputError as error:
            ending = _failed(error)  # the other tables have their turn
    if ending:
        raise ending


@raw_app.command()
def dictionary(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; say which pages are out of date.")
    ] = False,
) -> None:
    """Write the data dictionary, docs/data, from the records of the raw tables."""
    from leedsequity import paths
    from leedsequity.raw import catalogue

    folder = paths.docs() / "data"
    made = {
        folder / name: text.encode()
        for name, text in _data("dictionary")(catalogue.records()).items()
    }
    standing = {file: file.read_bytes() for file in folder.glob("*.md")}
    stale = sorted(file.name for file in made | standing if made.get(file) != standing.get(file))
    if stale and check:
        raise _failed(
            f"docs/data: out of date: {', '.join(stale)}: run `leedsequity raw dictionary`"
        )
    if stale:
        paths.write(made)
        for file in standing.keys() - made.keys():
            file.unlink()
    print(f"docs/data: {len(made)} pages, {len(stale)} written or removed")
