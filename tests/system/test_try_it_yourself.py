"""`Try it yourself`: of each notebook's three questions, one is answered, and the answer runs.

An answer is a changed line, applied to a copy, or a command. What it shows is not in the committed
notebook.
"""

from dataclasses import dataclass
from pathlib import Path

import jupytext
import pytest

ROOT = Path(__file__).parents[2]
SOURCES = {source.stem: source for source in sorted((ROOT / "notebooks").glob("[0-9]*.py"))}
CLAIM = "fairer-healthier-leeds.residents"


@dataclass(frozen=True)
class Changed:
    """A line to change, and what the notebook then says."""

    question: str
    old: str
    new: str
    says: str


@dataclass(frozen=True)
class Command:
    """Commands to run, one a tuple, and what the last prints or the notebook it makes then says."""

    question: str
    commands: tuple[tuple[str, ...], ...]
    says: str


EXAMPLE = (
    ("example", "programme", "example.csv"),
    ("build", "04", "-p", "programme_file", "example.csv"),
)
BESIDE = Changed(
    "2. How does Leeds look beside another city instead of England?", 'comparator = "E92000001"',
    'comparator = "E08000025"', "eside Birmingham",
)  # fmt: skip
# Of a notebook beyond the nine: the first question that `leedsequity new` writes.
ELSEWHERE = Changed(
    "1. How is it in Bradford?", 'area = "E08000035"', 'area = "E08000032"', "Bradford"
)
ANSWERS: dict[str, Changed | Command] = {
    name: ELSEWHERE if name > "10" else BESIDE
    for name in SOURCES
    if name < "10" or "How is it in Bradford?" in SOURCES[name].read_text()
} | {
    "02_austerity_association": Changed(
        "1. How deep was the cut where you live?",
        'area = "E08000035"',
        'area = "E08000032"',
        "Bradford is marked.",
    ),
    "03_deprivation_ethnicity": Changed(
        "3. Which of the detailed groups are spread most unlike?",
        'apart["level"] == "broad"',
        'apart["level"] == "detailed"',
        "         0.58",
    ),
    "04_programme_outcomes": Command("1. What would a partner see?", EXAMPLE, "synthetic"),
    "06_neighbourhood_profiles": Changed(
        "1. Is your own ward above or below Leeds",
        'ward = "Gipton & Harehills"',
        'ward = "headingley and hyde park"',
        "Headingley & Hyde Park, a ward of Leeds",
    ),
    "07_marmot_indicators": Changed(
        "2. How does Leeds look beside Sheffield instead of England?",
        'comparator = "E92000001"',
        'comparator = "E08000019"',
        "Leeds beside Sheffield",
    ),
    "08_claims": Command(
        "1. Which claims rest on one raw table only?",
        (("explain", CLAIM),),
        "raw table   population_lsoa21",
    ),
}


def printed(notebook: Path) -> str:
    """What the code cells of an executed notebook printed or showed, as text."""
    cells = [cell for cell in jupytext.read(notebook).cells if cell.cell_type == "code"]
    outputs = [output for cell in cells for output in cell.outputs]
    return "".join(o.get("text", "") or o.get("data", {}).get("text/plain", "") for o in outputs)


def test_every_notebook_has_an_answer_to_a_question_that_it_asks():
    assert ANSWERS.keys() == SOURCES.keys(), "of a notebook that is not there"
    for name, answer in ANSWERS.items():
        asked = " ".join(SOURCES[name].read_text().replace("\n#", "\n").split())
        assert answer.question in asked, f"{name}: answer one of its questions in ANSWERS"


@pytest.mark.parametrize(
    "name", [name for name, answer in ANSWERS.items() if isinstance(answer, Command)]
)
def test_an_answer_that_is_a_command_runs(name, project, leedsequity):
    answer = ANSWERS[name]
    assert answer.says not in printed(SOURCES[name].with_suffix(".ipynb"))
    for command in answer.commands:
        code, said, complaint = leedsequity(*command)
        assert code == 0, said + complaint
    made = [said, *(printed(file) for file in project.glob(f"out/{name}/*/*.ipynb"))]
    assert answer.says in "".join(made)


@pytest.mark.long
def test_answers_that_change_a_line_run(project, leedsequity):
    """All of them in one build, which runs two at a time."""
    changed = {name: answer for name, answer in ANSWERS.items() if isinstance(answer, Changed)}
    for name, answer in changed.items():
        source = project / "notebooks" / f"{name}.py"
        text = source.read_text()
        assert text.count(answer.old) == 1, name
        source.write_text(text.replace(answer.old, answer.new))
    code, said, complaint = leedsequity("build", *changed)
    assert code == 0, said + complaint
    for name, answer in changed.items():
        assert answer.says not in printed(SOURCES[name].with_suffix(".ipynb")), name
        assert answer.says in printed(project / "notebooks" / f"{name}.ipynb"), name
