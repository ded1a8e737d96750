"""The benchmarked jobs as plain loops: one group at a time, as the formulas read."""

import math
import statistics

import numpy as np
import pandas as pd

Z = statistics.NormalDist().inv_cdf(0.975)
DRAWS = 100_000


def loop_over_rates(data: pd.DataFrame) -> np.ndarray:
    """Standardise one group at a time, one stratum at a time."""
    results = []
    for _, group in data.groupby("area"):
        value = variance = events = weights = 0.0
        for o, n, w in zip(
            group["events"], group["population"], group["standard_population"], strict=True
        ):
            value += w * o / n
            variance += w * w * o / n**2
            events += o
            weights += w
        value, step = value / weights, math.sqrt(variance / weights**2 / events)
        lower = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
        upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + Z / (3 * math.sqrt(events + 1))) ** 3
        results.append([value, value + step * (lower - events), value + step * (upper - events)])
    return 100_000 * np.array(results)


def loop_over_lives(data: pd.DataFrame) -> np.ndarray:
    """Make one life table at a time, one age at a time; life expectancy at birth and its limits."""
    widths, shares = [1, 4, *[5] * 17], [0.1, *[0.5] * 18]
    results = []
    for _, group in data.groupby(["area", "sex"]):
        rows = list(zip(group["deaths"], group["population"], strict=True))
        alive, q = [1.0], []
        for (d, p), n, a in zip(rows[:-1], widths, shares, strict=True):
            q.append(min(n * d / p / (1 + n * (1 - a) * d / p), 1))
            alive.append(alive[-1] * (1 - q[-1]))
        d, p = rows[-1]
        years = alive[-1] * p / d
        variance = alive[-1] ** 2 * p**2 / d**3
        for age in range(18, -1, -1):
            n, a, d = widths[age], shares[age], rows[age][0]
            later = years / alive[age + 1]
            years += n * (alive[age + 1] + a * (alive[age] - alive[age + 1]))
            if d:
                variance += (
                    (alive[age] * ((1 - a) * n + later)) ** 2 * q[age] ** 2 * (1 - q[age]) / d
                )
        margin = Z * math.sqrt(variance)
        results.append([years, years - margin, years + margin])
    return np.array(results)


def fit(group: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give the matrix that takes the values of one group to intercept and slope, and the values."""
    share = group["population"].to_numpy() / group["population"].sum()
    x = np.column_stack([np.ones(len(group)), np.cumsum(share) - share / 2])
    return np.linalg.solve(x.T * share @ x, x.T * share), group["value"].to_numpy()


def loop_over_slopes(data: pd.DataFrame) -> np.ndarray:
    """Fit one group at a time."""
    results = []
    for _, group in data.groupby("area"):
        if len(group) == 10:
            to_line, value = fit(group)
            slope = to_line[1] @ value
            margin = Z * math.sqrt((to_line[1] ** 2 * group["se"].to_numpy() ** 2).sum())
            results.append([slope, slope - margin, slope + margin])
    return np.array(results)


def loop_over_simulations(data: pd.DataFrame) -> np.ndarray:
    """Draw every quantile of a group, refit every draw, take percentiles of the ratio."""
    rng = np.random.default_rng(4)
    results = []
    for _, group in data.groupby("area"):
        to_line, value = fit(group)
        b0, b1 = to_line @ value
        drawn = to_line @ (
            value[:, None] + group["se"].to_numpy()[:, None] * rng.standard_normal((10, DRAWS))
        )
        ratios = (drawn[0] + drawn[1]) / drawn[0]
        results.append([(b0 + b1) / b0, *np.quantile(ratios, [0.025, 0.975])])
    return np.array(results)
