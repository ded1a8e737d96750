"""Years lived in good health: at the two ends of deprivation in England, and in an area."""

import pandas as pd

from leedsequity import verdicts
from leedsequity.analyses.published_life_expectancy import roles


def by_decile(healthy: pd.DataFrame, all_years: pd.DataFrame, period: str) -> pd.DataFrame:
    """Return years in good health and all years of life by decile, men first.

    Parameters
    ----------
    healthy, all_years : DataFrame
        ``healthy_life_expectancy_imd_decile`` and ``life_expectancy_imd_decile``.
    period : str
        Three years, such as ``2022-24``.

    Returns
    -------
    DataFrame
        ``sex, decile, healthy, all, other`` (years not in good health) and ``share`` (per cent of
        life in good health).
    """
    keys = ["period", "sex", "decile"]
    both = healthy.merge(all_years, on=keys, suffixes=("", "_all"))
    both = both[both["period"] == period]
    both = both.rename(columns={"value": "healthy", "value_all": "all"})
    both["other"] = both["all"] - both["healthy"]
    both["share"] = 100 * both["healthy"] / both["all"]
    both = both.sort_values(["sex", "decile"], ascending=[False, True], ignore_index=True)
    return both.drop(columns="period")


def ends(deciles: pd.DataFrame) -> pd.DataFrame:
    """Return how far the least deprived decile is ahead of the most deprived, from `by_decile`.

    Columns: ``sex, most, least, gap`` (years in good health), ``gap_all`` (all years).
    """
    wide = deciles.pivot(index="sex", columns="decile", values=["healthy", "all"])
    most, least = wide["healthy", 1], wide["healthy", 10]
    columns = {"most": most, "least": least, "gap": least - most}
    columns["gap_all"] = wide["all", 10] - wide["all", 1]
    return pd.DataFrame(columns).sort_index(ascending=False).reset_index()


def of_area(
    healthy: pd.DataFrame, area: str, comparator: str, names: dict[str, str]
) -> pd.DataFrame:
    """Return healthy life expectancy over time of an area, its comparator and its peers.

    Parameters
    ----------
    healthy : DataFrame
        ``healthy_life_expectancy_la``.
    area, comparator : str
        Codes.
    names : dict
        The names by code of all areas to keep.

    Returns
    -------
    DataFrame
        ``sex, area_code, area, period, year`` (the middle one), ``value, lower, upper, role``; men
        first.
    """
    rows = healthy[healthy["area_code"].isin([*names])]
    rows = rows.assign(
        area=rows["area_code"].map(names),
        year=rows["period"].str[:4].astype("int64") + 1,
        role=roles(rows["area_code"], area, comparator),
    )
    order = ["sex", "area_code", "year"]
    return rows.sort_values(order, ascending=[False, True, True], ignore_index=True)


def beside(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the area's last value of each sex beside its comparator's.

    `rows` are those of `of_area`. Columns: ``sex, period`` and those of `verdicts.compare`, where
    men and women are one family. Empty where the area has no value.
    """
    own = rows[rows["role"] == "focus"].assign(polarity="high")
    last = own.drop_duplicates("sex", keep="last")[["sex", "period", "polarity", *verdicts.VALUE]]
    columns = dict(zip(verdicts.VALUE, verdicts.OTHER, strict=True))
    other = rows[rows["role"] == "reference"].rename(columns=columns)
    pairs = last.merge(other[["sex", "period", *verdicts.OTHER]], on=["sex", "period"], how="left")
    return verdicts.compare(pairs, family=[]).drop(columns="polarity")
