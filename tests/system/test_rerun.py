"""`docs/rerun.md`: its command for Bradford, typed as it shows it, finds what it shows."""

import re
from pathlib import Path

import pandas as pd

PAGE = (Path(__file__).parents[2] / "docs" / "rerun.md").read_text()
COMMAND, BUILT, FOUND, _ = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
SHOWN = "03"  # whose findings the page shows; others run for other areas in tests/system


def test_the_notebooks_that_declare_no_area_are_those_shown(clone):
    for name, outcome in (line.split(maxsplit=1) for line in BUILT.splitlines()):
        served = re.search(
            r'^area = "E', (clone / "notebooks" / f"{name}.py").read_text(), re.MULTILINE
        )
        # 04 declares an area for those who give a partner's file.
        served = served and "are Leeds's" not in outcome
        assert outcome.startswith("built" if served else "not served"), name


def test_the_findings_shown_are_those_of_the_notebook(shell, clone):
    shell(f"{COMMAND.strip()} {SHOWN}")
    (folder,) = (clone / "out").glob(f"{SHOWN}_*/area=E08000032*")
    findings = " ".join(pd.read_csv(folder / "tables" / "findings.csv")["finding"])
    executed = (folder / f"{folder.parent.name}.ipynb").read_text()
    assert [
        line for line in FOUND.splitlines() if line not in findings and line not in executed
    ] == []
