"""Money of local authorities, prices, and the economy, deprivation and ethnic groups of authorities."""

from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table


def _amount(nullable: bool = False) -> Column:
    """Money as returned: grants, rates and taxes may be negative in a year, and so may net expenditure."""
    return Column("float64", nullable=nullable)


def _per_cent(nullable: bool = False) -> Column:
    return Column("float64", Check.in_range(0, 100, error="outside 0-100 per cent"), nullable=nullable)


def _pounds(low: float, high: float) -> Column:
    return Column("float64", Check.in_range(low, high, error=f"outside £{low:,}-{high:,}"))


def _million() -> Column:
    return Column("float64", Check.in_range(0, 5_000, error="outside £0-5,000 million"))


_place = Column("int64", Check.in_range(1, 317, error="outside 1-317"))
_proportion = Column("float64", Check.in_range(0, 1, error="outside 0-1"))

TABLES: dict[str, DataFrameSchema] = {
    "gdp_deflators": table(
        {
            "basis": Column("str", columns.choice("calendar year", "financial year")),
            "year": Column("int64", Check.in_range(1955, 2030, error="outside 1955-2030")),
            "deflator": Column("float64", Check.in_range(0, 200, error="outside 0-200", include_min=False)),
        },
        "basis year",
    ),
    "funding_la": table(
        {
            "area_code": columns.area_code,
            "year": columns.year,
            "revenue_support_grant": _amount(),
            "business_rates": _amount(),
            "area_based_grant": _amount(nullable=True),
            "local_services_support_grant": _amount(nullable=True),
            "council_tax_requirement": _amount(),
            "total_service_expenditure": _amount(),
            "education": _amount(),
            "police": _amount(),
            "fire": _amount(),
            "public_health": _amount(nullable=True),
            "population": columns.population,
            "central_funding_per_person": Column("float64", Check.in_range(0, 2000, error="outside £0-2,000")),
            "jump": columns.flag,
            "marker": columns.marker,
        },
        "area_code year",
    ),
    "covariates_la": table(
        {
            "area_code": columns.area_code,
            "year": columns.year,
            "employment_rate": _per_cent(),
            "claimant_count": _per_cent(),
            "modelled_unemployment": _per_cent(nullable=True),
            "gross_disposable_household_income_per_head": _pounds(5_000, 100_000),
            "gross_value_added_per_hour": _pounds(10, 100),
            "weighted": columns.name_or_none,
            "marker": columns.marker,
        },
        "area_code year",
    ),
    "core_spending_power_la": table(
        {
            "area_code": columns.area_code,
            "year": columns.year,
            "settlement_funding_assessment": _million(),
            "under_indexing": _million(),
            "council_tax": _million(),
            "new_homes_bonus": _million(),
            "new_homes_bonus_returned": _million(),
            "rural_services_delivery_grant": _million(),
            "core_spending_power": _million(),
        },
        "area_code year",
    ),
    "imd_la": table(
        {
            "area_code": columns.area_code,
            "average_rank": Column("float64", Check.in_range(1, 32844, error="outside 1-32,844")),
            "average_rank_place": _place,
            "average_score": Column("float64", Check.in_range(0, 100, error="outside 0-100")),
            "average_score_place": _place,
            "proportion_most_deprived": _proportion,
            "proportion_most_deprived_place": _place,
            "extent": _proportion,
            "extent_place": _place,
            "local_concentration": Column("float64", Check.in_range(1, 32844, error="outside 1-32,844")),
            "local_concentration_place": _place,
        },
        "area_code",
    ),
    "ethnicity_la": table(
        {
            "area_code": columns.area_code,
            "broad_group": columns.name,
            "group": columns.name,
            "count": columns.count,
        },
        "area_code broad_group group",
    ),
}
