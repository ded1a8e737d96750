"""Deciles carried between the neighbourhoods (LSOAs) of the censuses of 2011 and 2021, by ONS's exact-fit lookup.

From 2011 to 2021 an LSOA that was split passes its decile on to its parts, and of several that
became one the larger decides. From 2021 to 2011 an LSOA that became several has its people divided
between their deciles.
"""

import pandas as pd

# The editions of the Index of Multiple Deprivation, and the census whose LSOAs each ranks.
EDITIONS = {2015: 2011, 2019: 2011, 2025: 2021}
OTHER = {2011: 2021, 2021: 2011}


def code(boundaries: int) -> str:
    """Return the name of the column that holds the LSOAs of a census: `lsoa11_code` for 2011."""
    return f"lsoa{boundaries % 100}_code"


def links(lookup: pd.DataFrame, people11: pd.Series, people21: pd.Series) -> pd.DataFrame:
    """Return the pairs of the exact-fit lookup (raw table `lsoa11_lsoa21`) with the weights by which `carry` uses them.

    By the people of 2011's LSOAs the larger of several that became one is found: mid-2015 (the
    indices' denominators), as in the raw table `england_by_decile`. By those of 2021's the people
    of an LSOA that became several are divided: Census 2021. Both are by code.

    Columns: `lsoa11_code, lsoa21_code, change, to_2011, to_2021`. `to_2011`: the part of the people
    of the LSOA of 2011 that the pair stands for; `to_2021`: 1 for the pair from which the LSOA of
    2021 takes what it has, 0 for others. Each adds up to 1 over an LSOA. Where two are equally
    large the first code decides.
    """
    table = lookup.sort_values(["lsoa11_code", "lsoa21_code"], ignore_index=True)
    parts = table["lsoa21_code"].map(people21)
    table["to_2011"] = parts / parts.groupby(table["lsoa11_code"]).transform("sum")
    larger = table["lsoa11_code"].map(people11).groupby(table["lsoa21_code"]).idxmax()
    table["to_2021"] = table.index.isin(larger).astype(float)
    return table


def carry(table: pd.DataFrame, links: pd.DataFrame, boundaries: int) -> pd.DataFrame:
    """Return what is known of the LSOAs of one census for those of the `boundaries` wanted, 2011 or 2021.

    `table` has one row an LSOA: its code, and any other columns, such as `decile`. The result has
    the code of the LSOA wanted, those other columns, `weight` and `rule`: `same boundaries`, or the
    lookup's `change`. Of 2021 there is one row an LSOA, of weight 1. Of 2011 there is one for each
    LSOA that it became, with the part of its people as weight: multiply counts by it, and totals
    are kept. A ValueError if `table` lacks an LSOA that one in the lookup needs: its people would
    be lost.
    """
    wanted, other = code(boundaries), code(OTHER[boundaries])
    if wanted in table:
        return table.assign(weight=1.0, rule="same boundaries")
    used = links[links[f"to_{boundaries}"] > 0].rename(
        columns={f"to_{boundaries}": "weight", "change": "rule"}
    )
    if absent := sorted({*used[other]} - {*table[other]}):
        raise ValueError(f"{len(absent)} LSOAs of the lookup have no row: {', '.join(absent[:3])}")
    columns = [wanted, *table.columns.drop(other), "weight", "rule"]
    return used.merge(table, on=other, validate="many_to_one")[columns].reset_index(drop=True)
