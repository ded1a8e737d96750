"""The page of a notebook, from a small run laid down here."""

import base64
import hashlib
import json

import pytest

from leedsequity.errors import InputError
from leedsequity_build.site.notebook_pages import Answers

PNG = {name: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + name.encode() * 8 for name in ("late", "first")}
TABLE = (
    '<table>\n<caption style="x"><strong>People &amp; places</strong></caption>\n'
    "<tr><th>a</th></tr>\n</table>"
)


def shown(html: str) -> dict:
    data = {"text/html": html.splitlines(keepends=True), "text/plain": ["x"]}
    return {"cell_type": "code", "source": ["x"], "outputs": [{"data": data}]}


def picture(name: str) -> str:
    return (
        f'<img src="data:image/png;base64,{base64.b64encode(PNG[name]).decode()}" alt="of {name}">'
    )


@pytest.fixture
def answers(tmp_path, monkeypatch) -> Answers:
    monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path))
    files = {f"figures/{name}.{ending}": PNG[name] for name in PNG for ending in ("png", "svg")} | {
        "tables/in_short.csv": b"sentence\nOne.\nTwo.\nThree.\n"
    }
    for name, content in files.items():
        folder, _, file = name.partition("/")
        top = {"tables": "data/processed"}.get(folder, folder)
        (tmp_path / top / "01_x").mkdir(parents=True, exist_ok=True)
        (tmp_path / top / "01_x" / file).write_bytes(content)
    outputs = {n: {"sha256": hashlib.sha256(c).hexdigest(), "raw": []} for n, c in files.items()}
    record = {"notebook": "01_x", "parameters": {}, "raw": {}, "outputs": outputs}
    (tmp_path / "data/processed/01_x/run.json").write_text(json.dumps(record))
    (tmp_path / "data/raw").mkdir()
    for name in PNG:
        (tmp_path / f"figures/01_x/{name}.json").write_text(json.dumps({"alt": name}))
    said = (
        "# A title\n\n**A question\nover two lines?** More.",
        "## Limits\n\n* See [ward](../docs/glossary.md#ward).\n\n## Quiz\n\n1. Why?",
    )
    cells = [{"cell_type": "markdown", "source": [line]} for line in said]
    cells[1:1] = [shown(picture("first") + TABLE), shown(picture("late"))]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/01_x.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}}))
    return Answers("01_x")


def test_what_it_asks_and_says(answers):
    assert answers.title == "A title"
    assert answers.question == "A question over two lines?"
    assert answers.section("Limits") == "* See [ward](../../library/glossary/index.md#ward)."
    assert answers.section("Quiz") == "1. Why?"
    assert answers.section("Discussion") == ""
    assert answers.sentences("in_short") == ["One.", "Two.", "Three."]


def test_its_figures_stand_in_the_order_in_which_it_shows_them(answers):
    assert [figure.name for figure in answers.figures] == ["first", "late"]


def test_an_output_that_was_edited_is_refused(answers):
    answers.files.path("figures/late.svg").write_bytes(b"edited")
    with pytest.raises(InputError, match=r"late\.svg is not as its run\.json records it"):
        answers.recorded("figures/late.svg")
    assert answers.recorded("figures/late.png") == PNG["late"]


def test_the_executed_notebook_has_its_pictures_beside_it_and_tables_that_can_be_scrolled(answers):
    cells = json.loads(answers.executed_page)["cells"]
    (html,) = cells[1]["outputs"][0]["data"].values()
    assert 'src="../figures/first.png" alt="of first"' in html
    assert '<div class="wide" role="region" tabindex="0" aria-label="People &amp; places">' in html
    assert "base64" not in answers.executed_page
    assert "../../../library/glossary/index.md#ward" in cells[3]["source"]
    assert cells[0]["source"].index("breadcrumbs") < cells[0]["source"].index("# A title")
