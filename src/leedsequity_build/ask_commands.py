"""The questions at the command line: `leedsequity find`, `compare` and `place`."""

import json
import textwrap
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option

from leedsequity_build.terminal import show, show_table

if TYPE_CHECKING:
    import pandas as pd

Json = Annotated[bool, Option("--json", help="As a list of objects, with every number.")]

_SHOWN = 10
_WHOLE = ("£", "people")  # units shown without decimals


def find(
    text: Annotated[list[str], Argument(help="Words, parts of words, or numbers such as 24%.")],
    every: Annotated[bool, Option("--all", help="All that have it, not the best ten.")] = False,
    as_json: Json = False,
) -> None:
    """Look up claims, findings, figures, tables, places, words: `leedsequity find 24%`."""
    from leedsequity.ask import finding

    rows = finding.search(" ".join(text))
    if as_json:
        print(json.dumps(rows, indent=1))
        return
    shown = rows if every else rows[:_SHOWN]
    for row in shown:
        data = f"; numbers: {row['data']}" if row["data"] else ""
        show(f"{row['kind']:8}{row['sentence']}", f"        → {row['where']}{data}")
    if len(rows) > len(shown):
        show("", f"{len(shown)} of {len(rows)}: --all shows the rest, more words fewer")


def compare(
    one: Annotated[str, Argument(help="A place: name or code.")],
    other: Annotated[str, Argument(help="Another one.")],
    measure: Annotated[
        list[str] | None,
        Argument(help="Part of a measure's name, such as NEET; all when left out."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Set a place beside another: `leedsequity compare Leeds Sheffield NEET`."""
    from leedsequity import ask
    from leedsequity.ask.answering import known_place
    from leedsequity.wording import period

    answer = ask.compare(one, other, " ".join(measure or []))
    if as_json:
        _print_json(answer)
        return
    names = [known_place(text).name for text in (one, other)]
    if measure:
        _show_answers(answer, names[1])
        return
    rows: Any = answer.to_dict("records")
    cells = [
        (
            row["measure"],
            *(_number(row, name) for name in ("value", "other")),
            row["unit"],
            period(row["period"]),
            _known(row["verdict"]) or "not to be quoted",
            row["caution"],
        )
        for row in rows
    ]
    show_table(cells, "measure", *names, "unit", "period", f"{names[0]} is", "caution")
    show(
        "",
        "better, worse, similar, clearly: by a test; higher, lower, equal: not tested",
        f"with intervals, source and files: leedsequity compare {one} {other} MEASURE",
    )


def place(
    name: Annotated[str, Argument(help="An authority, county, region, ward, neighbourhood.")],
    as_json: Json = False,
) -> None:
    """Say what is known of a place: `leedsequity place Harehills`."""
    from leedsequity import ask
    from leedsequity.ask.answering import known_place
    from leedsequity.places import WARD, every

    answer = ask.place(name)
    if as_json:
        _print_json(answer)
        return
    found = known_place(name)
    above = every().get(found.upper_tier_code)
    where = f", {above.name}" if above else ""
    show(f"{found.name} ({found.kind}{where}, {found.code})", "")
    _show_answers(answer, "England")
    notebook, option = ("06", "-p ward") if found.type == WARD else ("07", "--area")
    if found.code[:3] != "E02":
        show("", f"drawn, in out/: leedsequity build {notebook} {option} {found.code}")


def _show_answers(answer: "pd.DataFrame", there: str) -> None:
    """Print each sentence, and beneath it how sure it is, a caution, whose it is and where."""
    rows: Any = answer.to_dict("records")
    for row in rows:
        own, other = (_interval(row, name) for name in ("", "other_"))
        interval = f"95% interval {own}" if own else ""
        interval += f", {there}'s {other}" if own and other else ""
        parts = [interval, row["caution"], row["source"], row["data"], row["figure"]]
        show(row["sentence"])
        line = "; ".join(filter(None, parts))
        show(*textwrap.wrap(line, 96, initial_indent="    ", subsequent_indent="    "))


def _interval(row: dict[str, Any], whose: str) -> str:
    from leedsequity.wording import number

    ends = [row[f"{whose}{end}"] for end in ("lower", "upper")]
    if any(end != end for end in ends):
        return ""
    decimals = 0 if row["unit"] in _WHOLE else 2 if abs(row["value"]) < 1 else 1
    return " to ".join(number(end, decimals) for end in ends)


def _number(row: dict[str, Any], name: str) -> str:
    from leedsequity.wording import number

    return number(row[name], 0 if row["unit"] in _WHOLE else 1)


def _known(word: Any) -> str:
    """Return a word, nothing where it is missing."""
    return word if isinstance(word, str) else ""


def _print_json(answer: "pd.DataFrame") -> None:
    rows = json.loads(answer.to_json(orient="records", double_precision=15))
    print(json.dumps(rows, indent=1))
