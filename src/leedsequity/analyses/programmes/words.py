"""The published part of notebook 04 in words; every number comes from a result."""

import pandas as pd

from leedsequity.analyses.life_expectancy.words import Caption, each, limits, span
from leedsequity.analyses.programmes.published import LINCOLN_GREEN, SHORT

_BRIEFLY = {
    "completed a pre-employment programme": "completed pre-employment",
    "recruited into roles in the trust": "recruited",
    "supported through another spoke as well": "also another spoke",
    "received a conditional offer of employment": "conditional offer",
    "achieved an accredited qualification": "qualification",
    "engaged with the pilot": "engaged",
    "engaged via the hub and spoke model": "engaged",
}


def drawn(shares: pd.DataFrame) -> pd.DataFrame:
    """Return the conversions with `label` and `role` for a chart, from `published.conversions`."""
    counts = shares["numerator"].astype("str") + " of " + shares["denominator"].astype("str") + " "
    label = shares["programme"].replace(SHORT) + ": " + shares["stage"].replace(_BRIEFLY) + ", "
    role = (shares["programme"] == LINCOLN_GREEN).map({True: "focus", False: "reference"})
    return shares.assign(label=label + counts + shares["of_stage"].replace(_BRIEFLY), role=role)


def conversions(shares: pd.DataFrame) -> Caption:
    """Caption the conversions, from `published.conversions`."""
    first = shares.iloc[0]
    work = shares[shares["stage"] == "recruited into roles in the trust"].iloc[0]
    return Caption(
        finding=f"{SHORT[work['programme']]}: {work['value']:.0f}% of those engaged were recruited",
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


def findings(
    shares: pd.DataFrame, compared: pd.DataFrame, conflicts: pd.DataFrame, vaccinated: pd.DataFrame
) -> list[str]:
    """State what the published counts allow, from the results of those names in `published`."""
    said = [
        f"{SHORT[row['programme']]} ({row['document']}), {_BRIEFLY[row['stage']]}:"
        f" {row['numerator']} of {row['denominator']} {_BRIEFLY[row['of_stage']]}, {limits(row)}%;"
        f" {row['basis']}."
        for _, row in shares.iterrows()
    ]
    differences = compared[compared["measure"] == "difference"]
    for _, row in differences.iterrows():
        clear = (
            "a clear difference" if row["lower"] > 0 or row["upper"] < 0 else "no clear difference"
        )
        said.append(
            f"Connecting Communities ({_BRIEFLY[row['stage']]}, {row['document']}) minus Lincoln"
            f" Green ({_BRIEFLY[row['against']]}), shares of the engaged: {limits(row)} percentage"
            f" points, {clear}; the outcomes are not the same, and neither are the people, places"
            " or years."
        )
    row = vaccinated.iloc[0]
    said.append(
        f"{row['numerator']} of {row['denominator']} COVID-19 vaccinations were first ones,"
        f" {limits(row)}%; they are counts of vaccinations at a community event, not of people of"
        " the programme."
    )
    return said + each(conflicts, "Conflict, {kind}: {what}: {printed}.")
