"""What a test of a claim is given, what it gives back, and the one way it reads tables."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from leedsequity import raw
from leedsequity.vocabulary import SEXES

if TYPE_CHECKING:
    import pandas as pd

Result = TypeVar("Result")


@dataclass(frozen=True)
class Question:
    """What a test may know of a claim: what it is about, not the value that the document states."""

    claim_id: str
    quantity: str
    area: str
    group: str
    period: str

    @property
    def sex(self) -> str:
        """The claim's sex as the tables spell it; its group begins with men or women."""
        return {people: sex for sex, people in SEXES.items()}[self.group.split(",")[0]]


@dataclass(frozen=True)
class Answer:
    """A recomputed value in the claim's unit, with 95% limits where it is an estimate.

    `basis` says in words what it was computed from, and what other definitions give: numbers in it
    are results.
    """

    value: Any
    basis: str
    lower: Any = None
    upper: Any = None


_load = cache(raw.load)
_tables_read: list[str] = []


def table(name: str, area: str | None = None) -> "pd.DataFrame":
    """Return a raw table, or its rows of an area, read once; not to be changed by the caller."""
    _tables_read.append(name)
    return _load(name, area)


def tables_read() -> list[str]:
    """Return the tables that tests have used so far, in order, some more than once."""
    return list(_tables_read)


def computed_once(compute: Callable[[], Result]) -> Callable[[], Result]:
    """Compute once what several tests need; each counts as having read the tables it rests on."""

    @cache
    def first() -> tuple[Result, list[str]]:
        before = len(_tables_read)
        return compute(), _tables_read[before:]

    @wraps(compute)
    def result() -> Result:
        computed, read = first()
        _tables_read.extend(read)
        return computed

    return result
