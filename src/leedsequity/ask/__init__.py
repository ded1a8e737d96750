"""Questions answered from what is held: `ask.find`, `ask.compare`, `ask.place`.

Each returns a DataFrame; the commands of the same names print it. Answers come from committed
results and raw tables; what takes seconds is worked out once and kept (`ask.kept`).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def find(text: str) -> "pd.DataFrame":
    """Look a text up in claims, findings, figures, tables, places and the glossary.

    Parameters
    ----------
    text
        Words, parts of words or numbers, such as `24%`; all must be there, or else most of them.

    Returns
    -------
    DataFrame
        The best first: ``kind`` (claim, finding, figure, table, place, word), ``name``,
        ``sentence``, ``where`` (the file, or the command that says more), ``data`` (the file with
        the numbers, empty where there is none).

    Raises
    ------
    InputError
        If nothing has it; near words are named.
    """
    import pandas as pd

    from leedsequity.ask import finding

    return pd.DataFrame(finding.search(text), columns=finding.COLUMNS)


def compare(one: str, other: str, measure: str = "") -> "pd.DataFrame":
    """Set one place beside another, by every measure that both have for the same period.

    Parameters
    ----------
    one, other
        Codes or names of authorities, counties, regions, wards, neighbourhoods, or England.
    measure
        Part of a measure's name, such as `NEET`, `child poverty`, `life expectancy`, or the number
        of one of the 15 indicators; all when left out.

    Returns
    -------
    DataFrame
        ``measure``; ``sentence``; ``value, lower, upper`` of the one, ``other, other_lower,
        other_upper`` of the other (95% limits, missing where none are published or follow from
        counts); ``unit``; ``period``; ``verdict`` and ``basis`` of `verdicts.compare`; ``caution``;
        ``source`` (publisher and title); ``data`` and ``figure``, files from the project's root.

    Raises
    ------
    InputError
        If a place or measure is not known (near names are named), or both are one place; a
        `NotServedError` if nothing is known of both.
    """
    from leedsequity.ask import answering

    return answering.compare(one, other, measure)


def place(name: str) -> "pd.DataFrame":
    """Say what is known of a place, a sentence a measure, beside England where that can be.

    Parameters
    ----------
    name
        Code or name of an authority, county, region, ward or neighbourhood.

    Returns
    -------
    DataFrame
        As from `compare`, with England as the other.

    Raises
    ------
    InputError
        If the place is not known (near names are named); a `NotServedError` if nothing is known of
        it.
    """
    from leedsequity.ask import answering

    return answering.place(name)
