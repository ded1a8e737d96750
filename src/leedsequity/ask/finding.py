"""A text looked up in claims, findings, figures, tables, places and the glossary.

Nothing heavy is imported while the entries are kept ones (`kept`).
"""

import csv
import difflib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leedsequity import inputs, paths
from leedsequity.ask import kept
from leedsequity.errors import InputError

COLUMNS = ["kind", "name", "sentence", "where", "data"]
#: What is looked through, in the order in which equally good ones are given.
KINDS = ("word", "place", "claim", "finding", "figure", "table")
Entry = dict[str, str]

_WORD = re.compile(r"[^\s,;?!\"“”()]+(?:,\d{3})*")
_NUMBER = re.compile(r"£?(\d+(?:,\d{3})*(?:\.\d+)?)(%?)")
# Words of a question that say nothing of what is asked.
_OTHERS = ("another word may find more", "fewer words find more")
_EMPTY = {
    "a", "an", "and", "are", "by", "did", "do", "does", "for", "from", "how", "in", "is", "it",
    "many", "much", "of", "on", "or", "that", "the", "to", "true", "was", "were", "what", "which",
    "who", "with",
}  # fmt: skip


def search(text: str) -> list[Entry]:
    """Return the entries that have a text's words and numbers, the best first.

    Each is a mapping of `COLUMNS`. Where none has them all, those with most of them are returned,
    if that is half.

    Raises
    ------
    InputError
        If there is none; near words are named.
    """
    text = re.sub(r"(?<=\d) per ?cent\b", "%", str(text))
    every = [word.rstrip(".:").casefold() for word in _WORD.findall(text)]
    words = [word for word in every if word not in _EMPTY] or every
    if not words:
        raise InputError("what is to be found? Give a word, a part of one, or a number")
    entries: list[Entry] = kept.answers("entries", _files(), _made)["entries"]
    forms = [_form(word) for word in dict.fromkeys(words)]
    phrase = " ".join(every)
    found = []
    for entry in entries:
        shown, whole = (entry[name] for name in ("shown", "whole"))
        hits = [_score(form, shown, whole) for form in forms]
        number = sum(hit > 0 for hit in hits)
        if 2 * number < len(forms) or not number:
            continue
        exact = 6 * (phrase == entry["name"].casefold()) + 2 * (phrase in shown)
        place = forms[0][1].search(entry["shown"])
        found.append((number, sum(hits) + exact, place.start() if place else len(whole), entry))
    if not found:
        raise InputError(_near(words, entries))
    most = max(number for number, *_ in found)
    best = [(score, where, entry) for number, score, where, entry in found if number == most]
    best.sort(key=lambda one: (-one[0], KINDS.index(one[2]["kind"]), one[1]))
    return [{name: entry[name] for name in COLUMNS} for *_, entry in best]


def _form(word: str) -> tuple[str, re.Pattern[str]]:
    """Return a word with how it is found whole: a number is never a part of a longer one."""
    if number := _NUMBER.fullmatch(word):
        sign = r"(%| per ?cent)" if number[2] else ""
        return "", re.compile(rf"(?<![\d.,]){re.escape(number[1])}(?!\d|[.,]\d){sign}")
    return word, re.compile(rf"\b{re.escape(word)}\b")


def _score(form: tuple[str, re.Pattern[str]], shown: str, whole: str) -> int:
    """Return how well a word is found: 3 whole in what is shown, 2 in part, 1 elsewhere."""
    part, pattern = form
    if pattern.search(shown):
        return 3
    if part and part in shown:
        return 2
    return int(bool(pattern.search(whole)) or bool(part and part in whole))


def _near(words: list[str], entries: list[Entry]) -> str:
    known = {
        word.casefold()
        for entry in entries
        for word in re.findall(r"[^\W\d_]{3,}", f"{entry['name']} {entry['sentence']}")
    }
    near = [close for word in words for close in difflib.get_close_matches(word, known, n=2)]
    meant = f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else _OTHERS[len(words) > 1]
    return f"nothing held here has {' '.join(words)!r}: {meant}"


def _files() -> list[Path]:
    """Return the files that entries are made from, besides raw tables and this package."""
    named = ("in_short.csv", "findings.csv", "claims.csv", "ward_changes.csv", "run.json")
    results = [file for name in named for file in paths.processed().glob(f"*/{name}")]
    own = [paths.docs() / "glossary.md", *paths.notebooks().glob("[0-9]*.py")]
    return [*results, *paths.figures().glob("*/*.json"), *(file for file in own if file.is_file())]


def _made() -> dict[str, str]:
    parts = (
        _glossary(), _places(), _claims(), _findings(), _measures(), _changed_wards(), _figures(),
        _tables(),
    )  # fmt: skip
    return {"entries": json.dumps([entry for part in parts for entry in part])}


def _entry(
    kind: str, name: str, sentence: str, where: str, data: str = "", more: str = ""
) -> Entry:
    line = inputs.one_line(sentence)
    # Every ward of Leeds is not what somebody means who asks for Leeds.
    shown = name if kind == "place" else f"{name} {line}"
    return {
        "kind": kind, "name": name, "sentence": line, "where": where, "data": data,
        "shown": shown.casefold(), "whole": f"{line} {more}".casefold(),
    }  # fmt: skip


def _rows(file: Path) -> list[dict[str, str]]:
    if not file.is_file():
        return []
    with inputs.reading(file), file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _glossary() -> Iterator[Entry]:
    file = paths.docs() / "glossary.md"
    if file.is_file():
        text = file.read_text(encoding="utf-8")
        for part in text.split("\n## ")[1:]:
            word, _, meaning = part.partition("\n")
            anchor = re.sub(r"[^\w -]", "", word.strip().lower()).replace(" ", "-")
            plain = re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", meaning)
            first = re.split(r"(?<=[.?!])\s", inputs.one_line(plain), maxsplit=1)[0]
            yield _entry("word", word.strip(), first, f"docs/glossary.md#{anchor}", more=plain)


def _claims() -> Iterator[Entry]:
    file = paths.processed() / "08_claims" / "claims.csv"
    for row in _rows(file):
        said = f"“{row['statement'].rstrip('.')}” ({row['document']}): {row['verdict']}"
        value = f"{float(row['value']):g}" + "%" * (row["unit"] == "percent")
        more = f"{value} {row['claim_id'].replace('-', ' ')} {row['quantity']} {row['group']}"
        where = f"leedsequity claims {row['claim_id']}"
        yield _entry("claim", row["claim_id"], said, where, paths.shown(file), more)


def _findings() -> Iterator[Entry]:
    for table in ("in_short.csv", "findings.csv"):
        for file in sorted(paths.processed().glob(f"*/{table}")):
            notebook = file.parent.name
            for row in _rows(file):
                where = f"notebooks/{notebook}.ipynb"
                said = next(iter(row.values()))  # of one column
                yield _entry("finding", notebook, said, where, paths.shown(file))


def _measures() -> Iterator[Entry]:
    """Yield what is known of the place that the committed results are of."""
    from leedsequity.ask import answering

    file = paths.processed() / "07_marmot_indicators" / "run.json"
    if file.is_file():
        area = inputs.json_object(file, "parameters")["parameters"]["area"]
        rows: Any = answering.place(area).to_dict("records")
        for row in rows:
            where = f"leedsequity place {area}"
            more = f"{row['source']} {row['caution']}"
            yield _entry("finding", row["measure"], row["sentence"], where, row["data"], more)


def _figures() -> Iterator[Entry]:
    for file in sorted(paths.figures().glob("*/*.json")):
        caption = inputs.json_object(file, "finding", "subtitle", "alt")
        data = paths.shown(file.with_suffix(".csv"))
        line = f"{caption['finding']}. {caption['subtitle']}."
        picture = paths.shown(file.with_suffix(".png"))
        yield _entry("figure", file.stem, line, picture, data, caption["alt"])


def _tables() -> Iterator[Entry]:
    from leedsequity import raw

    for record in raw.records():
        file = f"data/raw/{record.name}.csv"
        more = f"{record.publisher} {record.title} {' '.join(record.columns)}"
        where = f"leedsequity explain {record.name}"
        yield _entry("table", record.name, record.description, where, file, more)
    for run in sorted(paths.processed().glob("*/run.json")):
        notebook = run.parent.name
        title = _title(paths.notebooks() / f"{notebook}.py")
        for output in inputs.json_object(run, "outputs")["outputs"]:
            name = Path(output).stem
            if output.startswith("tables/") and name not in ("in_short", "findings"):
                said = f"A result of {notebook} ({title}): {name.replace('_', ' ')}"
                file = paths.shown(run.parent / f"{name}.csv")
                yield _entry("table", name, said, f"notebooks/{notebook}.ipynb", file)


def _title(file: Path) -> str:
    """Return the title of a notebook, from its source."""
    if not file.is_file():
        return file.stem
    found = re.search(r"^# # (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else file.stem


def _places() -> Iterator[Entry]:
    from leedsequity import places, raw
    from leedsequity.ask import facts
    from leedsequity.vocabulary import NEWEST_WARDS

    names = places.names()
    for code, area in places.every().items():
        if not area.recoded_from:
            kind = f"{area.kind}{f', {area.region}' if area.region else ''}"
            gone = "" if area.current else ", which is no more"
            said = f"{area.name}: {kind} ({code}){gone}"
            yield _entry("place", area.name, said, f"leedsequity place {code}")
    wards: Any = raw.load("wards").query(f"edition == {NEWEST_WARDS}").to_dict("records")
    for row in wards:
        said = f"{row['ward_name']}: ward of {names[row['area_code']]} ({row['ward_code']})"
        where = f"leedsequity place {row['ward_code']}"
        yield _entry("place", row["ward_name"], said, where)
    for code, place in facts.msoas().items():
        said = f"{place.name}: neighbourhood in {names[place.upper_tier_code]} ({code})"
        yield _entry("place", place.name, said, f"leedsequity place {code}")


def _changed_wards() -> Iterator[Entry]:
    """Yield the wards of committed results that became more deprived, and those that did less."""
    from leedsequity.wording import number

    file = paths.processed() / "03_deprivation_ethnicity" / "ward_changes.csv"
    for row in _rows(file):
        change = round(float(row["change"]), 9)
        if not change:
            continue
        became = "more" if change > 0 else "less"
        shares = [f"{number(100 * float(row[f'share_{year}']))}%" for year in (2019, 2025)]
        said = (
            f"{row['ward']}, a ward that became {became} deprived from 2019 to 2025: {shares[1]} of"
            f" its people live in England's most deprived tenth by the index of 2025, {shares[0]}"
            " by that of 2019 (each ranks places anew)."
        )
        where = f"leedsequity place {row['ward24_code']}"
        yield _entry("finding", row["ward"], said, where, paths.shown(file), "wards")
