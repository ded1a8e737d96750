"""Rules that span columns or rows, under the sentences that a record's ``refused:`` may hold.

A sentence says what is refused, and is the message too. In the place of ``{}`` a record names a
column, or several with commas between; the function of the rule takes those names, and returns
which rows of a table hold it.

This module imports no pandas, so that a record can be read without.
"""

import difflib
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from leedsequity.errors import InputError
from leedsequity.raw import outlines
from leedsequity.vocabulary import EDITIONS, ENGLAND_LSOAS

if TYPE_CHECKING:
    import pandas as pd

Holds = Callable[["pd.DataFrame"], "pd.Series[bool]"]

_SERVICES = ["education", "police", "fire", "public_health"]
_COMPONENTS = [
    "settlement_funding_assessment",
    "under_indexing",
    "council_tax",
    "new_homes_bonus",
    "new_homes_bonus_returned",
    "rural_services_delivery_grant",
]


def rule(sentence: str) -> Holds:
    """Return the rule of a sentence: from a table to which of its rows hold it.

    Raises
    ------
    InputError
        If it is the sentence of no rule; the nearest one is named.
    """
    for form, holds in _RULES.items():
        pattern = re.escape(form).replace(r"\{\}", r"([a-z0-9_]+(?:, [a-z0-9_]+)*)")
        if found := re.fullmatch(pattern, sentence):
            names = found.groups()
            return lambda table: holds(table, *names)
    (nearest,) = difflib.get_close_matches(sentence, _RULES, n=1, cutoff=0)
    raise InputError(
        f"{sentence!r} is the sentence of no rule: the nearest is {nearest!r}, and all are in"
        " leedsequity.raw.rules"
    )


def _every(table: "pd.DataFrame", things: str, of: str) -> "pd.Series[bool]":
    """Whether there is a row for each of the things, as groups, in every other, as LSOAs."""
    columns = things.split(", ")
    rows = table.groupby(of.split(", "))[columns[0]].transform("size")
    return rows == len(table[columns].drop_duplicates())


def _within(table: "pd.DataFrame", part: str, whole: str) -> "pd.Series[bool]":
    """Whether a part lies in one whole only, as a group in its broad group."""
    wholes = table.groupby(part, dropna=False)[whole].transform("nunique")
    return (wholes == 1) | table[part].isna()


def _missing_as_marked(table: "pd.DataFrame", column: str) -> "pd.Series[bool]":
    marked = table["marker"].str.contains(column.replace("_", " "), na=False)
    return table[column].isna() == marked


def _in_place(table: "pd.DataFrame", place: str, measure: str) -> "pd.Series[bool]":
    """Whether the higher measure has the lower place; like figures may be in either order."""
    first, last = (table[measure].rank(method=m, ascending=False) for m in ("min", "max"))
    return table[place].between(first, last)


def _tenth_of_rank(table: "pd.DataFrame", edition: str, of: str) -> "pd.Series[bool]":
    rank = table[f"imd_rank_{of}"]
    lsoas = ENGLAND_LSOAS[EDITIONS[int(of)]]
    return -(-rank * 10 // lsoas) == table[f"imd_decile_{edition}"]  # rounded up


def _per_resident(table: "pd.DataFrame") -> "pd.Series[bool]":
    funding = 1000 * (table["revenue_support_grant"] + table["business_rates"])
    return (funding / table["population"] - table["central_funding_per_person"]).abs() < 1e-6


def _jumps(table: "pd.DataFrame") -> "pd.Series[bool]":
    """Whether jump marks the years but 2013 in which funding changed by over 35 per cent."""
    ordered = table.sort_values("year")
    before = ordered.groupby("area_code")["central_funding_per_person"].shift()
    changes = (table["central_funding_per_person"] / before - 1).abs()
    return table["jump"] == ((changes > 0.35) & (table["year"] != 2013))


def _sum_of(table: "pd.DataFrame", total: str, parts: str) -> "pd.Series[bool]":
    return table[total] == table[parts.split(", ")].sum(axis="columns")


def _several_of_one(table: "pd.DataFrame") -> "pd.Series[bool]":
    split, merged = table["change"] == "split", table["change"] == "merged"
    several_new = table["lsoa11_code"].duplicated(keep=False)
    several_old = table["lsoa21_code"].duplicated(keep=False)
    return (~split | several_new) & (~merged | several_old)


_RULES: dict[str, Callable[..., "pd.Series[bool]"]] = {
    "not every {} is there for each {}": _every,
    "{} with no {}, or with more than one": _within,
    "{} above {}": lambda t, part, whole: ~(t[part] > t[whole]).fillna(False).astype(bool),
    "value outside its lower and upper limits": lambda t: (
        ~((t["lower"] > t["value"]) | (t["value"] > t["upper"]))
    ),
    "{} and marker: one of the two must be given, and not both": lambda t, column: (
        t[column].isna() == t["marker"].notna()
    ),
    "{} and {}: both or neither must be given": lambda t, one, other: (
        t[one].isna() == t[other].isna()
    ),
    "{} missing without a marker that says so, or the reverse": _missing_as_marked,
    "{}: not where {} comes among the areas": _in_place,
    "imd_decile_{} is not the tenth of imd_rank_{}": _tenth_of_rank,
    "region_code missing but of a country, or a country with one": lambda t: (
        t["region_code"].isna() == (t["type"] == "country")
    ),
    "upper_tier_code missing of a non-metropolitan district, or given of another area": lambda t: (
        t["upper_tier_code"].notna() == (t["type"] == "non-metropolitan district")
    ),
    "metropolitan_county_code missing of a metropolitan district, or given of another area": (
        lambda t: t["metropolitan_county_code"].notna() == (t["type"] == "metropolitan district")
    ),
    "kind and claims: a sentence is a claim where it has claims, and only there": lambda t: (
        (t["kind"] == "claim") == t["claims"].notna()
    ),
    "claim_id does not begin with its document and a full stop": lambda t: (
        t["claim_id"].str.partition(".")[0] == t["document"]
    ),
    "services that cost more than total_service_expenditure": lambda t: (
        t[_SERVICES].sum(axis="columns") <= t["total_service_expenditure"]
    ),
    "central_funding_per_person is not revenue_support_grant and business_rates per resident": (
        _per_resident
    ),
    "jump does not mark a change by more than 35 per cent": _jumps,
    "core_spending_power is not the sum of its components": lambda t: (
        (t[_COMPONENTS].sum(axis="columns") - t["core_spending_power"]).abs() < 1e-6
    ),
    "series and fit: a row without a series has the fit none, and no other has": lambda t: (
        t["series"].isna() == (t["fit"] == "none")
    ),
    "an LSOA split into one, or merged of one": _several_of_one,
    "{} is not the sum of {}": _sum_of,
    "broad_group missing of ethnicity or tenure, or given of another topic": lambda t: (
        t["broad_group"].notna() == t["topic"].isin(["ethnicity", "tenure"])
    ),
    "outline overlaps a neighbour's, or leaves a sliver": outlines.meet_their_neighbours,
}
