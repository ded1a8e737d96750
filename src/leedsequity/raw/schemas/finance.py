"""Money of local authorities, prices, and the economy, deprivation and ethnic groups of authorities."""

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import choice, number, table, whole


def _missing_as_marked(column: str) -> Check:
    line = column.replace("_", " ")
    return Check(
        lambda table: table[column].isna() == table["marker"].str.contains(line, na=False),
        error=f"{column} missing without a marker that says so, or the reverse",
    )


def _placed(measure: str) -> Check:
    """Return the rule that the higher measure has the lower place; figures that are alike may be in either order."""

    def ordered(table: pd.DataFrame) -> "pd.Series[bool]":
        first, last = (table[measure].rank(method=method, ascending=False) for method in ("min", "max"))
        return table[f"{measure}_place"].between(first, last)

    return Check(ordered, error=f"{measure}_place: not where {measure} comes among the areas")


def _per_person(table: pd.DataFrame) -> "pd.Series[bool]":
    funding = 1000 * (table["revenue_support_grant"] + table["business_rates"]) / table["population"]
    return (funding - table["central_funding_per_person"]).abs() < 1e-6


def _jumps(table: pd.DataFrame) -> "pd.Series[bool]":
    """Whether jump marks the years, 2013 aside, in which funding changed by more than 35 per cent."""
    before = table.sort_values("year").groupby("area_code")["central_funding_per_person"].shift()
    changes = (table["central_funding_per_person"] / before - 1).abs()
    return table["jump"] == ((changes > 0.35) & (table["year"] != 2013))


_COMPONENTS = [
    "settlement_funding_assessment",
    "under_indexing",
    "council_tax",
    "new_homes_bonus",
    "new_homes_bonus_returned",
    "rural_services_delivery_grant",
]
_SERVICES = ["education", "police", "fire", "public_health"]
_MEASURES = {
    "average_rank": "rank",
    "average_score": "score",
    "proportion_most_deprived": "proportion",
    "extent": "proportion",
    "local_concentration": "rank",
}
_NOT_EVERY_YEAR = ["area_based_grant", "local_services_support_grant", "public_health"]
#: Money as returned: grants, rates and taxes may be negative in a year, and so may net expenditure.
_amount = number(-100_000, 3_000_000, "-100,000 to 3,000,000")

TABLES: dict[str, DataFrameSchema] = {
    "gdp_deflators": table(
        "basis year deflator",
        "basis year",
        basis=choice("calendar year", "financial year"),
        year=whole(1955, 2030, "1955-2030"),
        deflator=Column("float64", Check.in_range(0, 200, error="outside 0-200", include_min=False)),
    ),
    "funding_la": table(
        "area_code year revenue_support_grant:amount business_rates:amount area_based_grant:amount? "
        "local_services_support_grant:amount? council_tax_requirement:amount total_service_expenditure:amount "
        "education:amount police:amount fire:amount public_health:amount? population central_funding_per_person "
        "jump:flag marker",
        "area_code year",
        columns.every("year", of="area_code"),
        Check(
            lambda table: table[_SERVICES].sum(axis="columns") <= table["total_service_expenditure"],
            error="services that cost more than total_service_expenditure",
        ),
        *map(_missing_as_marked, _NOT_EVERY_YEAR),
        Check(
            _per_person,
            error="central_funding_per_person is not revenue_support_grant and business_rates per resident",
        ),
        Check(_jumps, error="jump does not mark a change by more than 35 per cent"),
        amount=_amount,
        central_funding_per_person=number(0, 2000, "£{}"),
    ),
    "covariates_la": table(
        "area_code year employment_rate claimant_count modelled_unemployment? "
        "gross_disposable_household_income_per_head gross_value_added_per_hour weighted:text? marker",
        "area_code year",
        columns.every("year", of="area_code"),
        Check(
            lambda table: table["modelled_unemployment"].isna() == table["marker"].notna(),
            error="modelled_unemployment missing without a marker, or the reverse",
        ),
        employment_rate=number(30, 100, "{} per cent"),
        claimant_count=number(0, 30, "{} per cent"),
        modelled_unemployment=number(0, 40, "{} per cent"),
        gross_disposable_household_income_per_head=number(5_000, 100_000, "£{}"),
        gross_value_added_per_hour=number(10, 100, "£{}"),
    ),
    "employment_income_la": table(
        "area_code measure year value:amount? lower:amount? upper:amount? marker",
        "area_code measure year",
        columns.within_limits,
        measure=choice("employment_rate", "household_income_per_head"),
        amount=_amount,
    ),
    "core_spending_power_la": table(
        "area_code year " + " ".join(f"{component}:million" for component in [*_COMPONENTS, "core_spending_power"]),
        "area_code year",
        Check(
            lambda table: (table[_COMPONENTS].sum(axis="columns") - table["core_spending_power"]).abs() < 1e-6,
            error="core_spending_power is not the sum of its components",
        ),
        million=number(0, 5_000, "£{} million"),
    ),
    "imd_la": table(
        "area_code " + " ".join(f"{measure}:{kind} {measure}_place:place" for measure, kind in _MEASURES.items()),
        "area_code",
        *map(_placed, _MEASURES),
        rank=number(1, 32844),
        score=number(0, 100),
        proportion=number(0, 1),
        place=whole(1, 317),
    ),
    "ethnicity_la": table(
        "area_code broad_group:text group:text count",
        "area_code broad_group group",
        columns.every("broad_group group", of="area_code"),
        columns.within("group", "broad_group"),
    ),
}
