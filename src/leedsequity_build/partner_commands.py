"""The commands for a partner's own records: `check` and `example`."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

from leedsequity import paths
from leedsequity.errors import InputError
from leedsequity.vocabulary import LEEDS
from leedsequity_build.terminal import show

if TYPE_CHECKING:
    import pandas as pd

    from leedsequity.raw.partner_schemas import Problem
    from leedsequity_build.checked import Checked

#: Of each kind of file, what a row is, and how a notebook is run with it.
_RUNS = {
    "programme": ("events of a programme", "04 -p programme_file"),
    "workforce": ("counts of staff", "05 -p workforce_file"),
}
_MENDED_SHOWN, _LEFT_SHOWN = 6, 200  # ranges of rows


def check(
    file: Annotated[str, Argument(help="A partner's file: a CSV of any form, or a workbook.")],
    area: Annotated[
        str, Option(metavar="CODE", help="Whose neighbourhoods the people live in.")
    ] = LEEDS,
    kind: Annotated[str, Option(help="programme or workforce; else its header decides.")] = "",
    header: Annotated[
        list[str] | None,
        Option(
            "--map",
            metavar="'Their header=our_column'",
            help="What a header means; or, of a stage, a word. May be repeated.",
        ),
    ] = None,
    postcodes: Annotated[
        Path | None, Option(help="The ONS Postcode Directory (CSV), to turn postcodes into LSOAs.")
    ] = None,
    write: Annotated[
        Path | None, Option(help="Where to write a copy that notebooks read.", dir_okay=False)
    ] = None,
) -> None:
    """Find everything wrong with a partner's file in one round, and write a copy that is right.

    Says which rows, as a spreadsheet numbers them, and no value. Exit code 1 if the file, or the
    copy that was asked for, is not yet what notebooks read.
    """
    from leedsequity import neighbourhoods, places
    from leedsequity.analyses import residents
    from leedsequity.raw import partner
    from leedsequity_build import check as checking

    path, place = partner.unchanged(file), places.find(area)
    if write is not None:
        _refuse_as_copy(write)
    names = dict(_pair(text) for text in header or [])
    known = residents.place_groups(neighbourhoods.read(place.code))
    found = checking.check(path, known, kind, names, postcodes)
    show(f"{path.name}: {found.rows:,} rows, {_RUNS[found.kind][0]}")
    mended = [*found.form, *_lines(found.mended, _MENDED_SHOWN)]
    left = list(_lines(found.left, _LEFT_SHOWN))
    for title, lines in (
        (f"{'mended' if write else '--write FILE would mend'} in a copy:", mended),
        ("for you to mend:", left),
    ):
        show(*([title] if lines else []), *(f"  {line}" for line in lines))
    show(*_living(found, place.name))
    command = f"leedsequity build {_RUNS[found.kind][1]}"
    where = "" if place.code == LEEDS else f" --area {place.code}"
    if not mended and not left:
        show(f"nothing is wrong with it: {command} {file}{where}")
    elif write is not None and not left:
        write.parent.mkdir(parents=True, exist_ok=True)
        paths.write({write: checking.content(found)})
        write.chmod(0o600)  # for its owner alone
        ids = "it has numbers for ids, and " if found.kind == "programme" else ""
        show(
            f"{write}: {len(found.copy):,} rows, nothing is wrong with it; {ids}is still to be kept"
            f" as you keep {path.name}",
            f"next: {command} {write}{where}",
        )
    elif write is not None:
        show("no copy was written: mend what is for you to mend, and run this again")
    if left or (mended and write is None):
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    theirs, sign, ours = text.rpartition("=")
    if not (theirs.strip() and sign and ours.strip()):
        raise InputError(f'--map {text!r}: it has the form --map "Their header=our_column"')
    return theirs.strip(), ours.strip()


def _refuse_as_copy(file: Path) -> None:
    """Refuse what a copy of a partner's file must not be: an existing file, a part of the project.

    Raises
    ------
    InputError
        If so. In `out/`, which is not committed, it may be.
    """
    whole = file.resolve()
    if file.exists() or file.is_symlink():
        raise InputError(f"{file}: there already; nothing was written")
    if whole.is_relative_to(paths.root()) and not whole.is_relative_to(paths.root() / "out"):
        raise InputError(
            f"{file}: inside the project, whose files are committed: write it outside, or in out/"
        )


def _lines(problems: "Iterable[Problem]", most: int) -> "Iterable[str]":
    from leedsequity_build.checked import ranges

    for one in problems:
        rows = (
            ""
            if one.rows is None
            else f" (row{'s' * (len(one.rows) > 1)} {ranges(one.rows, most)})"
        )
        yield f"{one}{rows}"


def _living(found: "Checked", area: str) -> "Iterable[str]":
    """Yield how many rows lie in the area."""
    if place := next((name for name in ("lsoa", "ward") if name in found.copy), None):
        inside = int(found.copy[place].notna().sum())
        if not any(problem.columns == f"column {place}" for problem in found.left):
            none = len(found.copy) - inside - found.outside
            yield (
                f"{area}: {inside:,} of {len(found.copy):,} rows are of homes in it,"
                f" {found.outside:,} outside, of {none:,} it is not stated"
            )


def example(
    kind: Annotated[str, Argument(help="What of: programme or workforce.")],
    file: Annotated[
        Path, Argument(help="Where to write it; nothing is overwritten.", dir_okay=False)
    ],
) -> None:
    """Write a synthetic file of a partner's records, to try a notebook with: nobody is a person."""
    from leedsequity_build.example import workforce_counts

    if kind not in _RUNS:
        raise InputError(f"there is no example of {kind!r}, only of: {', '.join(_RUNS)}")
    if file.exists():
        raise InputError(f"{file}: there already; nothing was written")
    if kind == "programme":
        table = _events()
        people = f"{len(table):,} events of {table['person_id'].nunique():,} synthetic people"
    else:
        table = workforce_counts()
        people = f"{len(table):,} made-up counts of staff, of no employer"
    paths.write({file: table.to_csv(index=False, lineterminator="\n").encode()})
    show(f"{file}: {people}", f"try it: leedsequity build {_RUNS[kind][1]} {file}")


def _events() -> "pd.DataFrame":
    from leedsequity import raw
    from leedsequity_build.example import programme_events

    lsoas = raw.load("imd_lsoa11", LEEDS).sort_values("imd_rank_2019")["lsoa11_code"]
    return programme_events(raw.load("published_programmes"), lsoas)
