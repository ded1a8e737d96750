"""The arithmetic of Chiang's abridged life table, for many populations at once."""

import numpy as np

from leedsequity.stats._frames import FloatArray, IntArray, over

AGE_STARTS: IntArray = np.array([0, 1, *range(5, 95, 5)], dtype=np.int64)
BIRTHS = 100_000


def life_table(deaths: FloatArray, population: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give life expectancy, its variance and survivors (groups x ages); the last age is the open band."""
    n = np.diff(AGE_STARTS[: deaths.shape[1]])
    a = np.where(n == 1, 0.1, 0.5)
    rate = deaths / population
    closed, at_end = rate[:, :-1], rate[:, -1:]
    q = np.minimum(n * closed / (1 + n * (1 - a) * closed), 1)
    survivors = BIRTHS * np.cumprod(np.hstack([np.ones_like(at_end), 1 - q]), axis=1)
    alive, later = survivors[:, :-1], survivors[:, 1:]
    years = np.hstack([n * (later + a * (alive - later)), survivors[:, -1:] / at_end])
    expectancy = over(_from_age_on(years), survivors)

    s2 = over(q**2 * (1 - q), deaths[:, :-1])
    # Where nobody survives a band, 1 - q is 0 and so is its term, whatever stands for e(x+n).
    terms = (alive * ((1 - a) * n + np.nan_to_num(expectancy[:, 1:]))) ** 2 * np.nan_to_num(s2)
    terms = np.hstack([terms, survivors[:, -1:] ** 2 / (deaths[:, -1:] * at_end**2)])
    return expectancy, over(_from_age_on(terms), survivors**2), survivors


def _from_age_on(band: FloatArray) -> FloatArray:
    return np.asarray(np.cumsum(band[:, ::-1], axis=1)[:, ::-1])
