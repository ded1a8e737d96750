"""Notebook 04 in words: the published counts, and a partner's released records.

Every number comes from a result, and no count that is not to be shown is known here. What comes
from a synthetic file says so in every sentence, and in the picture itself.
"""

import pandas as pd

from leedsequity.analyses import programme_records, release
from leedsequity.analyses.phrases import Caption, counted, each, limits, span
from leedsequity.analyses.programmes import LINCOLN_GREEN, SHORT_NAMES

NOT_THIS_AREA = (
    "The programmes of which documents print counts are Leeds's: left out for another area."
)
NO_FILE = (
    "No partner's file is given, so this section is left out: docs/your-own-records.md says how to"
    " give one."
)
TOO_FEW = "Nothing may be shown here: too few people, or a small step between the stages before."
_DISCLOSURE_RULES = (
    "counts are rounded, small ones joined with their neighbours, and rates, limits and ratios come"
    " from what is shown (policy {policy})"
)
_SHORT_STAGES = {
    "completed a pre-employment programme": "completed pre-employment",
    "recruited into roles in the trust": "recruited",
    "supported through another spoke as well": "also another spoke",
    "received a conditional offer of employment": "conditional offer",
    "achieved an accredited qualification": "qualification",
    "engaged with the pilot": "engaged",
    "engaged via the hub and spoke model": "engaged",
}


def published_chart_rows(shares: pd.DataFrame) -> pd.DataFrame:
    """Return `programmes.conversions` with `label` and `role` for a chart."""
    labels = [
        f"{SHORT_NAMES[row['programme']]}: {_SHORT_STAGES[row['stage']]}, {row['numerator']} of"
        f" {row['denominator']} {_SHORT_STAGES[row['of_stage']]}"
        for _, row in shares.iterrows()
    ]
    role = (shares["programme"] == LINCOLN_GREEN).map({True: "focus", False: "reference"})
    return shares.assign(label=labels, role=role)


def published_caption(shares: pd.DataFrame) -> Caption:
    """Return the caption of `programmes.conversions`."""
    first = shares.iloc[0]
    work = shares[shares["stage"] == "recruited into roles in the trust"].iloc[0]
    programme = SHORT_NAMES[work["programme"]]
    return Caption(
        finding=f"{programme}: {work['value']:.0f}% of those engaged were recruited",
        subtitle=(
            "People who reached a stage, per cent of those at an earlier stage, Lincoln Green pilot"
            " and Connecting Communities with Health and Care Careers, Leeds, as published (dates"
            " not stated); bars: 95% Wilson intervals; where documents differ both counts are shown"
        ),
        alt=(
            f"Dot chart of {len(shares)} conversions with interval bars, from"
            f" {span(shares['value'], '{:.0f}%')}, for two programmes. The first is"
            f" {first['numerator']} of {first['denominator']}: {limits(first)}%."
        ),
        note=(
            "The outcomes of the two programmes are not the same, and the stages of the second are"
            " no sequence."
        ),
    )


def published_findings(
    shares: pd.DataFrame,
    comparisons: pd.DataFrame,
    conflicts: pd.DataFrame,
    vaccinations: pd.DataFrame,
) -> list[str]:
    """Return what the published counts allow, from the results of the functions of `programmes`."""
    sentences = [
        f"{SHORT_NAMES[row['programme']]} ({row['document']}), {_SHORT_STAGES[row['stage']]}:"
        f" {row['numerator']} of {row['denominator']} {_SHORT_STAGES[row['of_stage']]},"
        f" {limits(row)}%; {row['basis']}."
        for _, row in shares.iterrows()
    ]
    for _, row in comparisons[comparisons["measure"] == "difference"].iterrows():
        clear = "a" if row["lower"] > 0 or row["upper"] < 0 else "no"
        sentences.append(
            f"Connecting Communities ({_SHORT_STAGES[row['stage']]}, {row['document']}) minus"
            f" Lincoln Green ({_SHORT_STAGES[row['against']]}), shares of the engaged:"
            f" {limits(row)} percentage points, {clear} clear difference; the outcomes are not the"
            " same, and neither are the people, places or years."
        )
    row = vaccinations.iloc[0]
    sentences.append(
        f"{row['numerator']} of {row['denominator']} COVID-19 vaccinations were first ones,"
        f" {limits(row)}%; they are counts of vaccinations at a community event, not of people of"
        " the programme."
    )
    return sentences + each(conflicts, "Conflict, {kind}: {what}: {printed}.")


def axis_title(label: str, synthetic: bool) -> str:
    """Return an axis title, with the mark of a synthetic example below it."""
    return f"{label}\nSYNTHETIC EXAMPLE,\nNOT REAL PEOPLE" if synthetic else label


def _caption(synthetic: bool, policy: str, finding: str, subtitle: str, alt: str) -> Caption:
    mark = f"{programme_records.SYNTHETIC_MARK.capitalize()}. " if synthetic else ""
    return Caption(
        finding=f"Synthetic example: {finding}" if synthetic else finding,
        subtitle=mark + subtitle,
        alt=mark + alt,
        note=f"{mark}Disclosure control: {_DISCLOSURE_RULES.format(policy=policy)}.",
    )


def stages_chart_rows(table: pd.DataFrame) -> pd.DataFrame:
    """Return `programme_records.conversions` with `label` and `role` for a chart."""
    rows = table[table["value"].notna()]
    labels = [
        f"{row['spoke']}: {row['stage'].replace('_', ' ')}, {row['people']} of {row['of']}"
        f" {row['of_stage']}"
        for _, row in rows.iterrows()
    ]
    return rows.assign(label=labels, role="focus")


def stages_caption(drawn: pd.DataFrame, policy: str, synthetic: bool) -> Caption:
    """Return the caption of the conversions, from `stages_chart_rows`."""
    values = span(drawn["value"], "{:.0f}%")
    return _caption(
        synthetic,
        policy,
        f"{values} reach the stage or outcome",
        "People who reached a stage, a later one or an outcome, per cent of those at the earlier"
        " stage named with it, a partner's records; bars: 95% Wilson intervals, whatever the true"
        " counts behind the rounded ones",
        f"Dot chart of {counted(len(drawn), 'conversion')} with interval bars, from {values}.",
    )


def reach_caption(drawn: pd.DataFrame, here: str, policy: str, synthetic: bool) -> Caption:
    """Return the caption of the ratios, from `residents.chart_rows`.

    `here` is the name of the residents' area.
    """
    values = drawn["value"].dropna()
    poorest = drawn["breakdown"].isin(["ethnic_group", "age_band"])
    bases = [] if poorest.all() else ["by deprivation against all"]
    if poorest.any():
        bases.append(
            "by ethnic group and age against its neighbourhoods in England's most deprived tenth"
        )
    return _caption(
        synthetic,
        policy,
        represented_groups(drawn),
        f"Share of the people engaged, a partner's records, over the share of residents of {here}"
        f" (1: as among them): {', '.join(bases)}; bars: 95% intervals, rounding allowed for",
        f"Dot chart of {counted(len(values), 'ratio')} with interval bars, from {span(values)};"
        f" not shown: {counted(len(drawn) - len(values), 'group')}; {', '.join(bases)}: residents"
        f" of {here}.",
    )


def reach_axis_title(drawn: pd.DataFrame, here: str) -> str:
    """Return the axis title of the ratios of `residents.chart_rows`, which names the residents."""
    names = {"ethnic_group": "ethnic groups", "age_band": "ages"}
    poorest = [name for breakdown, name in names.items() if (drawn["breakdown"] == breakdown).any()]
    label = f"Share of participants over share of residents of {here}"
    if not poorest:
        return label
    return (
        f"{label}\n({' and '.join(poorest)}: of its neighbourhoods\nin England's most deprived"
        " tenth)"
    )


def represented_groups(drawn: pd.DataFrame) -> str:
    """Return how many groups are clearly over- and under-represented."""
    over, under = (drawn["lower"] > 1).sum(), (drawn["upper"] < 1).sum()
    return f"{counted(over, 'group')} over-represented, {under} under"


def records_findings(tables: dict[str, pd.DataFrame], policy: str, synthetic: bool) -> list[str]:
    """Return what a partner's records show, from `programme_records.released`."""
    sentences = [
        f"{row['spoke']}, {row['stage'].replace('_', ' ')}: about {row['people']} of {row['of']}"
        f" {row['of_stage']}, about {limits(row, decimals=0)}%."
        for _, row in tables["stages"].dropna(subset="value").iterrows()
    ]
    sentences += median_wait(tables["time_to_offer"])
    sentences += reach_findings(tables["reach"])
    rules = _DISCLOSURE_RULES.format(policy=policy)
    sentences.append(f"{rules[0].upper()}{rules[1:]}; least in a breakdown: {release.LEAST}.")
    source = programme_records.SYNTHETIC_MARK.capitalize() if synthetic else "A partner's records"
    return [f"{source}: {sentence}" for sentence in sentences]


def median_wait(waits: pd.DataFrame) -> list[str]:
    """Return where the median wait lies, or why it is not given; nothing without released waits."""
    bands = waits.loc[waits["median"].astype(bool), "part"]
    dated = waits.loc[waits["part"] != programme_records.NOT_DATED, "people"].sum()
    if len(bands):
        return [
            f"The median time from engagement to offer lies in {' or '.join(bands)}, of about"
            f" {dated} people with both dates."
        ]
    joined = waits["part"].str.contains(f"{programme_records.NOT_DATED} + ", regex=False).any()
    few = (
        "those without both dates are too few to be shown by themselves"
        if joined
        else "too few have both dates"
    )
    return [f"The median time from engagement to offer is not given: {few}."] if dated else []


def reach_findings(table: pd.DataFrame) -> list[str]:
    """Return which groups are clearly over- or under-represented, and beside which residents.

    Two decimals, so that a limit next to 1 is not printed as 1. Where there are no such residents,
    a sentence says so.
    """
    sentences = [
        f"{row['breakdown'].replace('_', ' ')} {row['part']}: about {limits(row, decimals=2)} times"
        f" the share among residents of {row['residents_of']}."
        for _, row in table[(table["lower"] > 1) | (table["upper"] < 1)].iterrows()
    ]
    stated = table[(table["residents_of"] != "") & (table["part"] != release.NOT_STATED)]
    for where, rows in stated.groupby("residents_of", sort=False):
        if not rows["residents"].any():
            breakdowns = " and ".join(rows["breakdown"].drop_duplicates().str.replace("_", " "))
            sentences.append(f"nobody lives in {where}, so there is no ratio by {breakdowns}.")
    return sentences
