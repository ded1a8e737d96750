"""What runs for many areas give together: each table once more for all of them, and what went wrong, by message."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from leedsequity import areas, paths
from leedsequity.errors import InputError
from leedsequity.outputs import folder_name
from leedsequity_build import aside
from leedsequity_build.build import Job, Result

_FIRST = ("area_code", "area")  # of every combined table of areas: whose figures the row has
_CODE = re.compile(r"\b[EKW]\d{8}\b")
_SHOWN = 8


def combine(jobs: Iterable[Job], given: dict[str, str]) -> Iterator[str]:
    """Write each table of many areas' runs into one, `<notebook>/combined/<table>.csv`; yield what was left out.

    `area_code` and `area` are always those of the place whose figures a row has. A table that names
    places by itself keeps them so, and the area of the run comes first, as `run_area_code` and
    `run_area`; so it does before findings, which are of England or a comparator as well. To the
    rows of any other table the area of its run is added. A table that is the same, byte for byte,
    in the runs of several areas is none of theirs (England's deciles, what a document prints): it
    is written once, with no area. A table that has other columns for some areas is not combined.

    Parameters
    ----------
    jobs
        Runs whose results stand, in the order in which they are wanted.
    given
        Other parameters as typed: where there are any, they are part of the folder's name.

    Raises
    ------
    InputError
        If the record of a run cannot be read, or a table cannot be written; the earlier one is as
        it was then.
    """
    tables: dict[Path, list[tuple[str, Path]]] = defaultdict(list)
    hashes: dict[Path, set[str]] = defaultdict(set)
    home = f"combined,{folder_name(given)}" if given else "combined"
    for job in jobs:
        for output, about in job.place.recorded()["outputs"].items():
            if output.startswith("tables/"):
                file = job.place.of(output)
                combined = job.place.record.parents[1] / home / file.name
                tables[combined].append((str(job.parameters["area"]), file))
                hashes[combined].add(about["sha256"])
    folders = {file.parent for file in tables}
    aside.clear_halves(folders)
    for folder in folders:
        for left in set(folder.glob("*.csv")) - tables.keys():
            left.unlink(missing_ok=True)
    for file, parts in tables.items():
        if len({_header(part) for _, part in parts}) > 1:
            file.unlink(missing_ok=True)
            yield (
                f"{file.parents[1].name}: {file.name} is not combined: its columns differ from area"
                " to area"
            )
            continue
        file.parent.mkdir(exist_ok=True)
        half = paths.half(file)
        by_area = len(parts) == 1 or len(hashes[file]) > 1
        try:
            with half.open("w", encoding="utf-8", newline="") as out:
                if by_area or not _has_rows(parts[0][1]):
                    _write(out, parts)
                else:
                    out.write(parts[0][1].read_text(encoding="utf-8"))
            paths.settle(half)
            half.replace(file)
            paths.settle(file.parent)
        except OSError as error:
            raise InputError(f"{file}: not written: {error.strerror}") from None
        finally:
            half.unlink(missing_ok=True)


def _header(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines)


def _has_rows(file: Path) -> bool:
    with file.open(encoding="utf-8") as lines:
        next(lines)
        return any(lines)


def _write(out: TextIO, parts: list[tuple[str, Path]]) -> None:
    """Write tables below one another, row by row: of all England's no more than a row is ever held."""
    writer = csv.writer(out, lineterminator="\n")
    names = areas.names()
    for position, (code, file) in enumerate(parts):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows)
            if position == 0:
                own = header == ["finding"] or any(name in _FIRST for name in header)
                writer.writerow([*(f"run_{name}" if own else name for name in _FIRST), *header])
            writer.writerows([code, names[code], *row] for row in rows)


def summary(results: Iterable[Result]) -> list[tuple[str, str, str, str]]:
    """Return what failed or was not served, by message: notebook, outcome, how many areas, the message and the areas.

    Messages that differ in codes of areas alone are one.
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
        codes = [found[0] for result in same if (found := _CODE.search(result.notebook))]
        reason = message if len(same) > 1 else same[0].reason
        where = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        rows.append((notebook, outcome, str(len(same)), ": ".join(filter(None, [where, reason]))))
    return rows
