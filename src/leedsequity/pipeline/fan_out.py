"""What runs for many areas give together: each table once more for all of them, and what went wrong, by message."""

import csv
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from leedsequity import areas
from leedsequity.errors import InputError
from leedsequity.outputs import folder_name
from leedsequity.pipeline import aside
from leedsequity.pipeline.build import Job, Result

_FIRST = ("area_code", "area")  # of every combined table: whose run the row is of
_CODE = re.compile(r"\b[EKW]\d{8}\b")
_SHOWN = 8


def combine(jobs: Iterable[Job], given: dict[str, str]) -> Iterator[str]:
    """Write each table of many areas' runs into one, `<notebook>/combined/<table>.csv`; yield what was left out.

    The code and name of the run's area come first; a table's own columns of these names become `row_area_code` and
    `row_area`. A table that has other columns for some areas is not combined.

    Parameters
    ----------
    jobs
        Runs whose results stand, in the order in which they are wanted.
    given
        Other parameters as typed: where there are any, they are part of the folder's name.

    Raises
    ------
    InputError
        If a table cannot be written; the earlier one is as it was then.
    """
    tables: dict[Path, list[tuple[str, Path]]] = defaultdict(list)
    home = f"combined,{folder_name(given)}" if given else "combined"
    for job in jobs:
        for output in json.loads(job.place.record.read_bytes())["outputs"]:
            if output.startswith("tables/"):
                file = job.place.of(output)
                tables[job.place.record.parents[1] / home / file.name].append((str(job.parameters["area"]), file))
    folders = {file.parent for file in tables}
    aside.clear_halves(folders)
    for folder in folders:
        for left in set(folder.glob("*.csv")) - tables.keys():
            left.unlink(missing_ok=True)
    for file, parts in tables.items():
        if len({_header(part) for _, part in parts}) > 1:
            file.unlink(missing_ok=True)
            yield f"{file.parents[1].name}: {file.name} is not combined: its columns differ from area to area"
            continue
        file.parent.mkdir(exist_ok=True)
        half = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            with half.open("w", encoding="utf-8", newline="") as out:
                _write(out, parts)
            half.replace(file)
        except OSError as error:
            raise InputError(f"{file}: not written: {error.strerror}") from None
        finally:
            half.unlink(missing_ok=True)


def _header(file: Path) -> str:
    with file.open(encoding="utf-8") as lines:
        return next(lines)


def _write(out: TextIO, parts: list[tuple[str, Path]]) -> None:
    """Write tables below one another, row by row: of all England's no more than a row is ever held."""
    writer = csv.writer(out, lineterminator="\n")
    names = areas.names()
    for position, (code, file) in enumerate(parts):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = csv.reader(lines)
            header = next(rows)
            if position == 0:
                writer.writerow([*_FIRST, *(f"row_{name}" if name in _FIRST else name for name in header)])
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
    for (notebook, outcome, message), same in sorted(groups.items(), key=lambda group: (group[0][1], group[0][0])):
        codes = [found[0] for result in same if (found := _CODE.search(result.notebook))]
        reason = message if len(same) > 1 else same[0].reason
        where = ", ".join(codes[:_SHOWN]) + (", …" if len(codes) > _SHOWN else "")
        rows.append((notebook, outcome, str(len(same)), ": ".join(filter(None, [where, reason]))))
    return rows
