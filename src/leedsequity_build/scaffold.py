"""A question becomes a notebook, its page, its module and its tests: the templates filled in.

The templates are Jinja, whose signs are `<< >>` and `<% %>` here: those of a notebook's page stay.
"""

import json
import re
import textwrap
from typing import Any

import jinja2

from leedsequity.vocabulary import LEEDS
from leedsequity_build import worked_example
from leedsequity_build.question import TIMES, Question

#: What each file is made from.
_FILES = {
    "notebooks/{notebook}.py": "notebook.txt",
    "notebooks/{notebook}.md": "page.txt",
    "src/leedsequity/analyses/{name}.py": "analysis.txt",
    "tests/leedsequity/analyses/test_{name}.py": "test.txt",
}
_CLAIM = {"src/leedsequity/claims/{name}.py": "claims.txt"}
#: Of each kind, the two that are compared.
_PAIRS = {
    "area": "the area with the one it is seen beside",
    "decile": "the most with the least deprived decile that there is",
    "ward": "the highest with the lowest ward",
    "time": "the last period with the first",
    "group": "the highest with the lowest group",
}

_MOST_SHOWN = 4  # levels


def files(
    question: Question, name: str, notebook: str, title: str, *, claim: bool = False
) -> dict[str, str]:
    """Return the text of every file of a new analysis, by its path from the project's root.

    Parameters
    ----------
    question
        What the notebook asks.
    name, notebook, title
        The module's name, the notebook's, and its title.
    claim
        Whether a function that tests a statement of a document is among them.
    """
    words = {"name": name, "notebook": notebook, "title": title, "claim": claim} | _words(question)
    wanted = _FILES | (_CLAIM if claim else {})
    return {
        file.format(name=name, notebook=notebook): _JINJA.get_template(form).render(words)
        for file, form in wanted.items()
    }


def _words(q: Question) -> dict[str, Any]:
    """Return what the templates say of a question."""
    by = {"area": "area", "decile": "deprivation decile", "ward": "ward"}.get(q.kind, q.by)
    unit = "per cent" if q.per_cent else q.unit if q.unit != "none" else "the unit of the table"
    known = len(unit.split()) <= 7 and not re.search("see |as |the unit of", unit)
    before, decimals, after, brief_after = _form(q, unit)
    example = worked_example.of(q)
    shown = (f"{before}{each:,.{decimals}f}{after}" for each in (example.first, example.second))
    return {
        "q": q,
        "area": q.kind == "area",
        "by": by.replace("_", " "),
        "unit": unit,
        "capital": q.words[:1].upper() + q.words[1:],
        "title_unit": f", {unit}" if known else "",
        "before": before,
        "decimals": decimals,
        "after": after,
        "brief_after": brief_after,
        "pair": _PAIRS[q.kind],
        "parameters": parameters(q),
        "sources": ", ".join(map(_code, _sources(q))),
        "year": next((name for name in q.fixed if name in TIMES), _code(q.when)),
        "slope": _has_slope(q),
        "tries": _tries(q),
        "example": example,
        "answer": worked_example.answer(q, example, *shown),
    }


def _form(q: Question, unit: str) -> tuple[str, str, str, str]:
    """Return what stands before a number, its decimals, and what stands after it."""
    if q.per_cent:
        return "", "1", "%", "%"
    if "pounds" in unit:
        many = next((f" {word}" for word in ("million", "thousand") if word in unit), "")
        return "£", "1" if many else "0", many, many
    if unit == "years":
        return "", "1", " years", ""
    return "", "0" if q.counted else "1", "", ""


def parameters(q: Question) -> dict[str, tuple[object, str]]:
    """Return the notebook's parameters by name: the default of each, and what else it may be."""
    found: dict[str, tuple[object, str]] = {}
    if q.place:
        found["area"] = LEEDS, f"a code of a place; {LEEDS} is Leeds"
    if q.kind == "area":
        beside = f"what it is seen beside; {q.comparator} is {q.comparator_name}"
        found["comparator"] = q.comparator, beside
    return found | {
        name: (level, f"one of {_some(levels)}") for name, (level, levels) in q.fixed.items()
    }


def _sources(q: Question) -> list[str]:
    found = [q.table]
    if q.kind == "decile" and q.by not in q.frame:
        found.append(q.decile_table[0])
    if q.kind == "ward":
        lsoas = q.place.startswith("lsoa")
        found += [q.place.removesuffix("_code"), "wards"] if lsoas else ["wards"]
    return [*dict.fromkeys([*found, *(["areas"] if q.place else [])])]


def _has_slope(q: Question) -> bool:
    """Whether a table has all that the slope index takes."""
    known = {"decile", "population"} <= {*q.frame} and q.errors in ("se", "limits")
    return known and q.kind == "decile" and q.measure == "value" and not q.several


def _tries(q: Question) -> list[str]:
    asked = ["How is it in Bradford? Change `area` to E08000032."] if q.place else []
    for name, (_, levels) in q.fixed.items():
        other = _some(levels)
        asked.append(f"Is it the same for another `{name}`? There are {other}.")
    asked += [
        "Which value surprises you most? Look it up in the table.",
        "What does `leedsequity explain` say of the picture?",
        "Which other measure of the table would you ask for?",
    ]
    return asked[:3]


def _some(levels: list[object]) -> str:
    """Return the levels there are, of many the first two and the last."""
    shown = [str(level) for level in levels]
    return ", ".join(shown if len(shown) <= _MOST_SHOWN else [*shown[:2], "…", shown[-1]])


def _code(value: Any) -> str:
    """Return a value as it is written in code."""
    return json.dumps(value.item() if hasattr(value, "item") else value, ensure_ascii=False)


def _prose(text: str, mark: str = "") -> str:
    """Return a text in lines of a notebook's Markdown, a mark such as `* ` before the first."""
    return (
        textwrap.fill(
            " ".join(text.split()),
            100,
            initial_indent=f"# {mark}",
            subsequent_indent="# " + " " * len(mark),
            break_long_words=False,
        )
        + "\n"
    )


def _page_lines(text: str) -> str:
    """Return a text of a page in lines that break no braces."""
    joined = re.sub(r"\{\{.*?\}\}", lambda found: found[0].replace(" ", "\0"), text)
    lines = textwrap.fill(" ".join(joined.split()), 100, break_long_words=False)
    return lines.replace("\0", " ") + "\n"


_JINJA = jinja2.Environment(
    loader=jinja2.PackageLoader("leedsequity_build"),
    undefined=jinja2.StrictUndefined,
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_JINJA.filters.update(code=_code, prose=_prose, page_lines=_page_lines)
