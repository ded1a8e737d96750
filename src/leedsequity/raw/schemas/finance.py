"""Money of local authorities, prices, and the economy, deprivation and ethnic groups of authorities."""

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

from leedsequity.raw import columns
from leedsequity.raw.columns import table


def _amount(nullable: bool = False) -> Column:
    """Money as returned: grants, rates and taxes may be negative in a year, and so may net expenditure."""
    limits = Check.in_range(-100_000, 3_000_000, error="outside -100,000 to 3,000,000")
    return Column("float64", limits, nullable=nullable)


def _per_cent(low: float, high: float, nullable: bool = False) -> Column:
    return Column("float64", Check.in_range(low, high, error=f"outside {low}-{high} per cent"), nullable=nullable)


def _pounds(low: float, high: float) -> Column:
    return Column("float64", Check.in_range(low, high, error=f"outside £{low:,}-{high:,}"))


def _million() -> Column:
    return Column("float64", Check.in_range(0, 5_000, error="outside £0-5,000 million"))


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
_MEASURES = ["average_rank", "average_score", "proportion_most_deprived", "extent", "local_concentration"]
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
        columns.every("year", of="area_code"),
        Check(
            lambda table: table[_SERVICES].sum(axis="columns") <= table["total_service_expenditure"],
            error="services that cost more than total_service_expenditure",
        ),
        *map(_missing_as_marked, ["area_based_grant", "local_services_support_grant", "public_health"]),
        Check(
            lambda table: (
                (
                    (table["revenue_support_grant"] + table["business_rates"]) * 1000 / table["population"]
                    - table["central_funding_per_person"]
                ).abs()
                < 1e-6
            ),
            error="central_funding_per_person is not revenue_support_grant and business_rates per resident",
        ),
        Check(_jumps, error="jump does not mark a change by more than 35 per cent"),
    ),
    "covariates_la": table(
        {
            "area_code": columns.area_code,
            "year": columns.year,
            "employment_rate": _per_cent(30, 100),
            "claimant_count": _per_cent(0, 30),
            "modelled_unemployment": _per_cent(0, 40, nullable=True),
            "gross_disposable_household_income_per_head": _pounds(5_000, 100_000),
            "gross_value_added_per_hour": _pounds(10, 100),
            "weighted": columns.name_or_none,
            "marker": columns.marker,
        },
        "area_code year",
        columns.every("year", of="area_code"),
        Check(
            lambda table: table["modelled_unemployment"].isna() == table["marker"].notna(),
            error="modelled_unemployment missing without a marker, or the reverse",
        ),
    ),
    "employment_income_la": table(
        {
            "area_code": columns.area_code,
            "measure": Column("str", columns.choice("employment_rate", "household_income_per_head")),
            "year": columns.year,
            "value": _amount(nullable=True),
            "lower": _amount(nullable=True),
            "upper": _amount(nullable=True),
            "marker": columns.marker,
        },
        "area_code measure year",
        columns.within_limits,
    ),
    "core_spending_power_la": table(
        {
            "area_code": columns.area_code,
            "year": columns.year,
            **{component: _million() for component in _COMPONENTS},
            "core_spending_power": _million(),
        },
        "area_code year",
        Check(
            lambda table: (table[_COMPONENTS].sum(axis="columns") - table["core_spending_power"]).abs() < 1e-6,
            error="core_spending_power is not the sum of its components",
        ),
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
        *map(_placed, _MEASURES),
    ),
    "ethnicity_la": table(
        {
            "area_code": columns.area_code,
            "broad_group": columns.name,
            "group": columns.name,
            "count": columns.count,
        },
        "area_code broad_group group",
        columns.every("broad_group group", of="area_code"),
        columns.within("group", "broad_group"),
    ),
}
