"""How long the statistics take, beside a plain loop over groups and beside PHStatsMethods.

    python benchmarks/stats.py [--phstatsmethods PYTHON] [--repeats N]

PHStatsMethods (GPL-3) is compared with and never imported here: PYTHON is the interpreter of an
environment in which it is installed. Repeats of all implementations of a job take turns, so that a
busy moment of the machine falls on all of them; medians are shown with the fastest and the slowest
repeat.
"""

import argparse
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from loops import DRAWS, loop_over_lives, loop_over_rates, loop_over_simulations, loop_over_slopes

from leedsequity.stats import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised_rate,
    life_expectancy,
    slope_index,
)

AGES = [0, 1, *range(5, 95, 5)]
OTHER = Path(__file__).with_name("phstatsmethods_dsr.py")


@dataclass
class Job:
    """One job, and what it takes ours, the loop, and PHStatsMethods where it has it."""

    name: str
    data: pd.DataFrame
    ours: Callable[[pd.DataFrame], np.ndarray]
    loop: Callable[[pd.DataFrame], np.ndarray]
    has_phstatsmethods: bool = False
    seconds: dict[str, list[float]] = field(default_factory=dict)


def rates(groups: int = 7_000) -> pd.DataFrame:
    """Make events and populations of `groups` areas by 19 ages."""
    rng = np.random.default_rng(1)
    population = rng.integers(200, 9_000, groups * 19)
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(groups), 19),
            "age_start": np.tile(EUROPEAN_STANDARD_POPULATION_2013.index, groups),
            "events": (
                rng.poisson(population * 0.01) + 1
            ),  # PHStatsMethods fails where a stratum has no events
            "population": population,
            "standard_population": np.tile(EUROPEAN_STANDARD_POPULATION_2013, groups),
        }
    )


def lives(areas: int = 6_788) -> pd.DataFrame:
    """Make deaths and populations of `areas` areas by sex and 20 ages."""
    rng = np.random.default_rng(2)
    risk = np.tile(np.minimum(0.00008 * np.exp(0.09 * np.array(AGES)), 0.3), 2 * areas)
    population = rng.integers(300, 2_000, risk.size)
    return pd.DataFrame(
        {
            "area": np.repeat(np.arange(areas), 40),
            "sex": np.tile(np.repeat(["female", "male"], 20), areas),
            "age_start": np.tile(AGES, 2 * areas),
            "deaths": rng.binomial(population, risk) + (np.tile(AGES, 2 * areas) == 90),
            "population": population,
        }
    )


def deciles(groups: int, rest: int = 0) -> pd.DataFrame:
    """Make `groups` areas of ten deciles, and `rest` of one only, which are refused."""
    rng = np.random.default_rng(3)
    data = pd.DataFrame(
        {
            "area": [*np.repeat(np.arange(groups), 10), *range(groups, groups + rest)],
            "quantile": [*np.tile(np.arange(1, 11), groups), *[1] * rest],
        }
    )
    return data.assign(
        population=rng.integers(5_000, 20_000, len(data)),
        value=75 + 0.8 * data["quantile"] + rng.normal(0, 0.5, len(data)),
        se=rng.uniform(0.3, 0.9, len(data)),
    )


def our_rates(data: pd.DataFrame) -> np.ndarray:
    """Standardise all groups."""
    return directly_standardised_rate(data, ["area"], stratum="age_start")[
        ["value", "lower", "upper"]
    ].to_numpy()


def our_lives(data: pd.DataFrame) -> np.ndarray:
    """Make all life tables, every age; keep life expectancy at birth."""
    return life_expectancy(data, ["area", "sex"])[["value", "lower", "upper"]].to_numpy()[::20]


def our_slopes(data: pd.DataFrame) -> np.ndarray:
    """Fit all groups, with as few draws as are allowed for the RII."""
    result = slope_index(data, ["area"], se="se", draws=100)
    return result.loc[result["reason"] == "", ["sii", "sii_lower", "sii_upper"]].to_numpy()


def our_simulations(data: pd.DataFrame) -> np.ndarray:
    """Simulate the limits of the RII of all groups."""
    return slope_index(data, ["area"], se="se", draws=DRAWS)[
        ["rii", "rii_lower", "rii_upper"]
    ].to_numpy()


JOBS = [
    Job(
        "standardised rates, 7,000 areas x 19 ages",
        rates(),
        our_rates,
        loop_over_rates,
        has_phstatsmethods=True,
    ),
    Job("life tables, 13,576 groups x 20 ages", lives(), our_lives, loop_over_lives),
    Job(
        "slope index, closed form, 7,222 deciles",
        deciles(722, rest=2),
        our_slopes,
        loop_over_slopes,
    ),
    Job(
        "simulated limits, 300 areas x 100,000",
        deciles(300),
        our_simulations,
        loop_over_simulations,
    ),
]


def timed(run: Callable[[], object]) -> float:
    """Give the seconds that something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def of_phstatsmethods(python: str, data: pd.DataFrame, expected: np.ndarray) -> float:
    """Give the seconds that PHStatsMethods takes, having checked its results."""
    with tempfile.TemporaryDirectory() as folder:
        given, found = Path(folder, "given.csv"), Path(folder, "found.csv")
        data.to_csv(given, index=False)
        done = subprocess.run(
            [python, str(OTHER), given, found], capture_output=True, text=True, check=True
        )
        np.testing.assert_allclose(pd.read_csv(found).to_numpy(), expected, rtol=1e-6)
    return float(done.stdout)


def measure(job: Job, repeats: int, phstatsmethods: str | None) -> None:
    """Check that all implementations agree, and take their times in turns."""
    expected = job.ours(job.data)
    # Two simulations differ by chance: 1% of the width is what is asked of them.
    width = (expected[:, 2] - expected[:, 1])[:, None]
    tolerance = 0.01 if "simulated" in job.name else 1e-9
    assert (np.abs(job.loop(job.data) - expected) <= tolerance * width).all(), job.name
    for _ in range(repeats):
        job.seconds.setdefault("ours", []).append(timed(lambda: job.ours(job.data)))
        job.seconds.setdefault("loop", []).append(timed(lambda: job.loop(job.data)))
        if job.has_phstatsmethods and phstatsmethods:
            other = of_phstatsmethods(phstatsmethods, job.data, expected)
            job.seconds.setdefault("PHStatsMethods", []).append(other)


def row(job: Job) -> list[str]:
    """Write one line of the table: seconds with spread, and how much longer the others take."""
    own = job.seconds["ours"]
    ours = statistics.median(own)
    cells = [job.name, f"{ours:.3f}", f"{min(own):.3f}-{max(own):.3f}"]
    for other in ("loop", "PHStatsMethods"):
        if other in job.seconds:
            median = statistics.median(job.seconds[other])
            cells += [f"{median:.2f}", f"{median / ours:.0f} x"]
        else:
            cells += ["skipped" if job.has_phstatsmethods else "has none", "-"]
    return cells


def peak(groups: int) -> float:
    """Give the most memory, in MB, that the simulation for so many areas takes."""
    data = deciles(groups)
    tracemalloc.start()
    our_simulations(data)
    megabytes = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return megabytes


def main() -> None:
    """Measure every job and print one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--phstatsmethods", metavar="PYTHON", help="interpreter with PHStatsMethods installed"
    )
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    for job in JOBS:
        measure(job, arguments.repeats, arguments.phstatsmethods)
    lines = [
        ["job", "ours, s", "spread", "loop, s", "ratio", "PHStatsMethods, s", "ratio"],
        *map(row, JOBS),
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "scipy"))
    print(
        f"Python {platform.python_version()}, {packages};"
        f" medians of {arguments.repeats} repeats, in turns"
    )
    print(
        ""
        if arguments.phstatsmethods
        else "PHStatsMethods: skipped, --phstatsmethods names no interpreter\n"
    )
    for line in lines:
        numbers = [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join([line[0].ljust(widths[0]), *numbers]).rstrip())
    memory = ", ".join(f"{peak(groups):.1f} MB for {groups:,} areas" for groups in (30, 300, 3_000))
    print(f"\npeak memory of the simulation: {memory}")


if __name__ == "__main__":
    sys.exit(main())
