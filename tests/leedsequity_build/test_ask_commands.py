"""The commands that answer questions: what their page shows is what they print."""

import json
import re
import shlex
import sys
from pathlib import Path

import pytest

from leedsequity import ask
from leedsequity.ask import facts, finding
from leedsequity.ask.answering import COLUMNS
from leedsequity_build import cli

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ask.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ leedsequity (.+)\n((?s:.+?))```", PAGE)


@pytest.fixture
def typed(monkeypatch, capsys):
    """Type a command over what is committed: exit code, what is printed, what is complained of."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["leedsequity", *arguments])
        with pytest.raises(SystemExit) as left:
            cli.main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return run


@pytest.mark.parametrize(("command", "shown"), SHOWN, ids=[command for command, _ in SHOWN])
def test_the_page_shows_what_is_printed(typed, command, shown):
    code, printed, complaint = typed(*shlex.split(command))
    assert (code, complaint) == (0, "")
    assert shown.strip()
    assert printed.startswith(shown.removesuffix("…\n"))


def test_the_page_names_every_column():
    assert {name for name in (*COLUMNS, *finding.COLUMNS) if f"`{name}`" not in PAGE} == set()
    assert [*ask.compare("Leeds", "Sheffield", "NEET")] == COLUMNS


def test_json_holds_the_numbers_as_they_are(typed):
    (row,) = json.loads(typed("compare", "Leeds", "Sheffield", "NEET", "--json")[1])
    assert [*row] == COLUMNS
    assert (row["value"], row["other"], row["figure"]) == (
        4.9,
        6.1,
        "figures/07_marmot_indicators/among_all.png",
    )
    found = json.loads(typed("find", "NEET", "--json")[1])
    assert [*found[0]] == finding.COLUMNS
    assert len(json.loads(typed("place", "Harehills North", "--json")[1])) == len(
        facts.msoa("E02002377")
    )


def test_all_measures_stand_in_a_table_with_their_cautions(typed):
    lines = typed("compare", "Leeds", "Sheffield")[1].splitlines()
    assert lines[0].split()[:3] == ["measure", "Leeds", "Sheffield"]
    (pay,) = (line for line in lines if line.startswith("Jobs below"))
    assert "not to be quoted" in pay
    assert "one large employer" in pay
    (homes,) = (line for line in lines if line.startswith("Temporary accommodation"))
    assert "31 December 2025" in homes


def test_people_are_counted_without_decimals(typed):
    lines = typed("compare", "Harehills", "Roundhay")[1].splitlines()
    (people,) = (line for line in lines if line.startswith("People"))
    assert re.search(r" 32,417 +24,983 ", people)


def test_a_percentage_may_be_said_in_words_and_a_number_given_as_one(typed):
    assert typed("find", "24", "percent") == typed("find", "24%")
    assert len(ask.find(24))


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("find zzzzq", "nothing held here has 'zzzzq'"),
        ("place Hartlepol", "did you mean E06000001 Hartlepool"),
        ("place Wales", "not in England"),
        ("place E11000006", "(metropolitan county): ask for one of its districts"),
        ("compare Leeds", "Missing argument"),
        ("compare Leeds Sheffield zzzzq", "Life expectancy, men; Life expectancy, women; "),
        ("explain slope", "names have 'slope'"),
        ("explain zzzzq", "there is no file zzzzq"),
    ],
)
def test_what_is_not_known_is_a_line(typed, command, said):
    code, printed, complaint = typed(*command.split())
    assert (code, printed, complaint.count("\n")) == (2, "", 1)
    assert said in complaint


def test_a_claim_is_explained_by_a_part_of_its_id_with_its_verdict_and_data(typed):
    _, printed, _ = typed("explain", "imd1-share-from")
    assert "fairer-healthier-leeds.imd1-share-from-counts" in printed
    assert "verdict     What is printed bears it out" in printed
    assert "data        data/processed/08_claims/claims.csv" in printed


def test_an_area_of_two_codes_is_listed_once_with_the_other(typed):
    lines = typed("areas", "Sheffield")[1].splitlines()[1:]
    assert len(lines) == 1
    assert lines[0].startswith("E08000019")
    assert "E08000039" in lines[0]
    assert "ward in Leeds" in typed("areas", "Harehills")[1]


def test_the_first_screen_of_help_begins_with_questions(typed):
    _, printed, _ = typed("--help")
    commands = printed.partition("Commands:\n")[2].split("\n")
    assert [line.split()[0] for line in commands[:3]] == ["find", "compare", "place"]
    assert "leedsequity compare Leeds Sheffield NEET" in printed.partition("Commands:")[0]
