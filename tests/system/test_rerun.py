"""`docs/rerun.md`: its command for Bradford finds what it shows, and its places are found."""

import re
import shlex
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import places
from leedsequity_build.choices import requested_places

PAGE = (Path(__file__).parents[2] / "docs" / "rerun.md").read_text()
COMMAND, BUILT, FOUND, PLACES = re.findall(r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
# The notebook whose findings the page shows; the others run for other areas in tests/system.
SHOWN = "03"


@pytest.fixture(scope="module")
def findings(shell, clone) -> str:
    """What the command prints and finds; one notebook stands in for all."""
    shell(f"{COMMAND.strip()} {SHOWN}")
    (folder,) = (clone / "out").glob(f"{SHOWN}_*/area=E08000032*")
    found = " ".join(pd.read_csv(folder / "tables" / "findings.csv")["finding"])
    return found + (folder / f"{folder.parent.name}.ipynb").read_text()


def test_the_findings_shown_are_those_of_the_notebook(findings):
    assert [line for line in FOUND.splitlines() if line not in findings] == []


def test_the_notebooks_that_declare_no_area_are_those_shown(clone):
    for name, outcome in (line.split(maxsplit=1) for line in BUILT.splitlines()):
        served = re.search(
            r'^area = "E', (clone / "notebooks" / f"{name}.py").read_text(), re.MULTILINE
        )
        # 04 declares an area for those who give a partner's file.
        served = served and "are Leeds's" not in outcome
        assert outcome.startswith("built" if served else "not served"), name


def test_the_places_shown_are_what_the_page_says():
    typed = [shlex.split(line, comments=True)[-1] for line in PLACES.splitlines()]
    found = [requested_places(text) for text in typed]
    assert [places.find(code).type for (code,) in found[:6]] == [
        "county",
        "unitary authority",
        "non-metropolitan district",
        "metropolitan county",
        "region",
        "ward",
    ]
    assert found[6:7] == [["places.csv"]]
    assert [len(codes) for codes in found[7:]] == [3, 33, 8]
