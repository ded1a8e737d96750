"""The worked examples of docs/methods: every python block prints the text block after it."""

import contextlib
import io
import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "docs" / "methods"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
names = sorted(page.name for page in PAGES.glob("*.md") if page.name != "index.md")


def trimmed(text):
    return [line.rstrip() for line in text.rstrip().splitlines()]


@pytest.mark.parametrize("name", names)
def test_what_the_examples_of_a_page_print_is_what_the_page_says(name):
    blocks = BLOCK.findall((PAGES / name).read_text(encoding="utf-8"))
    languages = [language for language, _ in blocks]
    assert languages, "a page without an example"
    assert languages == ["python", "text"] * (len(blocks) // 2)
    namespace = {}
    for (_, code), (_, expected) in zip(blocks[::2], blocks[1::2], strict=True):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"docs/methods/{name}", "exec"), namespace)
        assert trimmed(printed.getvalue()) == trimmed(expected)


@pytest.mark.parametrize("name", names)
def test_a_page_has_its_formula_or_rule_its_refusals_and_its_sources_and_is_short(name):
    text = (PAGES / name).read_text(encoding="utf-8")
    assert re.search(r"^## (Formula|Rule)$", text, re.MULTILINE)
    assert re.search(r"^## (When it is refused|Policies)$", text, re.MULTILINE)
    assert re.search(r"^## References\n\n1\. ", text, re.MULTILINE)
    assert len(text.splitlines()) <= 90
    prose = BLOCK.sub("", text)
    cited = {
        int(number)
        for group in re.findall(r"\[(\d(?:, \d)*)\]", prose)
        for number in group.split(", ")
    }
    listed = {
        int(number)
        for number in re.findall(r"^(\d)\. ", text.split("## References")[1], re.MULTILINE)
    }
    assert cited <= listed


def test_the_index_lists_every_page_and_every_function():
    from leedsequity import stats

    index = (PAGES / "index.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\(([\w-]+\.md)\)", index)) == names
    functions = {name for name in stats.__all__ if name.islower()} - {"z_value"}
    assert functions == set(
        re.findall(r"`(\w+)`", index.split("| page")[1].split("Common to all")[0])
    )
