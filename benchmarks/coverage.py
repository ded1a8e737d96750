"""How often simulated limits hold the truth.

    python benchmarks/coverage.py [--samples N]

A pair of populations is taken as the truth; N others are drawn from it, each count from a Poisson
distribution, and each is analysed as if it were the data. Of 95% limits, 95 of 100 should hold the
true value.
"""

import argparse

import numpy as np
import pandas as pd

from leedsequity.stats import attributable, decompose_gap

AGES = [0, 1, *range(5, 95, 5)]
CAUSES = {"circulatory": 0.3, "cancer": 0.3, "other": 0.4}
DRAWS = 1_000


def truth(people: float) -> pd.DataFrame:
    """Make two populations of `people` in each age band, the poor with 1.6 times the deaths."""
    risk = np.minimum(0.0006 * np.exp(0.06 * np.array(AGES)), 0.2)
    return pd.concat(
        pd.DataFrame(
            {
                "area": area,
                "cause": cause,
                "age_start": AGES,
                "deaths": people * risk * factor * share,
                "population": people,
            }
        )
        for area, factor in (("poor", 1.6), ("rich", 1.0))
        for cause, share in CAUSES.items()
    )


def drawn(true: pd.DataFrame, samples: int) -> pd.DataFrame:
    """Draw `samples` populations like the true one."""
    rng = np.random.default_rng(20)
    return pd.concat(
        true.assign(sample=sample, deaths=rng.poisson(true["deaths"])) for sample in range(samples)
    )


def main() -> None:
    """Print the share of limits that hold the truth, by size of population and kind of number."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000)
    samples = parser.parse_args().samples
    print("| people in an age band | number | limits | hold the truth, % |\n|---|---|---|---|")
    for people in (100_000, 10_000):
        true = truth(people)
        pair = {"group": "area", "of": "rich", "against": "poor", "cause": "cause", "draws": DRAWS}
        keys = ["part", "age_start", "cause"]
        both = decompose_gap(drawn(true, samples), ["sample"], **pair).merge(
            decompose_gap(true, **pair)[[*keys, "value"]], on=keys, suffixes=("", "_true")
        )
        show(people, "gap: ", both)

        pooled = true.groupby(["area", "age_start"], as_index=False).agg(
            {"deaths": "sum", "population": "first"}
        )
        excess = {"group": "area", "reference": "rich", "draws": DRAWS}
        keys = ["area", "part", "measure"]
        found = attributable(drawn(pooled, samples), ["sample"], **excess).query("part == 'level'")
        both = found.merge(
            attributable(pooled, **excess)[[*keys, "value"]], on=keys, suffixes=("", "_true")
        )
        show(people, "attributable: ", both.assign(part=both["measure"]))


def show(people: int, prefix: str, both: pd.DataFrame) -> None:
    """Print a row per kind of number, of the limits that are there."""
    both = both.dropna(subset=["lower", "upper"])
    inside = both["value_true"].between(both["lower"], both["upper"])
    for part, held in inside.groupby(both["part"], sort=False):
        print(f"| {people:,} | {prefix}{part} | {held.size:,} | {100 * held.mean():.1f} |")


if __name__ == "__main__":
    main()
