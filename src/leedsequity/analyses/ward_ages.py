"""How old the people of a ward are, beside thirds of its authority's neighbourhoods."""

from collections.abc import Mapping

import pandas as pd

from leedsequity import stats

#: The fewest neighbourhoods of a third.
FEWEST = 5
THIRDS = ("most deprived third", "middle third", "least deprived third")
Frame = pd.DataFrame


def beside_thirds(
    ages: Frame, ranks: "pd.Series[int]", ward: "pd.Series[str]", ward_code: str, here: str
) -> Frame:
    """Return the shares of people by age in a ward, and in each third of all neighbourhoods.

    Parameters
    ----------
    ages : DataFrame
        People by LSOA of 2021 (rows) and start of five-year band of age (columns); no sex.
    ranks, ward : Series
        The place in England by deprivation, 1 the most deprived, and the ward's code, by LSOA.
    ward_code, here
        The ward, and what it is called.

    Returns
    -------
    DataFrame
        A row an `age` and `place` (`here`, then `THIRDS`, of equally many neighbourhoods, not
        people): `people, share` (% of the place's people). No row where a third would have fewer
        than `FEWEST` neighbourhoods.
    """
    if len(ages) < FEWEST * len(THIRDS):
        return Frame(columns=["place", "age", "people", "share"])
    third = stats.quantiles(ranks.loc[ages.index], len(THIRDS), highest_is_one=False)
    counts = {here: ages[ward.loc[ages.index] == ward_code].sum()}
    counts |= {name: ages[third == number].sum() for number, name in enumerate(THIRDS, 1)}
    table = Frame(counts).rename_axis("age").rename(index=int).sort_index()
    table = table.melt(var_name="place", value_name="people", ignore_index=False).reset_index()
    whole = table.groupby("place")["people"].transform("sum")
    return table.assign(share=100 * table["people"] / whole)[["place", "age", "people", "share"]]


def under_15(table: Frame) -> Mapping[str, float]:
    """Return the per cent of people under 15 of each place of `beside_thirds`."""
    shares = table[table["age"] < 15].groupby("place")["share"].sum()
    return {str(place): float(share) for place, share in shares.items()}
