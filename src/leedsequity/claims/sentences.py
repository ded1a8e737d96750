"""Sentences of a document: where each stands, which numbers it prints, how it is known again.

The register holds no sentence of anybody else: `statements` has, of each sentence of a document,
its place, its numbers as printed, the claims made from it or why there is none, and a fingerprint
of its wording, by which a pasted sentence is found.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: How many words in a row make one mark of a fingerprint.
RUN = 5
_WORD = re.compile(r"[^\W_]+")
# Where a sentence ends: a stop, what closes behind it, marks of notes and references, then a space
# and a beginning. Not behind these short forms, nor behind the number of a list or a reference.
_END = re.compile(r"[.!?][\"'”’)*]*(?:[¹²³⁴⁵]|(?:\s\(\d+\))+\.?)?\s+(?=[\"'“‘*(\[]*[^\W_a-z])")
_SHORT = re.compile(r"(?:\b(?:al|e\.g|i\.e|vs|St|Dr|No)|^\W*\d+)\.\s*$")
_HEADING = re.compile(r"[^.!?:;\t]{1,90}$")
# What a document prints as a number: figures with their signs, and words of quantity.
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
_PARTS = "half|third|thirds|quarter|quarters|tenth|tenths|fifth|fifths|dozen|million|billion"
_NUMBER = re.compile(
    rf"£?\d+(?:,\d{{3}})*(?:\.\d+)?(?:[-–/]\d+(?:\.\d+)?)*\s?(?:%|m\b|million\b)?"
    rf"|\b(?:(?:{_TENS})(?:-\w+)?|(?:{_ONES})(?:-quarters|-thirds)?|{_PARTS})\b",
    re.IGNORECASE,
)
# Figures that count nothing: references, notes and tables by number, list numbers, names.
_STRUCTURE = re.compile(
    r"\(\d+\)|\b(?:Table|Figure|IMD|Core|COVID-)\s?\d+(?:PLUS\d+)?(?:(?:,| and) \d+)*"
    r"|^\W*\d{1,2}[.\t]\s*|<[^<>]*>|https?://\S+|\bthird[ -]sector",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands, both counted from 1: the paragraph, and the one within it."""

    paragraph: int
    sentence: int
    text: str

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers it prints, in order, without those that only give it structure."""
        plain = _STRUCTURE.sub(" ", self.text)
        return tuple(match.strip() for match in _NUMBER.findall(plain))


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of a text, of which each line that is not empty is a paragraph.

    A heading, a row of a table and a point of a list are sentences too.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return [
        Sentence(paragraph, number, one)
        for paragraph, line in enumerate(lines, 1)
        for number, one in enumerate(_split(line), 1)
    ]


def fingerprint(text: str) -> frozenset[str]:
    """Return the marks of a wording: a short hash of each run of five words, in lower case.

    Punctuation, spaces and signs of Markdown do not count. Fewer words than five are one run.
    """
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = [words[start : start + RUN] for start in range(max(1, len(words) - RUN + 1))]
    marks = (hashlib.sha256(" ".join(run).encode()).hexdigest()[:8] for run in runs if run)
    return frozenset(marks)


def likeness(marks: Iterable[str], others: Iterable[str]) -> float:
    """Return how much of the shorter of two fingerprints is in the longer one, from 0 to 1."""
    one, two = frozenset(marks), frozenset(others)
    least = min(len(one), len(two))
    return len(one & two) / least if least else 0.0


def _split(line: str) -> list[str]:
    found: list[str] = []
    start = 0
    for end in _END.finditer(line):
        part = line[start : end.end()].strip()
        if not _SHORT.search(part):
            found.append(part)
            start = end.end()
    rest = line[start:].strip()
    return [*found, rest] if rest else found
