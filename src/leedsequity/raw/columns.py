"""Columns and rules that the raw tables share; a rule's ``error`` is said of the values that break it."""

import pandas as pd
from pandera.pandas import Check, Column, DataFrameSchema


def table(cells: str, key: str, *rules: Check, **own: Column) -> DataFrameSchema:
    """Return the schema of a table: exactly these columns in this order, no two rows with the same key.

    Parameters
    ----------
    cells : str
        The columns, with spaces between: ``year``, a kind of `own` or `SHARED`; ``name:text``, a column of that kind;
        ``successor:area_code?``, one that may be missing.
    key : str
        Names of the key columns, with spaces between.
    *rules : Check
        Rules that span columns.
    **own : Column
        Kinds of column that the table does not share.
    """
    columns = dict(_column(cell, own) for cell in cells.split())
    return DataFrameSchema(columns, checks=list(rules), unique=key.split(), strict=True, ordered=True)


def _column(cell: str, own: dict[str, Column]) -> tuple[str, Column]:
    name, _, kind = cell.removesuffix("?").partition(":")
    shared = {**SHARED, **own}[kind or name]
    return name, Column(shared.dtype, shared.checks, nullable=shared.nullable or cell.endswith("?"))


def choice(*values: str) -> Column:
    """Return a column of text that is one of those listed."""
    return Column("str", Check.isin(list(values), error=f"not one of {', '.join(values)}"))


def coded(pattern: str, example: str) -> Column:
    """Return a column of text that fits a pattern; ``example`` says what such text is."""
    return Column("str", Check.str_matches(pattern, error=f"not {example}"))


def number(low: float, high: float, words: str = "{}", dtype: str = "float64") -> Column:
    """Return a column of numbers from ``low`` to ``high``; ``words`` say so, with the range in the place of ``{}``."""
    return Column(dtype, Check.in_range(low, high, error="outside " + words.format(f"{low:,}-{high:,}")))


def whole(low: int, high: int, words: str = "{}") -> Column:
    """Return a column of whole numbers, as `number`."""
    return number(low, high, words, "int64")


def _three_or_five_years(periods: "pd.Series[str]") -> "pd.Series[bool]":
    years = periods.str.extract(r"^(?:19|20)([0-9][0-9])-([0-9][0-9])$").astype("float64")
    return ((years[1] - years[0]) % 100).isin([2, 4])


_no_more_than_england = Check.le(60_000_000, error="more than England has people")
_lsoa = coded(r"^[EW]01[0-9]{6}$", "a code of an LSOA such as E01011264")
_ward = coded(r"^[EW]05[0-9]{6}$", "a code of a ward such as E05011385")

SHARED = {
    "area_code": coded(r"^[EKWSN][0-9]{8}$", "an area code such as E08000035"),
    **dict.fromkeys(["lsoa_code", "lsoa11_code", "lsoa21_code"], _lsoa),
    "msoa11_code": coded(r"^[EW]02[0-9]{6}$", "a code of an MSOA such as E02002330"),
    **dict.fromkeys(["ward_code", "ward21_code", "ward24_code"], _ward),
    "text": Column("str"),
    "flag": Column("bool"),
    "sex": choice("male", "female", "persons"),
    "period": Column("str", Check(_three_or_five_years, error="not a period such as 2014-16")),
    "year": whole(1980, 2030, "1980-2030"),
    "decile": whole(1, 10),
    "age_start": Column(
        "int64", Check.isin([0, 1, *range(5, 95, 5)], error="not where one of the 20 age bands starts")
    ),
    "count": Column("int64", [Check.ge(0, error="below 0"), _no_more_than_england]),
    "population": Column("int64", [Check.gt(0, error="not above 0"), _no_more_than_england]),
    "life_expectancy": number(0, 120, "{} years"),
    "marker": Column("str", nullable=True),
}

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
        rows = table.groupby(of.split())[things.split()[0]].transform("size")
        return rows == len(table[things.split()].drop_duplicates())

    return Check(complete, error=f"not every {things.replace(' ', ', ')} is there for each {of.replace(' ', ', ')}")


def within(part: str, whole: str) -> Check:
    """Return the rule that a part lies in one whole only, as a group in its broad group or a code under its name."""
    return Check(
        lambda table: (table.groupby(part, dropna=False)[whole].transform("nunique") == 1) | table[part].isna(),
        error=f"a {part} with no {whole}, or with more than one",
    )
