"""What runs for many areas give together: each table for all of them, and what went wrong."""

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from leedsequity import paths, places
from leedsequity.errors import InputError
from leedsequity.outputs import folder_name
from leedsequity_build import temporary_folder
from leedsequity_build.build import Job, Result

_FIRST = ("area_code", "area")  # of every combined table of areas: whose figures the row has
_AREA = re.compile(r"\barea=([^,]+)")
_CODE = re.compile(r"\b[EKW]\d{8}\b")
_SHOWN = 8


def combine(runs: Iterable[tuple[Job, Result]], given: dict[str, str]) -> None:
    """Write each table of many areas' runs into one, `<notebook>/combined/<table>.csv`.

    `area_code` and `area` are always those of the place whose figures a row has. A table that names
    places by itself keeps them so, and the area of the run comes first, as `run_area_code` and
    `run_area`; so it does before sentences, which are of England or a comparator as well. To the
    rows of any other table the area of its run is added. A column that the table of an area lacks
    is empty there.

    What is of no run's area in particular is written once. A table that is the same, byte for byte,
    in all runs (England's deciles, what a document prints) has no area. Elsewhere `run_area_code`
    and `run_area` are empty where several runs have the same row of another area than theirs
    (England, a comparator, a core city), or all runs the same sentence.

    Runs that failed or were not served withhold nothing: `not_built.csv` has their areas and why.

    Parameters
    ----------
    runs
        Jobs and what became of them, in the order in which they are wanted.
    given
        Other parameters as typed: where there are any, they are part of the folder's name.

    Raises
    ------
    InputError
        If a table cannot be written; the earlier one is as it was then.
    """
    tables: dict[Path, list[tuple[str, Path]]] = defaultdict(list)
    hashes: dict[Path, set[str]] = defaultdict(set)
    missing: dict[Path, list[tuple[str, ...]]] = defaultdict(list)
    home = f"combined,{folder_name(given)}" if given else "combined"
    for job, result in runs:
        folder, area = job.files.record.parents[1] / home, str(job.parameters["area"])
        outcome, reason = result.outcome, result.reason
        if outcome in ("built", "skipped"):
            try:
                outputs = job.files.read_record()["outputs"]
            except InputError as error:
                outcome, reason, outputs = "failed", str(error), {}
            for output in (name for name in outputs if name.startswith("tables/")):
                file = job.files.path(output)
                tables[folder / file.name].append((area, file))
                hashes[folder / file.name].add(outputs[output]["sha256"])
        if outcome not in ("built", "skipped"):
            missing[folder / "not_built.csv"].append((area, _name(area), outcome, reason))
    made = tables.keys() | missing.keys()
    folders = {file.parent for file in made}
    temporary_folder.remove_unfinished(folders)
    for folder in folders:
        for left in set(folder.glob("*.csv")) - made:
            left.unlink(missing_ok=True)
    for file, rows in missing.items():
        _write(file, [(*_FIRST, "outcome", "reason"), *rows])
    for file, parts in tables.items():
        by_area = len(parts) == 1 or len(hashes[file]) > 1 or not any(_rows(parts[0][1]))
        _write(file, _together(parts) if by_area else _cells(parts[0][1]))


def _name(area: str) -> str:
    """Return the name of a place; for a file of codes, which is known by its label, the file's."""
    file, _, _ = area.partition(" keyed:")
    return Path(file).stem if file != area else places.find(area).name


def _cells(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.reader(lines)


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _together(parts: list[tuple[str, Path]]) -> Iterator[Iterable[str]]:
    """Yield tables below one another, row by row; rows of `_common` where they are met first."""
    header = list(dict.fromkeys(name for _, file in parts for name in next(_cells(file))))
    sentences = header in (["finding"], ["sentence"])
    own = sentences or any(name in _FIRST for name in header)
    yield [*(f"run_{name}" if own else name for name in _FIRST), *header]
    runs = [((area, _name(area)), file) for area, file in parts]
    common = _common(runs, header, len(runs) if sentences else 2) if own else set()
    written = set()
    for run, file in runs:
        for row in _rows(file):
            cells = tuple(row.get(column, "") for column in header)
            if cells not in common:
                yield [*run, *cells]
            elif cells not in written:
                written.add(cells)
                yield ["", "", *cells]


def _common(
    runs: list[tuple[tuple[str, str], Path]], header: list[str], fewest: int
) -> set[tuple[str, ...]]:
    """Return the rows, of other areas than the run's, that at least so many runs have."""
    found = Counter[tuple[str, ...]]()
    for run, file in runs:
        found.update(
            {
                tuple(row.get(column, "") for column in header)
                for row in _rows(file)
                if not any(row.get(name) == own for name, own in zip(_FIRST, run, strict=True))
            }
        )
    return {row for row, number in found.items() if number >= max(fewest, 2)}


def _write(file: Path, rows: Iterable[Iterable[str]]) -> None:
    temporary = paths.temporary_file(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
        paths.sync(temporary)
        temporary.replace(file)
        paths.sync(file.parent)
    except OSError as error:
        raise InputError(f"{file}: not written: {error.strerror}") from None
    finally:
        temporary.unlink(missing_ok=True)


def summary(results: Iterable[Result]) -> list[tuple[str, str, str, str]]:
    """Return what failed or was not served, by message.

    A row has the notebook, the outcome, how many areas, and the areas with the message. Messages
    that differ in codes of areas alone are one.
    """
    groups: dict[tuple[str, str, str], list[Result]] = defaultdict(list)
    for result in results:
        if result.reason:
            notebook = result.notebook.partition("/")[0]
            groups[notebook, result.outcome, _CODE.sub("CODE", result.reason)].append(result)
    rows = []
    for (notebook, outcome, message), same in sorted(
        groups.items(), key=lambda group: (group[0][1], group[0][0])
    ):
        codes = [found[1] for result in same if (found := _AREA.search(result.notebook))]
        reason = message if len(same) > 1 else same[0].reason
        where = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        rows.append((notebook, outcome, str(len(same)), ": ".join(filter(None, [where, reason]))))
    return rows
