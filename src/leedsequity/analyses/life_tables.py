"""Deaths and people of an area in 2014, by age and sex: what a life table is made from."""

from collections.abc import Collection

import pandas as pd

# Whose row in the counts holds the people and deaths of another area as well: Cornwall's, those of
# the Isles of Scilly.
_HOLDS_ANOTHER = {"E06000052": "E06000053"}


def counts_of_area(counts: pd.DataFrame, parts: Collection[str]) -> pd.DataFrame:
    """Return the counts of 2014 of an area: of its `parts`, codes from `places.parts`, added up.

    Columns: `sex, age_start, deaths, population`. Empty where none of the parts was an authority
    then, and where the people of a part are counted together with those of an area outside: what is
    theirs cannot be told.
    """
    own = counts[counts["area_code"].isin(parts)]
    if any(code in parts and other not in parts for code, other in _HOLDS_ANOTHER.items()):
        own = own[:0]
    return own.groupby(["sex", "age_start"], as_index=False)[["deaths", "population"]].sum()
