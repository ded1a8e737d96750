"""Life expectancy of MSOAs, 2009-13, against their deprivation, and a proxy of it for wards.

The index of 2019 is later than the deaths, and its health domain counts early deaths, so a part of
the relation is built in. `msoas` is from `with_deprivation`; `codes` are those of the authorities
that the area consists of. Values are years.
"""

from collections.abc import Collection
from typing import Any

import numpy as np
import pandas as pd

from leedsequity import stats

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

    Least squares, weighted by population, so that the line is of people, as the slope index is; and
    once more by inverse variance, to see whether that matters. Limits: heteroscedasticity-robust
    (HC3) [1], t with n - 2 degrees of freedom. They carry the scatter of MSOAs around the line,
    chance in deaths with it; not that neighbours are alike, errors in index or populations, or that
    the relation may be no line. Fewer than 5 MSOAs have no line.

    Columns: `sex, area, weights, msoas, slope, lower, upper, across, across_lower, across_upper,
    intercept, r_squared`: the slope in years per ten points; `across`, the line's height at the
    area's least deprived MSOA minus that at its most deprived (for England over the same scores).

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
            for weights in ("population", "inverse variance"):
                line = _line(part, weights)
                slope = np.array([line.params[1], *line.conf_int()[1]])
                across = -span * slope[[0, 2, 1]]
                rows.append(
                    (
                        sex,
                        area,
                        weights,
                        len(part),
                        *10 * slope,
                        *across,
                        line.params[0],
                        line.rsquared,
                    )
                )
    return pd.DataFrame(rows, columns=["sex", "area", "weights", "msoas", *_FIT])


def dots(msoas: pd.DataFrame, codes: Collection[str]) -> pd.DataFrame:
    """Return an area's MSOAs with the lines weighted by population at their scores, for a chart.

    Added to the rows of `msoas`: `fitted, fitted_lower, fitted_upper` (95% limits of the area's
    line), `england`, and `role`: `focus` for the lowest and the highest life expectancy.
    """
    parts = []
    for _, england in msoas.groupby("sex", sort=False):
        own = england[england["area_code"].isin(codes)].sort_values(SCORE, kind="stable")
        band = _line(own, "population").get_prediction(_terms(own))
        part = own.assign(
            fitted=band.predicted_mean, england=_line(england, "population").predict(_terms(own))
        )
        part[["fitted_lower", "fitted_upper"]] = band.conf_int()
        ends = own["value"].agg(["idxmin", "idxmax"])
        parts.append(part.assign(role=np.where(own.index.isin(ends), "focus", "context")))
    return pd.concat(parts, ignore_index=True)


def _terms(rows: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.column_stack([np.ones(len(rows)), rows[SCORE]])


def _line(rows: pd.DataFrame, weights: str) -> Any:
    """Return a fitted weighted line, its covariance HC3."""
    from statsmodels.regression.linear_model import WLS  # slow to import, and used here only

    weight = rows["population_2015"] if weights == "population" else 1 / rows["se"] ** 2
    model = WLS(rows["value"].to_numpy(), _terms(rows), weights=weight.to_numpy())
    return model.fit(cov_type="HC3", use_t=True)


# The wards that the report names, for the lowest life expectancy and for a high one.
NAMED = "E05011399"  # Hunslet & Riverside
LEAST = "E05011396"  # Harewood
AVERAGE = "average score"
_WARD = ["ward21_code", "ward21_name"]
# Each edition of the index, with the mid-year of its own denominators.
_EDITIONS = {2019: "mid_2015", 2015: "mid_2012"}


def ward_deprivation(lsoas: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return how deprived wards are by several definitions; none of them is official.

    Columns: `measure, edition, place, ward21_code, ward21_name, value`. Averages are weighted by
    each edition's own denominators; decile 1 is England's most deprived tenth. Place 1 is the most
    deprived; ties share a place. A ward with an LSOA of unknown value has neither value nor place.
    """
    people = _with_people(lsoas, population)
    wide = {(AVERAGE, 2019): _average(people, SCORE, "mid_2015")}
    for edition, base in _EDITIONS.items():
        wide["average rank", edition] = _average(people, f"imd_rank_{edition}", base)
        first = people.assign(first=(people[f"imd_decile_{edition}"] == 1).astype(float), lsoa=1)
        share = _average(first, "first", base)
        wide["share of people in decile 1", edition] = share
        wide["number of people in decile 1", edition] = share * first.groupby(_WARD)[base].sum()
        wide["share of LSOAs in decile 1", edition] = _average(first, "first", "lsoa")
    table: pd.DataFrame = (
        pd.concat(wide, names=["measure", "edition"]).rename("value").reset_index()
    )
    # A low rank is much deprivation; everything else runs the other way.
    order = table["value"].where(table["measure"] == "average rank", -table["value"])
    definition = [table["measure"], table["edition"]]
    table["place"] = order.round(9).groupby(definition).rank(method="min").astype("Int64")
    table = table.sort_values(["measure", "edition", "place", "ward21_code"], ignore_index=True)
    return table[["measure", "edition", "place", *_WARD, "value"]]


def people_of_msoas(
    lsoas: pd.DataFrame, population: pd.DataFrame, base: str = "census_2011"
) -> pd.DataFrame:
    """Return the people of each ward (rows: `ward21_code, ward21_name`) in each MSOA (columns)."""
    people = _with_people(lsoas, population)
    return people.pivot_table(base, _WARD, "msoa11_code", aggfunc="sum", fill_value=0)


def ward_life_expectancy(
    msoas: pd.DataFrame, lsoas: pd.DataFrame, population: pd.DataFrame, base: str = "census_2011"
) -> pd.DataFrame:
    """Return a proxy for the life expectancy of wards: the mean of their MSOAs by people.

    The weight of an MSOA (`with_deprivation`) is the number of people of the ward in
    it, men and women together; one that lies in two wards counts in both. `base` says which people:
    `census_2011`, the middle of 2009-13, or another `basis` of `population`. The limits carry
    chance in the MSOAs' deaths, taken as independent between MSOAs; the differences take account of
    the MSOAs that two wards share. Neither carries that the people of a part of an MSOA may not
    live as long as those of the whole.

    Columns: `sex` (`male`, `female`, and `mean` of the two), `place` (1 the lowest), `ward21_code,
    ward21_name, role`, `msoas` (their number), `imd_score_2019`, `value, lower, upper`, and
    `difference, difference_lower, difference_upper` from the ward of role `focus`: the one that the
    report names, elsewhere the lowest by mean. Most deprived wards first. A ward with an MSOA of
    unknown value has none.
    """
    counts = people_of_msoas(lsoas, population, base)
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
    codes = counts.index.get_level_values("ward21_code")
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
    table["role"] = np.where(table["ward21_code"] == codes[focus], "focus", "context")
    score = _average(_with_people(lsoas, population), SCORE, "mid_2015")
    table = table.join(pd.DataFrame({"msoas": (counts > 0).sum(axis=1), SCORE: score}), on=_WARD)
    table = table.sort_values(
        ["sex", SCORE, "ward21_code"], ascending=[False, False, True], ignore_index=True
    )
    return table[["sex", "place", *_WARD, "role", "msoas", SCORE, *list(columns)[1:]]]


def lowest_wards(table: pd.DataFrame) -> pd.DataFrame:
    """Return the five wards of the lowest life expectancy from `life_expectancy`, for a page."""
    rows = table[table["place"] <= 5].sort_values(["sex", "place"], ascending=[False, True])
    return rows.drop(columns=["ward21_code", "role", "msoas"])


def _with_people(lsoas: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return LSOAs with their people of all ages: `census_2011`, `mid_2012`, `mid_2015`."""
    everyone = population[population["age_band"] == "all"]
    return lsoas.join(
        everyone.pivot(index="lsoa11_code", columns="basis", values="population"), on="lsoa11_code"
    )


def _average(people: pd.DataFrame, value: str, weight: str) -> pd.Series:
    """Return the average over the LSOAs of each ward, missing where one has no value or weight."""
    known = people.assign(weighted=people[value] * people[weight]).groupby(_WARD)[
        ["weighted", weight]
    ]
    sums = known.sum(skipna=False)
    average: pd.Series = sums["weighted"] / sums[weight]
    return average
