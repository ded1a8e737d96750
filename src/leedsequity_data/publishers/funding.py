"""What upper-tier authorities were given and spent, from their revenue outturn returns."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import (
    lookup,
    place,
    require,
    require_none,
    sheet,
    text_table,
)
from leedsequity_data.publishers.upper_tier import parts

YEARS = range(2009, 2018)  # financial years by the year in which they start
_CLASSES = ("UA", "MD", "L", "SC", "SD")
#: Lines of the returns, by how their names start (they end in line numbers, which change), their
#: sign here, and the years whose returns have them.
_LINES = {
    "revenue_support_grant": (("Revenue Support Grant",), -1, YEARS),
    "business_rates": (
        ("Redistributed non-domestic rates", "Retained income from Rate Retention Scheme"),
        -1,
        YEARS,
    ),
    "area_based_grant": (("Area Based Grant",), -1, range(2009, 2011)),
    "local_services_support_grant": (("Local Services Support Grant",), -1, range(2011, 2018)),
    "council_tax_requirement": (("COUNCIL TAX REQUIREMENT",), 1, YEARS),
    "total_service_expenditure": (("TOTAL SERVICE EXPENDITURE",), 1, YEARS),
    "education": (("Education services",), 1, YEARS),
    "police": (("Police services",), 1, YEARS),
    "fire": (("Fire and rescue services",), 1, YEARS),
    "public_health": (("Public Health",), 1, range(2013, 2018)),
}
_NO_RETURN = "…"
#: City of London, Isles of Scilly; Bournemouth, Poole and Dorset, whose boundaries changed in 2019.
_LEFT_OUT = {"E09000001", "E06000053", "E06000028", "E06000029", "E10000009"}
_RECODED = {"E08000020": "E08000037", "E06000048": "E06000057"}  # Gateshead and Northumberland
_MISPRINTS = {"E2721": "E10000022"}  # North Yorkshire, E10000023, in some returns
#: Funding that changed by more than this on the year before jumped; the first year of another
#: system is not compared.
_JUMP, _OTHER_SYSTEM = 0.35, 2013


def clean_funding_la(
    ecodes: Path, population: Path, county_2012: Path, ward_2022: Path, *returns: Path
) -> pd.DataFrame:
    """Return ``funding_la``: funding and spending, from one workbook of returns a year.

    Central funding is revenue support grant and retained business rates (before 2013/14
    redistributed non-domestic rates); the record compares it with Alexiou et al. (2021), Lancet
    Public Health 6(9): e641-e647. A county council and its shire districts are one area: the first
    three characters of their E-codes are the same.
    """
    codes = lookup(ecodes, text_table(ecodes, ["ecode", "ons_code"]), "ecode", "ons_code")
    years = [_clean_year(path, year, codes) for path, year in zip(returns, YEARS, strict=True)]
    money = pd.concat(years).set_index(["area_code", "year"]).sort_index()
    people = (
        parts(population, county_2012, ward_2022).groupby(["area_code", "year"])["population"].sum()
    )

    require_none(
        money.index.difference(people.index), population, "areas and years without a population"
    )
    table = money.assign(population=people.reindex(money.index))
    funding = table["revenue_support_grant"] + table["business_rates"]
    per_person = 1000 * funding / table["population"]
    change = per_person.groupby("area_code").pct_change().abs()
    jump = (change > _JUMP) & (change.index.get_level_values("year") != _OTHER_SYSTEM)
    return table.assign(central_funding_per_person=per_person, jump=jump).reset_index()


def _clean_year(path: Path, year: int, codes: pd.Series) -> pd.DataFrame:
    """Return one year's lines by upper-tier area, with what is missing and why."""
    name = f"RS LA Data {year}-{(year + 1) % 100:02}"
    cells = sheet(path, f"{name} (1)" if year < 2015 else name, "E-code")
    for header in ("Class", "Local authority"):
        place(cells, header)
    cells = cells[cells["Class"].isin(_CLASSES)]
    authority = cells["E-code"].str.fullmatch(r"E[0-9]{4}")
    lines = _clean_lines(path, year, cells[authority], cells[~authority].set_index("Class"))

    cells = cells[authority]
    require_none(
        cells.loc[cells["E-code"].duplicated(), "E-code"],
        path,
        "authorities are there more than once",
    )
    partly = lines.isna().any(axis="columns") & lines.notna().any(axis="columns")
    require_none(cells.loc[partly, "Local authority"], path, "returns lack some lines alone")
    if "ONS Code" in cells:
        apart = cells["ONS Code"] != cells["E-code"].map(codes)
        wrong = dict(zip(cells.loc[apart, "E-code"], cells.loc[apart, "ONS Code"], strict=True))
        require(
            wrong.items() <= _MISPRINTS.items(),
            path,
            f"ONS codes that the lookup has otherwise: {wrong}",
        )
    area = _clean_area_code(path, cells, codes)
    table = lines.groupby(area).sum()
    table = table[~table.index.isin(_LEFT_OUT)]

    absent = [line.replace("_", " ") for line in _LINES if line not in lines]
    reason = pd.Series(f"no such line this year: {', '.join(absent)}", index=table.index)
    silent = cells[lines["revenue_support_grant"].isna() & area.isin(table.index)]
    require(
        set(silent["Class"]) <= {"SD"}, path, f"no return of {silent['Local authority'].tolist()}"
    )
    for code, district in zip(area[silent.index], silent["Local authority"], strict=True):
        reason[code] += f"; no return of {district}"
    table = table.reindex(columns=list(_LINES)).assign(year=year, marker=reason)
    return table.rename_axis("area_code").reset_index()


def _clean_lines(path: Path, year: int, cells: pd.DataFrame, totals: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of one year; classes must add up to their printed totals."""
    lines = pd.DataFrame(index=cells.index)
    for line, (names, sign, years) in _LINES.items():
        if year not in years:
            continue
        # A second line of the same name, in 2009-10 and 2010-11, is on another basis of accounting.
        at = place(cells, *names, first=True)
        values = spelling.number(cells.iloc[:, at], missing=_NO_RETURN)
        gap = values.groupby(cells["Class"]).sum() - spelling.number(totals.iloc[:, at - 1])
        # The printed totals include the publisher's estimate for an authority that made no return.
        gap = gap[~gap.index.isin(cells.loc[values.isna(), "Class"])]
        require(
            bool((gap.abs() <= 1).all()),
            path,
            f"{names[0]}: off the totals of the classes by {gap.to_dict()}",
        )
        lines[line] = (
            0 + sign * values
        )  # 0 + makes 0.0 of the -0.0 that an authority without the grant would have
    return lines


def _clean_area_code(path: Path, cells: pd.DataFrame, codes: pd.Series) -> pd.Series:
    """Return each authority's upper-tier area; a prefix joins shire district and county."""
    prefix = cells["E-code"].str[:3]
    counties = cells[cells["Class"] == "SC"]
    county = prefix.map(dict(zip(counties["E-code"].str[:3], counties["E-code"], strict=True)))
    shire = cells["Class"] == "SD"
    require_none(
        cells.loc[shire & county.isna(), "E-code"], path, "shire districts without a county"
    )
    return cells["E-code"].mask(shire, county).map(codes).replace(_RECODED)
