"""The findings of notebook 03: sentences made from its results, each with the definition of what it states."""

import pandas as pd

from leedsequity.analyses.deprivation.ages import SPAN
from leedsequity.analyses.deprivation.ethnicity import ENGLAND, NOT_WHITE, WHITE
from leedsequity.analyses.deprivation.lookup import EDITIONS
from leedsequity.analyses.deprivation.people import CENSUSES, REVISED, census_band, everybody
from leedsequity.analyses.deprivation.words import TENTH
from leedsequity.analyses.life_expectancy.words import each, span


def tenth(shares: pd.DataFrame, touched: pd.DataFrame, here: str, edition: int, base: str) -> list[str]:
    """State who lives in decile 1, from `deciles.in_most_deprived` and `deciles.touched`."""
    of_all = everybody(shares)
    of_base = of_all[of_all["population_base"] == base]
    of_edition = of_all[of_all["imd_edition"] == edition].set_index("population_base")
    row, then, now = of_edition.loc[base], of_edition.loc[REVISED[2013]], of_edition.loc[REVISED[2022]]
    rules = touched[(touched["imd_edition"] == edition) & (touched["population_base"] == base)]
    ruled = rules[~rules["rule"].isin(["same boundaries", "unchanged"])][["people", "in_decile_1", "in_doubt"]].sum()
    return [
        f"In {here} {row['in_decile_1']:,.0f} of {row['people']:,.0f} people ({row['share']:.1%}; {base}) live in "
        f"{TENTH} by IMD {edition}. Of the same people it is "
        f"{', '.join(each(of_base, '{share:.1%} by IMD {imd_edition}'))}; by IMD {edition} over all population bases "
        f"{span(of_edition['share'], '{:.1%}')}. Editions rank England's neighbourhoods anew, on other data: a "
        "different share is no change in living standards.",
        f"In the deciles of IMD {edition}, held fixed, there were {then['in_decile_1']:,.0f} people in mid-2013 "
        f"({then['share']:.1%}) and {now['in_decile_1']:,.0f} in mid-2022 ({now['share']:.1%}), as revised after "
        f"Census 2021: {now['in_decile_1'] - then['in_decile_1']:+,.0f}; {here} as a whole grew by "
        f"{now['people'] - then['people']:+,.0f} ({now['people'] / then['people'] - 1:+.1%}).",
        f"Where LSOAs of 2011 and 2021 differ, rules of the lookup place {ruled['people']:,.0f} of those people "
        f"({base}, IMD {edition}), {ruled['in_decile_1']:,.0f} of them in decile 1; for {ruled['in_doubt']:,.0f} a "
        "rule had to choose between deciles.",
    ]


def published(compared: pd.DataFrame) -> list[str]:
    """State which published figures come out, from `statements.compared`."""
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
            verdict = f"comes out on {row['agreeing']} of the {row['tried']} bases tried, nearest {nearest}"
            verdict += chosen if row["basis"] not in ("", row["nearest_basis"]) else ""
        else:
            verdict = (
                f"comes out on none of the {row['tried']} bases tried, which give {form(row['lowest'])} to "
                f"{form(row['highest'])}, nearest {nearest}{off}. Other definitions that round to it, if only by "
                f"chance: {row['otherwise'] or 'none'}"
            )
        said.append(f"{row['document']}, {row['group']}, “{row['printed']}”: {verdict}.")
    return [*said, "The 12 communities are priority neighbourhoods, which are not LSOAs: equal numbers may be chance."]


def ethnicity(shares: pd.DataFrame, apart: pd.DataFrame, change: pd.DataFrame, here: str, edition: int) -> list[str]:
    """State the groups' shares, distances and changes, from the functions of `ethnicity`."""
    broad = shares[(shares["population_base"] == CENSUSES[1]) & (shares["level"] == "broad")]
    ratio = broad["ratio_to_white"].where((broad["group"] != WHITE) & (broad["ratio_to_white"] > 0))
    times = ratio.map(f", {{:.1f}} times the {WHITE} share".format).where(ratio.notna(), "")
    told = "; ".join(each(broad.assign(times=times)[broad["area"] == here], "{group} {share:.1%}{times}"))
    pairs = apart[(apart["level"] == "broad") & (apart["population_base"] == CENSUSES[1])]
    most = pairs[pairs["area"] == here].sort_values("dissimilarity").iloc[-1]
    same = pairs[(pairs["area"] == ENGLAND) & (pairs["group"] == most["group"]) & (pairs["other"] == most["other"])]
    england = "".join(f", in {ENGLAND} {value:.2f}" for value in same["dissimilarity"])
    black = broad[broad["group"].str.startswith("Black")]
    parts = " and ".join(each(black, "{share_of_people:.1%} of {area}"))
    rows = change[(change["area"] == here) & (change["group"] == NOT_WHITE)].set_index("decile").dropna()
    growth = rows["change"] / rows["share_2011"]
    points, fastest = rows["change"].idxmax(), growth.idxmax()
    depends = " Where diversity grew most depends on which of the two is meant." if points != fastest else ""
    return [
        f"Share of each broad group of {here} in decile 1 (IMD {edition}, Census 2021): {told}.",
        f"Over the ten deciles {most['group']} and {most['other']} are spread most unlike: dissimilarity "
        f"{most['dissimilarity']:.2f}{england} (0 alike, 1 no decile in common).",
        f"{black['group'].iloc[0]} are {parts} (Census 2021).",
        f"{NOT_WHITE}, as a share of a decile's people, changed between the censuses of 2011 and 2021 by "
        f"{span(100 * rows['change'], '{:+.1f}')} points, most in decile {points}; in proportion to the share of 2011 "
        f"most in decile {fastest} ({growth.max():+.0%}; decile {rows.index[0]} {growth.iloc[0]:+.0%}).{depends}",
    ]


def ages(growth: pd.DataFrame, in_decile_1: pd.DataFrame, here: str) -> list[str]:
    """State which ages grew and how many children live in decile 1, from `ages`."""
    said = []
    if len(growth):
        fewer = growth[growth["change"] < 0]
        less = f", {len(fewer)} fewer: {', '.join(each(fewer, '{age} ({change:+,.0f})'))}" if len(fewer) else ""
        broad = growth["change"].groupby(census_band(growth["age_start"])).sum()
        said.append(
            f"{here}, {SPAN}: {(growth['change'] > 0).sum()} of {len(growth)} five-year bands hold more people{less}. "
            f"In broad bands: {', '.join(f'{age} {change:+,.0f}' for age, change in broad.items())}. An estimate, not "
            "revised since, is compared with a count."
        )
    young = in_decile_1[in_decile_1["age_start"] <= 5]
    told = "; ".join(
        f"{area} {', '.join(each(rows, '{share:.1%} aged {age}'))}" for area, rows in young.groupby("area", sort=False)
    )
    return [
        *said,
        f"Children living in decile 1, Census 2021: {told}. They are residents of those ages, not pupils in Reception.",
    ]


def sensitivity(domains: pd.DataFrame, one_percent: pd.DataFrame, here: str) -> list[str]:
    """State the share by domain and the LSOAs of the most deprived 1%, from `deciles`."""
    ranked = domains.sort_values("share")
    low, high = ranked.iloc[0], ranked.iloc[-1]
    told = ", ".join(f"{(one_percent['imd_edition'] == edition).sum()} by IMD {edition}" for edition in EDITIONS)
    return [
        f"By domain of 2019 the share of {here} in decile 1 runs from {low['share']:.1%} ({low['imd_edition']}) to "
        f"{high['share']:.1%} ({high['imd_edition']}); {low['population_base']}.",
        f"LSOAs of {here} among the most deprived 1% of England's: {told}.",
    ]


def conditions(indices: pd.DataFrame, here: str, edition: int) -> list[str]:
    """State how conditions are concentrated, from `conditions.concentration`."""
    wide = indices.pivot(index="condition", columns="area", values="rci").reindex(indices["condition"].unique())
    known = wide.dropna(subset=here).sort_values(here)
    told = "; ".join(
        f"{condition} {row[here]:+.2f}" + (f" ({ENGLAND} {row[ENGLAND]:+.2f})" if ENGLAND in row else "")
        for condition, row in known.iterrows()
    )
    refused = indices.loc[(indices["area"] == here) & indices["rci"].isna(), "reason"].unique()
    missing = f" Not calculated: {'; '.join(refused)}." if len(refused) else ""
    return [f"Relative concentration index over the deciles of IMD {edition}, {here}: {told or 'none'}.{missing}"]
