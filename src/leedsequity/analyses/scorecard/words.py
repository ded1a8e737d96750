"""The figures and findings of notebook 07 in words. Every number comes from a result; `card` is the scorecard."""

import pandas as pd

from leedsequity.analyses.life_expectancy.words import PEOPLE, Caption, span

_BETTER = {"high": "; high is better", "low": "; low is better", "not judged": "; not judged"}
_WHERE_HAD = "95% intervals, where they can be had"


def measures(table: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Return the name of each row's measure: `NEET at 16-17`, `Life expectancy, men`."""
    shown = table["indicator_id"].map(definitions.set_index("indicator_id")["shown_as"])
    return shown + table["group"].map({sex: f", {people}" for sex, people in PEOPLE.items()}).fillna("")


def titles(table: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Return the title of each row's panel: the measure, and below it the unit and which way is better."""
    return measures(table, definitions) + "\n" + table["unit"] + table["polarity"].map(_BETTER)


def trends(card: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the trends."""
    moved, lines = card["change_judged"].value_counts(), card.dropna(subset="first_period")
    finding = f"{here} over time: {moved.get('better', 0)} measures better, {moved.get('worse', 0)} worse"
    return Caption(
        finding=finding,
        subtitle=f"Open series for the indicators, {here}, {there} and the core cities of England, comparable years "
        f"only (academic years by their end, three-year periods by their middle); bands: {_WHERE_HAD}; a line breaks "
        "where a year is missing",
        alt=f"Small line charts of {len(lines)} measures, each with its own scale, from "
        f"{lines['first_period'].min()[:4]} to {lines['period'].max()[:4]}. {finding}. Grey lines: core cities.",
        note="Better and worse compare the first and the last year as published; most have no limits.",
    )


def cities(behind: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the values of the core cities, from `cities.measures_behind`."""
    of = _behind(behind)
    return Caption(
        finding=f"{here} trails the middle city on {of}",
        subtitle=f"Latest value that each open series has for {here}, with that of {there} (dashed) and of the core "
        f"cities of England in the same period; bars: {_WHERE_HAD}; middle: the median of the other core cities, "
        "indicators with a direction only",
        alt=f"Small dot charts, one a measure, of {here}, {there} and the core cities. {here} is behind the median of "
        f"the other cities on {of} indicators.",
        note="Jobs below the living wage are counted where they are reported to be, not where people live.",
    )


def free_school_meals(gaps: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the gaps by free school meals, from those of `within.last_gaps`."""
    wider = (gaps["difference"] < gaps["comparator_difference"]).sum()
    return Caption(
        finding=f"School gap wider than {there}'s in {wider} of {len(gaps)}",
        subtitle=f"Children eligible for free school meals minus the others, {here}, {there} and the core cities of "
        "England, comparable years by their end; below 0: less among the eligible; the extract has no intervals",
        alt=f"Small line charts of the gap in {len(gaps)} school measures. In {here} it is "
        f"{span(gaps['difference'])} in the last year. Grey: core cities.",
    )


def findings(
    card: pd.DataFrame, counts: dict[str, pd.DataFrame], firm: pd.DataFrame, gaps: pd.DataFrame,
    definitions: pd.DataFrame, here: str, there: str,
) -> list[str]:  # fmt: skip
    """State what was found, a sentence each.

    `counts` has `cities.measures_behind` by what values it is of; `firm` is `cities.places` by series with limits;
    `gaps` are the rows of `within.last_gaps` by free school meals; `definitions` is from `indicators.definitions`.
    """
    card = card.assign(measure=measures(card, definitions))
    first = card.drop_duplicates("indicator_id")
    held, absent = first[first["series"].notna()], first.loc[first["series"].isna(), "short_name"]
    fits = ", ".join(f"{count} {fit}" for fit, count in held["fit"].value_counts().items())
    said = [
        f"Open series stand for {len(held)} of the {len(first)} indicators in {here} ({fits}); none for: "
        f"{'; '.join(absent)}.",
        f"Beside {there}, {here} is {_split(card, 'judged')}. Where both have limits: "
        f"{_split(card.dropna(subset='difference_lower'), 'judged')}.",
        f"Since the first comparable period {here} is {_split(card, 'change_judged')}.",
    ]
    for which, behind in counts.items():
        worse = behind[behind["behind"]]
        named = f" ({'; '.join(measures(worse, definitions))})" if len(worse) else ""
        said.append(
            f"By {which}, {here} is worse than the median of the other core cities on {_behind(behind)} "
            f"indicators{named}."
        )
    if len(firm):
        each = [
            f"{row['measure']} {row['place_open']} of {row['ranked']} in {row['period']}"
            for _, row in firm.assign(measure=measures(firm, definitions)).iterrows()
        ]
        said.append(f"Places among the core cities that limits leave open, 1 being the best: {'; '.join(each)}.")
    if len(gaps):
        each = [
            f"{row['measure']} {row['difference']:.1f} ({row['unit'].replace('%', '% points')}, {row['period']}; "
            f"{there} {row['comparator_difference']:.1f})".replace(" nan)", " [x])")
            for _, row in gaps.assign(measure=measures(gaps, definitions)).iterrows()
        ]
        said.append(f"Children eligible for free school meals minus others: {'; '.join(each)}.")
    return said


def _behind(behind: pd.DataFrame) -> str:
    """Return on how many of how many indicators an area is behind: `4 of 11`."""
    return f"{behind.loc[behind['behind'], 'indicator_id'].nunique()} of {behind['indicator_id'].nunique()}"


def _split(card: pd.DataFrame, column: str) -> str:
    """Return which measures are better, worse and neither: `better on 1 (NEET at 16-17); worse on …`."""
    of = {word: card.loc[card[column] == word, "measure"] for word in ("better", "worse", "equal", "not told apart")}
    return "; ".join(f"{word} on {len(n)} ({'; '.join(n)})" for word, n in of.items() if len(n)) or "not to be judged"
