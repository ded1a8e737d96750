"""Columns and rules that the raw tables share; a rule's ``error`` is said of the values that break it."""

from pandera.pandas import Check, Column, DataFrameSchema

AGE_STARTS = [0, 1, *range(5, 95, 5)]
SERIES = ["ons_2001_2018", "ohid_90366", "ons_2020_22", "ons_2021_23"]


def table(cells: dict[str, Column], key: str, *rules: Check) -> DataFrameSchema:
    """Return the schema of a table: exactly these columns in this order, no two rows with the same key."""
    return DataFrameSchema(cells, checks=list(rules), unique=key.split(), strict=True, ordered=True)


def choice(*values: str) -> Check:
    """Return the rule that a value is one of those listed."""
    return Check.isin(list(values), error=f"not one of {', '.join(values)}")


def _whole(rule: Check) -> Column:
    return Column("int64", rule)


def _years(nullable: bool = False) -> Column:
    return Column("float64", Check.in_range(0, 120, error="outside 0-120 years"), nullable=nullable)


_CODE = r"^[EKWSN]\d{8}$"
_NOT_A_CODE = "not an area code such as E08000035"

area_code = Column("str", Check.str_matches(_CODE, error=_NOT_A_CODE))
area_code_or_none = Column("str", Check.str_matches(_CODE, error=_NOT_A_CODE), nullable=True)
name = Column("str")
name_or_none = Column("str", nullable=True)
flag = Column("bool")
sex = Column("str", choice("male", "female", "persons"))
period = Column("str", Check.str_matches(r"^\d{4}-\d{2}$", error="not a period such as 2014-16"))
year = _whole(Check.in_range(1980, 2030, error="outside 1980-2030"))
decile = _whole(Check.in_range(1, 10, error="outside 1-10"))
age_start = _whole(Check.isin(AGE_STARTS, error="not where one of the 20 age bands starts"))
age_0_or_65 = _whole(Check.isin([0, 65], error="not 0 or 65"))
count = _whole(Check.ge(0, error="below 0"))
population = _whole(Check.gt(0, error="not above 0"))
life_expectancy = _years()
life_expectancy_or_none = _years(nullable=True)
slope_index_or_none = Column("float64", Check.in_range(-40, 40, error="outside -40 to 40"), nullable=True)
standard_error = Column("float64", Check.gt(0, error="not above 0"))
marker = Column("str", nullable=True)

within_limits = Check(
    lambda table: (table["lower"] <= table["value"]) & (table["value"] <= table["upper"]),
    error="value outside its lower and upper limits",
)
marked = Check(
    lambda table: table["value"].isna() == table["marker"].notna(),
    error="value and marker: one of the two must be given, and not both",
)
