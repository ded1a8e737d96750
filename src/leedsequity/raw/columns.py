"""Columns and rules that the raw tables share; a rule's ``error`` is said of the values that break it."""

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema

AGE_STARTS = [0, 1, *range(5, 95, 5)]
SERIES = ["ons_2001_2018", "ohid_90366", "ons_2020_22", "ons_2021_23"]


def table(cells: dict[str, Column], key: str, *rules: Check) -> DataFrameSchema:
    """Return the schema of a table: exactly these columns in this order, no two rows with the same key."""
    return DataFrameSchema(cells, checks=list(rules), unique=key.split(), strict=True, ordered=True)


def choice(*values: str) -> Check:
    """Return the rule that a value is one of those listed."""
    return Check.isin(list(values), error=f"not one of {', '.join(values)}")


def _whole(*rules: Check) -> Column:
    return Column("int64", list(rules))


def _years(nullable: bool = False) -> Column:
    return Column("float64", Check.in_range(0, 120, error="outside 0-120 years"), nullable=nullable)


def _three_or_five_years(periods: "pd.Series[str]") -> "pd.Series[bool]":
    years = periods.str.extract(r"^(?:19|20)(\d\d)-(\d\d)$").astype("float64")
    return ((years[1] - years[0]) % 100).isin([2, 4])


_no_more_than_england = Check.le(60_000_000, error="more than England has people")
_CODE = r"^[EKWSN]\d{8}$"
_NOT_A_CODE = "not an area code such as E08000035"

area_code = Column("str", Check.str_matches(_CODE, error=_NOT_A_CODE))
area_code_or_none = Column("str", Check.str_matches(_CODE, error=_NOT_A_CODE), nullable=True)
lsoa = Column("str", Check.str_matches(r"^[EW]01\d{6}$", error="not a code of an LSOA such as E01011264"))
msoa = Column("str", Check.str_matches(r"^[EW]02\d{6}$", error="not a code of an MSOA such as E02002330"))
ward = Column("str", Check.str_matches(r"^[EW]05\d{6}$", error="not a code of a ward such as E05011385"))
name = Column("str")
name_or_none = Column("str", nullable=True)
flag = Column("bool")
sex = Column("str", choice("male", "female", "persons"))
period = Column("str", Check(_three_or_five_years, error="not a period such as 2014-16"))
year = _whole(Check.in_range(1980, 2030, error="outside 1980-2030"))
decile = _whole(Check.in_range(1, 10, error="outside 1-10"))
age_start = _whole(Check.isin(AGE_STARTS, error="not where one of the 20 age bands starts"))
age_0_or_65 = _whole(Check.isin([0, 65], error="not 0 or 65"))
count = _whole(Check.ge(0, error="below 0"), _no_more_than_england)
population = _whole(Check.gt(0, error="not above 0"), _no_more_than_england)
life_expectancy = _years()
life_expectancy_or_none = _years(nullable=True)
slope_index_or_none = Column("float64", Check.in_range(-40, 40, error="outside -40 to 40"), nullable=True)
standard_error = Column("float64", [Check.gt(0, error="not above 0"), Check.le(25, error="above 25 years")])
marker = Column("str", nullable=True)

within_limits = Check(
    lambda table: ~((table["lower"] > table["value"]) | (table["value"] > table["upper"])),
    error="value outside its lower and upper limits",
)
without_more_deaths_than_people = Check(
    lambda table: table["deaths"] <= table["population"], error="more deaths than people"
)
marked = Check(
    lambda table: table["value"].isna() == table["marker"].notna(),
    error="value and marker: one of the two must be given, and not both",
)


def every(things: str, of: str) -> Check:
    """Return the rule that each of one thing has a row for every one of another, as each LSOA for every group.

    Both are names of columns with spaces between, together the key of the table.
    """

    def complete(table: pd.DataFrame) -> "pd.Series[bool]":
        return table.groupby(of.split())[things.split()[0]].transform("size") == len(
            table[things.split()].drop_duplicates()
        )

    return Check(complete, error=f"not every {things.replace(' ', ', ')} is there for each {of.replace(' ', ', ')}")


def within(part: str, whole: str) -> Check:
    """Return the rule that a part lies in one whole only, as a group in its broad group or a code under its name."""
    return Check(
        lambda table: (table.groupby(part, dropna=False)[whole].transform("nunique") == 1) | table[part].isna(),
        error=f"a {part} with no {whole}, or with more than one",
    )
