"""What a test of a claim is told, what it answers, and the one way it reads tables."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from leedsequity import raw

if TYPE_CHECKING:
    import pandas as pd

Made = TypeVar("Made")
LEEDS, ENGLAND = "E08000035", "E92000001"
SEXES = {"men": "male", "women": "female"}


@dataclass(frozen=True)
class Question:
    """What a test may know of a claim: what it is about, not what the document says the value is."""

    claim_id: str
    quantity: str
    area: str
    group: str
    period: str

    @property
    def sex(self) -> str:
        """The claim's sex as the tables spell it; its group begins with men or women."""
        return SEXES[self.group.split(",")[0]]


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


_asked: list[str] = []


_read = cache(raw.load)


def table(name: str) -> "pd.DataFrame":
    """Return a raw table, read once in a process; not to be changed by the caller."""
    _asked.append(name)
    return _read(name)


def asked() -> list[str]:
    """Return the tables asked for so far, in order, each time they were."""
    return list(_asked)


def shared(make: Callable[[], Made]) -> Callable[[], Made]:
    """Compute once what several tests need; each that asks for it is known to have read its tables."""

    @cache
    def once() -> tuple[Made, list[str]]:
        before = len(_asked)
        return make(), _asked[before:]

    @wraps(make)
    def again() -> Made:
        made, read = once()
        _asked.extend(read)
        return made

    return again
