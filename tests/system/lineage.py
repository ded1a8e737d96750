"""Run a notebook again for each raw table that it reads, with that table altered: what changes?

    python tests/system/lineage.py NOTEBOOK

prints JSON: `named`, for each table and figure the raw tables that it names; `changed`, those that
it changed with; and `refused`, by raw table, why a notebook with that table altered had no end.
When the notebook reads a table for the first time the process forks, and the child goes on with
that table altered. Charts are not drawn: a figure is what its form was given, and its caption.
Limits are simulated with few draws.
"""

import contextlib
import io
import json
import os
import pickle
import re
import runpy
import sys
import zlib
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from leedsequity import charts, paths, pictures
from leedsequity.raw import Record, checked
from leedsequity.stats import _simulation

ROOT = Path(__file__).parents[2]
# Rows trade what they hold with rows that agree in these columns: by default, in those columns of
# their key that name no place, decile or indicator.
AGREE_IN = {
    "areas": ["type", "current", "core_city", "upper_tier_code", "successor", "recoded_from"],
    "claims": ["claim_id"],
    "indicator_readings": ["unit", "polarity", "status"],
    "indicator_series": ["series", "group", "period", "marker"],
    "indicator_set": ["in_development"],
    "indicator_sources": ["unit", "limits", "groups", "polarity"],
    "lsoa11": ["area_code"],
    "lsoa21": ["area_code"],
    "wards": ["edition", "area_code"],
}
PLACES = ("code", "decile", "number", "indicator_id")
NO_COUNT = re.compile("decile|rank|place|year|boundaries")


def altered(record: Record, frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table of the same keys and columns, whose rows hold other things."""
    if "geometry" in frame:
        return frame.assign(geometry=frame.geometry.translate(0.01, 0.01))
    if record.name == "lsoa11_lsoa21":
        return frame.assign(lsoa21_code=np.roll(frame["lsoa21_code"], len(frame) // 2))
    agree = AGREE_IN.get(record.name, [c for c in record.key if not c.endswith(PLACES)])
    groups = [rows.index for _, rows in frame.groupby(agree or np.zeros(len(frame)), dropna=False)]
    givers = np.concatenate([np.roll(rows, len(rows) // 2 + 1) for rows in groups])
    traded, random = frame.copy(), np.random.default_rng(zlib.crc32(record.name.encode()))
    for column in frame.columns.difference([*record.key, *agree]):
        traded.loc[np.concatenate(groups), column] = frame.loc[givers, column].array
        values = traded[column]
        least, most = (values.min(), values.max()) if values.dtype.kind in "if" else (None, None)
        if values.dtype.kind == "f":
            traded[column] = (values * random.uniform(0.9, 1.1, len(values))).clip(least, most)
        elif values.dtype.kind == "i" and not NO_COUNT.search(column):
            moved = (values * random.lognormal(0, 1, len(values))).clip(least, most)
            traded[column] = moved.round().astype(values.dtype)
    return traded


class Alterations:
    """A notebook's runs in children of this process: the plain one, and one for each raw table."""

    def __init__(self) -> None:
        self.read, self.write = checked.whole, paths.write
        self.table = ""  # which this process alters
        self.parent: int | None = None  # the pipe to it
        self.runs: dict[str, dict[str, Any]] = {}  # by table
        self.saved: dict[str, Any] = {}
        self.frames: dict[str, pd.DataFrame] = {}  # as read before

    def read_altered(self, record: Record) -> pd.DataFrame:
        """Read a table in the place of `checked.whole`; the first time also in a child, altered."""
        if self.parent is None and record.name not in self.runs:
            self.fork(record.name)
        if record.name not in self.frames:
            self.frames[record.name] = self.read(record)
        frame = self.frames[record.name].copy()
        return altered(record, frame) if record.name == self.table else frame

    def fork(self, table: str) -> None:
        """Go on as a child that alters a table, and as its parent once that has ended."""
        reading, writing = os.pipe()
        if os.fork() == 0:
            self.table, self.parent = table, writing
            return
        os.close(writing)
        with os.fdopen(reading, "rb") as child:
            self.runs[table] = pickle.load(child)
        os.wait()

    def keep(self, files: dict[Path, bytes]) -> None:
        """Keep the record of a run, in the place of `paths.write`."""
        (record,) = (content for file, content in files.items() if file.name == "run.json")
        self.saved = json.loads(record)["outputs"]

    def run(self, notebook: str) -> None:
        """Run a notebook; a child ends with it, and hands on what it saved."""
        self.fork("")
        if self.parent is None:
            self.frames = self.runs[""].pop("frames")
        error = ""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                runpy.run_path(str(ROOT / "notebooks" / f"{notebook}.py"))
        except Exception as refusal:
            error = f"{type(refusal).__name__}: {refusal}"
        if self.parent is not None:
            found = {"saved": self.saved, "error": error}
            with os.fdopen(self.parent, "wb") as parent:
                pickle.dump(found if self.table else found | {"frames": self.frames}, parent)
            os._exit(0)


def lineage(runs: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return what the tables and figures name, what they changed with, and what was refused."""
    plain = runs[""]["saved"]
    changed: dict[str, list[str]] = {file.rpartition(".")[0]: [] for file in plain}
    for table, run in runs.items():
        files = [file for file, saved in run["saved"].items() if saved != plain[file]]
        for output in sorted({file.rpartition(".")[0] for file in files}):
            changed[output].append(table)
    return {
        "named": {file.rpartition(".")[0]: saved["raw"] for file, saved in plain.items()},
        "changed": changed,
        "refused": {table: run["error"] for table, run in runs.items() if run["error"]},
    }


def not_drawn(*arguments: Any, **options: Any) -> Figure:
    """Return an empty figure that knows what its form was given."""
    given = [
        each.to_csv() if isinstance(each, pd.DataFrame) else repr(each)
        for each in (*arguments, *options.values())
    ]
    figure = plt.figure(label="\n".join(given))
    figure.add_subplot()  # notebook 02 sets its ticks
    return figure


def main(notebook: str) -> None:
    runs = Alterations()
    checked.whole, paths.write = runs.read_altered, runs.keep
    for form in charts.__all__:
        setattr(charts, form, not_drawn)
    draws = _simulation.FEWEST_DRAWS
    _simulation.normal_deviates = lambda _, seed: np.random.default_rng(seed).normal(
        size=(2, draws)
    )
    pictures.settle = id  # lays nothing out
    pictures.pixels = lambda figure: figure
    pictures.svg = pictures.png = pictures.shared = lambda figure, *_: figure.get_label().encode()
    runs.run(notebook)
    print(json.dumps(lineage(runs.runs)))


if __name__ == "__main__":
    main(sys.argv[1])
