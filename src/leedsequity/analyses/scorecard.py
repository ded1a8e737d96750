"""Notebook 07's scorecard: an area on the 15 indicators, among peers, and how unequal within it.

`table` is from `headline_series.headline`; `area` and `comparator` are codes, `peers` are codes, of
which the area may be one.
"""

import pandas as pd

from leedsequity import indicators, verdicts
from leedsequity.analyses.headline_series import (
    DIFFERENCE,
    KEYS,
    LIMITS,
    OTHER,
    compared,
    first_series,
    latest,
)
from leedsequity.analyses.published_life_expectancy import roles
from leedsequity.vocabulary import SEXES

#: Whom a group is compared with; ethnic groups with all, of whom they are a part.
REFERENCE = {"fsm": "not fsm", "female": "male"} | {
    group: "all"
    for group, dimension in indicators.DIMENSIONS.items()
    if dimension == "ethnic group"
}
#: What groups are called in a table for people.
PEOPLE = SEXES | {"fsm": "free school meals", "not fsm": "others"}
#: The divisions whose gap stands for an indicator's inequality, the first that there is.
_DIVISIONS = {"deprivation": 0, "free school meals": 1, "sex": 2}
#: Series that count something else than their indicator's name says, and what.
_NOT_KNOWN = "Young people not in education, work or training, or not known"
_OTHERWISE = {
    "fingertips_reception_obesity": "Obesity in Reception",
    "lait_neet_or_not_known": _NOT_KNOWN,
    "fingertips_neet_or_not_known": _NOT_KNOWN,
}
_HAVE_IT = 0.9  # the share of peers that must have a measure, for their median to be given
_GROUPS = ["indicator_id", "dimension", "group"]
_AHEAD = {"high": "higher", "low": "lower"}
_AUTHORITIES = ("E06", "E07", "E08", "E09", "E10")


def measures(table: pd.DataFrame, definitions: pd.DataFrame) -> pd.Series:
    """Return the name of each row's measure: `NEET at 16-17`, `Life expectancy, men`.

    A series that counts something else than its indicator has a name of its own.
    """
    shown = table["indicator_id"].map(definitions.set_index("indicator_id")["shown_as"])
    shown = table["series"].map(_OTHERWISE).fillna(shown)
    return shown + table["group"].map({sex: f", {people}" for sex, people in SEXES.items()}).fillna(
        ""
    )


def places(table: pd.DataFrame, area: str, peers: list[str]) -> pd.DataFrame:
    """Return an area's place among peers in each measure; 1 is best, or highest if not judged.

    Columns: `indicator_id, group, series, period, value, lower, upper, place, ranked` (how many are
    placed, the area among them) and `place_open` (the places, such as `3-4`, that the area's
    comparisons with all others leave open, counted as many by Holm's rule; missing unless all have
    limits). A measure that no peer has is left out, and a value that is no headline.
    """
    shown = latest(table[table["area_code"].isin([*peers, area])], area)
    goodness = shown["value"].mask(shown["polarity"] == "low", -shown["value"])
    same = goodness.groupby([shown[key] for key in KEYS])
    place = same.rank(ascending=False, method="min").astype(int)
    own = shown.assign(place=place, ranked=same.transform("size").astype(int))
    own = own[(own["area_code"] == area) & (own["ranked"] > 1) & own["headline"]]
    now = own[[*KEYS, "series", "period", "value", *LIMITS, "place", "ranked"]].set_index(KEYS)
    pairs = compared(shown, area, family=KEYS)
    others = pairs[KEYS].assign(
        tested=pairs["p_value"].notna(),
        ahead=pairs["verdict"].isin(["worse", "clearly lower"]),
        behind=pairs["verdict"].isin(["better", "clearly higher"]),
    )
    counts = others.groupby(KEYS).agg({"tested": "all", "ahead": "sum", "behind": "sum"})
    counts = counts[counts["tested"] & counts.index.isin(now.index)]
    first, last = counts["ahead"] + 1, now["ranked"].reindex(counts.index) - counts["behind"]
    ends = first.astype(str).mask(first != last, first.astype(str) + "-" + last.astype(str))
    return now.join(ends.rename("place_open")).reset_index()


def measures_behind(table: pd.DataFrame, area: str, peers: list[str]) -> pd.DataFrame:
    """Return the measures of an area and the middle of its peers, and where it is worse.

    The middle is the median of the peers without the area. Measures count that have a polarity and
    that at least nine in ten of them (of fewer than ten, all) have in the area's last period. The
    median has no limits: `behind` compares published values, and says nothing of chance. Columns:
    `indicator_id, group, series, fit, period, unit, polarity, value, middle, difference` (value
    minus middle), `behind` (whether the area is on the worse side of the middle), `caution` and
    `headline` (where false it should not be counted).
    """
    now, others = latest(table, area), [code for code in peers if code != area]
    of_others = now[now["area_code"].isin(others)].groupby(KEYS)["value"]
    middle = of_others.median()[of_others.size() >= _HAVE_IT * len(others)].rename("middle")
    columns = [*KEYS, "series", "fit", "period", "unit", "polarity", "value"]
    columns += ["caution", "headline"]
    own = now.loc[(now["area_code"] == area) & (now["polarity"] != "not judged"), columns]
    own = own.join(middle, on=KEYS, how="inner").reset_index(drop=True)
    difference = own["value"] - own["middle"]
    return own.assign(
        difference=difference,
        behind=difference.mask(own["polarity"] == "high", -difference).round(9) > 0,
    )


def group_gaps(facts: pd.DataFrame, sources: pd.DataFrame, area: str) -> pd.DataFrame:
    """Return the groups of each indicator compared with others, of all areas and periods.

    Of each indicator and division (`dimension`) the first series, by the order of `sources`, that
    divides the area so; the arguments are as in `headline_series.headline`. Added to the columns of
    `facts`: `reference`, and `difference` with its limits, as `verdicts.compare` gives them. Ethnic
    groups, a part of all, have no limits of the difference.
    """
    same = ["series", "area_code", "period", "reference"]
    own = facts.assign(reference=facts["group"].map(REFERENCE)).dropna(subset="reference")
    other = facts.rename(columns=OTHER | {"group": "reference"})[[*same, *OTHER.values()]]
    pairs = first_series(own.merge(other, on=same, validate="m:1"), sources, area, _GROUPS[:2])
    pairs.loc[pairs["reference"] == "all", ["other_lower", "other_upper"]] = float("nan")
    pairs = pairs.assign(order=pairs["group"].map([*REFERENCE].index))
    pairs = pairs.sort_values(["indicator_id", "order", "area_code", "year"], ignore_index=True)
    pairs = pairs.drop(columns=["order", "published_verdict"])
    return verdicts.compare(pairs).drop(columns=["p_value", "verdict", "basis"])


def last_gaps(
    table: pd.DataFrame, slopes: pd.DataFrame, area: str, comparator: str
) -> pd.DataFrame:
    """Return an area's last gap of each kind, from `group_gaps`, and the comparator's.

    The newest published slope index over the neighbourhoods within the area (raw table
    `slope_index_la`) is added where the area has one, without limits. Columns: `indicator_id,
    dimension, group, reference, series, fit, period, unit`, value and other with their limits,
    `difference` with its limits, `comparator_difference` (same series and period; none for the
    slope, since a country's is of other neighbourhoods) and `headline`.
    """
    same = [*_GROUPS, "series", "period"]
    theirs = table.loc[table["area_code"] == comparator, [*same, "difference"]]
    theirs = theirs.rename(columns={"difference": "comparator_difference"})
    own = table[table["area_code"] == area].drop_duplicates(_GROUPS, keep="last")
    own = own.merge(theirs, on=same, how="left")
    mine = slopes[slopes["area_code"] == area].dropna(subset="value").sort_values("period")
    mine = mine.drop_duplicates("sex", keep="last").sort_values("sex", ascending=False)
    if len(mine):
        mine = mine[["sex", "value", "period"]].rename(
            columns={"sex": "group", "value": "difference"}
        )
        mine = mine.assign(
            indicator_id=1, dimension="deprivation", reference="slope index", unit="years",
            series="slope_index_la", fit="same", headline=True,
        )  # fmt: skip
        own = pd.concat([mine, own], ignore_index=True)
    about = ["reference", "series", "fit", "period", "unit"]
    values = [*OTHER, *OTHER.values(), *DIFFERENCE, "comparator_difference", "headline"]
    return own.reindex(columns=[*_GROUPS, *about, *values]).astype({"headline": bool})


def scorecard(
    definitions: pd.DataFrame,
    table: pd.DataFrame,
    placed: pd.DataFrame,
    gaps: pd.DataFrame,
    area: str,
    comparator: str,
) -> pd.DataFrame:
    """Return the scorecard of an area: an indicator a row, two for men and women.

    From `indicators.definitions`, `headline_series.headline`, `places` and `last_gaps`. Columns:
    `indicator_id, short_name, measure, principle, status, group, series, fit, unit, polarity,
    period, year, value, lower, upper, caution, headline`; `comparator` with limits, and those of
    `verdicts.compare` beside it; `standing` (better, worse, similar, or without polarity clearly
    higher, clearly lower, similar; `better, not tested` and the like by published values; `not
    judged` of what has neither polarity nor test; `caution` of what is no headline; missing without
    a comparator); `judged` (whether it has a polarity); `place, ranked, place_open` among the
    peers; those of `verdicts.trend`; `within`, one gap inside the area with limits; and `reason`
    where there is no series. The place is that of the period of the value, missing where no peer
    has one then.
    """
    now = latest(table[table["area_code"].isin([area, comparator])], area)
    columns = [*KEYS, "series", "fit", "unit", "polarity", "period", "year", "value", *LIMITS]
    theirs = ["comparator", "comparator_lower", "comparator_upper"]
    result = definitions[["indicator_id", "short_name", "principle", "status"]].merge(
        now.loc[now["area_code"] == area, [*columns, "caution", "headline"]],
        on="indicator_id",
        how="left",
    )
    result.insert(2, "measure", measures(result, definitions).fillna(result["short_name"]))
    beside = compared(now, area).rename(columns=_renamed([*OTHER.values()], theirs))
    own = table[table["area_code"] == area]
    for part, keys in (
        (beside[[*KEYS, *theirs, *verdicts.COMPARED]], KEYS),
        (placed.drop(columns=["series", "value", *LIMITS]), [*KEYS, "period"]),
        (verdicts.trend(own, KEYS), KEYS),
        (_one_gap(gaps), KEYS),
    ):
        result = result.merge(part, on=keys, how="left")
    reason = definitions.set_index("indicator_id")["difference"].where(
        definitions["fit"].eq("none").to_numpy(), "No open series has a value for this area."
    )
    reason = result["indicator_id"].map(reason).where(result["series"].isna())
    judged = result["polarity"].isin([*_AHEAD])
    result["year"] = result["year"].astype("Int64")
    return result.assign(reason=reason, standing=standing(result), judged=judged)


def standing(rows: pd.DataFrame) -> pd.Series:
    """Return where an area stands beside its comparator, in words that can be counted."""
    ahead = rows["verdict"] == rows["polarity"].map(_AHEAD)
    return rows["verdict"].case_when(
        [
            (rows["basis"] == "caution", "caution"),
            (rows["basis"] != "not tested", rows["verdict"]),
            (~rows["polarity"].isin([*_AHEAD]), "not judged"),
            (rows["verdict"] == "equal", "equal, not tested"),
            (ahead, "better, not tested"),
            (~ahead, "worse, not tested"),
        ]
    )


def among_all(table: pd.DataFrame, score: pd.DataFrame, area: str, comparator: str) -> pd.DataFrame:
    """Return the measures of a scorecard in every authority that has them, for `charts.spine`.

    `table` is from `headline_series.headline`, of all areas. Left out are values that are no
    headline, and measures that the comparator or every other authority lacks. Columns: those of the
    rows of `table` in the last period that the area has, `indicator` (measure and unit), `verdict`
    (better, worse, similar; higher or lower of what has no polarity; else not tested) and `role`.
    """
    shown = score["headline"].eq(True) & score["comparator"].notna()
    tested = score["standing"].isin(["better", "worse", "similar"])
    without = score["verdict"].str.removeprefix("clearly ").where(~score["judged"].eq(True))
    words = score["standing"].where(tested, without.fillna("not tested"))
    wanted = score[[*KEYS, "measure"]].assign(verdict=words)[shown]
    now = latest(table, area)
    authority = now["area_code"].str.startswith(_AUTHORITIES)
    now = now[authority | now["area_code"].isin([area, comparator])]
    rows = wanted.merge(now, on=KEYS)
    rows["indicator"] = rows["measure"] + ", " + rows["unit"]
    rows["role"] = roles(rows["area_code"], area, comparator)
    others = rows["value"].where(rows["role"] != "reference")
    several = others.groupby(rows["indicator"]).transform("nunique") > 1
    return rows[several].reset_index(drop=True)


def recommended(recommendations: pd.DataFrame, score: pd.DataFrame) -> pd.DataFrame:
    """Return the report's recommendations with the measures that would show them moving.

    From the raw table `recommendations`, whose links are inferred, and `scorecard`. A row a
    recommendation and measure; without a measure where no indicator would show it. Columns:
    `number, theme, recommendation, indicator_id, measure, period, standing, trend, caution, why`.
    """
    links = recommendations.assign(indicator_id=recommendations["indicators"].str.split())
    links = links.explode("indicator_id").drop(columns="indicators")
    links["indicator_id"] = pd.to_numeric(links["indicator_id"]).astype("Int64")
    found = ["indicator_id", "measure", "period", "standing", "trend", "caution"]
    about = ["number", "theme", "recommendation"]
    table = links.merge(score[found], on="indicator_id", how="left")
    return table[[*about, *found, "why"]]


def _one_gap(gaps: pd.DataFrame) -> pd.DataFrame:
    """Return the gap that tells each measure's inequality, and between whom it is."""
    first = gaps.assign(order=gaps["dimension"].map(_DIVISIONS)).dropna(subset="order")
    first = first.sort_values(["indicator_id", "order"], kind="stable")
    slope = first["dimension"] == "deprivation"
    groups = first[["group", "reference"]].replace(PEOPLE)
    between = (groups["group"] + " minus " + groups["reference"]).mask(slope, "slope index")
    columns = ["within_gap", "within_lower", "within_upper"]
    first = first.assign(
        within=between + ", " + first["period"], group=first["group"].where(slope, "all")
    ).rename(columns=_renamed(DIFFERENCE, columns))
    return first.drop_duplicates(KEYS)[[*KEYS, "within", *columns]]


def _renamed(columns: list[str], names: list[str]) -> dict[str, str]:
    return dict(zip(columns, names, strict=True))
