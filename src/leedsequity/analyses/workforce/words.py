"""Notebook 05 in words: what its figures show, and what it finds. Every number comes from a result of `measures`."""

import pandas as pd

from leedsequity.analyses.life_expectancy.words import Caption, both, each, limits, missing, span
from leedsequity.analyses.programmes.told import beside_residents


def _told(row: pd.Series, end: str) -> str:
    return f"{limits(row, end)}% in {row[f'{end}_year']}"


def employment(last: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the employment rates, from their `ends`."""
    own = last[last["area"] == here].iloc[0]
    told = "; ".join(f"{row['area']}: {_told(row, 'first')}, {_told(row, 'last')}" for _, row in last.iterrows())
    return Caption(
        finding=f"Employment in {own['last_year']}, per cent: {', '.join(each(last, '{area} {last:.0f}'))}",
        subtitle=f"Employment rate (ages not stated in the copy), {here}, {there} and the core cities of England, "
        "calendar years; bands: 95% intervals as published",
        alt=f"Line chart of employment rates since {own['first_year']}, with bands. {told}. Grey: core cities.",
    )


def income(last: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption incomes as per cent of the comparator's, from their `ends`."""
    own = last[last["area"] == here].iloc[0]
    return Caption(
        finding=f"Income per head in {here}: {own['last']:.0f}% of {there}'s",
        subtitle=f"Gross disposable household income per head as per cent of {there}'s in the same year, {here} and "
        "the core cities of England, calendar years; published without intervals",
        alt=f"Line chart of income relative to {there} since {own['first_year']}. {here}: {_told(own, 'first')}, "
        f"{_told(own, 'last')}. Grey lines: core cities.",
    )


def low_pay(pay: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the shares of jobs with low pay of men and women, from `low_pay`."""
    own = pay[pay["area"] == here]
    return Caption(
        finding=f"Low-paid jobs in {here}: {both(own, '{value:.0f}%', ', ')}",
        subtitle="Jobs paid below the Real Living Wage, per cent of jobs by place of work, April 2022, provisional; "
        f"{here}, {there} and the core cities; bars: 95% intervals from published coefficients of variation",
        alt=f"Dot charts for men and women of {pay['area_code'].nunique()} areas with interval bars, from "
        f"{span(pay['value'], '{:.0f}%')}. {here}, per cent: {both(own, limits)}.",
        note="Jobs where they are done, not people who live there; one year, from a sample of one job in a hundred.",
    )


def representation(drawn: pd.DataFrame, policy: str, here: str) -> Caption:
    """Caption the representation ratios, from `reach.drawn`."""
    over, under = (drawn["lower"] > 1).sum(), (drawn["upper"] < 1).sum()
    return Caption(
        finding=f"Staff beside {here}: {over} groups over-represented, {under} under",
        subtitle=f"Share of staff over the share of residents of {here} (1: as among residents), an employer's own "
        "counts; bars: 95% intervals of rounded counts",
        alt=f"Dot chart of {len(drawn)} ratios, from {span(drawn['value'])}.",
        note=f"Disclosure control: policy {policy}; everything is computed from counts as they are shown.",
    )


def findings(gaps: pd.DataFrame, employment: pd.DataFrame, income: pd.DataFrame, here: str, there: str) -> list[str]:
    """State the published gaps, and where employment and income began and ended (from `ends`)."""
    said = each(
        gaps,
        "Published {measure} ({period}): {group} {value:.1f}%, {reference} {reference_value:.1f}%: a difference of "
        "{difference:+.1f} percentage points, a ratio of {ratio:.2f}. No denominators are printed, so neither has an "
        "interval.",
    )
    if here not in set(employment["area"]):
        return [*said, missing(here, "published employment and income over time")]
    own = income[income["area"] == here].iloc[0]
    return [
        *said,
        *(
            f"Employment rate in {row['area']} (95% intervals): {_told(row, 'first')}, {_told(row, 'last')}."
            for _, row in employment.iterrows()
        ),
        f"Household income per head in {here}: {_told(own, 'first')} and {_told(own, 'last')} of {there}'s in the same "
        "year, without intervals.",
    ]


def pay_findings(pay: pd.DataFrame, gaps: pd.DataFrame, here: str) -> list[str]:
    """State the shares of jobs with low pay in the area and its comparator, and the gap of women to men."""
    shown = pay[(pay["sex"] == "persons") & (pay["role"] != "context")]
    said = [
        f"Jobs paid below the Real Living Wage in {row['area']}, April 2022, provisional: {limits(row)}%."
        for _, row in shown.iterrows()
    ]
    own = gaps[(gaps["area"] == here) & (gaps["measure"] == "difference") & gaps["value"].notna()]
    return said + [
        f"Women's jobs minus men's in {here}: {limits(row)} percentage points, two samples taken as independent."
        for _, row in own.iterrows()
    ]


def staff_findings(table: pd.DataFrame) -> list[str]:
    """State which groups are over- or under-represented, from `representation`."""
    return [f"An employer's own counts, {sentence}" for sentence in beside_residents(table)]
