"""Life expectancy of neighbourhoods (MSOAs), 2009-13, against their deprivation. Values are years.

The index of 2019 is later than the deaths, and its health domain counts early deaths, so a part of
the relation is built in. `msoas` is from `with_deprivation`; `codes` are those of the authorities
that the area consists of.
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
    """Return the lines of life expectancy on the score, of the area `here` and of England, of which it is a part.

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
    """Return an area's MSOAs with the lines weighted by population at their scores, for a chart, where `fits` has any.

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
