"""Notebook 05 in words: what its figures show, and what it finds. Every number comes from a result of `measures`."""

import pandas as pd

from leedsequity.analyses.life_expectancy.words import Caption, both, counted, each, limits, missing, span
from leedsequity.analyses.programmes.told import beside_residents, represented


def _told(row: pd.Series, end: str) -> str:
    return f"{limits(row, end)}% in {row[f'{end}_year']}"


def employment(last: pd.DataFrame, here: str, there: str) -> Caption:
    """Caption the employment rates, from their `ends`."""
    own = last[last["area"] == here].iloc[0]
    told = "; ".join(f"{row['area']}: {_told(row, 'first')}, {_told(row, 'last')}" for _, row in last.iterrows())
    alike = last["last_year"].nunique() == 1
    said = ", ".join(each(last, "{area} {last:.0f}" if alike else "{area} {last:.0f} in {last_year}"))
    when = f" in {own['last_year']}" if alike else ""
    return Caption(
        finding=f"Employment{when}, per cent: {said}",
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
    """Caption the shares of jobs with low pay of men and women, from `low_pay`; a share in doubt is no finding."""
    own = pay[pay["area"] == here]
    doubt = "".join(f" In doubt: {why}." for why in pay["doubt"].unique() if why)
    doubted = (own["doubt"] != "").any()
    return Caption(
        finding=f"The share of low-paid jobs in {here} is in doubt"
        if doubted
        else f"Low-paid jobs in {here}: {both(own, '{value:.0f}%', ', ')}",
        subtitle="Jobs paid below the Real Living Wage, per cent of jobs by place of work, April 2022, provisional; "
        f"{here}, {there} and the core cities; bars: 95% intervals from published coefficients of variation",
        alt=f"Dot charts for men and women of {pay['area_code'].nunique()} areas with interval bars, from "
        f"{span(pay['value'], '{:.0f}%')}. {here}, per cent: {both(own, limits)}.{doubt}",
        note="Jobs where they are done, not people who live there; one year, from a sample of one job in a hundred."
        f"{doubt}",
    )


def representation(drawn: pd.DataFrame, policy: str, here: str) -> Caption:
    """Caption the representation ratios, from `reach.drawn`."""
    return Caption(
        finding=f"Staff beside {here}: {represented(drawn)}",
        subtitle=f"Share of staff over the share of residents of {here} (1: as among residents), an employer's own "
        "counts; bars: 95% intervals, rounding allowed for",
        alt=f"Dot chart of {counted(len(drawn), 'ratio')}, from {span(drawn['value'])}; residents of {here}.",
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
    if here in set(employment["area"]):
        said += [
            f"Employment rate in {row['area']} (95% intervals, where published): {_told(row, 'first')}, "
            f"{_told(row, 'last')}."
            for _, row in employment.iterrows()
        ]
    else:
        said.append(missing(here, "published employment over time"))
    own = income[income["area"] == here]
    return said + (
        [
            f"Household income per head in {here}: {_told(row, 'first')} and {_told(row, 'last')} of {there}'s in the "
            "same year, without intervals."
            for _, row in own.iterrows()
        ]
        or [missing(here, f"published income over time beside {there}'s")]
    )


def pay_findings(pay: pd.DataFrame, gaps: pd.DataFrame, here: str) -> list[str]:
    """State the shares of jobs with low pay in the area and its comparator, and the gap of women to men."""
    shown = pay[(pay["sex"] == "persons") & (pay["role"] != "context")]
    said = [
        f"Jobs paid below the Real Living Wage in {row['area']}, April 2022, provisional: {limits(row)}%{_doubt(row)}."
        for _, row in shown.iterrows()
    ]
    own = gaps[(gaps["area"] == here) & (gaps["measure"] == "difference") & gaps["value"].notna()]
    return said + [
        f"Women's jobs minus men's in {here}: {limits(row)} percentage points, two samples taken as "
        f"independent{_doubt(pay[pay['area'] == here].iloc[0])}."
        for _, row in own.iterrows()
    ]


def _doubt(row: pd.Series) -> str:
    return f"; in doubt: {row['doubt']}" if row["doubt"] else ""


def staff_findings(table: pd.DataFrame) -> list[str]:
    """State which groups are over- or under-represented, from `representation`."""
    return [f"An employer's own counts, {sentence}" for sentence in beside_residents(table)]
