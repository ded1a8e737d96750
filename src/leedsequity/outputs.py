"""The one way to save a table or a figure, and the record of the run that made it.

A notebook opens its run once, `run = outputs.Run("01_name", area=area)`, and saves through it. The
results stand in `<output>/<notebook>/<parameters>/` (`tables/`, `figures/`, `run.json`), where
`<output>` is `LEEDSEQUITY_OUTPUT` or `out/`; a default `leedsequity build` then moves them to
`data/processed/` and `figures/`. The bytes depend on the data alone: no clock, no path, floats as
`%.10g`, one font.
"""

import hashlib
import io
import json
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from leedsequity import inputs, paths, raw
from leedsequity.raw import partner

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from leedsequity.raw import Record

_IMAGE_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "leedsequity",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
}
_PNG_DPI = 150
_LONGEST = 200  # bytes of a folder's name; most file systems take 255, and `combined,` comes before
# How a text begins that a spreadsheet takes for a formula: these signs, their wide forms, or a tab
# or line break.
_FORMULA = re.compile(r"[-=+@\uff0d\uff1d\uff0b\uff20\t\n].", re.DOTALL)
# What is markup in Markdown, in HTML or in formulas ($) within it; the underscore within a word is
# none.
_MARKUP = re.compile(r"(?=[\\`*\[\]<>|$~]|(?<!\w)_|_(?!\w)|&#?\w+;|^[-+=#])")
# A source of more words than these names publishers by what they are called for short.
_MOST_WORDS = 25
_SHORT_NAMES = {
    "Department for Education": "DfE",
    "Department for Energy Security and Net Zero": "DESNZ",
    "Department for Levelling Up, Housing and Communities": "DLUHC",
    "Department for Work and Pensions": "DWP",
    "Ministry of Housing, Communities and Local Government": "MHCLG",
    "Office for Health Improvement and Disparities": "OHID",
    "Office for National Statistics": "ONS",
}
# What an XML document cannot hold.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def folder_name(parameters: dict[str, Any]) -> str:
    """Return the folder name of a run: its parameters in order, such as `area=E08000035`.

    What is longer than file systems allow ends in a hash of it.
    """
    named = ",".join(f"{k}={v}" for k, v in parameters.items())
    name = re.sub(r"[^\w=,.-]+", "-", named) or "default"
    if len(name.encode()) <= _LONGEST:
        return name
    end = hashlib.sha256(named.encode()).hexdigest()[:12]
    return f"{name.encode()[: _LONGEST - 13].decode(errors='ignore')}-{end}"


def text(frame: "pd.DataFrame", decimals: int = 1) -> str:
    """Return a table as aligned text for a notebook.

    Numbers are rounded and have commas for thousands; `[x]` stands for what is missing.

    Parameters
    ----------
    frame
        Any table; its index is not shown, and underscores in column names become spaces.
    decimals
        Decimal places of the floating-point columns.
    """
    import pandas as pd

    def shown(value: Any) -> str:
        if pd.isna(value):
            return "[x]"
        if isinstance(value, float):
            # Adding 0 takes the sign off a rounded -0.
            return f"{round(value, decimals) + 0.0:,.{decimals}f}"
        whole = isinstance(value, int) and not isinstance(value, bool)
        return f"{value:,}" if whole else str(value)

    cells = frame.astype(object).map(shown)
    cells.columns = cells.columns.str.replace("_", " ")
    return str(cells.to_string(index=False))


def markdown(text: str) -> str:
    """Return a text as one line that Markdown, with HTML and formulas in it, shows as it is."""
    plain = _MARKUP.sub(r"\\", inputs.one_line(text))
    return re.sub(r"^(\d+)([.)]\s)", r"\1\\\2", plain)  # would begin a list


class Run:
    """One run of a notebook: where its results go, and the record of what they were made from.

    Parameters
    ----------
    notebook
        The notebook's name, such as `01_life_expectancy_gaps`.
    **parameters
        Its parameters as this run has them.

    Attributes
    ----------
    folder
        Where this run's results stand.
    """

    def __init__(self, notebook: str, **parameters: str | int | float) -> None:
        self.notebook = notebook
        # A partner's file is known by its base name and keyed hash alone, also where a path was
        # given.
        self.parameters = {
            k: partner.label(str(v)) if partner.is_file_parameter(k, v) else v
            for k, v in parameters.items()
        }
        self.folder = paths.output() / notebook / folder_name(self.parameters)
        self._outputs: dict[str, dict[str, Any]] = {}
        self._record = cache(raw.record)  # every figure names its tables' publishers

    def table(self, name: str, frame: "pd.DataFrame", sources: Iterable[str]) -> None:
        """Save a table as `tables/<name>.csv`.

        Parameters
        ----------
        name
            The file's name without its ending.
        frame
            A tidy table; its index is not written. A text of two or more characters that begins
            with `=`, `+`, `-`, `@`, a tab or a line break, and is no number, is written with `'`
            before it, in a heading as in a cell: spreadsheets would take it for a formula. What
            reads the file has the `'` as well. A carriage return in a text is written as a line
            feed.
        sources
            The raw tables it was made from. Each must have been read by this run.

        Raises
        ------
        ValueError
            If a source was not read.
        """
        self._save(f"tables/{name}.csv", _csv(frame), self._read(sources))

    def figure(
        self,
        name: str,
        figure: "Figure",
        data: "pd.DataFrame",
        sources: Iterable[str],
        *,
        finding: str,
        subtitle: str,
        alt: str,
        note: str = "",
    ) -> None:
        """Save a figure under `figures/`, show it and close it.

        As SVG and PNG, its data as CSV, and a sidecar as JSON.

        Parameters
        ----------
        name
            The files' name without their endings.
        figure
            The drawing, without title or source: those stand in the page and the sidecar. Its texts
            are drawn as they are: `$` begins no formula.
        data
            Exactly what the figure shows.
        sources
            The raw tables it was made from. Each must have been read by this run. Their publishers
            are its source: each once, by short names where the full ones are more than 25 words,
            and the first of them where the short ones are.
        finding
            The message, in ten words or fewer, made from the result.
        subtitle
            Measure, place, period, and what the interval is.
        alt
            Kind of chart, of what, the message, the range.
        note
            A caution for readers of the figure.

        Raises
        ------
        ValueError
            If a source was not read.
        """
        from matplotlib import pyplot as plt
        from matplotlib import style

        read = self._read(sources)
        records = [self._record(source) for source in read]
        for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
            # Ticks take their look now, from the settings that the rest was drawn with.
            axis.get_major_ticks(1)
        with style.context(_IMAGE_SETTINGS, after_reset=True):
            _settle(figure)
            svg, png = _svg(figure), _png(figure)
        plt.close(figure)
        content = _csv(data)
        sidecar = {
            "finding": finding,
            "subtitle": subtitle,
            "source": _source(records),
            "licence": "; ".join(
                dict.fromkeys(part for r in records for part in r.licence.split("; "))
            ),
            "note": note,
            "alt": alt,
            "notebook": self.notebook,
            "data": {"file": f"{name}.csv", "sha256": hashlib.sha256(content).hexdigest()},
        }
        self._save(f"figures/{name}.csv", content, read)
        self._save(f"figures/{name}.svg", svg, read)
        self._save(f"figures/{name}.png", png, read)
        self._save(f"figures/{name}.json", _json(sidecar), read)
        _show(png, sidecar)

    def findings(self, sentences: Iterable[str]) -> None:
        """Save what was found as `tables/findings.csv`, a sentence a line, and show it as a list.

        They are made from the tables saved so far, and name the raw tables that those name.

        Parameters
        ----------
        sentences
            Sentences made from results.
        """
        import pandas as pd

        frame = pd.DataFrame({"finding": list(sentences)})
        tables = [saved["raw"] for file, saved in self._outputs.items() if "tables/" in file]
        sources = sorted({source for table in tables for source in table})
        self._save("tables/findings.csv", _csv(frame), sources)
        print("\n\n".join(f"* {inputs.one_line(sentence)}" for sentence in frame["finding"]))

    def _read(self, sources: Iterable[str]) -> list[str]:
        """Return sources, which must have been read, and the lookups that selected rows of them."""
        names = list(sources)
        if unread := [name for name in names if name not in raw.reads()]:
            raise ValueError(f"named as sources, but not read by this run: {', '.join(unread)}")
        names += [lookup for name in names for lookup in raw.selected_by(name)]
        return list(dict.fromkeys(names))

    def _save(self, file: str, content: bytes, sources: list[str]) -> None:
        if not re.fullmatch(r"\w[^/\\:]*", file.partition("/")[2]):
            raise ValueError(f"{file}: a table or figure is named by letters, without a folder")
        self._outputs[file] = {"sha256": hashlib.sha256(content).hexdigest(), "raw": sources}
        record = {
            "notebook": self.notebook,
            "parameters": self.parameters,
            "raw": dict(sorted(raw.reads().items())),
            "outputs": dict(sorted(self._outputs.items())),
        }
        paths.write({self.folder / file: content, self.folder / "run.json": _json(record)})


def _source(records: Iterable["Record"]) -> str:
    """Return the publishers of raw tables, each once, in 25 words or fewer.

    Their full names where those fit, else their short ones, else as many of these as fit.
    """
    names = list(dict.fromkeys(name for record in records for name in record.publishers))
    short = [_SHORT_NAMES.get(name, name) for name in names]
    some = [[*short[:n], "and others: see leedsequity explain"] for n in range(len(names))[::-1]]
    lines = ["; ".join(line) for line in (names, short, *some)]
    return next(line for line in lines if len(line.split()) <= _MOST_WORDS)


def _csv(frame: "pd.DataFrame") -> bytes:
    written = frame.copy()
    for position, (_, column) in enumerate(frame.items()):
        cells = [_as_text(cell) for cell in column]
        if any(isinstance(a, str) and a is not b for a, b in zip(cells, column, strict=True)):
            written.isetitem(position, cells)
    written.columns = [_as_text(name) for name in frame.columns]
    return written.to_csv(index=False, float_format="%.10g", lineterminator="\n").encode()


def _as_text(cell: Any) -> Any:
    """Return a cell of which no program takes the text for a formula, or a part for a row."""
    if not isinstance(cell, str):
        return cell
    # A line feed is quoted, a carriage return is not.
    cell = cell.replace("\r\n", "\n").replace("\r", "\n")
    if not _FORMULA.match(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def _json(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    return f"{text}\n".encode(errors="backslashreplace")  # of a file's name, what is no UTF-8


def _settle(figure: "Figure") -> None:
    """Lay a figure out once, to four decimals: the solver's last digits differ by process."""
    from matplotlib.text import Text

    powers: set[Any] = set()
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        axis.get_major_ticks()  # made here, so that they are found below
        powers.update(set(axis.findobj(Text)) - {axis.label} if axis.get_scale() == "log" else ())
        if not axis.get_label_text():
            # Any place will do for no words; to find theirs, all tick labels are measured.
            axis.set_label_coords(0, 0)
    for words in set(figure.findobj(Text)) - powers:
        words.set_parse_math(False)  # of a text, $ and what stands between two are no formula
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
    figure.set_layout_engine(None)  # with "none", each saving would draw everything twice
    for ax in figure.axes:
        ax.apply_aspect()
        left, bottom, width, height = (round(side, 4) for side in ax.get_position().bounds)
        ax.set_position((left, bottom, width, height))


def _svg(figure: "Figure") -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _NO_XML.sub(b"", file.getvalue())  # its comments hold the texts drawn


def _png(figure: "Figure") -> bytes:
    """Return a figure in 256 colours, a third of the size: notebooks hold every figure."""
    from PIL import Image

    drawn, file = io.BytesIO(), io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi=_PNG_DPI)
    width, height = (int(side * _PNG_DPI) for side in figure.get_size_inches())
    picture = Image.frombytes("RGBA", (width, height), drawn.getvalue()).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return file.getvalue()


def _show(png: bytes, sidecar: dict[str, Any]) -> None:
    """Show a saved figure with its titles and source; as plain text where there is no notebook."""
    from IPython.core.getipython import get_ipython
    from IPython.display import Image, Markdown, display

    if get_ipython() is None:
        print(f"{sidecar['finding']}. {sidecar['subtitle']}")
        return
    words = {
        key: markdown(sidecar[key]) for key in ("finding", "subtitle", "source", "licence", "note")
    }
    note = f" {words['note']}" if words["note"] else ""
    display(Markdown(f"**{words['finding']}**\n\n{words['subtitle']}"))
    display(Image(png, alt=sidecar["alt"]), metadata={"image/png": {"alt": sidecar["alt"]}})
    display(Markdown(f"*Source: {words['source']}. {words['licence']}.{note}*"))
