"""The one way to save a table or a figure, and the record of the run that made it.

A notebook opens its run once, `run = outputs.Run("01_name", area=area)`, and saves through it. The
results stand in `<output>/<notebook>/<parameters>/` (`tables/`, `figures/`, `run.json`), where
`<output>` is `LEEDSEQUITY_OUTPUT` or `out/`; a default `leedsequity build` then moves them to
`data/processed/` and `figures/`. The bytes depend on the data alone: no clock, no path, floats as
`%.10g`, one font.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterable
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from leedsequity import inputs, paths, pictures, raw, tables
from leedsequity.errors import InputError
from leedsequity.raw import partner

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from leedsequity.raw import Record

_LONGEST = 200  # bytes of a folder's name; most file systems take 255, and `combined,` comes before
_SENTENCES, _MOST_FINDINGS = 3, 8
_RESERVED = "The three sentences stand here when the notebook has run."
_OPEN_LICENCE = re.compile(r"Open \w+ Licence v[\d.]+\d")
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


def show(
    frame: "pd.DataFrame",
    caption: str,
    decimals: int = 1,
    headings: dict[str, str] | None = None,
    note: str = "",
) -> None:
    """Show a table for people: as HTML in a notebook, as text where there is none.

    Numbers are rounded and have commas for thousands, but not years; `[x]` stands for what is
    missing, and is explained beneath. Pasted into a spreadsheet, numbers are numbers.

    Parameters
    ----------
    frame
        A table, its rows in the order in which they are to stand; its index is not shown.
    caption
        What the table is: measure, place, period.
    decimals
        Decimal places of floating-point numbers; those of 1,000 and more have none.
    headings
        What stands over a column, by its name; a name that the table lacks does no harm. Else the
        column's name, with spaces for underscores and, of `age_start`, `decile`, `life_expectancy`
        and `population`, the unit of `data/fields.yaml`. Units of other columns belong here.
    note
        What readers of the table should beware of, or what its marks mean.
    """
    _show(*tables.shown(frame, caption, decimals, headings, note))


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
        self._reserved = False
        self._sentences: list[str] = []
        self._lead: tuple[str, str] | None = None  # as HTML and as text
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
        self._save(f"tables/{name}.csv", tables.csv(frame), self._read(sources))

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
        lead: bool = False,
    ) -> None:
        """Save a figure under `figures/`, show it and close it.

        As SVG and PNG, its data as CSV, and a sidecar as JSON; and once more as `<name>_share.png`,
        with finding, subtitle and source drawn in, to be sent without the page.

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
            The message, made from the result: a sentence with a verb, place and period, of at most
            15 words.
        subtitle
            Measure, place, period, and what the interval is, in at most 25 words.
        alt
            Kind of chart, of what, the message, the range.
        note
            A caution for readers of the figure.
        lead
            Whether it is the one figure that stands at the top, under the three sentences, in the
            place of `reserve_summary`; else it is shown where the notebook has come to.

        Raises
        ------
        ValueError
            If a source was not read, or there is a lead figure already.
        """
        from matplotlib import pyplot as plt
        from matplotlib import style

        if lead and self._lead:
            raise ValueError(f"{name}: another figure leads already; one figure a notebook does")
        read = self._read(sources)
        records = [self._record(source) for source in read]
        for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
            # Ticks take their look now, from the settings that the rest was drawn with.
            axis.get_major_ticks(1)
        licence = "; ".join(dict.fromkeys(part for r in records for part in r.licence.split("; ")))
        publishers = _short_source(records).removesuffix(": see leedsequity explain")
        credit = f"Source: {publishers}. Licence: {short_licence(licence)}."
        with style.context(pictures.SETTINGS, after_reset=True):
            pictures.settle(figure)
            svg = pictures.svg(figure, name, finding, alt)
            drawing = pictures.pixels(figure)
            png = pictures.png(drawing)
            shared = pictures.shared(drawing, finding, subtitle, credit)
        plt.close(figure)
        content = tables.csv(data)
        sidecar = {
            "finding": finding,
            "subtitle": subtitle,
            "source": _source(records),
            "licence": licence,
            "note": note,
            "alt": alt,
            "notebook": self.notebook,
            "data": {"file": f"{name}.csv", "sha256": hashlib.sha256(content).hexdigest()},
        }
        self._save(f"figures/{name}.csv", content, read)
        self._save(f"figures/{name}.svg", svg, read)
        self._save(f"figures/{name}.png", png, read)
        self._save(f"figures/{name}_share.png", shared, read)
        self._save(f"figures/{name}.json", _json(sidecar), read)
        shown = _figure(png, sidecar)
        if lead:
            self._lead = shown
        if lead and self._reserved:
            self._update_summary()
        else:
            _show(*shown)

    def reserve_summary(self) -> None:
        """Show, at the top of a notebook, the place that `summary` and the lead figure fill.

        Outside a notebook nothing is shown here; `summary` prints the sentences.
        """
        self._reserved = _in_notebook()
        if self._reserved:
            _show(*self._top(), place=self._place)

    def summary(self, sentences: Iterable[str]) -> None:
        """Save the answer as `tables/in_short.csv`, a sentence a line, and show it at the top.

        It is shown here where `reserve_summary` was not called, and printed outside a notebook. The
        sentences are made from the tables saved so far, and name the raw tables that those name.

        Parameters
        ----------
        sentences
            Three sentences made from results: the answer, beside whom, how sure.

        Raises
        ------
        InputError
            If there are more or fewer, or one is empty.
        """
        found = self._sentences_of("In short", sentences)
        if len(found) != _SENTENCES:
            raise InputError(
                f"{self.notebook}: In short is {_SENTENCES} sentences, not {len(found)}: write the"
                " answer, beside whom, and how sure"
            )
        self._save_sentences("in_short", "sentence", found)
        self._sentences = found
        if self._reserved:
            self._update_summary()
        else:
            _show(*self._top())

    def findings(self, sentences: Iterable[str]) -> None:
        """Save what was found as `tables/findings.csv`, a sentence a line, and show it as a list.

        They are made from the tables saved so far, and name the raw tables that those name.

        Parameters
        ----------
        sentences
            At most eight sentences made from results.

        Raises
        ------
        InputError
            If there are more, or one is empty.
        """
        found = self._sentences_of("findings", sentences)
        if len(found) > _MOST_FINDINGS:
            raise InputError(
                f"{self.notebook}: {len(found)} findings, and at most {_MOST_FINDINGS} are read:"
                " leave the others to a table"
            )
        self._save_sentences("findings", "finding", found)
        items = "\n".join(f"<li>{tables.html_text(sentence)}</li>" for sentence in found)
        text = "\n\n".join(f"* {inputs.one_line(sentence)}" for sentence in found)
        _show(f"<ul>\n{items}\n</ul>", text)

    @property
    def _place(self) -> str:
        """The name under which the top of the notebook is shown, and shown anew."""
        return f"{self.notebook}-in-short"

    def _top(self) -> tuple[str, str]:
        """Return sentences and lead figure, as far as they are there, as HTML and as text."""
        sentences = self._sentences or [_RESERVED]
        figure, words = (self._reserved and self._lead) or ("", "")
        html = "\n".join(f"<p>{tables.html_text(sentence)}</p>" for sentence in sentences)
        text = "\n\n".join([*map(inputs.one_line, sentences), *([words] if words else [])])
        return html + figure, text

    def _update_summary(self) -> None:
        from IPython.display import update_display

        update_display(_bundle(*self._top()), raw=True, display_id=self._place)

    def _sentences_of(self, what: str, given: Iterable[str]) -> list[str]:
        found = [given] if isinstance(given, str) else list(given)
        if empty := sum(not isinstance(line, str) or not line.strip() for line in found):
            raise InputError(
                f"{self.notebook}: {what}: {empty} of {len(found)} sentences are empty"
            )
        return found

    def _save_sentences(self, name: str, column: str, sentences: list[str]) -> None:
        """Save sentences as a table made from all tables saved so far."""
        import pandas as pd

        frame = pd.DataFrame({column: sentences}, dtype="str")
        saved = [output["raw"] for file, output in self._outputs.items() if "tables/" in file]
        sources = sorted({source for names in saved for source in names})
        self._save(f"tables/{name}.csv", tables.csv(frame), sources)

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


def _source(records: list["Record"]) -> str:
    """Return the publishers of raw tables, each once, in 25 words or fewer.

    Their full names where those fit, else their short ones, else as many of these as fit.
    """
    names = list(dict.fromkeys(name for record in records for name in record.publishers))
    full = "; ".join(names)
    return full if len(full.split()) <= _MOST_WORDS else _short_source(records)


def _short_source(records: list["Record"]) -> str:
    """Return the publishers by their short names, as many as 25 words hold."""
    names = list(dict.fromkeys(name for record in records for name in record.publishers))
    short = [_SHORT_NAMES.get(name, name) for name in names]
    some = [[*short[:n], "and others: see leedsequity explain"] for n in range(len(names))[::-1]]
    lines = ["; ".join(line) for line in (short, *some)]
    return next(line for line in lines if len(line.split()) <= _MOST_WORDS)


def short_licence(licence: str) -> str:
    """Return the open licences by name, without what their publishers add; of others, that.

    `licence` is one of a record or of a figure's sidecar, parts with `;` between them.
    """
    parts = licence.split("; ")
    named = list(dict.fromkeys(_OPEN_LICENCE.findall(licence)))
    rest = not all(_OPEN_LICENCE.search(part) for part in parts)
    return "; ".join(named + ["others"] * rest) if named else licence


def _json(content: dict[str, Any]) -> bytes:
    text = json.dumps(content, indent=1, ensure_ascii=False)
    return f"{text}\n".encode(errors="backslashreplace")  # of a file's name, what is no UTF-8


def _figure(png: bytes, sidecar: dict[str, Any]) -> tuple[str, str]:
    """Return a saved figure with its words as HTML and as text.

    As HTML, because a picture by itself loses its alternative text when a notebook is converted.
    """
    words = {key: tables.html_text(str(sidecar[key])) for key in sidecar}
    picture = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    below = f"Source: {words['source']}. Licence: {words['licence']}. {words['note']}".strip()
    html = (
        f'<figure style="margin: 1em 0">\n<p><strong>{words["finding"]}</strong></p>\n'
        f"<p>{words['subtitle']}</p>\n"
        f'<img src="{picture}" alt="{escape(inputs.one_line(sidecar["alt"]))}"'
        ' style="max-width: 100%">\n'
        f"<figcaption>{below}</figcaption>\n</figure>"
    )
    return html, inputs.one_line(f"{sidecar['finding'].rstrip('.')}. {sidecar['subtitle']}")


def _in_notebook() -> bool:
    from IPython.core.getipython import get_ipython

    return get_ipython() is not None


def _bundle(html: str, text: str) -> dict[str, str]:
    return {"text/html": html, "text/plain": text}


def _show(html: str, text: str, place: str | None = None) -> None:
    """Show in a notebook, under a name where one is given, or else print."""
    if not _in_notebook():
        print(text)
        return
    from IPython.display import display

    display(_bundle(html, text), raw=True, display_id=place)
