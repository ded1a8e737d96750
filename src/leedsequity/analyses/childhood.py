"""The start of life: poverty of children by ward, and an area's babies and school starters."""

from collections.abc import Collection

import pandas as pd

from leedsequity import verdicts

#: Of wards with fewer children under 16 no share is quoted.
FEWEST = 100
#: Whether a ward of 2024 is one of 2021, for which figures are published.
EDGES = ("no ward of 2021 has this code", "as in 2021, without a figure", "as in 2021")
#: The measures: whether high or low is better, and their unit.
MEASURES = {
    "children in poverty after housing costs": ("low", "%"),
    "deaths of infants": ("low", "per 1,000 live births"),
    "babies born at term with a low weight": ("low", "%"),
    "children with a good level of development": ("high", "%"),
}
#: The series of the indicators, by what they are called here.
_SERIES = {
    "lait_low_birth_weight": "babies born at term with a low weight",
    "lait_good_development": "children with a good level of development",
}


def wards(
    counts: pd.DataFrame, names: pd.DataFrame, own: Collection[str]
) -> tuple[pd.DataFrame, float]:
    """Return the share of children in low-income families by ward, and England's.

    Parameters
    ----------
    counts : DataFrame
        The long form of ``children_low_income_ward``, of one year, with all wards of England.
    names : DataFrame
        ``wards``.
    own : collection of str
        The codes of the wards to keep.

    Returns
    -------
    table : DataFrame
        The poorest first: ``ward_code, ward, children`` (in low-income families), ``share`` (per
        cent), ``quoted`` (whether at least `FEWEST` children live there), ``above`` (whether the
        share is above England's). Wards without a figure are left out.
    england : float
        Per cent of the children of all wards that have a figure.
    """
    table, england = _published(counts)
    table = table.assign(quoted=table["everybody"] >= FEWEST, above=table["share"] > england)
    table = table[table.index.isin(own)].rename_axis("ward_code").reset_index()
    named = names[["ward_code", "ward_name"]].drop_duplicates("ward_code")
    table = table.merge(named, on="ward_code").rename(columns={"ward_name": "ward"})
    columns = ["ward_code", "ward", "children", "share", "quoted", "above"]
    order = ["share", "ward_code"]
    found = table[columns].sort_values(order, ascending=[False, True], ignore_index=True)
    return found, england


def _published(counts: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Give `children, share` (per cent) and `everybody` of wards with a figure, and England's."""
    table = counts.pivot(index="ward21_code", columns="measure", values="value").dropna()
    table = table[table["share"] > 0]
    everybody = table["children"] / table["share"]
    england = float(100 * table["children"].sum() / everybody.sum())
    return table.assign(share=100 * table["share"], everybody=everybody), england


def of_wards_2024(counts: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return child poverty of wards of 2024, which is published for those of 2021, by their codes.

    A ward whose edges change gets another code, so the figure of 2021 is that of the ward of 2024
    where the code is the same, and of no ward of 2024 where it is not.

    Parameters
    ----------
    counts : DataFrame
        The long form of ``children_low_income_ward``, of one year, with all wards of England.
    codes : collection of str
        Of wards of 2024.

    Returns
    -------
    DataFrame
        A row a ward: ``ward24_code, children, value`` (per cent of children under 16), ``england,
        rank`` (1 the highest of those with a value; missing without one), ``of`` (how many have
        one), ``edges`` (of `EDGES`: why a ward has no value, or that it is as it was).
    """
    published, england = _published(counts)
    table = published.reindex(pd.Index(sorted(codes), name="ward24_code"))
    value = table["share"].rename("value")
    edges = value.notna() + value.index.isin(counts["ward21_code"]).astype(int)
    return pd.DataFrame(
        {
            "children": table["children"].astype("Int64"),
            "value": value,
            "england": england,
            "rank": value.rank(ascending=False, method="min").astype("Int64"),
            "of": int(value.notna().sum()),
            "edges": edges.map(dict(enumerate(EDGES))),
        }
    ).reset_index()


def measures(poverty: pd.DataFrame, infants: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of `MEASURES` in one shape.

    Parameters
    ----------
    poverty, infants : DataFrame
        ``child_poverty_la``, ``infant_mortality_la``; published without limits.
    facts : DataFrame
        From `indicators.series`, the series of low birth weight and of development among them.

    Returns
    -------
    DataFrame
        ``measure, area_code, period`` (the year, or the one in which it ends), ``value, lower,
        upper, headline``; rows without a value are left out.
    """
    after = poverty.rename(columns={"after_housing_costs": "value"})
    parts = dict(zip(MEASURES, [after, infants], strict=False))
    rows = [table.assign(measure=name, headline=True) for name, table in parts.items()]
    some = facts[facts["series"].isin([*_SERIES]) & (facts["group"] == "all")]
    school = some["period"].str.contains("/").astype("int64")
    year = some["period"].str[:4].astype("int64") + school
    rows.append(some.assign(measure=some["series"].map(_SERIES), year=year))
    columns = ["measure", "area_code", "year", "value", "lower", "upper", "headline"]
    return pd.concat([part.reindex(columns=columns) for part in rows]).dropna(subset="value")


def beside(table: pd.DataFrame, area: str, comparator: str, peers: Collection[str]) -> pd.DataFrame:
    """Return the last value of an area for each measure, beside its comparator and its peers.

    Parameters
    ----------
    table : DataFrame
        From `measures`.
    area, comparator, peers
        Codes.

    Returns
    -------
    DataFrame
        A row a measure that the area has: ``measure, year, unit``; those of `verdicts.compare`,
        where the tests are one family; ``peers_median``, and ``peers``, how many have a value.
    """
    own = table[table["area_code"] == area].sort_values("year")
    own = own.drop_duplicates("measure", keep="last").drop(columns="area_code")
    columns = dict(zip(verdicts.VALUE, verdicts.OTHER, strict=True))
    keys = ["measure", "year"]
    other = table[table["area_code"] == comparator].rename(columns=columns)
    pairs = own.merge(other[[*keys, *verdicts.OTHER]], on=keys, how="left")
    among = table[table["area_code"].isin(peers)].groupby(keys)["value"]
    middle = among.agg(peers_median="median", peers="count").reset_index()
    pairs = pairs.merge(middle, on=keys, how="left")
    pairs["peers"] = pairs["peers"].fillna(0).astype("int64")
    pairs.insert(2, "unit", pairs["measure"].map(lambda name: MEASURES[name][1]))
    pairs["polarity"] = pairs["measure"].map(lambda name: MEASURES[name][0])
    order = pairs["measure"].map([*MEASURES].index)
    pairs = pairs.assign(order=order).sort_values("order", ignore_index=True)
    return verdicts.compare(pairs.drop(columns="order"), family=[])
