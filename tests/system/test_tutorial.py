"""`docs/tutorial.md`, run from its own text: commands, cells in order, pieces of files."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(
    r"{?# (?:at the end of (?P<file>\S+)(?: #})?|in (?P<inside>\S+), above: (?P<line>.*))\n+"
)
NUMBER, NAME = "10", "poor_children"


@dataclass
class Followed:
    """What the page left behind: what each command printed, and the variables of its cells."""

    clone: Path
    notebook: str
    printed: list[str]
    cells: dict[str, object]


def put(root: Path, text: str) -> bool:
    """Put a piece of a file where its first line says; whether there was such a line."""
    place = _PLACE.match(text)
    if place is None:
        return False
    file, piece = root / (place["file"] or place["inside"]), text[place.end() :]
    before = file.read_text()
    if place["file"]:
        file.write_text(f"{before}\n\n{piece}")
    else:
        where = before.index("# %% [markdown]\n" + place["line"])
        file.write_text(f"{before[:where]}{piece}\n{before[where:]}")
    return True


@pytest.fixture(scope="module")
def followed(clone, shell) -> Followed:
    """The page followed to its end, in a clone. Its number 10 stands for the next free one."""
    number = f"{max(int(file.name[:2]) for file in (ROOT / 'notebooks').glob('[0-9]*.py')) + 1:02d}"
    page = (
        PAGE.read_text()
        .replace(f"{NUMBER}_{NAME}", f"{number}_{NAME}")
        .replace(f"build {NUMBER}", f"build {number}")
    )
    done = Followed(clone, f"{number}_{NAME}", [], {})
    for language, text in _BLOCK.findall(page):
        assert language in ("sh", "python", "jinja")
        if language == "sh":
            done.printed.append(shell(text))
        elif not put(clone, text):
            exec(compile(text, "docs/tutorial.md", "exec"), done.cells)
    return done


def test_the_page_runs_to_its_end_and_the_figure_is_there(followed):
    for ending in ("png", "svg", "csv", "json"):
        assert (
            followed.clone / "figures" / followed.notebook / f"changed.{ending}"
        ).stat().st_size > 0
    tests = [line for text in followed.printed for line in text.splitlines() if " passed" in line]
    assert len(tests) == 2


def test_cells_and_notebook_agree_with_a_subtraction_of_the_published_shares(followed):
    held = pd.read_csv(ROOT / "data" / "raw" / "children_low_income_ward.csv", index_col=0)
    names = pd.read_csv(ROOT / "data" / "raw" / "wards.csv").query("area_code == 'E08000035'")
    code = names.set_index("ward_name").loc["Gipton & Harehills", "ward_code"].iloc[0]
    change = 100 * (held.loc[code, "share_2021"] - held.loc[code, "share_2015"])
    made = pd.read_csv(followed.clone / "data" / "processed" / followed.notebook / "changed.csv")
    assert made.set_index("level").loc["Gipton & Harehills", "value"] == pytest.approx(change)
    assert len(followed.cells["poor"]) == len(made) == 33
    assert "children_low_income_ward" in set(followed.cells["tables"]["table"])


def test_the_figure_of_another_city_can_be_explained(followed):
    assert "children_low_income_ward" in followed.printed[-1]
    assert "area = E08000032" in followed.printed[-1]


def test_what_the_page_wrote_keeps_the_house_rules(followed, shell):
    files = (
        f"src/leedsequity/analyses/{NAME}.py tests/leedsequity/analyses/test_{NAME}.py"
        f" notebooks/{followed.notebook}.py"
    )
    shell(f"python -m ruff check {files} && python -m ruff format --check {files}")
