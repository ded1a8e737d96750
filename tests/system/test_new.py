"""`leedsequity new`: what it writes passes as it is, and what it refuses leaves nothing behind."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAME = "long_lives"
TITLE = "Who lives longest, “really”, & why?"
ASKED = ("--table", "life_expectancy_la_decile", "--by", "decile", "--measure", "value")
#: Other questions, a kind of table each: LSOAs in deciles and for areas, wards, a time series,
#: areas with limits, groups of a census, England alone.
OTHERS = {
    "poor_homes": "fuel_poverty_lsoa21 --by decile --measure fuel_poor_2022 --of households_2022",
    "council_homes": "tenure_lsoa21 --by area --measure social_council --of all"
    " --label 'households renting from the council'",
    "poor_wards": "children_low_income_ward --by ward --measure share_2021"
    " --label 'children in low-income families'",
    "first_year": "infant_mortality_la --by year --measure value",
    "long_areas": "life_expectancy_la_limits --by area --measure value",
    "groups": "ethnicity_lsoa21 --by broad_group --measure count",
    "england": "life_expectancy_imd_decile --by decile --measure value",
    "claimed": "infant_mortality_la --by area --measure value --claim",
}


@pytest.fixture(scope="module")
def said(shell) -> str:
    """What was printed when the new analysis was written, in a clone that these tests look into."""
    return shell(f"leedsequity new {NAME} --title '{TITLE}' {' '.join(ASKED)}")


@pytest.fixture(scope="module")
def notebook(clone, said) -> str:
    """The name it was given: the next number that is free."""
    there = [int(file.name[:2]) for file in (ROOT / "notebooks").glob("[0-9]*.py")]
    name = f"{max(there) + 1:02d}_{NAME}"
    assert (clone / "notebooks" / f"{name}.py").is_file()
    return name


def test_every_file_is_written_and_named_and_the_results_stand_where_they_should(
    clone, said, notebook
):
    files = [
        f"notebooks/{notebook}.py",
        f"notebooks/{notebook}.md",
        f"src/leedsequity/analyses/{NAME}.py",
        f"tests/leedsequity/analyses/test_{NAME}.py",
        "README.md",
    ]
    assert said.splitlines()[:-2] == files
    assert f"{notebook}: built" in said
    results = [
        f"data/processed/{notebook}/run.json",
        f"figures/{notebook}/values.png",
        f"notebooks/{notebook}.ipynb",
    ]
    assert [name for name in files + results if not (clone / name).is_file()] == []


def test_the_readme_has_one_row_more_under_the_others(clone, notebook):
    row = f"| [`{notebook}`](notebooks/{notebook}.ipynb) | {TITLE} |"
    lines = (clone / "README.md").read_text().splitlines()
    assert lines[lines.index(row) - 1].startswith(f"| [`{int(notebook[:2]) - 1:02d}_")
    lines.remove(row)
    assert lines == (ROOT / "README.md").read_text().splitlines()


def test_nothing_else_of_the_project_is_changed(clone, notebook):
    mine = {*clone.rglob(f"*{NAME}*"), clone / "README.md"}
    for folder in ("data", "figures", "notebooks", "src", "tests"):
        for file in (ROOT / folder).rglob("*"):
            copy = clone / file.relative_to(ROOT)
            if (
                file.is_file()
                and "upstream" not in file.parts[-4:]
                and copy not in mine
                and copy.suffix != ".pyc"
            ):
                assert copy.read_bytes() == file.read_bytes(), copy


def test_its_own_tests_and_those_of_its_notebook_pass(shell, notebook):
    done = shell(
        f"python -m pytest -q -p no:cacheprovider -k '{NAME}'"
        f" tests/leedsequity/analyses/test_{NAME}.py tests/system/test_notebooks.py"
    )
    assert "skipped" not in done
    assert int(done.split(" passed")[0].split()[-1]) >= 14


def test_it_keeps_the_house_rules(shell, notebook):
    modules = f"src/leedsequity/analyses/{NAME}.py"
    files = f"{modules} tests/leedsequity/analyses/test_{NAME}.py notebooks/{notebook}.py"
    shell(f"python -m ruff check {files} && python -m ruff format --check {files}")
    shell(f"python -m mypy {modules}")
    shell("python -m pytest -q -p no:cacheprovider tests/system/test_house.py -k 'readme or room'")


def test_it_serves_another_area_and_its_question_has_an_answer(shell, clone, notebook):
    shell(f"leedsequity build {notebook[:2]} --area Bradford --output-dir apart")
    (answer,) = (clone / "apart").rglob("in_short.csv")
    assert "In Bradford, life expectancy at birth stood at" in answer.read_text()
    shell(
        "python -m pytest -q -p no:cacheprovider tests/system/test_try_it_yourself.py -k"
        " has_an_answer"
    )


@pytest.mark.long
def test_questions_to_other_kinds_of_tables_pass_all_tests_of_form_at_once(shell, clone, notebook):
    for name, asked in OTHERS.items():
        shell(f"leedsequity new {name} --title 'A trial' --table {asked}")
    tests = "tests/leedsequity/analyses tests/system/test_notebooks.py tests/system/test_voice.py"
    done = shell(f"python -m pytest -q -p no:cacheprovider {tests} -k '{' or '.join(OTHERS)}'")
    assert int(done.split(" passed")[0].split()[-1]) >= 20 * len(OTHERS)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["Long-Lives", *ASKED], "'Long-Lives' cannot name a module"),
        (["lambda", *ASKED], "'lambda' cannot name a module"),
        (["9lives", *ASKED], "'9lives' cannot name a module"),
        (["a" * 41, *ASKED], "cannot name a module"),
        (["../lives", *ASKED], "cannot name a module"),
        ([NAME, "--title", " ", *ASKED], "the title is ''"),
        ([NAME, "--title", "two\nlines", *ASKED], "give one line"),
        ([NAME, "--title", "a | b", *ASKED], "without |"),
        ([NAME, "--title", "?" * 101, *ASKED], "1 to 100 characters"),
        (["fair_work", *ASKED], "fair_work is taken by notebooks/05_fair_work.md, notebooks/05_"),
        ([NAME, *ASKED], "is not the project whose package runs"),
        ([], "left out: NAME, --table, --by, --measure: for example leedsequity new"),
        ([NAME, *ASKED[:4]], "left out: --measure"),
    ],
)
def test_what_is_refused_is_said_in_a_line_and_nothing_is_written(
    project, leedsequity, arguments, complaint
):
    def files():
        """All files but tables kept once they are checked, which a question may ask for."""
        return sorted({*project.rglob("*")} - {*(project / ".cache").rglob("*")})

    before = files()
    code, printed, said = leedsequity("new", *arguments)
    assert (code, printed) == (2, "")
    assert complaint in said
    assert len(said.splitlines()) == 1
    assert files() == before


@pytest.mark.parametrize(
    "file",
    [
        "src/leedsequity/analyses/x.py",
        "src/leedsequity/claims/x/a",
        "tests/leedsequity/analyses/test_x.py",
    ],
)
def test_a_name_that_stands_for_something_already_is_refused(project, leedsequity, file):
    (project / file).parent.mkdir(parents=True)
    (project / file).touch()
    code, _, said = leedsequity("new", "x", *ASKED)
    assert code == 2
    assert f"x is taken by {file.removesuffix('/a')}: choose another name" in said


def test_a_readme_without_the_table_is_refused(shell, clone, notebook):
    readme = clone / "README.md"
    kept = readme.read_text()
    readme.write_text("# No table\n")
    try:
        said = shell(f"leedsequity new other {' '.join(ASKED)} 2>&1 || true")
    finally:
        readme.write_text(kept)
    assert "README.md has no table of notebooks" in said
    assert not list(clone.rglob("*other.py*"))
