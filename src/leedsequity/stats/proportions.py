"""Proportions of a population, row by row."""

import numpy as np
import pandas as pd

from leedsequity.stats._frames import add_result, check_multiplier, first_reason, numbers, over, z_value


def proportion(
    data: pd.DataFrame,
    *,
    numerator: str = "numerator",
    denominator: str = "denominator",
    multiplier: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Calculate the proportion of every row, with Wilson's score limits [1, 2].

    With O the numerator, n the denominator, p = O / n and z the normal deviate of `confidence`, all
    times `multiplier` (100 for a percentage):

        limits = (2 O + z^2 -/+ z sqrt(z^2 + 4 O (1 - p))) / (2 (n + z^2))

    They lie between 0 and 1 for every O, are not symmetric, and do not collapse where O is 0 or n.

    Parameters
    ----------
    data
        One row per proportion.
    numerator, denominator
        Persons with the property, and all persons.
    multiplier
        1 for a proportion, 100 for a percentage; above 0.
    confidence
        Level of the limits, between 0.5 and 1.

    Returns
    -------
    DataFrame
        The rows of `data` as they were, index included, with the columns `value` (0 to `multiplier`),
        `lower`, `upper`, `confidence`, `method`, `reason`.

    Raises
    ------
    ValueError
        A column is absent or not of numbers, or has the name of one that is added; `multiplier` is not
        above 0; `confidence` is outside (0.5, 1).

    Notes
    -----
    A row is refused (numbers missing, `reason` given) when its numerator or denominator is missing, its
    numerator is negative or above its denominator, or its denominator is not above 0.

    References
    ----------
    1. Wilson EB. Probable inference, the law of succession, and statistical inference. J Am Stat Assoc
       1927;22:209-212.
    2. Newcombe RG. Two-sided confidence intervals for the single proportion: comparison of seven methods.
       Stat Med 1998;17:857-872.
    """
    # Imported here because it is slow and nothing else needs it.
    from statsmodels.stats.proportion import proportion_confint

    z_value(confidence)
    check_multiplier(multiplier)
    o, n = numbers(data, numerator), numbers(data, denominator)
    reason = first_reason(
        len(data),
        [
            (np.isnan(o), "numerator missing"),
            (np.isnan(n), "denominator missing"),
            (o < 0, "numerator below 0"),
            (n <= 0, "denominator not above 0"),
            (o > n, "numerator above denominator"),
        ],
    )
    results = np.full((3, len(data)), np.nan)
    good = reason == ""
    if good.any():
        p = over(o, n)[good]
        lower, upper = proportion_confint(o[good], n[good], alpha=1 - confidence, method="wilson")
        # At 0 and n one limit is the proportion itself, which rounding must not carry it past.
        results[:, good] = multiplier * np.stack([p, np.minimum(lower, p), np.maximum(upper, p)])
    return add_result(data, results, confidence, "proportion, Wilson limits", reason)
