"""The programmes' published counts: conversions with intervals, programmes compared, conflicts, what cannot be had.

Every function takes the raw table `published_programmes`. Open counts: nothing is suppressed.
"""

from collections.abc import Iterable

import pandas as pd

from leedsequity import stats
from leedsequity.analyses.life_expectancy.words import counted
from leedsequity.errors import NotServedError

#: The programmes were in Leeds; their counts are not those of another area.
AREA = "E08000035"
ELSEWHERE = "The programmes of which documents print counts are Leeds's: left out for another area."
LINCOLN_GREEN = "Lincoln Green pilot"
CONNECTING = "Connecting Communities with Health and Care Careers"
SHORT = {LINCOLN_GREEN: "Lincoln Green", CONNECTING: "Connecting Communities"}

_ENGAGED, _VIA_HUB = "engaged with the pilot", "engaged via the hub and spoke model"
_COMPLETED, _RECRUITED = "completed a pre-employment programme", "recruited into roles in the trust"
_OFFER, _QUALIFIED = (
    "received a conditional offer of employment",
    "achieved an accredited qualification",
)
_ELSEWHERE = "supported through another spoke as well"
_STATED = "the document counts both among the same people"
_INFERRED = "inferred: the document does not say that the first are among the second"

#: The conversions whose denominator is printed: programme, stage, of which stage, on what ground.
_CONVERSIONS = pd.DataFrame(
    [
        (LINCOLN_GREEN, _COMPLETED, _ENGAGED, _STATED),
        (LINCOLN_GREEN, _RECRUITED, _ENGAGED, _STATED),
        (LINCOLN_GREEN, _RECRUITED, _COMPLETED, _INFERRED),
        (CONNECTING, _ELSEWHERE, _VIA_HUB, _STATED),
        (CONNECTING, _OFFER, _VIA_HUB, _INFERRED),
        (CONNECTING, _QUALIFIED, _VIA_HUB, _INFERRED),
    ],
    columns=["programme", "stage", "of_stage", "basis"],
)
#: Pairs of outcomes, each as a share of the engaged, that come nearest to one another.
_PAIRS = {"learning": (_COMPLETED, _QUALIFIED), "work": (_RECRUITED, _OFFER)}

_NOT_COMPUTED = {
    "engaged, of those referred": (
        "referrals to the whole hub are counted, and not people; the engaged are people of "
        "one spoke"
    ),
    "people with any outcome": (
        "outcomes may fall on the same person, in several spokes, and are not cross-counted"
    ),
    "vaccinated, of those engaged": (
        "vaccinations at a community event are counted, not people of the programme"
    ),
    "recruited, of those offered": (
        "Connecting Communities prints conditional offers and no starts of work"
    ),
    "in post after some time": "no document says who stayed, or for how long",
    "time from engagement to offer": "no document dates the stages of a person",
    "outcomes of the Talent Hub": "only candidates are counted",
    "reach by decile, ethnic group or age": "no document counts participants by any of them",
    "effect of a programme": "no document follows people who were not in one",
}
NOT_COMPUTED = pd.DataFrame(list(_NOT_COMPUTED.items()), columns=["not_computed", "why"])


def check_area(area: str, programme_file: str) -> None:
    """Refuse an area of which there is nothing to tell: not Leeds, and no partner's file.

    Raises
    ------
    NotServedError
        For such an area.
    """
    if area != AREA and not programme_file:
        raise NotServedError(
            "the programmes of which documents print counts are Leeds's; for another area give a"
            " partner's own records with -p programme_file FILE"
        )


def conversions(table: pd.DataFrame) -> pd.DataFrame:
    """Return the share that reached each stage whose denominator is printed, in per cent, with Wilson limits.

    Where documents differ on a count, each has its row. Columns: `programme, stage, of_stage,
    document, numerator, denominator, value, lower, upper, confidence, method, reason, basis`.
    """
    counts = table[table["unit"] == "people"]
    tops = counts[["programme", "stage", "document", "value"]].rename(
        columns={"value": "numerator"}
    )
    bottoms = counts[["programme", "stage", "value"]].rename(
        columns={"stage": "of_stage", "value": "denominator"}
    )
    rows = _CONVERSIONS.merge(tops, on=["programme", "stage"]).merge(
        bottoms, on=["programme", "of_stage"]
    )
    rows = rows.astype({"numerator": "int64", "denominator": "int64"})
    keys = ["programme", "stage", "of_stage", "numerator", "denominator", "basis"]
    result = stats.proportion(
        rows.groupby(keys, sort=False)["document"].agg(", ".join).reset_index(), multiplier=100
    )
    return result.assign(basis=result.pop("basis"))


def vaccinations(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first vaccinations among those given: a row as `stats.proportion` has it, in per cent."""
    given = table[table["unit"] == "vaccinations"].set_index("group")["value"].astype("int64")
    row = pd.DataFrame({"numerator": [given["first vaccinations"]], "denominator": [given["all"]]})
    return stats.proportion(row, multiplier=100)


def comparisons(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the difference of Connecting Communities from Lincoln Green in the outcomes that come nearest.

    `shares` is from `conversions`. Columns: `outcome, stage, document, against, measure, value,
    lower, upper, confidence, method, reason`: the difference in percentage points and the ratio,
    with 95% limits (from the Wilson limits of both, as independent). The outcomes are not the same;
    where documents differ on a count, each has its row.
    """
    of_engaged = shares[shares["of_stage"].isin([_ENGAGED, _VIA_HUB])]
    rows = []
    for outcome, (first, second) in _PAIRS.items():
        reference = of_engaged[of_engaged["stage"] == first]
        for document, other in of_engaged[of_engaged["stage"] == second].groupby(
            "document", sort=False
        ):
            gap = stats.gap(
                pd.concat([reference, other]), group="programme", reference=LINCOLN_GREEN
            )
            rows.append(gap.assign(outcome=outcome, stage=second, document=document, against=first))
    columns = ["outcome", "stage", "document", "against", "measure"]
    found = pd.concat(rows, ignore_index=True)
    return found[[*columns, "value", "lower", "upper", "confidence", "method", "reason"]]


def conflicts(table: pd.DataFrame) -> pd.DataFrame:
    """List where the documents disagree or may be confused; nothing is averaged.

    Columns: `kind, what, printed`: one stage with two counts; one number for different stages;
    counts without a date.
    """
    counts = table[table["unit"].isin(["people", "referrals", "vaccinations"])].replace(
        {"programme": SHORT}
    )
    counts["whose"] = counts["programme"] + ": " + counts["stage"]
    rows = []
    for whose, same in counts.groupby("whose", sort=False):
        if same["value"].nunique() > 1 and same["group"].nunique() == 1:
            rows.append(
                (
                    "one stage, two counts",
                    whose,
                    "; ".join(same["printed"] + " (" + same["document"] + ")"),
                )
            )
    for value, same in counts.groupby("value", sort=False):
        if same["whose"].nunique() > 1:
            rows.append(
                ("one number, two meanings", "; ".join(same["whose"].unique()), f"{value:.0f}")
            )
    for programme, same in counts[counts["period"].str.contains("not stated")].groupby(
        "programme", sort=False
    ):
        periods = same["period"].value_counts(sort=False)
        told = "; ".join(
            f"{period} ({counted(count, 'count')})" for period, count in periods.items()
        )
        rows.append(("no date, or no year", programme, told))
    return pd.DataFrame(rows, columns=["kind", "what", "printed"])


def noted(notes: Iterable[str]) -> list[str]:
    """Return the notes of the raw table's record on what no comparison of counts can find: history, place, dates."""
    return [
        note
        for note in notes
        if any(word in note for word in ("differ on how", "population served", "a year."))
    ]
