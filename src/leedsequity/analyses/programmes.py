"""The programmes' published counts: conversions, comparisons, conflicts, what cannot be had.

Every function takes the raw table `published_programmes`. Open counts: nothing is suppressed.
"""

from collections.abc import Iterable

import pandas as pd

from leedsequity import stats, verdicts
from leedsequity.errors import NotServedError
from leedsequity.vocabulary import LEEDS

LINCOLN_GREEN = "Lincoln Green pilot"
CONNECTING = "Connecting Communities with Health and Care Careers"
SHORT_NAMES = {LINCOLN_GREEN: "Lincoln Green", CONNECTING: "Connecting Communities"}

_ENGAGED, _VIA_HUB = "engaged with the pilot", "engaged via the hub and spoke model"
_COMPLETED, _RECRUITED = "completed a pre-employment programme", "recruited into roles in the trust"
_OFFER = "received a conditional offer of employment"
_QUALIFIED = "achieved an accredited qualification"
_ANOTHER_SPOKE = "supported through another spoke as well"
_STATED = "the document counts both among the same people"
_INFERRED = "inferred: the document does not say that the first are among the second"

#: The conversions whose denominator is printed: programme, stage, of which stage, on what ground.
_CONVERSIONS = pd.DataFrame(
    [
        (LINCOLN_GREEN, _COMPLETED, _ENGAGED, _STATED),
        (LINCOLN_GREEN, _RECRUITED, _ENGAGED, _STATED),
        (LINCOLN_GREEN, _RECRUITED, _COMPLETED, _INFERRED),
        (CONNECTING, _ANOTHER_SPOKE, _VIA_HUB, _STATED),
        (CONNECTING, _OFFER, _VIA_HUB, _INFERRED),
        (CONNECTING, _QUALIFIED, _VIA_HUB, _INFERRED),
    ],
    columns=["programme", "stage", "of_stage", "basis"],
)
#: What the stages are called for short, in the order in which they are told.
SHORT_STAGES = {
    _ENGAGED: "joined",
    _COMPLETED: "completed a course",
    _RECRUITED: "got an NHS job",
    _VIA_HUB: "joined",
    _ANOTHER_SPOKE: "used another service, too",
    _OFFER: "were offered a job on conditions",
    _QUALIFIED: "gained a qualification",
}
#: Pairs of outcomes, each as a share of the engaged, that come nearest to one another.
_PAIRS = pd.DataFrame(
    [("learning", _COMPLETED, _QUALIFIED), ("work", _RECRUITED, _OFFER)],
    columns=["outcome", "against", "stage"],
)

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
    """Refuse an area without any counts: not Leeds, and no partner's file.

    Raises
    ------
    NotServedError
        For such an area.
    """
    if area != LEEDS and not programme_file:
        raise NotServedError(
            "the programmes of which documents print counts are Leeds's; for another area give a"
            " partner's own records with -p programme_file FILE"
        )


def conversions(table: pd.DataFrame) -> pd.DataFrame:
    """Return the share that reached each stage, in per cent, where its denominator is printed.

    Where documents differ on a count, each has its row. Columns: `programme, stage, of_stage,
    document, numerator, denominator, value, lower, upper, confidence, method, reason, basis`; the
    limits are Wilson's.
    """
    counts = table.loc[table["unit"] == "people", ["programme", "stage", "document", "value"]]
    numerators = counts.rename(columns={"value": "numerator"})
    denominators = counts.drop(columns="document").rename(
        columns={"stage": "of_stage", "value": "denominator"}
    )
    rows = _CONVERSIONS.merge(numerators, on=["programme", "stage"])
    rows = rows.merge(denominators, on=["programme", "of_stage"])
    rows = rows.astype({"numerator": "int64", "denominator": "int64"})
    keys = ["programme", "stage", "of_stage", "numerator", "denominator", "basis"]
    documents = rows.groupby(keys, sort=False)["document"].agg(", ".join).reset_index()
    result = stats.proportion(documents, multiplier=100)
    return result.assign(basis=result.pop("basis"))


def vaccinations(table: pd.DataFrame) -> pd.DataFrame:
    """Return the first vaccinations, in per cent of those given: a row of `stats.proportion`."""
    given = table[table["unit"] == "vaccinations"].set_index("group")["value"].astype("int64")
    row = pd.DataFrame({"numerator": [given["first vaccinations"]], "denominator": [given["all"]]})
    return stats.proportion(row, multiplier=100)


def comparisons(shares: pd.DataFrame) -> pd.DataFrame:
    """Return how Connecting Communities differs from Lincoln Green in the nearest outcomes.

    `shares` is from `conversions`. Columns: `outcome, stage, document, against, value, lower,
    upper`, the share of Connecting Communities; `other, other_lower, other_upper`, that of Lincoln
    Green; and those of `verdicts.compare`, differences in percentage points. The outcomes are not
    the same; where documents differ on a count, each has its row.
    """
    of_engaged = shares[shares["of_stage"].isin([_ENGAGED, _VIA_HUB])]
    of_engaged = of_engaged[["stage", "document", *verdicts.VALUE]]
    pilot = of_engaged.drop(columns="document").set_axis(["against", *verdicts.OTHER], axis=1)
    pairs = _PAIRS.merge(of_engaged, on="stage").merge(pilot, on="against")
    first = ["outcome", "stage", "document", "against"]
    return verdicts.compare(pairs[[*first, *verdicts.VALUE, *verdicts.OTHER]].assign(polarity=""))


def people_at_stages(table: pd.DataFrame) -> pd.DataFrame:
    """Return the people counted at each stage of the two programmes, for a chart.

    Those who joined come first. Columns: `programme, stage, people, most, label, role`: where
    documents differ on a count, `people` and `most` are the least and the most printed, and the
    label has both.
    """
    rows = table[(table["unit"] == "people") & table["stage"].isin([*SHORT_STAGES])]
    counts = rows.astype({"value": "int64"}).groupby(["programme", "stage"])["value"]
    result = counts.agg(people="min", most="max").reset_index()
    order = result["stage"].map([*SHORT_STAGES].index)
    result = result.iloc[order.argsort()].reset_index(drop=True)
    joined = result["stage"].isin([_ENGAGED, _VIA_HUB])
    label = result["stage"].map(SHORT_STAGES)
    label = label.mask(joined, "joined " + result["programme"].map(SHORT_NAMES))
    both = result["people"].astype("str") + " or " + result["most"].astype("str")
    label = label.mask(result["people"] < result["most"], label + " (" + both + ")")
    role = (result["programme"] == LINCOLN_GREEN).map({True: "focus", False: "context"})
    return result.assign(label=label.str[:1].str.upper() + label.str[1:], role=role)


def conflicts(table: pd.DataFrame) -> pd.DataFrame:
    """List where the documents disagree or may be confused; nothing is averaged.

    Columns: `kind, what, printed`: one stage with two counts; one number for different stages;
    counts without a date.
    """
    counts = table[table["unit"].isin(["people", "referrals", "vaccinations"])]
    counts = counts.replace({"programme": SHORT_NAMES})
    counts["full_stage"] = counts["programme"] + ": " + counts["stage"]
    rows = []
    for stage, same in counts.groupby("full_stage", sort=False):
        if same["value"].nunique() > 1 and same["group"].nunique() == 1:
            printed = same["printed"] + " (" + same["document"] + ")"
            rows.append(("one stage, two counts", stage, "; ".join(printed)))
    for value, same in counts.groupby("value", sort=False):
        if same["full_stage"].nunique() > 1:
            meanings = "; ".join(same["full_stage"].unique())
            rows.append(("one number, two meanings", meanings, f"{value:.0f}"))
    undated = counts[counts["period"].str.contains("not stated")]
    for programme, same in undated.groupby("programme", sort=False):
        numbers = same["period"].value_counts(sort=False).items()
        periods = [f"{period} ({n} {'count' if n == 1 else 'counts'})" for period, n in numbers]
        rows.append(("no date, or no year", programme, "; ".join(periods)))
    return pd.DataFrame(rows, columns=["kind", "what", "printed"])


def caveats(notes: Iterable[str]) -> list[str]:
    """Return the notes of the table's record that no comparison of counts can find.

    They are on the programmes' history, the place and the dates.
    """
    phrases = ("differ on how", "population served", "a year.")
    return [note for note in notes if any(phrase in note for phrase in phrases)]
