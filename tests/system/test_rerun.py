"""`docs/rerun.md`: its three commands for Bradford, typed as it shows them, print and find what it shows."""

import re
from pathlib import Path

import pandas as pd
import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "rerun.md").read_text()
COMMANDS, COMPILED, BUILT, FOUND = re.findall(
    r"^```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
)
SHOWN = (  # the notebook whose findings the page shows; the others run for other areas in tests/system
    "03"
)


@pytest.fixture(scope="module")
def printed(shell, upstream) -> list[str]:
    """What the commands print; a folder stands in for the network, and one notebook for all."""
    fetch, compile_, build = COMMANDS.splitlines()
    return [
        shell(text) for text in (f"{fetch} --mirror '{upstream}'", compile_, f"{build} {SHOWN}")
    ]


def test_the_files_are_as_many_and_as_large_as_the_page_says(printed, clone):
    files = [
        file
        for file in (clone / "data" / "upstream").rglob("*")
        if file.is_file() and "compiled" not in file.parts
    ]
    assert (
        f"fetches {len(files)} files ({sum(file.stat().st_size for file in files) / 1e6:.0f} MB)"
        in PAGE
    )


def test_the_tables_compiled_are_those_shown(printed):
    assert printed[1] == COMPILED


def test_the_notebooks_that_declare_no_area_are_those_shown(clone):
    for name, outcome in (line.split(maxsplit=1) for line in BUILT.splitlines()):
        served = re.search(
            r'^area = "E', (clone / "notebooks" / f"{name}.py").read_text(), re.MULTILINE
        )
        served = (
            served and "are Leeds's" not in outcome
        )  # 04 declares an area for those who give a partner's file
        assert outcome.startswith("built" if served else "not served"), name


def test_the_findings_shown_are_those_of_the_notebook(printed, clone):
    (folder,) = (clone / "out").glob(f"{SHOWN}_*/area=E08000032*")
    findings = " ".join(pd.read_csv(folder / "tables" / "findings.csv")["finding"])
    executed = (folder / f"{folder.parent.name}.ipynb").read_text()
    assert [
        line for line in FOUND.splitlines() if line not in findings and line not in executed
    ] == []
