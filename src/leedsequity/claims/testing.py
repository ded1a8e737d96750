"""What a test of a claim is given, what it gives back, and the one way it reads tables."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from leedsequity import raw
from leedsequity.errors import InputError, NotServedError
from leedsequity.vocabulary import SEXES

if TYPE_CHECKING:
    import pandas as pd

    from leedsequity.places import Place

Result = TypeVar("Result")


@dataclass(frozen=True)
class Question:
    """What a test may know: what a reading of a claim is about, not the value that is stated.

    Attributes
    ----------
    document, quantity, group
        As the claim has them; `group` says which people.
    area
        A code of the ONS; "" where the claim is of no area.
    period
        As the reading has it.
    options
        The reading's choices by name, such as `edition`; those used are noted in `used`.
    """

    document: str
    quantity: str
    area: str
    group: str
    period: str
    options: dict[str, str] = field(default_factory=dict)
    used: set[str] = field(default_factory=set, compare=False)

    def option(self, name: str, *choices: str) -> str:
        """Return the reading's choice of an option; the first of `choices` where it makes none.

        Any choice will do where one default is all that is given. An InputError names the choices
        if it is none of them.
        """
        self.used.add(name)
        chosen = self.options.get(name, choices[0])
        if len(choices) > 1 and chosen not in choices:
            raise InputError(f"option {name}={chosen}: it is one of {', '.join(choices)}")
        return chosen

    @property
    def sex(self) -> str:
        """The sex as the tables spell it; an InputError where the group begins with neither."""
        by_people = {people: sex for sex, people in SEXES.items()}
        people = self.group.split(",")[0]
        if people not in by_people:
            raise InputError(f"group {self.group!r} begins with neither men nor women")
        return by_people[people]

    @property
    def place(self) -> "Place":
        """The place of the area's code; an InputError where there is none."""
        from leedsequity import places

        return places.find(self.area)


@dataclass(frozen=True)
class Answer:
    """A recomputed value in the claim's unit, with 95% limits where it is an estimate.

    `basis` says in words what it was computed from: numbers in it are results. `source` names the
    file that was given for this run, where the value is from one.
    """

    value: Any
    basis: str
    lower: Any = None
    upper: Any = None
    source: str = ""


_load = cache(raw.load)
_tables_read: list[str] = []


def table(name: str, area: "str | Place | None" = None) -> "pd.DataFrame":
    """Return a raw table, or its rows of an area, read once; not to be changed by the caller."""
    _tables_read.append(name)
    return _load(name, area)


def tables_read() -> list[str]:
    """Return the tables that tests have used so far, in order, some more than once."""
    return list(_tables_read)


def one(rows: "pd.DataFrame", what: str, column: str = "value") -> Any:
    """Return the one known value of rows; a NotServedError says what is not held."""
    known = rows[column].dropna()
    if len(known) != 1:
        raise NotServedError(f"{what}: {'no value' if known.empty else 'several values'} held")
    return known.iloc[0]


def computed_once(compute: Callable[..., Result]) -> Callable[..., Result]:
    """Compute once what several tests need; each counts as having read the tables it rests on."""

    @cache
    def first(*given: Any) -> tuple[Result, list[str]]:
        before = len(_tables_read)
        return compute(*given), _tables_read[before:]

    @wraps(compute)
    def result(*given: Any) -> Result:
        computed, read = first(*given)
        _tables_read.extend(read)
        return computed

    return result
