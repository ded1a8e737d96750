"""Time and memory to check a partner's file of 2 million rows and to make released tables.

    python benchmarks/programme_file.py [ROWS]

The file is the synthetic example over and over, with new ids each time. It is read by a fresh
process, whose seconds and peak memory are printed; making the file is not counted.
"""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from leedsequity import raw
from leedsequity.analyses import programme_records, residents
from leedsequity.raw import partner
from leedsequity_build.example import programme_events


def write(file: Path, rows: int) -> None:
    """Write the synthetic example, repeated to a number of rows."""
    lsoas = raw.load("imd_lsoa11").sort_values("imd_rank_2019")["lsoa11_code"]
    events = programme_events(raw.load("published_programmes"), lsoas)
    copies = [
        events.assign(person_id=events["person_id"] + f"-{i}")
        for i in range(rows // len(events) + 1)
    ]
    pd.concat(copies).head(rows).to_csv(file, index=False)


def measure(file: str) -> None:
    """Check the file and make every table, and print what that took."""
    started = time.perf_counter()
    tables = {name: raw.load(name) for name in residents.TABLES}
    records = partner.read("programme", file, residents.place_groups(tables))
    checked = time.perf_counter() - started
    programme_records.released(records, residents.by_breakdown(tables), "Leeds", "opensafely")
    seconds, memory = (
        time.perf_counter() - started,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2,
    )
    print(
        f"{len(records.rows):,} rows: checked after {checked:.1f} s, all after {seconds:.1f} s, at"
        f" most {memory:.2f} GB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
    else:
        with tempfile.TemporaryDirectory() as folder:
            made = Path(folder) / "example.csv"
            write(made, int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000)
            print(f"{made.stat().st_size / 1e6:.0f} MB")
            subprocess.run([sys.executable, __file__, "--measure", str(made)], check=True)
