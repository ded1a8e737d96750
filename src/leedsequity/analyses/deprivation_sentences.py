"""The captions and findings of notebook 03 in words. Every number comes from a result."""

import pandas as pd

from leedsequity.analyses.deprivation_deciles import AGE_SPAN, ENGLAND, TENTH, Line
from leedsequity.analyses.ethnicity import FEWEST, NOT_WHITE, large_enough
from leedsequity.analyses.phrases import Caption, counted, each, missing, span
from leedsequity.neighbourhoods import CENSUSES, REVISED, census_band, everybody
from leedsequity.vocabulary import EDITIONS, WHITE

_PEOPLE = {"people", "in_decile_1", "in_most_deprived", "in_fifth_1", "in_doubt"}
NO_INTERVAL = "a complete count has no sampling interval"


def other_line(line: Line, here: str, edition: int) -> str:
    """Return what counts as most deprived where it is not decile 1; empty where it is."""
    if line.short == "decile 1":
        return ""
    nobody = f"No neighbourhood of {here} is in {TENTH} by IMD {edition}"
    if not line.name:
        return (
            f"{nobody}, nor in the most deprived fifth, and it has fewer than ten to form tenths"
            " of its own: what is about the most deprived neighbourhoods is left out."
        )
    return f"{nobody}: what follows is about {line.name}."


def one_decile(place: str) -> str:
    """Return what stands where a section needs several deciles, and the place has one."""
    return f"All neighbourhoods of {place} are in one decile: nothing is drawn over deciles."


def no_change(here: str) -> str:
    """Return what stands where no ward's share in decile 1 differs between the editions."""
    return f"In every ward of {here} the share is the same by both editions."


def no_map(here: str) -> str:
    """Return what is said where there are no outlines of the neighbourhoods of a place."""
    return (
        f"There is no map of {here}: the raw tables hold outlines of neighbourhoods of Leeds alone."
    )


def too_few(here: str) -> str:
    """Return what stands where groups in most deciles are too small to be drawn."""
    return (
        f"In all deciles of {here} but one at most, fewer than {FEWEST} people are in groups other"
        " than White: nothing is drawn."
    )


def shown(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for reading: editions as text, people whole, shares in percent.

    Changes of shares are in percentage points.
    """
    editions = {name: str for name in table if name == "imd_edition"}
    people = {name: int for name in table if name in _PEOPLE}
    result = table.astype(editions).round(dict.fromkeys(people, 0)).astype(people)
    shares = {name: f"{name}_%" for name in table if str(name).startswith("share")}
    shares |= {"change": "change_points"} if "change" in table else {}
    return result.assign(**{str(name): 100 * result[name] for name in shares}).rename(
        columns=shares
    )


def trend_caption(trend: pd.DataFrame, here: str, edition: int, line: Line) -> Caption:
    """Caption people below the line over the years, from `published_deprivation.trend`."""
    values = trend[(trend["role"] == "focus") & (trend["segment"] == "")].set_index("year")[
        "thousands"
    ]
    ends = f"{1000 * values[2013]:,.0f} in 2013, {1000 * values[2022]:,.0f} in 2022"
    dots = "; hollow marks: as published" if (trend["name"] == "published").any() else ""
    return Caption(
        finding=f"People in {line.short}: {ends}",
        subtitle=(
            f"People in {line.name}, {here}, mid-year estimates revised after Census 2021, deciles"
            f" held fixed as in each edition of the index{dots}; estimates published without"
            " intervals"
        ),
        alt=(
            f"Line chart, {min(REVISED)} to {max(REVISED)}, one line an edition of the index, from "
            f"{span(trend['thousands'], '{:,.0f}')} thousand people. By IMD {edition}: {ends}."
        ),
        note=(
            "Editions are relative ranks on their own data: the gap between lines is no change in"
            " anybody's life."
        ),
    )


def groups_caption(groups: pd.DataFrame, here: str, edition: int, line: Line) -> Caption:
    """Caption the share of ethnic groups below the line, from `ethnicity.beside_england`."""
    known = groups.sort_values("percent", kind="stable")
    low, high = known.iloc[0], known.iloc[-1]
    mark = f"; line: {ENGLAND}" if groups["england"].notna().any() else ""
    form = "{:.0f}%"
    if high["percent"] < 10 or form.format(low["percent"]) == form.format(high["percent"]):
        form = "{:.1f}%"
    return Caption(
        finding=f"Shares in {line.short} run from {span(known['percent'], form)}",
        subtitle=(
            f"Share of each {low['level']} ethnic group of {FEWEST} people or more living in"
            f" {line.name}, {here}, Census 2021, IMD {edition}{mark}; {NO_INTERVAL}"
        ),
        alt=(
            f"Bar chart of {len(groups)} {low['level']} ethnic groups of {here}, from"
            f" {low['percent']:.1f}% ({low['group']}) to {high['percent']:.1f}% ({high['group']})."
        ),
        note="Groups differ in age, tenure and much else; small groups differ by few people.",
    )


def diversity_caption(change: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption the share of all groups but White by decile, from rows of `ethnicity.change`."""
    mine = change[change["area"] == here].dropna(subset="change")
    most = mine.sort_values("change", key=abs, kind="stable").iloc[-1]
    now = f" and {ENGLAND} (2021)" if edition == 2019 and here != ENGLAND else ""
    ends = pd.concat([mine["share_2011"], mine["share_2021"]])
    change_points = 100 * most["change"]
    points = f"{change_points:+.0f}" if abs(change_points) >= 1.5 else f"{change_points:+.1f}"
    return Caption(
        finding=f"Share not White changed most in decile {most['decile']}: {points} points",
        subtitle=(
            f"{NOT_WHITE}, percent of the people of each decile of IMD {edition}, {here} (2011,"
            f" 2021){now}, censuses; the deciles are the same at both dates; {NO_INTERVAL}"
        ),
        alt=(
            f"Line chart over the deciles, 1 most deprived. {here}: from {span(ends, '{:.0%}')};"
            f" change from 2011 to 2021 between {100 * mine['change'].min():+.1f} and"
            f" {100 * mine['change'].max():+.1f} points, most in decile {most['decile']}."
        ),
    )


def conditions_caption(shown: pd.DataFrame, here: str, edition: int) -> Caption:
    """Caption `living_conditions.by_decile`; the last condition makes the finding."""
    places = f"{here} and {ENGLAND}" if edition == 2019 and here != ENGLAND else here
    mine = shown[
        (shown["area"] == here) & (shown["condition"] == shown["condition"].iloc[-1])
    ].sort_values("decile")
    first, last = mine.iloc[0], mine.iloc[-1]
    ends = (
        f"{first['value']:.0f}% in decile {first['decile']}, {last['value']:.0f}% in decile"
        f" {last['decile']}"
    )
    return Caption(
        finding=f"{first['condition']}: {ends}",
        subtitle=(
            "Percent of households (of people of 16 and over: no qualifications) by decile of IMD"
            f" {edition}, {places}; Census 2021, and modelled fuel poverty; no intervals: counts"
            " are complete, and the model's errors are not published"
        ),
        alt=(
            f"Line charts of {', '.join(shown['condition'].unique())} over the deciles, 1 most"
            f" deprived, from {span(shown['value'], '{:.0f}')} percent. {here},"
            f" {first['condition']}: {ends}."
        ),
    )


def city_map_caption(
    neighbourhoods: pd.DataFrame, wards: pd.DataFrame, here: str, edition: int
) -> Caption:
    """Caption the map, from its neighbourhoods and `wards`."""
    inside, count = (neighbourhoods["decile"] == 1).sum(), len(neighbourhoods)
    tenth = "in England's most deprived tenth"
    finding = f"{inside} of {count} neighbourhoods are {tenth}"
    most, least = "; ".join(wards["ward"].head(2)), "; ".join(wards["ward"][::-1].head(2))
    ends = f"Most deprived wards: {most}. Least: {least}."
    if few := len(wards) < 4:
        ends = f"Wards, the most deprived first: {'; '.join(wards['ward'])}."
    return Caption(
        finding=finding if inside else f"No neighbourhood is {tenth}",
        subtitle=(
            f"Neighbourhoods (LSOAs of 2011) of {here} by national decile of IMD {edition}, with"
            " wards"
        )
        + ("" if few else "; named: the two most and the two least deprived wards by average rank"),
        alt=f"Map of {here}: {counted(count, 'neighbourhood')} shaded by decile, 1 darkest. {ends}",
        note="Large areas hold no more people than small ones. Outlines are simplified.",
    )


def tenth_findings(
    shares: pd.DataFrame,
    touched: pd.DataFrame,
    here: str,
    edition: int,
    base: str,
    line: Line,
    below: pd.DataFrame,
) -> list[str]:
    """State who lives in decile 1, from `in_most_deprived` and `people_touched_by_lookup`.

    `below` is `in_most_deprived` of the line's people.
    """
    of_all = everybody(shares)
    of_base = of_all[of_all["population_base"] == base]
    of_edition = of_all[of_all["imd_edition"] == edition].set_index("population_base")
    row, then, now = (
        of_edition.loc[base],
        of_edition.loc[REVISED[2013]],
        of_edition.loc[REVISED[2022]],
    )
    rules = touched[(touched["imd_edition"] == edition) & (touched["population_base"] == base)]
    ruled = rules[~rules["rule"].isin(["same boundaries", "unchanged"])][
        ["people", "in_decile_1", "in_doubt"]
    ].sum()
    people = f"{row['people']:,.0f} people"
    grown = (
        f"{here} as a whole {'grew' if now['people'] >= then['people'] else 'changed'} by "
        f"{now['people'] - then['people']:+,.0f} ({now['people'] / then['people'] - 1:+.1%})"
    )
    if of_edition["in_decile_1"].any():
        said = [
            (
                f"In {here} {row['in_decile_1']:,.0f} of {people} ({row['share']:.1%}; {base}) live"
                f" in {TENTH} by IMD {edition}. Of the same people it is"
                f" {', '.join(each(of_base, '{share:.1%} by IMD {imd_edition}'))}; by IMD {edition}"
                f" over all population bases {span(of_edition['share'], '{:.1%}')}. Editions rank"
                " England's neighbourhoods anew, on other data: a different share is no change in"
                " living standards."
            ),
            (
                f"In the deciles of IMD {edition}, held fixed, there were"
                f" {then['in_decile_1']:,.0f} people in mid-2013 ({then['share']:.1%}) and"
                f" {now['in_decile_1']:,.0f} in mid-2022 ({now['share']:.1%}), as revised after"
                f" Census 2021: {now['in_decile_1'] - then['in_decile_1']:+,.0f}; {grown}."
            ),
        ]
    else:
        other = of_base[of_base["in_decile_1"] > 0]
        others = each(other, "{in_decile_1:,.0f} ({share:.1%}) by IMD {imd_edition}")
        besides = (
            f"; of the same people it is {', '.join(others)}"
            if others
            else ", and none by any other edition"
        )
        said = [
            f"None of the {people} of {here} ({base}) lives in {TENTH} by IMD {edition}{besides}.",
            f"From mid-2013 to mid-2022, as revised after Census 2021, {grown}.",
        ]
        if note := other_line(line, here, edition):
            own = everybody(below).assign(place=here, line=line.name)
            own = own[(own["population_base"] == base) & (own["imd_edition"] == edition)]
            told = each(
                own[own["line"] != ""],
                "In {place} {in_decile_1:,.0f} of {people:,.0f} people ({share:.1%};"
                " {population_base}) live in {line} by IMD {imd_edition}.",
            )
            said[1:1] = [note, *told]
    placed = (
        f"{_none(ruled['in_decile_1'])} of them in decile 1; for {_none(ruled['in_doubt'])} a rule"
        " had to choose"
    )
    unplaced = f"No rule of the lookup places any of those people ({base}, IMD {edition}): "
    if ruled["people"]:
        said.append(
            f"Where LSOAs of 2011 and 2021 differ, rules of the lookup place {ruled['people']:,.0f}"
            f" of those people ({base}, IMD {edition}), {placed} between deciles."
        )
    elif (rules["rule"] == "same boundaries").all():
        said.append(f"{unplaced}they are counted in the LSOAs that the edition ranks.")
    else:
        said.append(f"{unplaced}their LSOAs are the same in 2011 and 2021.")
    return said


def _none(people: float) -> str:
    return f"{people:,.0f}" if people else "none"


def published_findings(compared: pd.DataFrame) -> list[str]:
    """State which published figures come out, from `published_deprivation.compared`."""
    said = []
    for _, row in compared.iterrows():
        percent = "%" in row["printed"]
        form = "{:.1f}%".format if percent else "{:,.0f}".format
        nearest = f"{form(row['nearest'])} ({row['nearest_basis']})"
        off = "" if percent else f", {row['nearest'] / row['value'] - 1:+.1%} from what is printed"
        chosen = f"; by the edition chosen {form(row['recomputed'])} ({row['basis']})"
        if not row["tried"]:
            verdict = "cannot be recomputed: no count of pupils by neighbourhood is open"
        elif row["agreeing"]:
            verdict = (
                f"comes out on {row['agreeing']} of the {row['tried']} bases tried, nearest"
                f" {nearest}"
            )
            verdict += chosen if row["basis"] not in ("", row["nearest_basis"]) else ""
        else:
            verdict = (
                f"comes out on none of the {row['tried']} bases tried, which give"
                f" {form(row['lowest'])} to {form(row['highest'])}, nearest {nearest}{off}. Other"
                f" definitions that round to it, if only by chance: {row['otherwise'] or 'none'}"
            )
        said.append(f"{row['document']}, {row['group']}, “{row['printed']}”: {verdict}.")
    return [
        *said,
        (
            "The 12 communities are priority neighbourhoods, which are not LSOAs: equal numbers may"
            " be chance."
        ),
    ]


def ethnicity_findings(
    shares: pd.DataFrame,
    apart: pd.DataFrame,
    change: pd.DataFrame,
    here: str,
    edition: int,
    line: Line,
) -> list[str]:
    """State the groups' shares, distances and changes, from the functions of `ethnicity`.

    Groups of fewer than `FEWEST` people are left out.
    """
    broad = shares[(shares["population_base"] == CENSUSES[1]) & (shares["level"] == "broad")]
    small = broad["people"] < FEWEST
    left_out = f" Groups of fewer than {FEWEST} people are left out." if small.any() else ""
    broad = broad[~small]
    mine = broad[broad["area"] == here]
    ratio = mine["ratio_to_white"].where((mine["group"] != WHITE) & (mine["ratio_to_white"] > 0))
    times = ratio.map(f", {{:.1f}} times the {WHITE} share".format).where(ratio.notna(), "")
    said = []
    if line.name and len(mine):
        told = "; ".join(each(mine.assign(times=times), "{group} {share:.1%}{times}"))
        said.append(
            f"Share of each broad group of {here} in {line.short} (IMD {edition}, Census 2021):"
            f" {told}.{left_out}"
        )
    pairs = apart[(apart["level"] == "broad") & (apart["population_base"] == CENSUSES[1])]
    known = pairs["group"].isin(mine["group"]) & pairs["other"].isin(mine["group"])
    own = pairs[(pairs["area"] == here) & known & (pairs["dissimilarity"] > 0)]
    for _, most in own.sort_values("dissimilarity", kind="stable").tail(1).iterrows():
        same = pairs[(pairs[["group", "other"]] == most[["group", "other"]]).all(axis=1)]
        there = same.loc[same["area"].eq(ENGLAND) & (here != ENGLAND), "dissimilarity"]
        said.append(
            f"Over the ten deciles {most['group']} and {most['other']} are spread most unlike:"
            f" dissimilarity {most['dissimilarity']:.2f}"
            f"{''.join(f', in {ENGLAND} {value:.2f}' for value in there)}"
            " (0 alike, 1 no decile in common)."
        )
    black = broad[broad["group"].str.startswith("Black")]
    if (black["area"] == here).any():
        parts = " and ".join(each(black, "{share_of_people:.1%} of {area}"))
        said.append(f"{black['group'].iloc[0]} are {parts} (Census 2021).")
    return [*said, *_diversity(change, here)]


def _diversity(change: pd.DataFrame, here: str) -> list[str]:
    """State how the share of all groups but White changed, in deciles of both censuses."""
    rows = change[(change["area"] == here) & (change["group"] == NOT_WHITE)]
    rows = large_enough(rows).set_index("decile").dropna()
    began = (
        f"{NOT_WHITE}, as a share of a decile's people, changed between the censuses of 2011 and"
        " 2021 by "
    )
    if len(rows) < 2:
        return [
            f"{began}{100 * row['change']:+.1f} points in decile {decile}."
            for decile, row in rows.iterrows()
        ]
    points = rows["change"].abs().idxmax()
    began += f"{span(100 * rows['change'], '{:+.1f}')} points, most in decile {points}"
    growth = rows["change"] / rows["share_2011"]
    most = int(growth.abs().to_numpy().argmax())
    first, fastest = growth.index[0], growth.index[most]
    beside = f"; decile {first} {growth.iloc[0]:+.0%}" if first != fastest else ""
    grew = "grew" if (rows["change"] > 0).all() else "changed"
    depends = (
        f" Where diversity {grew} most depends on which of the two is meant."
        if points != fastest
        else ""
    )
    return [
        f"{began}; in proportion to the share of 2011 most in decile {fastest}"
        f" ({growth.iloc[most]:+.0%}{beside}).{depends}"
    ]


def ages_findings(
    growth: pd.DataFrame, most_deprived: pd.DataFrame, here: str, line: Line
) -> list[str]:
    """State which ages grew and how many children live below the line.

    From `age_growth` and `ages_in_most_deprived`; bands of fewer than `FEWEST` people of the area
    are left out of the second.
    """
    said = []
    growth = growth.dropna(subset="change")
    enough = growth[(growth["people_2014"] >= FEWEST) & (growth["people_2021"] >= FEWEST)]
    of_size = f" of {FEWEST} people or more" if len(enough) < len(growth) else ""
    broad = growth["change"].groupby(census_band(growth["age_start"])).sum()
    growth = enough
    if len(growth):
        fewer = growth[growth["change"] < 0]
        less = (
            f", {len(fewer)} fewer: {', '.join(each(fewer, '{age} ({change:+,.0f})'))}"
            if len(fewer)
            else ""
        )
        said.append(
            f"{here}, {AGE_SPAN}: {(growth['change'] > 0).sum()} of {len(growth)} five-year bands"
            f"{of_size} hold more people{less}. In broad bands:"
            f" {', '.join(f'{age} {change:+,.0f}' for age, change in broad.items())}. An estimate,"
            " not revised since, is compared with a count."
        )
    else:
        said.append(missing(here, "population of 2014"))
    young = most_deprived[most_deprived["age_start"] <= 5]
    own = young.loc[(young["area"] == here) & (young["people"] >= FEWEST), "age_start"]
    young = young[young["age_start"].isin(own)]
    if young.empty or not line.name:
        return said
    young = young.assign(said=young["share"].map("{:.1%}".format).where(young["share"] > 0, "none"))
    told = "; ".join(
        f"{area} {', '.join(each(rows, '{said} aged {age}'))}"
        for area, rows in young.groupby("area", sort=False)
    )
    return [
        *said,
        (
            f"Children living in {line.short}, Census 2021: {told}. They are residents of those"
            " ages, not pupils in Reception."
        ),
    ]


def ward_change_findings(changes: pd.DataFrame, here: str) -> list[str]:
    """State in which wards the share in decile 1 rose and fell most, from `ward_changes`."""
    if not changes[["share_2019", "share_2025"]].to_numpy().any():
        return []
    began = "On the same people (mid-2022) and wards (of 2024) the share of people in decile 1"
    relative = (
        " Ranks are relative: others moved as well, and no change in living standards follows."
    )
    named = changes.assign(points=100 * changes["change"])
    rose, fell = named[named["points"] > 0], named[named["points"] < 0]
    if rose.empty and fell.empty:
        return [f"{began} is the same by IMD 2025 as by IMD 2019 in every ward of {here}."]
    if len(named) == 1:
        moved = "{ward} is {share_2019:.1%} by IMD 2019 and {share_2025:.1%} by IMD 2025"
        return [
            f"{began} of {each(named, moved)[0]} ({named['points'].iloc[0]:+.1f} points).{relative}"
        ]
    most = "; ".join(each(rose.head(5), "{ward} {points:+.1f} points"))
    more = f" and {len(rose) - 5} more" if len(rose) > 5 else ""
    least = "; ".join(each(fell[::-1].head(3), "{ward} {points:+.1f}"))
    return [
        f"{began} was higher by IMD 2025 than by IMD 2019 in {len(rose) or 'none'} of the"
        f" {len(changes):,} wards of {here}{f' ({most}{more})' if len(rose) else ''}, and lower in"
        f" {len(fell) or 'none'}{f' (most: {least})' if len(fell) else ''}.{relative}"
    ]


def sensitivity_findings(domains: pd.DataFrame, one_percent: pd.DataFrame, here: str) -> list[str]:
    """State the share by domain and the LSOAs of the most deprived 1%, from `deciles`."""
    ranked = domains.sort_values("share", kind="stable")
    ends = []
    for share in (ranked["share"].min(), ranked["share"].max()):
        names = "; ".join(ranked.loc[ranked["share"] == share, "imd_edition"])
        ends.append(f"{f'{share:.1%}' if share else 'none'} ({names})")
    told = ", ".join(
        f"{(one_percent['imd_edition'] == edition).sum()} by IMD {edition}" for edition in EDITIONS
    )
    return [
        (
            f"By domain of 2019 the share of {here} in decile 1 runs from {ends[0]} to {ends[1]}; "
            f"{ranked['population_base'].iloc[0]}."
            if ranked["share"].any()
            else (
                f"By no domain of 2019 does anybody in {here} live in decile 1"
                f" ({ranked['population_base'].iloc[0]})."
            )
        ),
        (
            f"LSOAs of {here} among the most deprived 1% of England's: {told}."
            if len(one_percent)
            else f"No LSOA of {here} is among the most deprived 1% of England's, by any edition."
        ),
    ]


def conditions_findings(indices: pd.DataFrame, here: str, edition: int) -> list[str]:
    """State how conditions are concentrated, from `living_conditions.concentration`."""
    wide = indices.pivot(index="condition", columns="area", values="rci").reindex(
        indices["condition"].unique()
    )
    known = wide.dropna(subset=here).sort_values(here, kind="stable")
    told = "; ".join(
        f"{condition} {row[here]:+.2f}"
        + (f" ({ENGLAND} {row[ENGLAND]:+.2f})" if ENGLAND in row and here != ENGLAND else "")
        for condition, row in known.iterrows()
    )
    refused = indices.loc[(indices["area"] == here) & indices["rci"].isna(), "reason"].unique()
    if not told:
        return [
            f"No concentration index over the deciles of IMD {edition} for {here}:"
            f" {'; '.join(refused)}."
        ]
    missing = f" Not calculated: {'; '.join(refused)}." if len(refused) else ""
    return [
        f"Relative concentration index over the deciles of IMD {edition}, {here}: {told}.{missing}"
    ]
