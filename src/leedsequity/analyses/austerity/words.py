"""The figures of notebook 02 in words. Every number, and every word that says which way, comes from a result."""

from collections.abc import Mapping

import pandas as pd

from leedsequity.analyses.life_expectancy.words import PEOPLE, Caption, both, limits
from leedsequity.places import Place

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
    """Return the sentence for an area that is not one of the 147, naming one to ask for where there is one."""
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


def change_map(change: pd.DataFrame, own: str) -> Caption:
    """Caption the map of `panel.funding_change`, with the sentence on the area that is marked, if any."""
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


def curve(estimates: pd.DataFrame, published: pd.DataFrame, age: str) -> Caption:
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


def around_the_cut(rows: pd.DataFrame) -> Caption:
    """Caption `sensitivity.around_the_cut`."""
    early = rows[(rows["year"] < 2013) & (rows["sample"] == "all areas")]
    differs = early[(early["lower"] > 0) | (early["upper"] < 0)]
    first = early[early["year"] == early["year"].min()]
    return Caption(
        finding=(
            "Areas cut more differed already before"
            if len(differs)
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


def tenths(table: pd.DataFrame) -> Caption:
    """Caption revenue by tenth of deprivation, from `regressive.beside_published`."""
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


def regions(table: pd.DataFrame) -> Caption:
    """Caption service spending by region, from `regressive.beside_published`."""
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


def people(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return a table with `men` and `women` in place of the codes of sex."""
    return estimates.assign(sex=estimates["sex"].map(PEOPLE))
