"""The captions and findings of notebook 02; every number in them comes from a result."""

from collections.abc import Mapping

import pandas as pd

from leedsequity.analyses.austerity_specifications import DEMONSTRATION, ESTIMATE
from leedsequity.analyses.phrases import Caption, both, limits, ordinal
from leedsequity.places import Place
from leedsequity.vocabulary import SEXES

Frame = pd.DataFrame

CUT = "months of life expectancy lost for each £100 less central funding per person"


def pounds(value: float) -> str:
    """Return money with its sign before the pound sign: `-£373`."""
    return f"{'-' if round(value) < 0 else ''}£{abs(round(value)):,}"


def months(value: float) -> str:
    """Return a number of months, without a sign where it rounds to none."""
    return f"{round(value, 1) + 0.0:.1f}"


def estimate(row: pd.Series) -> str:
    """Return an estimate with its interval."""
    return limits(row, "estimate")


def not_served(area: Place, known: Mapping[str, Place], served: set[str]) -> str:
    """Return the sentence for an area that is not one of the 147, naming one that is."""
    before = [
        code for code, other in known.items() if other.successor == area.code and code in served
    ]
    instead = (
        area.upper_tier_code
        if area.upper_tier_code in served
        else (before[0] if len(before) == 1 else "")
    )
    hint = f" The nearest is {known[instead].name}, {instead}: ask for that." if instead else ""
    return (
        f"{area.name} is not one of the {len(served)} upper-tier areas that have life expectancy"
        " and the same boundaries from 2009 to 2017, so no area is marked; everything else here is"
        f" about those areas.{hint}"
    )


def change_map(change: Frame, own: str) -> Caption:
    """Caption the map of `funding_change`, with the sentence on the area marked, if any."""
    fell, count = (change["change"] < 0).sum(), len(change)
    ends = f"from {pounds(change['change'].min())} to {pounds(change['change'].max())}"
    return Caption(
        finding=f"Central funding fell in {'all' if fell == count else f'{fell} of'} {count} areas",
        subtitle=(
            "Change in central funding per person (Revenue Support Grant and business rates)"
            f" between 2013/14 and 2017/18, pounds of the time, {count} upper-tier areas"
        ),
        alt=(
            f"Map of {count} areas of England shaded by change in central funding per person,"
            f" {ends}. {own}".strip()
        ),
        note="Contains National Statistics and OS data, Crown copyright and database right.",
    )


def curve(estimates: Frame, published: Frame, age: str) -> Caption:
    """Caption a specification curve: the estimates that it shows, and the published one."""
    low, high = estimates["estimate"].min(), estimates["estimate"].max()
    return Caption(
        finding=f"From {low:.1f} to {high:.1f} months, depending on the choices",
        subtitle=(
            f"{age.capitalize()}: {CUT}, {estimates['specification'].nunique()} specifications,"
            " lowest to highest; dots: declared before the result was seen, squares: after; bars:"
            " 95% intervals; band: the published interval; beneath: the choices made"
        ),
        alt=(
            f"Specification curves for men and women, estimates from {low:.1f} to {high:.1f} months"
            " with interval bars, over a grid of dots that shows their choices. Published:"
            f" {both(published, estimate)}."
        ),
    )


def around_the_cut(rows: Frame) -> Caption:
    """Caption `around_the_cut`."""
    early = rows[(rows["year"] < 2013) & (rows["sample"] == "all areas")]
    differs = early["against_none"].isin(["above", "below"])
    first = early[early["year"] == early["year"].min()]
    return Caption(
        finding=(
            "Areas cut more differed already before"
            if differs.any()
            else "Before the cut no difference shows"
        ),
        subtitle=(
            "Life expectancy at birth below that of 2013, in months for each £100 that central"
            " funding per person fell from 2013/14 to 2017/18, by middle of three years,"
            f" {early['year'].min()} to 2017; bands: 95% intervals"
        ),
        alt=(
            "Line charts for men and women, all areas and without London. All areas in"
            f" {first['year'].iloc[0]}: {both(first, estimate)} months; the lines meet at none in"
            " 2013."
        ),
        note=(
            "Adjacent points share years of deaths. Before 2013 the cuts from 2013 on can have"
            " moved nothing."
        ),
    )


def tenths(table: Frame) -> Caption:
    """Caption revenue by tenth of deprivation, from `with_printed`."""
    most, least = -table["change_percent"].iloc[0], -table["change_percent"].iloc[-1]
    return Caption(
        finding=f"Most deprived tenth lost {most:.0f}%, least deprived {least:.0f}%",
        subtitle=(
            "Change in grants, business rates and council tax per person, 2009/10 to 2017/18, real"
            " terms, by tenth of 147 areas by deprivation (IMD 2019 average score); squares: as the"
            " report prints, 2009/10 to 2019/20"
        ),
        alt=(
            f"Dot chart of ten tenths of areas, from -{most:.0f}% in the most deprived to"
            f" -{least:.0f}% in the least, with two squares for the published figures."
        ),
    )


def regions(table: Frame) -> Caption:
    """Caption service spending by region, from `with_printed`."""
    order = table.sort_values("change_percent", kind="stable")
    low, high = order.iloc[0], order.iloc[-1]
    return Caption(
        finding=(
            f"Service spending: from {low['change_percent']:.0f}% to {high['change_percent']:.0f}%,"
            " by region"
        ),
        subtitle=(
            "Change in spending on services per person without education, police, fire and public"
            " health, 2009/10 to 2017/18, real terms; squares: as the report prints, years and"
            " measure not stated with them"
        ),
        alt=(
            f"Dot chart of nine regions, from {low['change_percent']:.0f}% in {low['region']} to"
            f" {high['change_percent']:.0f}% in {high['region']}, with squares for the two"
            " published figures."
        ),
    )


def people(estimates: Frame) -> Frame:
    """Return a table with `men` and `women` in place of the codes of sex."""
    return estimates.assign(sex=estimates["sex"].map(SEXES))


def exposure(change: Frame, real: Frame, fifths: Frame, paper: Frame) -> list[str]:
    """State how funding fell, from `funding_change` to 2017 and 2016, and `by_group` by fifth.

    `paper` is the raw table `published_austerity`.
    """
    then, now = change["funding_first"].mean(), change["funding_last"].mean()
    real_then, real_now = real["real_first"].mean(), real["real_last"].mean()
    most, least = fifths.iloc[0], fifths.iloc[-1]
    printed = paper.set_index(["measure", "unit"])["value"]
    fall, lowest, highest = (
        f"{which} central funding per person"
        for which in ("fall in mean", "lowest change in", "highest change in")
    )

    def span(column: pd.Series) -> str:
        return f"from {pounds(column.min())} to {pounds(column.max())}"

    return [
        (
            f"Central funding per person fell on average over {len(change)} areas from"
            f" {pounds(then)} in 2013/14 to {pounds(now)} in 2017/18, by {pounds(then - now)} or"
            f" {1 - now / then:.0%}, in money of the time (areas {span(change['change'])})."
            f" Published: a fall of {pounds(printed[fall, '£'])} or {printed[fall, '%']:.0f}%,"
            f" areas from {pounds(printed[lowest, '£'])} to {pounds(printed[highest, '£'])}."
            f" In prices of 2017/18 it fell by {pounds(real_then - real_now)} or"
            f" {1 - real_now / real_then:.0%} to 2016/17, but areas then range"
            f" {span(real['real_change'])}. Whether the paper used those years and"
            " prices is inferred and not known."
        ),
        (
            f"The most deprived fifth of areas lost {pounds(-most['change'])} per person"
            f" ({-most['change_percent']:.0f}%), the least deprived {pounds(-least['change'])}"
            f" ({-least['change_percent']:.0f}%):"
            f" {'more' if most['change'] < least['change'] else 'fewer'} pounds, and a"
            f" {'larger' if most['change_percent'] < least['change_percent'] else 'smaller'} share,"
            " where deprivation is greatest."
        ),
    ]


def area(change: Frame, code: str) -> list[str]:
    """State the change of one area; nothing where it is not among them."""
    return [
        f"{row['area']}: from {pounds(row['funding_first'])} to {pounds(row['funding_last'])} per"
        f" person, {pounds(row['change'])} or {row['change_percent']:.0f}%, the"
        f" {ordinal(row['place'])} deepest cut of {len(change)} in pounds."
        + (f" Caution: its return {row['caution']}." if row["caution"] else "")
        for _, row in change[change["area_code"] == code].iterrows()
    ]


def association(
    estimates: Frame, compared: Frame, counts: Frame, power: Frame, published: Frame
) -> list[str]:
    """State the plain estimate, its power, and what all the others give.

    `compared` is from `against_published`, `counts` from `counted`, and `published` from
    `published_estimates`.
    """
    birth = compared[compared["age"] == 0]
    plain, tests = birth[birth["specification"] == "two_way"], power[power["age"] == 0]
    sentences = [
        "For £100 less per person the plain specification, declared before any result, gives in"
        " months of life expectancy at birth lost:"
        f" {both(plain, lambda row: f'{estimate(row)}, {_verdict(row)}')}. Published:"
        f" {both(published, estimate)}. If the published size were the truth, this specification"
        " would tell it from none in this share of repetitions:"
        f" {both(tests, lambda row: format(row['power'], '.0%'), ', ')}."
    ]
    for sex, people in SEXES.items():
        each = [
            f"of {row['specifications']} specifications declared {row['declared']}, {row['above']}"
            f" find lives clearly shorter where cuts were deeper, {row['below']} clearly longer,"
            f" and {row['near']} give a size within the published interval"
            for _, row in counts[(counts["sex"] == sex) & (counts["age"] == 0)].iterrows()
        ]
        sentences.append(
            f"At birth, {people}: {'; '.join(each)} ('clearly': the 95% interval leaves out none,"
            " taken one by one: nothing is allowed for the number of specifications)."
        )
    shown = estimates[(estimates["role"] == DEMONSTRATION) & (estimates["age"] == 0)]
    if len(shown):
        sentences.append(
            "A demonstration, no estimate, and counted with none: without effects of years the"
            f" same data give, at birth, {both(shown, estimate)} months. Life expectancy rose while"
            " funding fell, everywhere: that is what these numbers hold, and why years need"
            " effects of their own."
        )
    at_65 = compared[(compared["age"] == 65) & (compared["specification"] == "two_way")]
    return [
        *sentences,
        (
            f"At 65 the plain specification gives {both(at_65, estimate)}; published: "
            f"{both(published[published['age'] == 65], estimate)}."
        ),
    ]


def london(estimates: Frame, means: Frame, around: Frame) -> list[str]:
    """State what London does, why, and what the placebo says."""
    birth = dict(iter(estimates[estimates["age"] == 0].groupby("specification")))
    inside, outside = (means[means["place"] == place].iloc[0] for place in ("London", "elsewhere"))
    gained = "; ".join(
        f"{people} {inside[f'before_{sex}']:.0f} months in London and"
        f" {outside[f'before_{sex}']:.0f} elsewhere"
        for sex, people in SEXES.items()
    )
    early = around[(around["sample"] == "without London") & (around["year"] < 2013)]
    other = early[early["against_none"].isin(["above", "below"])]
    years = "; ".join(
        f"{SEXES[str(sex)]} {', '.join(rows['year'].astype(str))}"
        for sex, rows in sorted(other.groupby("sex"), reverse=True)
    )
    return [
        (
            "Without London the plain specification gives"
            f" {both(birth['two_way_excluding_london'], estimate)} months; within London alone"
            f" {both(birth['london_only'], estimate)}. London's funding fell by"
            f" {pounds(inside['cut'])} on average and other areas' by {pounds(outside['cut'])}, and"
            f" from 2009 to 2013, before these cuts, life expectancy had grown by: {gained}."
            " Leaving London out was thought of after results were seen: it is an explanation to"
            " be tested elsewhere, and no confirmation."
        ),
        "Placebo, life expectancy lost from 2009 to 2013 for each £100 cut from 2013 to 2017,"
        f" which ought to be none: {both(birth['placebo_2009_2013'], estimate)}; without London"
        f" {both(birth['placebo_2009_2013_excluding_london'], estimate)}. A placebo other than none"
        " says that areas were already on different paths, and that comparing them over time does"
        " not by itself isolate the cut. "
        + (
            f"Even without London single years before 2013, taken one by one, differ ({years})."
            if years
            else ""
        ),
    ]


def leaving_out(ends: Frame) -> list[str]:
    """State how far the plain estimate moves when one area, or region, is left out."""
    return [
        f"Leaving out one {kind} at a time, the plain estimate at birth runs, in months, for"
        f" {both(rows, _span)}."
        for kind, rows in ends[ends["age"] == 0].groupby("kind")
    ]


def regressive(tenths: Frame, regions: Frame) -> list[str]:
    """State the falls by deprivation and by region beside the printed ones."""
    ends = tenths.dropna(subset="published_percent")
    named = regions.dropna(subset="published_percent")
    steps = tenths["change_percent"].diff().dropna()
    return [
        "Grants, business rates and council tax per person from 2009/10 to 2017/18, in real terms: "
        + "; ".join(
            f"the {'most' if row['tenth'] == 1 else 'least'} deprived tenth {pounds(row['change'])}"
            f" or {row['change_percent']:.0f}% (the report prints falls to 2019/20 of"
            f" {row['printed']})"
            for _, row in ends.iterrows()
        )
        + f". In {(steps > 0).sum()} of {len(steps)} steps from a tenth to the next less deprived"
        " one the share lost is smaller.",
        "Spending on services per person without education, police, fire and public health, same"
        " years, real terms: "
        + "; ".join(
            f"{row['region']} {row['change_percent']:.0f}% (the report prints a fall of"
            f" {row['printed']})"
            for _, row in named.iterrows()
        )
        + ".",
    ]


def conclusion(estimates: Frame, counts: Frame) -> list[str]:
    """Say in plain words what it comes to: an association or none, between areas and not people."""
    birth = counts[counts["age"] == 0]
    numbers = ["specifications", "above", "below", "not_told_apart"]
    before, every = birth.loc[birth["declared"] == "before", numbers].sum(), birth[numbers].sum()
    at_birth = estimates[estimates["age"] == 0]
    above = at_birth["against_none"].eq("above").groupby(at_birth["specification"]).all()
    differ = above["two_way"] != above["two_way_excluding_london"]
    london = ", leaving London out among them" if differ else ""
    return [
        "In plain words: did life expectancy do worse where central funding was cut more? Of"
        f" {before['specifications']} estimates declared before any was seen, {before['above']}"
        f" clearly say yes, {before['below']} clearly the opposite, and"
        f" {before['not_told_apart']} cannot tell; over all choices they run from"
        f" {months(birth['lowest'].min())} to {months(birth['highest'].max())} months lost for"
        " £100. "
        + (
            f"So whether the published association is found here depends on choices{london}: these"
            " data neither confirm it nor rule it out."
            if 0 < every["above"] < every["specifications"]
            else "So the choices made here do not change the answer."
        )
        + f"{_left_out(estimates)} Any such association is between areas, and no effect on people:"
        " it cannot say what a cut did to anybody."
    ]


def _left_out(estimates: Frame) -> str:
    """Name the specifications that are counted among no estimates, by role."""
    others = (
        estimates[estimates["role"] != ESTIMATE]
        .groupby("role", sort=False)["specification"]
        .unique()
    )
    named = [f"{role} ({', '.join(names)})" for role, names in others.items()]
    return f" Not counted, as no estimates of it: {'; '.join(named)}." if named else ""


def _span(row: pd.Series) -> str:
    return (
        f"from {months(row['low'])} (without {row['without_low']}) to {months(row['high'])}"
        f" (without {row['without_high']})"
    )


def _verdict(row: pd.Series) -> str:
    """Say whether an estimate differs from none, and where the published one lies."""
    differs = (
        "which differs from none"
        if row["against_none"] in ("above", "below")
        else "which cannot be told from none"
    )
    return f"{differs} (the published estimate lies {row['published_lies']} the interval)"
