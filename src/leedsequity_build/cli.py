"""The command line. Nothing heavy is imported before a command runs."""

import io
import os
import sys
import traceback
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option

from leedsequity import inputs
from leedsequity.errors import InputError
from leedsequity_build import ask_commands, claims_commands, partner_commands, raw_commands
from leedsequity_build.terminal import complain, failure, show, show_table

_HELP = """Health inequality in Leeds and England: ask, and rebuild every number from open data.

\b
leedsequity find 24%                        claims, findings, figures, tables, words
leedsequity compare Leeds Sheffield NEET    two places, with intervals and verdict
leedsequity place Harehills                 what is known of a place
leedsequity explain among_all               where a number or a picture came from
leedsequity build 07 --area Bradford        the notebooks, for any place
"""

app = typer.Typer(
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for question in (ask_commands.find, ask_commands.compare, ask_commands.place):
    app.command()(question)
app.add_typer(raw_commands.app, name="raw")
app.add_typer(claims_commands.app, name="claims")
app.command()(partner_commands.check)
app.command()(partner_commands.example)


class _Pair(tuple[str, str]):
    """A name and a value."""


Notebooks = Annotated[
    list[str] | None,
    Argument(help="Names or numbers, such as 01; all when left out.", show_default=False),
]
Area = Annotated[
    str | None,
    Option(
        metavar="CODE|all",
        help=(
            "A place: code, name, or file of LSOA codes; a region's authorities; core-cities; all;"
            " or some with commas."
        ),
    ),
]
Parameters = Annotated[
    list[_Pair] | None,
    Option(
        "--parameter",
        "-p",
        parser=_Pair,
        metavar="NAME VALUE",
        help="A parameter of every notebook selected.",
    ),
]
Each = Annotated[
    str | None,
    Option(
        metavar="NAME",
        help="A parameter: run once for each of its values in the area, each into its own folder.",
    ),
]


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
        if isinstance(stream, io.TextIOWrapper):  # none where a caller keeps it in memory
            stream.reconfigure(errors="backslashreplace")  # a terminal may know ASCII alone
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # of `leedsequity areas | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:  # standard output, into a file on a full disk
        complain(f"not all could be printed: {inputs.explained(error)}")
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
        pairs.nargs = 2  # papermill's `-p NAME VALUE`, which typer cannot repeat
        return command(arguments, standalone_mode=False) or 0
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        raise
    except inputs.FAULTS as error:
        complain(error)
        return 2
    except Exception as error:
        if hasattr(error, "format_message"):  # typer exports no base class of its own errors
            return _wrong_usage(error)
        if sys.flags.dev_mode:
            raise
        frames = traceback.extract_tb(error.__traceback__)
        place = [frame for frame in frames if __package__ in frame.filename][-1]
        complain(
            f"a mistake in the program, please report it: {inputs.explained(error)} "
            f"({Path(place.filename).name}, line {place.lineno}; PYTHONDEVMODE=1 shows more)"
        )
        return 1


def _wrong_usage(error: Any) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
    else:
        command = error.ctx.command_path if getattr(error, "ctx", None) else "leedsequity"
        complain(f"{error.format_message()} `{command} --help` says what it takes")
    return 2


@app.command()
def build(
    notebooks: Notebooks = None,
    area: Area = None,
    parameter: Parameters = None,
    each: Each = None,
    jobs: Annotated[int, Option(min=1, metavar="N", help="How many notebooks run at once.")] = 2,
    force: Annotated[bool, Option("--force", help="Run what is up to date, too.")] = False,
    timeout: Annotated[
        float, Option(min=1, metavar="S", help="Seconds that a notebook may take.")
    ] = 1800,
    output_dir: Annotated[
        Path | None,
        Option(file_okay=False, help="Where the results go; committed ones stay untouched."),
    ] = None,
) -> None:
    """Run the notebooks whose results are out of date.

    With default parameters the committed results are rebuilt; with any other, results go to out/.
    For more than one area, each table is also written for all of them together, in combined/.
    """
    from leedsequity_build import build as builder
    from leedsequity_build import choices, fan_out, report
    from leedsequity_build import notebooks as catalogue

    given = dict(parameter or [])
    chosen, faults = catalogue.readable(catalogue.select(notebooks or []))
    served = [one for one in chosen if area is None or {"area", each} & {*one.defaults}]
    results = [
        builder.Result(one.name, "not served", "it declares no area")
        for one in chosen
        if one not in served
    ]
    codes = choices.requested_places(area) if area is not None else []
    many = len(codes) > 1
    if each is not None and many:
        raise InputError(f"--each takes one area at a time; --area {area} is {len(codes)}")
    if len(codes) == 1 and all("area" in one.defaults for one in served):
        given["area"] = codes[0]
    if many:
        work = builder.each(served, "area", codes, given, output_dir)
    elif each is not None:
        for one in served:
            one.require(each)
        work = builder.each(served, each, choices.choices(each, *codes), given, output_dir)
    else:
        work = [builder.job(one, given, output_dir) for one in served]
    try:
        with report.progress(len(work)) as show_progress:
            ran = builder.run(work, jobs, force, show_progress, timeout)
    except InputError as error:
        raise failure(error) from None
    results += ran
    failed = [result for result in results if result.outcome == "failed"]
    if many:
        fan_out.combine(zip(work, ran, strict=True), given)
        if area == "all":
            show(choices.not_in_all())
        if rows := fan_out.summary(results):
            show_table(rows, "notebook", "", "runs", "")
    elif shown := [r for r in ran if r.reason] if each else results:
        lines = [(r.notebook, r.outcome, f"{r.seconds:.1f}", r.reason) for r in shown]
        show_table(lines, "notebook", "", "s", "")
    if each or many:
        counts = Counter(result.outcome for result in results)
        show(", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
    if last := report.last_lines(work, ran):
        show("", *last)
    for fault in faults.values():
        complain(fault)
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
    show_table(sorted(rows), "notebook", "", "why")


@app.command()
def doctor() -> None:
    """Look for what usually goes wrong, and say what mends it; exit code 1 for a fault."""
    from leedsequity_build.doctor import examine

    found = list(examine())
    for check, wrong, fix in found:
        show(f"fault  {check:10}  {wrong} → {fix}" if wrong else f"ok     {check}")
    if any(wrong for _, wrong, _ in found):
        raise typer.Exit(1)


@app.command()
def explain(
    file: Annotated[
        Path,
        Argument(
            help="A table, figure, notebook, raw table or claim, by file or part of its name."
        ),
    ],
) -> None:
    """Say where a number came from, by file or part of a name: `leedsequity explain among_all`."""
    from leedsequity_build.explain import explain as find

    found = find(file)
    show(*found.file.splitlines())
    if found.notebook:
        parameters = ", ".join(f"{k} = {v}" for k, v in found.parameters.items())
        show(f"  notebook    {found.notebook}", f"  parameters  {parameters or 'none'}")
    if found.data:
        show(f"  data        {found.data}")
    state = "as recorded" if found.as_recorded else "NOT as recorded: edited since"
    show(f"  bytes       {state}")
    for record in found.raw:
        show(
            "",
            f"  raw table   {record.name}: {record.description}",
            f"  published   {record.publisher}: {record.title}",
            f"  licence     {record.licence}  {record.licence_url or ''}".rstrip(),
        )
        if record.document:
            show(f"  from        {record.document}, {record.locator}")
        for origin in record.upstream:
            show(f"  from        {origin.file}  {origin.url or '(no checkable address: by hand)'}")


@app.command()
def export(
    area: Area = None,
    charts: Annotated[
        bool, Option("--charts", help="Every chart as SVG and PNG as well, in charts/.")
    ] = False,
    brief: Annotated[
        bool, Option("--brief", help="A page on the place as well, brief.docx (extra office).")
    ] = False,
    output_dir: Annotated[
        Path | None, Option(file_okay=False, help="Where the files go; else out/export.")
    ] = None,
) -> None:
    """Write indicators, gaps, wards, work, causes and claims as a workbook, and as CSV.

    With a datapackage.json that describes them. For another place than Leeds, its notebooks are
    built first.
    """
    from leedsequity import paths, places
    from leedsequity.outputs import folder_name
    from leedsequity.raw import partner
    from leedsequity.vocabulary import LEEDS
    from leedsequity_build.brief import brief as one_page
    from leedsequity_build.choices import requested_places
    from leedsequity_build.export import export as write
    from leedsequity_build.export import results

    codes = requested_places(area) if area is not None else [LEEDS]
    if len(codes) > 1:
        raise InputError(f"export takes one area at a time; --area {area} is {len(codes)}")
    name, found = places.find(codes[0]).name, results(codes[0])
    more = {"brief.docx": one_page(found, name)} if brief else {}
    file = partner.is_file_parameter("area", codes[0])
    own = folder_name({"area": partner.label(codes[0]) if file else codes[0]})
    folder = paths.output() / "export" / ("" if codes == [LEEDS] else own)
    files = write((output_dir or folder).resolve(), found, name, charts, more)
    drawn = [file for file in files if file.parent.name == "charts"]
    show(*(paths.shown(file) for file in files if file not in drawn))
    if drawn:
        show(f"{paths.shown(drawn[0].parent)}: {len(drawn)} files")


@app.command()
def site(
    output_dir: Annotated[
        Path | None, Option(file_okay=False, help="Where the pages go; else site/.")
    ] = None,
) -> None:
    """Write the site from the committed results: pages that a browser shows without a network."""
    from leedsequity import paths
    from leedsequity_build.site.builder import build as write

    folder = (output_dir or paths.site()).resolve()
    made = write(folder)
    pages = sum(name.endswith(".html") for name in made)
    size = sum(made.values()) / 1e6
    show(f"{pages:,} pages, {len(made):,} files, {size:.1f} MB: {paths.shown(folder)}/index.html")


@app.command()
def release(
    output_dir: Annotated[
        Path | None, Option(file_okay=False, help="Where the archive goes; else release/.")
    ] = None,
) -> None:
    """Pack what is committed and the site into one archive, described as an RO-Crate."""
    from leedsequity import paths
    from leedsequity_build.release_archive import release as pack

    for file in pack((output_dir or paths.root() / "release").resolve()):
        show(f"{paths.shown(file)}: {file.stat().st_size:,} bytes")


@app.command()
def national(
    indicator: Annotated[
        str, Argument(help="An indicator, by part of its name or by number, to rank by it alone.")
    ] = "",
) -> None:
    """Write one table a topic for every authority, with ranks; or print the ranks by an indicator.

    The tables are indicators, slope_index, decile_1, ethnic_groups and funding, in out/national/.
    """
    from leedsequity import paths
    from leedsequity_build import national_tables

    if not indicator:
        for file, number in national_tables.write().items():
            show(f"{paths.shown(file)}: {number:,} rows")
        return
    for title, lines in national_tables.lists(indicator):
        show("", title)
        show_table(lines, "rank", "95% interval", "", "value", "95% interval", "caution")


@app.command()
def areas(text: Annotated[str, Argument(help="Part of a name or code.")] = "") -> None:
    """List the areas, or else the wards, whose name or code holds the text."""
    from leedsequity import places

    found = places.search(text)
    if not found:
        places.find(text)  # says what is near
    every = places.every()
    newer = {a.recoded_from: a.code for a in every.values() if a.recoded_from}
    rows = []
    for a in found:
        later = f"→ {a.successor}" if a.successor else ""
        where = f" in {every[a.upper_tier_code].name}" if a.type == places.WARD else ""
        also = f"{newer[a.code]} elsewhere" if a.code in newer else later
        rows.append((a.code, a.name, a.type + where, a.region, also))
    show_table(rows, "code", "name", "type", "region", "other code")


@app.command()
def new(
    name: Annotated[str, Argument(help="A module's name, such as fuel_poverty.")] = "",
    title: Annotated[str, Option(help="The title, in a line.")] = "",
    table: Annotated[
        str, Option(metavar="TABLE", help="The raw table: `leedsequity raw list`.")
    ] = "",
    by: Annotated[
        str, Option(metavar="COLUMN", help="By what: area, decile, ward, year, or a column.")
    ] = "",
    measure: Annotated[str, Option(metavar="COLUMN", help="The column of the numbers.")] = "",
    of: Annotated[
        str,
        Option(
            metavar="COLUMN", help="For a share: the counts that the measure is part of, or all."
        ),
    ] = "",
    label: Annotated[
        str, Option(metavar="WORDS", help="What the measure is called, in five words or fewer.")
    ] = "",
    claim: Annotated[
        bool, Option("--claim", help="Also a function that tests a statement of a document.")
    ] = False,
) -> None:
    """Start an analysis of a raw table: notebook, page, module, test; all pass as they are.

    In a terminal what is left out is asked for.
    """
    from leedsequity import paths
    from leedsequity_build import build as builder
    from leedsequity_build import notebooks as catalogue
    from leedsequity_build.new import ask
    from leedsequity_build.new import new as write

    name, title, question = ask(name, title, (table, by, measure, of, label))
    notebook, files = write(name, title, question, claim=claim)
    show(*map(paths.shown, files))
    jobs = [builder.job(one, {}) for one in catalogue.select([notebook])]
    (result,) = builder.run(jobs, report=lambda _: None)
    show(f"{notebook}: {result.outcome} {result.reason}".rstrip())
    if result.outcome == "failed":
        raise typer.Exit(1)
    after = f"leedsequity build {notebook[:2]}"
    show(f"now make it yours (docs/add-an-analysis.md); after each change: {after}")
