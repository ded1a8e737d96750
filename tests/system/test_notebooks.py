"""Every notebook: its form, its outputs under a real kernel, and its results, byte for byte."""

import itertools
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import jupytext.cli
import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from leedsequity import raw

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "notebooks").glob("[0-9]*.py"))
# The order of all notebooks; the analysis, under headings of its own, stands before "What we find".
SECTIONS = [
    "In short", "What you will learn", "What the documents say", "Words and ideas", "Data",
    "Method", "What we find", "Limits", "Discussion", "Quiz", "Try it yourself"
]  # fmt: skip
# Where the committed bytes were made; elsewhere numbers agree to 1e-9, and pictures are not
# compared.
SAME_MACHINE = (platform.system(), platform.machine(), sys.version_info[:2]) == (
    "Linux",
    "x86_64",
    (3, 11),
)
# Not a developer's settings, nor those of most machines; the time zone is spelled out, and the
# locale has ASCII alone.
ELSEWHERE = {
    "PYTHONHASHSEED": "4242",
    "TZ": "NPT-5:45",
    "LC_ALL": "C",
    "LANG": "C",
    "OPENBLAS_NUM_THREADS": "2",
}
ELSEWHERE |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}

notebook = pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)


def committed(name: str) -> dict[str, Path]:
    """The committed results of a notebook, by the names its record gives them."""
    processed, figures = ROOT / "data" / "processed" / name, ROOT / "figures" / name
    tables = {f"tables/{file.name}": file for file in processed.glob("*.csv")}
    return (
        tables
        | {f"figures/{file.name}": file for file in figures.iterdir()}
        | {"run.json": processed / "run.json"}
    )


def assert_same(expected: dict[str, Path], found: dict[str, Path]) -> None:
    """Require the same files: the same bytes on a like machine, the same numbers elsewhere."""
    assert found.keys() == expected.keys()
    if SAME_MACHINE:
        assert [
            name for name in expected if expected[name].read_bytes() != found[name].read_bytes()
        ] == []
        return
    for name in expected:
        if name.endswith(".csv"):
            pd.testing.assert_frame_equal(
                pd.read_csv(found[name]), pd.read_csv(expected[name]), rtol=1e-9
            )


def results(folder: Path) -> dict[str, Path]:
    files = [file for file in folder.rglob("*") if file.is_file() and file.suffix != ".ipynb"]
    return {file.relative_to(folder).as_posix(): file for file in files}


@notebook
def test_under_a_real_kernel_the_checked_cells_and_all_results_come_out_as_committed(
    source, tmp_path
):
    pytest_ = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval-lax",
        str(source.with_suffix(".ipynb")),
        "-p",
        "no:cacheprovider",
    ]
    environment = os.environ | {"LEEDSEQUITY_OUTPUT": str(tmp_path)}
    done = subprocess.run(pytest_, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    (folder,) = (tmp_path / source.stem).iterdir()
    assert_same(committed(source.stem), results(folder))


@notebook
def test_a_build_elsewhere_gives_the_committed_results_and_notebook(source, project):
    build = [Path(sys.executable).with_name("leedsequity"), "build", source.stem]
    # A process of its own: within this one, forks would come from a server that has other settings
    # already.
    done = subprocess.run(
        build, cwd=project, env=os.environ | ELSEWHERE, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    processed, figures = project / "data/processed" / source.stem, project / "figures" / source.stem
    found = {f"tables/{file.name}": file for file in processed.glob("*.csv")}
    found |= {f"figures/{file.name}": file for file in figures.iterdir()} | {
        "run.json": processed / "run.json"
    }
    assert_same(committed(source.stem), found)
    if SAME_MACHINE:
        built = project / "notebooks" / f"{source.stem}.ipynb"
        assert built.read_bytes() == source.with_suffix(".ipynb").read_bytes()


@notebook
def test_the_executed_notebook_is_the_source_with_outputs(source):
    executed, written = (
        nbformat.read(source.with_suffix(".ipynb"), as_version=4),
        jupytext.read(source),
    )
    assert [(c.cell_type, c.source) for c in executed.cells] == [
        (c.cell_type, c.source) for c in written.cells
    ]
    assert source.with_suffix(".ipynb").stat().st_size < 500_000
    assert executed.metadata.kernelspec.name == "python3"


@notebook
def test_opened_in_jupyterlab_and_saved_a_pair_stays_as_it_is(source, project, monkeypatch, capsys):
    (project / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    executed = project / "notebooks" / f"{source.stem}.ipynb"
    executed.write_bytes(source.with_suffix(".ipynb").read_bytes())
    monkeypatch.chdir(project)
    assert jupytext.cli.jupytext(["--sync", str(executed)]) == 0
    assert source.name in capsys.readouterr().out, "the two files are known as a pair"
    assert (project / "notebooks" / source.name).read_bytes() == source.read_bytes()
    assert executed.read_bytes() == source.with_suffix(".ipynb").read_bytes()


def section(cells, heading: str) -> str:
    """The markdown of a section, up to the next heading of its kind."""
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.split(r"^## ", text.partition(f"## {heading}\n")[2], flags=re.MULTILINE)[0]


@notebook
def test_a_notebook_keeps_to_the_form(source):
    cells = jupytext.read(source).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    assert len(code) <= 25, f"{len(code)} code cells, and at most 25: move work to the library"
    longest = max(len(text.splitlines()) for text in code)
    assert longest <= 12, f"a cell of {longest} lines, and at most 12: divide it"
    if source.stem < "10":  # a notebook of one's own may have them
        assert not re.search(r"^\s*(def|class) |lambda", "\n".join(code), re.MULTILINE), (
            "functions of the nine live in the library: move them to src/leedsequity/analyses"
        )
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    found = [heading for heading in headings if heading in SECTIONS]
    assert found == SECTIONS, f"the sections are, in this order: {', '.join(SECTIONS)}"
    method, end = headings.index("Method"), headings.index("What we find")
    astray = [h for h in headings[:method] + headings[end:] if h not in SECTIONS]
    assert astray in ([], headings[-1:]), (
        f"move {', '.join(astray)}: an analysis stands between Method and What we find"
    )
    assert re.match(r"# .+\n\n\*\*[^*]+\?\*\*", cells[0].source), (
        "begin with `# Title`, an empty line, and the question in bold: **Who …?**"
    )
    parameters = [cell for cell in cells if "parameters" in cell.metadata.get("tags", [])]
    assert len(parameters) <= 1, "parameters stand in one cell, tagged parameters; none needs none"
    bare = [ln for cell in parameters for ln in cell.source.splitlines() if "  # " not in ln]
    assert not bare, f"say behind two spaces and a # what each parameter may be: {bare}"


@notebook
def test_a_notebook_begins_with_its_answer(source):
    """The first code cell reserves its place, and the three sentences fill it at the end."""
    cells = jupytext.read(source).cells
    starts = [n for n, cell in enumerate(cells) if re.match("## In short", cell.source)]
    assert starts, "write a section ## In short, above the first code cell"
    assert starts[0] <= 2, "move ## In short up: title and parameters alone stand above it"
    assert cells[starts[0] + 1].source.splitlines()[-1] == "run.reserve_summary()", (
        "end the first code cell with run.reserve_summary()"
    )
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert len(re.findall(r"\brun\.summary\(", code)) == 1, "call run.summary once, at the end"
    assert re.search(r"\blead=", code), "one figure leads: give run.figure lead=True"


def how_many(pattern: str, text: str, least: int, most: int, what: str) -> None:
    """Require a number of things of a section; the error says the rule."""
    many = len(re.findall(pattern, text, re.MULTILINE | re.DOTALL))
    wanted = str(least) if least == most else f"{least} to {most}"
    assert least <= many <= most, f"{what}: there are {many}, write {wanted}"


@notebook
def test_a_notebook_teaches(source):
    cells = jupytext.read(source).cells
    goals = section(cells, "What you will learn")
    how_many(r"^(?:\*|\d\.) ", goals, 3, 4, "goals in What you will learn, `* ` each")
    assert re.search(r"\b(minutes|hour)", goals), "say in What you will learn how long it takes"
    words = section(cells, "Words and ideas")
    how_many(r"\.\./docs/glossary\.md#", words, 3, 99, "words linked to ../docs/glossary.md#word")
    assert "../docs/methods/" in words + section(cells, "Method"), (
        "link the page of the method, ../docs/methods/….md, from Method or Words and ideas"
    )
    how_many(r"^(?:\*|\d\.) ", section(cells, "Discussion"), 2, 3, "questions in Discussion")
    quiz = section(cells, "Quiz")
    how_many(r"^\d\. ", quiz, 3, 3, "questions in Quiz, `1. ` each")
    folded = r"<details><summary>Answer</summary>.+?</details>"
    how_many(folded, quiz, 3, 3, "answers in Quiz, each inside <details>")
    how_many(r"^\d\. ", section(cells, "Try it yourself"), 3, 3, "questions in Try it yourself")


@notebook
def test_after_what_is_shown_a_sentence_says_what_to_see(source):
    """Two cells that show something never stand together; results stand in no markdown."""
    cells = nbformat.read(source.with_suffix(".ipynb"), as_version=4).cells
    shown = [bool(cell.get("outputs")) for cell in cells]
    bare = [n for n, pair in enumerate(itertools.pairwise(shown)) if all(pair)]
    assert bare == [], (
        f"write what to look at below cells {bare}, each followed by another's output"
    )
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    prose = re.sub(r"`[^`]*`|\b(1|10|20|80|90|95|99|100)%", "", prose)  # code, intervals, tenths
    typed = re.findall(r"(?<![\w.])\d+\.\d+\b|\d+%|\d+ per cent", prose)
    assert typed == [], f"results in markdown, which change with the data: let the page say {typed}"


@notebook
def test_what_is_printed_under_the_prose_is_checked(source):
    cells = [
        cell
        for cell in nbformat.read(source.with_suffix(".ipynb"), as_version=4).cells
        if cell.cell_type == "code"
    ]
    checked = [cell for cell in cells if "nbval-check-output" in cell.metadata.get("tags", [])]
    assert len(checked) >= 4, "tag at least four cells that show results nbval-check-output"
    assert all(
        cell.outputs and {o.output_type for o in cell.outputs} <= {"stream", "display_data"}
        for cell in checked
    )
    assert not [o for cell in cells for o in cell.outputs if o.get("name") == "stderr"]


@notebook
def test_as_a_web_page_it_has_alternative_text_header_cells_and_headings_in_order(source):
    cells = nbformat.read(source.with_suffix(".ipynb"), as_version=4).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    levels = [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    shown_first = next(cell.outputs for cell in cells if cell.get("outputs"))
    assert "stand here when" not in str(shown_first), "the place at the top was not filled"
    for output in (output for cell in cells for output in cell.get("outputs", [])):
        kinds = output.get("data", {})
        assert "image/png" not in kinds, "nbconvert drops the alternative text of a bare picture"
        shown = BeautifulSoup(kinds.get("text/html", ""), "html.parser")
        assert all(len(image["alt"]) > 10 for image in shown.find_all("img"))
        assert all(table.thead.find_all("th", scope="col") for table in shown.find_all("table"))
        assert not shown.find(re.compile("^h[1-6]$")), "a heading out of order"


@notebook
def test_every_figure_says_what_it_shows(source):
    for file in (ROOT / "figures" / source.stem).glob("*.json"):
        sidecar = json.loads(file.read_text())
        assert 2 <= len(sidecar["finding"].split()) <= 15, file.name
        assert sidecar["notebook"] == source.stem
        for key in ("subtitle", "source", "licence", "alt"):
            assert len(sidecar[key]) > 10, (file.name, key)
        assert "nan" not in sidecar["alt"].lower().split(), file.name


#: The names that a source of more than 25 words uses.
SHORT_NAMES = {
    "DfE": "Department for Education",
    "DESNZ": "Department for Energy Security and Net Zero",
    "DLUHC": "Department for Levelling Up, Housing and Communities",
    "DWP": "Department for Work and Pensions",
    "MHCLG": "Ministry of Housing, Communities and Local Government",
    "OHID": "Office for Health Improvement and Disparities",
    "ONS": "Office for National Statistics",
}


@notebook
def test_the_source_of_a_figure_is_the_publishers_of_its_tables_once_each_in_25_words(source):
    run = json.loads((ROOT / "data" / "processed" / source.stem / "run.json").read_text())
    for file, saved in run["outputs"].items():
        if not file.startswith("figures/") or not file.endswith(".json"):
            continue
        words = json.loads((ROOT / "figures" / source.stem / Path(file).name).read_text())["source"]
        assert len(words.split()) <= 25, file
        named = sorted(SHORT_NAMES.get(name, name) for name in words.split("; "))
        tables = [raw.record(table).publisher for table in saved["raw"]]
        assert named == sorted({name for table in tables for name in table.split("; ")}), file


@notebook
def test_no_figure_is_left_over_from_an_earlier_run(source):
    recorded = json.loads((ROOT / "data" / "processed" / source.stem / "run.json").read_text())[
        "outputs"
    ]
    assert {*recorded, "run.json"} == committed(source.stem).keys()
