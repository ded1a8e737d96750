"""The captions and findings of notebook 07; every number in them comes from a result.

`here` and `there` are the names of the area and its comparator, `peers` its peers.
"""

import pandas as pd

from leedsequity import indicators, places
from leedsequity.analyses.phrases import Caption, counted, span
from leedsequity.peers import Peers
from leedsequity.vocabulary import SEXES

_BETTER = {"high": "; high is better", "low": "; low is better", "not judged": "; not judged"}
_TESTED = ("better", "worse", "clearly higher", "clearly lower", "not told apart")
_UNTESTED = ("higher", "lower", "equal")
_WHERE_HAD = "95% intervals, where they can be had"


def measures(table: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Return the name of each row's measure: `NEET at 16-17`, `Life expectancy, men`."""
    shown = table["indicator_id"].map(definitions.set_index("indicator_id")["shown_as"])
    return shown + table["group"].map({sex: f", {people}" for sex, people in SEXES.items()}).fillna(
        ""
    )


def titles(table: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Return the title of each row's panel: the measure, the unit and which way is better."""
    return measures(table, definitions) + "\n" + table["unit"] + table["polarity"].map(_BETTER)


def trends(scorecard: pd.DataFrame, here: str, there: str, peers: Peers) -> Caption:
    """Caption the trends."""
    lines = scorecard.dropna(subset="first_period")
    rose, fell = (lines["change"] > 0).sum(), (lines["change"] < 0).sum()
    tested = lines["change_judged"].isin(_TESTED).sum()
    finding = f"{here} over time: {counted(rose, 'measure')} rose, {fell} fell; {tested} tested"
    return Caption(
        finding=finding,
        subtitle=(
            f"Open series for the indicators, {here}, {there} and {peers.together}, comparable"
            " years only (academic years by their end, three-year periods by their middle); bands:"
            f" {_WHERE_HAD}; a line breaks where a year is missing"
        ),
        alt=(
            f"{_small('line', len(lines))}, from {lines['first_period'].min()[:4]} to"
            f" {lines['period'].max()[:4]}. {finding}. Grey lines: {peers.together}."
        ),
        note=(
            "The first and the last year are compared as published. A change is tested where both"
            " have limits; without them it may be chance. To rise is not always to get better: each"
            " panel says which way is."
        ),
    )


def among_peers(behind: pd.DataFrame, here: str, there: str, peers: Peers) -> Caption:
    """Caption the values of the peers, from `scorecard.measures_behind`."""
    of = _behind(behind)
    return Caption(
        finding=(
            f"{here}: behind its peers' median on {of}, untested"
            if len(behind)
            else f"{here} and its peers: no median to compare with"
        ),
        subtitle=(
            f"Latest value that each open series has for {here}, with those of {there} (dashed) and"
            f" of its peers, {peers.together}, in the same period; bars: {_WHERE_HAD}; median: of"
            " the peers, indicators with a direction only"
        ),
        alt=f"Small dot charts, one a measure, of {here}, {there} and {peers.together}."
        + (f" {here} is behind {peers.median} on {of} indicators." if len(behind) else "")
        + _in_doubt(behind),
        note=(
            "Published values are compared, and chance is not allowed for. Jobs below the living"
            " wage are counted where they are reported to be, not where people"
            f" live.{_in_doubt(behind)}"
        ),
    )


def free_school_meals(gaps: pd.DataFrame, here: str, there: str, peers: Peers) -> Caption:
    """Caption the gaps by free school meals, from those of `scorecard.last_gaps`."""
    both = gaps.dropna(subset=["difference", "comparator_difference"])
    wider = (both["difference"] < both["comparator_difference"]).sum()
    ends = span(gaps["difference"]) if len(gaps) > 1 else f"{gaps['difference'].iloc[0]:.1f}"
    return Caption(
        finding=(
            f"School gap wider than {there}'s in {wider} of {len(both)}"
            if len(both)
            else f"School gap in {here}: {ends}"
        ),
        subtitle=(
            f"Children eligible for free school meals minus the others, {here}, {there} and"
            f" {peers.together}, comparable years by their end; below 0: less among the eligible;"
            " the extract has no intervals"
        ),
        alt=(
            f"{_small('line', len(gaps))}: the gap in school results. In {here} it is {ends} in the"
            f" last year. Grey: {peers.together}."
        ),
        note="Published values are compared, and chance is not allowed for.",
    )


def findings(
    scorecard: pd.DataFrame, counts: dict[str, pd.DataFrame], firm: pd.DataFrame,
    gaps: pd.DataFrame, definitions: pd.DataFrame, here: str, there: str, peers: Peers,
) -> list[str]:  # fmt: skip
    """State what was found, a sentence each; nothing of what the area has no series for.

    `counts` has `scorecard.measures_behind` by what values it is of; `firm` is `scorecard.places`
    by series with limits; `gaps` are the rows of `scorecard.last_gaps` by free school meals;
    `definitions` is from `indicators.definitions`. A value in doubt is counted nowhere, and the
    doubt stands at the end, of other areas' values as of the area's own.
    """
    scorecard = scorecard.assign(measure=measures(scorecard, definitions))
    first = scorecard.drop_duplicates("indicator_id")
    served, absent = first[first["series"].notna()], first.loc[first["series"].isna(), "short_name"]
    fits = ", ".join(f"{count} {fit}" for fit, count in served["fit"].value_counts().items())
    sentences = [
        (
            f"Open series stand for {len(served)} of the {len(first)} indicators in"
            f" {here}{f' ({fits})' if fits else ''}; none for: {'; '.join(absent)}."
        ),
    ]
    sure = scorecard[scorecard["doubt"].isna()]
    sentences += _compared(sure, "judged", f"Beside {there}, {here} is")
    sentences += _compared(sure, "change_judged", f"Since the first comparable period {here} is")
    for which, behind in counts.items():
        worse = behind[behind["behind"] & (behind["doubt"] == "")]
        named = f" ({'; '.join(measures(worse, definitions))})" if len(worse) else ""
        if len(behind):
            sentences.append(
                f"By {which}, as published and not tested, {here} is behind"
                f" {peers.median} on {_behind(behind)} indicators{named}."
            )
    firm = firm[~firm["series"].isin(scorecard.loc[scorecard["doubt"].notna(), "series"])]
    if len(firm):
        each = [
            f"{row['measure']} {row['place_open']} of {row['ranked']} in {row['period']}"
            for _, row in firm.assign(measure=measures(firm, definitions)).iterrows()
        ]
        sentences.append(
            f"Places that limits leave open to {here} among itself and {peers.together}, 1 being"
            f" the best: {'; '.join(each)}."
        )
    if len(gaps):
        each = [
            f"{row['measure']} {row['difference']:.1f} ({row['unit'].replace('%', '% points')},"
            f" {row['period']}"
            + (
                f"; {there} {row['comparator_difference']:.1f})"
                if pd.notna(row["comparator_difference"])
                else ")"
            )
            for _, row in gaps.assign(measure=measures(gaps, definitions)).iterrows()
        ]
        sentences.append(
            f"Children eligible for free school meals minus others: {'; '.join(each)}."
        )
    sentences += [
        f"Counted nowhere above, because it is in doubt: {row['measure']}. In words:"
        f" {row['doubt']}."
        for _, row in scorecard.dropna(subset="doubt").iterrows()
    ]
    return sentences + [
        f"Nothing above is compared with {places.names().get(code, code)} in this:"
        f" {row['measure']}. In words: {why}."
        for (series, code), why in indicators.DOUBTS.items()
        for _, row in sure[sure["series"] == series].iterrows()
    ]


def _small(kind: str, number: int) -> str:
    if number == 1:
        return f"A {kind} chart"
    return f"Small {kind} charts of {counted(number, 'measure')}, each with its own scale"


def _in_doubt(behind: pd.DataFrame) -> str:
    """Return the doubts about an area's values in `scorecard.measures_behind`, as sentences."""
    doubts = behind.loc[behind["doubt"] != "", "doubt"].unique()
    return "".join(f" Not counted: {doubt}." for doubt in doubts)


def _behind(behind: pd.DataFrame) -> str:
    """Return on how many indicators an area is behind, those in doubt left out: `4 of 11`."""
    sure = behind[behind["doubt"] == ""]
    return (
        f"{sure.loc[sure['behind'], 'indicator_id'].nunique()} of {sure['indicator_id'].nunique()}"
    )


def _compared(scorecard: pd.DataFrame, column: str, beginning: str) -> list[str]:
    """Return two sentences: on measures that were tested, and on those only compared."""
    tested, untested = (_split(scorecard, column, of) for of in (_TESTED, _UNTESTED))
    sentences = [f"{beginning}, where both values have limits, {tested}."] if tested else []
    return sentences + (
        [f"{beginning}, as published and not tested, {untested}."] if untested else []
    )


def _split(scorecard: pd.DataFrame, column: str, words: tuple[str, ...]) -> str:
    """Return which measures each word is true of: `better on 1 (NEET at 16-17); worse on …`."""
    of = {word: scorecard.loc[scorecard[column] == word, "measure"] for word in words}
    return "; ".join(
        f"{word} on {len(names)} ({'; '.join(names)})" for word, names in of.items() if len(names)
    )
