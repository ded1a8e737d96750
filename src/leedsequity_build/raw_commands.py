"""The commands of the raw tables: `leedsequity raw …`."""

from datetime import date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text
from typer import Argument, Option

from leedsequity import inputs
from leedsequity.errors import InputError
from leedsequity_build.terminal import failure, show, show_table

app = typer.Typer(
    help="The raw tables: list, verify, fetch, compile, update.", no_args_is_help=True
)

Tables = Annotated[list[str] | None, Argument(help="Raw tables; all when left out.")]
Check = Annotated[bool, Option("--check", help="Change nothing; say what would differ.")]


def data(name: str) -> Any:
    """Return a function of the package that reads publishers' files, known here by name alone."""
    try:
        (entry,) = entry_points(group="leedsequity.data", name=name)
        return entry.load()
    except (ValueError, ModuleNotFoundError) as error:
        lacking = getattr(error, "name", None) or "leedsequity_data"
        raise InputError(
            f"{lacking} is not installed: publishers' files are read with more packages, which"
            " `make data` installs"
        ) from None


@app.command("list")
def list_tables() -> None:
    """List the raw tables: rows, publisher, what each holds."""
    from leedsequity.raw import inventory

    rows = [(r.name, f"{r.rows:,}", r.publisher, r.description) for r in inventory.records()]
    show_table(rows, "table", "rows", "from", "")


@app.command()
def verify() -> None:
    """Check that every raw table is the recorded one, byte for byte, and fits its record."""
    from leedsequity import raw

    try:
        raw.verify()
        for name in raw.names():
            raw.load(name)
    except InputError as error:
        raise failure(*str(error).splitlines()) from None
    show(f"{len(raw.names())} raw tables: bytes as recorded, values as their records say")


@app.command()
def fetch(
    tables: Tables = None,
    mirror: Annotated[
        str | None,
        Option(
            metavar="DIR|URL",
            help="Where copies are, laid out as the records name the files; tried first.",
        ),
    ] = None,
) -> None:
    """Fetch the publishers' files that raw tables are made from into data/upstream; check each."""
    from rich.console import Console

    from leedsequity.raw import inventory

    with Console(stderr=True).status("fetching", spinner="line") as status:

        def report(file: Any, done: int) -> None:
            status.update(Text(f"fetching {inputs.printable(file.file)}: {done:,} bytes"))

        results = data("fetch")(tables or inventory.names(), mirror, report)
    if not results:
        show(
            "nothing to fetch: no publisher's file is named, the figures are transcribed from"
            " documents"
        )
        return
    failed = [result for result in results if result.outcome == "failed"]
    rows = [(r.file, r.outcome, "" if r in failed else r.reason) for r in results]
    show_table(rows, "file", "", "")
    if failed:
        raise failure(*(result.reason for result in failed))


@app.command("compile")
def compile_tables(
    tables: Tables = None,
    source: Annotated[
        Path | None,
        Option(
            "--from", file_okay=False, exists=True, help="Publishers' files; else data/upstream."
        ),
    ] = None,
    check: Check = False,
) -> None:
    """Compile raw tables from publishers' files, which are checked to be the recorded ones."""
    from leedsequity import paths
    from leedsequity.raw import inventory

    names = [inventory.record(name).name for name in tables or inventory.names()]
    end = None
    for name in names:
        try:
            data("compile")(name, source or paths.upstream(), check)
            show(f"{name}: {'identical' if check else 'compiled'}")
        except InputError as error:
            end = failure(error)  # the other tables have their turn
    if end:
        raise end


@app.command()
def update(
    table: Annotated[str, Argument(help="The raw table.")],
    file: Annotated[Path, Argument(help="The publisher's newer file.", dir_okay=False)],
    write: Annotated[bool, Option("--write", help="Renew table, record and page.")] = False,
    url: Annotated[str | None, Option(help="The address of these very bytes.")] = None,
    instead_of: Annotated[
        str | None, Option("--as", metavar="FILE", help="The recorded file it is an edition of.")
    ] = None,
    source: Annotated[
        Path | None,
        Option(
            "--from",
            file_okay=False,
            exists=True,
            help="The other publishers' files; else data/upstream.",
        ),
    ] = None,
) -> None:
    """Say what a newer edition of a publisher's file changes; with --write, put it in place."""
    from leedsequity import paths

    folder = source or paths.upstream()
    found = data("update")(table, file, folder, write=write, url=url, instead_of=instead_of)
    new, old = found.file, found.replaces
    stated = "; ".join(f"{fact} {words}" for fact, words in new.states.items()) or "nothing"
    before = f"in place of {old.file}, {old.states.get('period', '')}" if old else "one more"
    show(f"{file.name} states {stated}: {before.rstrip(', ')}")
    for change in found.changes:
        columns = f", {len(change.columns)} columns new" if change.columns else ""
        show(
            f"{change.table}: {change.rows:,} rows: {change.added:,} added, {change.removed:,}"
            f" removed; {change.revised:,} values revised{columns}"
        )
        for line in change.largest:
            show(f"  {line}")
    names = ", ".join(change.table for change in found.changes)
    show(
        f"written: {names}, with records and pages. Their titles, descriptions and notes are prose:"
        " read whether they name the old period. Then: leedsequity build"
        if write
        else "nothing is written without --write"
    )


@app.command()
def outdated(
    today: Annotated[
        datetime | None, Option(formats=["%Y-%m-%d"], help="The day to judge by; else today.")
    ] = None,
) -> None:
    """List the tables of which a newer edition is due by its publisher's usual rhythm."""
    day = today.date() if today else date.today()
    due = data("outdated")(day)
    if due:
        rows = [(d.table, d.file, d.period, f"{d.every} months", d.since.isoformat()) for d in due]
        show_table(rows, "table", "file", "states", "every", "due since")
    show(
        f"{len(due)} due on {day} by the publishers' usual rhythm; whether it is there, their pages"
        " say: nothing was looked up"
    )


@app.command()
def dictionary(check: Check = False) -> None:
    """Write the data dictionary, docs/data, from the records of the raw tables."""
    from leedsequity import paths
    from leedsequity.raw import inventory

    folder = paths.docs() / "data"
    pages = data("dictionary")(inventory.records())
    made = {folder / name: text.encode() for name, text in pages.items()}
    standing = {file: file.read_bytes() for file in folder.glob("*.md")}
    stale = sorted(file.name for file in made | standing if made.get(file) != standing.get(file))
    if stale and check:
        raise failure(
            f"docs/data: out of date: {', '.join(stale)}: run `leedsequity raw dictionary`"
        )
    if stale:
        paths.write(made, standing.keys() - made.keys())
    show(f"docs/data: {len(made)} pages, {len(stale)} written or removed")
