"""Standardise rates with PHStatsMethods; run by stats.py in an environment of its own.

    python phstatsmethods_dsr.py GIVEN.csv FOUND.csv

Prints the seconds of the calculation alone, without start and files.
"""

import sys
import time

import pandas as pd
from PHStatsMethods import ph_dsr

given, found = sys.argv[1:]
data = pd.read_csv(given)
start = time.perf_counter()
result = ph_dsr(
    data,
    num_col="events",
    denom_col="population",
    group_cols=["area"],
    ref_denom_col="standard_population",
    metadata=False,
    euro_standard_pops=False,
)
print(time.perf_counter() - start)
result.sort_values("area").iloc[:, -3:].to_csv(found, index=False)
