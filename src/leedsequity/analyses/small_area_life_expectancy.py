"""Life expectancy of MSOAs, 2009-13, against their deprivation, and a proxy of it for wards.

The index of 2019 is later than the deaths, and its health domain counts early deaths, so a part of
the relation is built in. `msoas` is from `with_deprivation`; `codes` are those of the authorities
that the area consists of. Values are years.
"""

from collections.abc import Collection, Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import norm

from leedsequity import stats
from leedsequity.analyses.published_life_expectancy import clear
from leedsequity.neighbourhoods import links_of

SCORE = "imd_score_2019"
_FEWEST = 5  # MSOAs to which a line is fitted, as few as a slope index takes
_FIT = [
    "slope",
    "lower",
    "upper",
    "across",
    "across_lower",
    "across_upper",
    "intercept",
    "r_squared",
]


def with_deprivation(life_expectancy: pd.DataFrame, deprivation: pd.DataFrame) -> pd.DataFrame:
    """Return England's raw table `life_expectancy_msoa` beside `imd_msoa11`, men first.

    Columns: `sex, area_code, msoa11_code, msoa11_local_name, population_2015, imd_score_2019,
    value, lower, upper, se`; the standard error is from the 95% limits, which are symmetric.
    """
    table = life_expectancy.merge(deprivation, on="msoa11_code", validate="many_to_one")
    table["se"] = (table["upper"] - table["lower"]) / (2 * stats.z_value(0.95))
    columns = [
        "sex",
        "area_code",
        *deprivation.columns.drop("area_code"),
        "value",
        "lower",
        "upper",
        "se",
    ]
    return table.sort_values(["sex", "msoa11_code"], ascending=[False, True], ignore_index=True)[
        columns
    ]


def fits(msoas: pd.DataFrame, codes: Collection[str], here: str) -> pd.DataFrame:
    """Return the lines of life expectancy on the score, of the area `here` and of England.

    Least squares, weighted by population, so that the line is of people, as the slope index is.
    Limits: heteroscedasticity-robust (HC3) [1], t with n - 2 degrees of freedom. They carry the
    scatter of MSOAs around the line, chance in deaths with it; not that neighbours are alike,
    errors in index or populations, or that the relation may be no line. Fewer than 5 MSOAs have no
    line.

    Columns: `sex, area, msoas, slope, lower, upper, across, across_lower, across_upper, intercept,
    r_squared, most_deprived_live`: the slope in years per ten points; `across`, the line's height
    at the area's least deprived MSOA minus that at its most deprived (for England over the same
    scores); and what `clear` makes of the slope.

    References
    ----------
    1. MacKinnon JG, White H. Some heteroskedasticity-consistent covariance matrix estimators with
       improved finite sample properties. J Econom 1985;29:305-325.
    """
    rows = []
    for sex, england in msoas.groupby("sex", sort=False):
        own = england[england["area_code"].isin(codes)]
        span = own[SCORE].max() - own[SCORE].min()
        for area, part in ((here, own), ("England", england)) if len(own) >= _FEWEST else ():
            line = _line(part)
            slope = np.array([line.params[1], *line.conf_int()[1]])
            across = -span * slope[[0, 2, 1]]
            ends = (line.params[0], line.rsquared)
            rows.append((sex, area, len(part), *10 * slope, *across, *ends))
    table = pd.DataFrame(rows, columns=["sex", "area", "msoas", *_FIT])
    return table.assign(most_deprived_live=clear(table["lower"], table["upper"]))


def dots(msoas: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return an area's MSOAs with both lines of `fits` at their scores, for a chart.

    Added to the rows of `msoas`: `fitted, fitted_lower, fitted_upper` (95% limits of the area's
    line), `england`, and `role`: `focus` for the lowest and the highest life expectancy.
    """
    parts = []
    for _, england in msoas.groupby("sex", sort=False):
        own = england[england["area_code"].isin(codes)].sort_values(SCORE, kind="stable")
        band = _line(own).get_prediction(_terms(own))
        part = own.assign(fitted=band.predicted_mean, england=_line(england).predict(_terms(own)))
        part[["fitted_lower", "fitted_upper"]] = band.conf_int()
        ends = own["value"].agg(["idxmin", "idxmax"])
        parts.append(part.assign(role=np.where(own.index.isin(ends), "focus", "context")))
    return pd.concat(parts, ignore_index=True)


def _terms(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.column_stack([np.ones(len(rows)), rows[SCORE]])


def _line(rows: pd.DataFrame) -> Any:
    """Return a fitted line weighted by population, its covariance HC3."""
    from statsmodels.regression.linear_model import WLS  # slow to import, and used here only

    weights = rows["population_2015"].to_numpy()
    model = WLS(rows["value"].to_numpy(), _terms(rows), weights=weights)
    return model.fit(cov_type="HC3", use_t=True)


NAMED = "E05011399"  # Hunslet & Riverside, which the report names for the lowest life expectancy
_WARD = ["ward24_code", "ward"]
_MOST_DRAWN = 20  # wards at either end of a chart


def msoa_of(tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the MSOA of 2011 by LSOA of 2021, from tables of `neighbourhoods.read`.

    An LSOA that was made anew lies in that of the LSOA of 2011 that it takes its decile from.
    """
    links = links_of(tables)
    pairs = links[links["to_2021"] == 1].merge(tables["lsoa11"], on="lsoa11_code")
    return pairs.set_index("lsoa21_code")["msoa11_code"]


def people_of_msoas(
    tables: Mapping[str, pd.DataFrame], placed: pd.DataFrame, year: int = 2011
) -> pd.DataFrame:
    """Return the people of each ward (rows: `ward24_code, ward`) in each MSOA (columns).

    Wards are made of LSOAs of 2021, as everywhere. People are those of a mid-year, as revised after
    Census 2021. From tables of `neighbourhoods.read`, and `neighbourhoods.placed`.
    """
    mid_years = tables["population_lsoa21"]
    people = mid_years[mid_years["year"] == year].set_index("lsoa21_code")["population"]
    lsoas = placed[placed["boundaries"] == 2021].drop_duplicates("lsoa_code")
    lsoas = lsoas.assign(
        msoa11_code=lsoas["lsoa_code"].map(msoa_of(tables)), people=lsoas["lsoa_code"].map(people)
    )
    return lsoas.pivot_table("people", _WARD, "msoa11_code", aggfunc="sum", fill_value=0)


def ward_life_expectancy(
    msoas: pd.DataFrame, counts: pd.DataFrame, wards: pd.DataFrame
) -> pd.DataFrame:
    """Return a proxy for the life expectancy of wards: the mean of their MSOAs by people.

    It is no life table. The weight of an MSOA (`with_deprivation`) is the number of people of the
    ward in it (`counts`, from `people_of_msoas`), men and women together; one that lies in two
    wards counts in both. The limits carry chance in the MSOAs' deaths, taken as independent between
    MSOAs; the differences take account of the MSOAs that two wards share. Neither carries that the
    people of a part of an MSOA may not live as long as those of the whole.

    Columns: `sex` (`male`, `female`, and `mean` of the two), `place` (1 the lowest), `ward24_code,
    ward, role`, `msoas` (their number), `average_score` (of `neighbourhoods.wards`), `value, lower,
    upper`; `difference, difference_lower, difference_upper` from the ward of role `focus`: the one
    that the report names, elsewhere the lowest by mean; and `verdict` on it: `clearly higher`,
    `clearly lower` or `similar`, at 5% by Holm's rule over the wards of a sex, missing where there
    is no difference to test. Most deprived wards first. A ward with an MSOA of unknown value has
    none.
    """
    share = counts.div(counts.sum(axis=1), axis=0)
    value, se = (
        msoas.pivot(index="msoa11_code", columns="sex", values=name).reindex(share.columns)
        for name in ("value", "se")
    )
    value["mean"], se["mean"] = (
        value.mean(axis=1, skipna=False),
        np.hypot(se["male"], se["female"]) / 2,
    )
    means = (share @ value.fillna(0)).mask((share > 0).astype(int) @ value.isna().astype(int) > 0)
    codes = counts.index.get_level_values("ward24_code")
    focus = codes.get_loc(NAMED) if NAMED in codes else int(np.nanargmin(means["mean"]))
    unknown = (share > 0).astype(int) @ se.isna().astype(int) > 0
    margin, apart = (
        stats.z_value(0.95) * ((weights**2 @ se.fillna(0) ** 2) ** 0.5).mask(missing)
        for weights, missing in (
            (share, unknown),
            (share - share.iloc[focus], unknown | unknown.iloc[focus]),
        )
    )
    difference = means - means.iloc[focus]
    columns = {
        "place": means.rank(method="min"),
        "value": means,
        "lower": means - margin,
        "upper": means + margin,
        "difference": difference,
        "difference_lower": difference - apart,
        "difference_upper": difference + apart,
    }
    table = pd.concat({name: part.stack() for name, part in columns.items()}, axis=1)
    table = table.astype({"place": "Int64"}).rename_axis([*_WARD, "sex"]).reset_index()
    table["role"] = np.where(table["ward24_code"] == codes[focus], "focus", "context")
    table = table.join((counts > 0).sum(axis=1).rename("msoas"), on=_WARD)
    table["verdict"] = _verdicts(table)
    score = wards[wards["imd_edition"] == 2019].set_index(_WARD)["average_score"]
    table = table.join(score, on=_WARD).sort_values(
        ["sex", "average_score", "ward24_code"], ascending=[False, False, True], ignore_index=True
    )
    first = ["sex", "place", *_WARD, "role", "msoas", "average_score"]
    return table[[*first, *list(columns)[1:], "verdict"]]


def _verdicts(table: pd.DataFrame) -> pd.Series:
    """Test the differences of wards from the one in focus, as many as there are in a sex."""
    from statsmodels.stats.multitest import multipletests  # slow to import, and used here only

    verdict = pd.Series(None, table.index, dtype="object")
    margin = table["difference_upper"] - table["difference"]
    for _, rows in table[(table["role"] != "focus") & margin.gt(0)].groupby("sex"):
        deviate = stats.z_value(0.95) * rows["difference"] / margin[rows.index]
        clear = multipletests(2 * norm.sf(deviate.abs()), method="holm")[0]
        way = np.where(deviate > 0, "clearly higher", "clearly lower")
        verdict[rows.index] = np.where(clear, way, "similar")
    return verdict


def drawn_wards(table: pd.DataFrame) -> pd.DataFrame:
    """Return the wards for a chart: where they are too many, the most and the least deprived."""
    rows = table[table["sex"] != "mean"]
    if rows["ward24_code"].nunique() <= 2 * _MOST_DRAWN:
        return rows
    by_sex = rows.groupby("sex", sort=False)
    ends = pd.concat([by_sex.head(_MOST_DRAWN), by_sex.tail(_MOST_DRAWN)])
    return rows[rows.index.isin(ends.index) | (rows["role"] == "focus")]
