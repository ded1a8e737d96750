"""A partner's records, released: the tables, what they show in words, and the mark of a synthetic example.

From here on nothing knows a count that is not to be shown. What comes from a synthetic file says so
in its name, in every row of its tables, in the words beside it and in the picture itself.
"""

import pandas as pd

from leedsequity.analyses import release
from leedsequity.analyses.life_expectancy.words import Caption, counted, limits, span
from leedsequity.analyses.programmes import reach, stages
from leedsequity.raw.partner import Records

MARK = "synthetic example, not real people"
NO_FILE = (
    "No partner's file is given, so this section is left out: docs/your-own-records.md says how to"
    " give one."
)
TOO_FEW = "Nothing may be shown here: too few people, or a small step between the stages before."
_RULES = (
    "counts are rounded, small ones joined with their neighbours, and rates, limits and ratios come"
    " from what is shown (policy {policy})"
)


def released(
    records: Records, living: dict[str, pd.Series], here: str, policy: str
) -> dict[str, pd.DataFrame]:
    """Return every table that may be made from a partner's file, by the name to save it under.

    `records` is from `raw.partner.read`, `living` from `reach.residents`; `here` is the name of the
    residents' area, `policy` a disclosure policy.
    """
    events, came = records.rows, stages.furthest(records.rows)
    tables = {
        "stages": stages.conversions(events, came, policy),
        "time_to_offer": stages.time_to_offer(events, came, policy),
        "reach": reach.reach(events, came, living, here, policy),
    }
    return (
        {name: table.assign(records=MARK) for name, table in tables.items()}
        if records.synthetic
        else tables
    )


def name(table: str, synthetic: bool) -> str:
    """Return the name under which something from a partner's file is saved, such as `records_reach`."""
    return f"{'synthetic' if synthetic else 'records'}_{table}"


def axis(label: str, synthetic: bool) -> str:
    """Return an axis title, with the mark of a synthetic example below it."""
    return f"{label}\nSYNTHETIC EXAMPLE,\nNOT REAL PEOPLE" if synthetic else label


def _caption(synthetic: bool, policy: str, finding: str, subtitle: str, alt: str) -> Caption:
    mark = f"{MARK.capitalize()}. " if synthetic else ""
    return Caption(
        finding=f"Synthetic example: {finding}" if synthetic else finding,
        subtitle=mark + subtitle,
        alt=mark + alt,
        note=f"{mark}Disclosure control: {_RULES.format(policy=policy)}.",
    )


def drawn_stages(table: pd.DataFrame) -> pd.DataFrame:
    """Return the conversions with `label` and `role` for a chart, from `released`."""
    rows = table[table["value"].notna()]
    counts = (
        rows["people"].astype("str") + " of " + rows["of"].astype("str") + " " + rows["of_stage"]
    )
    label = rows["spoke"].astype("str") + ": " + rows["stage"].str.replace("_", " ") + ", " + counts
    return rows.assign(label=label, role="focus")


def caption_stages(drawn: pd.DataFrame, policy: str, synthetic: bool) -> Caption:
    """Caption the conversions, from `drawn_stages`."""
    values = span(drawn["value"], "{:.0f}%")
    return _caption(
        synthetic,
        policy,
        f"From {values} reach the next stage",
        "People who reached a stage or a later one, per cent of those at the stage before, a"
        " partner's records; bars: 95% Wilson intervals, whatever the true counts behind the"
        " rounded ones",
        f"Dot chart of {counted(len(drawn), 'conversion')} with interval bars, from {values}.",
    )


def caption_reach(drawn: pd.DataFrame, here: str, policy: str, synthetic: bool) -> Caption:
    """Caption the representation ratios, from `reach.drawn`; `here` is the name of the residents' area."""
    poorest = drawn["breakdown"].isin(["ethnic_group", "age_band"])
    parts = [] if poorest.all() else ["by deprivation against all"]
    if poorest.any():
        parts.append(
            "by ethnic group and age against its neighbourhoods in England's most deprived tenth"
        )
    return _caption(
        synthetic,
        policy,
        represented(drawn),
        f"Share of the people engaged, a partner's records, over the share of residents of {here}"
        f" (1: as among them): {', '.join(parts)}; bars: 95% intervals, rounding allowed for",
        f"Dot chart of {counted(len(drawn), 'ratio')} with interval bars, from"
        f" {span(drawn['value'])}; {', '.join(parts)}: residents of {here}.",
    )


def share_beside(drawn: pd.DataFrame, here: str) -> str:
    """Return the axis title of the ratios of `reach.drawn`: whose share stands over that of which residents."""
    whose = {"ethnic_group": "ethnic groups", "age_band": "ages"}
    poorest = [name for breakdown, name in whose.items() if (drawn["breakdown"] == breakdown).any()]
    label = f"Share of participants over share of residents of {here}"
    if not poorest:
        return label
    return (
        f"{label}\n({' and '.join(poorest)}: of its neighbourhoods\nin England's most deprived"
        " tenth)"
    )


def represented(drawn: pd.DataFrame) -> str:
    """Return how many groups are clearly over- and under-represented, from `reach.drawn`."""
    over, under = (drawn["lower"] > 1).sum(), (drawn["upper"] < 1).sum()
    return f"{counted(over, 'group')} over-represented, {under} under"


def findings(tables: dict[str, pd.DataFrame], policy: str, synthetic: bool) -> list[str]:
    """State what a partner's records show, from `released`."""
    conversions, waits = tables["stages"].dropna(subset="value"), tables["time_to_offer"]
    said = [
        f"{row['spoke']}, {row['stage'].replace('_', ' ')}: about {row['people']} of {row['of']}"
        f" {row['of_stage']}, about {limits(row, decimals=0)}%."
        for _, row in conversions.iterrows()
    ]
    said += _median(waits)
    said += beside_residents(tables["reach"])
    rule = _RULES.format(policy=policy)
    said.append(f"{rule[0].upper()}{rule[1:]}; least in a breakdown: {release.LEAST}.")
    whose = MARK.capitalize() if synthetic else "A partner's records"
    return [f"{whose}: {sentence}" for sentence in said]


def _median(waits: pd.DataFrame) -> list[str]:
    """State where the median wait lies, or why it is not given; nothing where no waits are released."""
    bands = waits.loc[waits["median"].astype(bool), "part"]
    dated = waits.loc[waits["part"] != stages.NOT_DATED, "people"].sum()
    if len(bands):
        where = " or ".join(bands)
        return [
            f"The median time from engagement to offer lies in {where}, of about {dated} people"
            " with both dates."
        ]
    joined = waits["part"].str.contains(f"{stages.NOT_DATED} + ", regex=False).any()
    few = (
        "those without both dates are too few to be shown by themselves"
        if joined
        else "too few have both dates"
    )
    return [f"The median time from engagement to offer is not given: {few}."] if dated else []


def beside_residents(table: pd.DataFrame) -> list[str]:
    """State which groups are clearly over- or under-represented, and beside whom: ratios with `residents_of`.

    Two decimals, so that a limit next to 1 is not printed as 1. Where there are no such residents,
    that is said.
    """
    said = [
        f"{row['breakdown'].replace('_', ' ')} {row['part']}: about {limits(row, decimals=2)} times"
        f" the share among residents of {row['residents_of']}."
        for _, row in table[(table["lower"] > 1) | (table["upper"] < 1)].iterrows()
    ]
    stated = table[(table["residents_of"] != "") & (table["part"] != release.NOT_STATED)]
    for whose, rows in stated.groupby("residents_of", sort=False):
        if not rows["residents"].any():
            of = " and ".join(rows["breakdown"].drop_duplicates().str.replace("_", " "))
            said.append(f"nobody lives in {whose}, so there is no ratio by {of}.")
    return said
