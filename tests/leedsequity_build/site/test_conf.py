import re
from types import SimpleNamespace

import pytest

from leedsequity_build.site import conf


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"w_1 + \dots + w_j", "w1+…+wj"),
        (r"\textstyle\sum_j A_{2j}^2", "∑jA2j2"),
        (r"x - \tfrac12", "x−12"),
        (r"\frac{a}{b}", "ab"),
    ],
)
def test_formulas_are_mathml(tex, text):
    pytest.importorskip("docutils")
    node = SimpleNamespace(astext=lambda: tex)
    html = conf._mathml(node, display=False)
    assert html.startswith("<math")
    assert "".join(re.sub("<.*?>", "", html).split()) == text


def test_formulas_of_a_docstring_keep_their_lines():
    lines = ["Do it:", "", "    a = b", "    c = d", "", "Parameters", "----------", "a", "    A."]
    conf._formulas("app", "function", "name", None, None, lines)
    assert lines[:6] == ["Do it:", "", "::", "", "    a = b", "    c = d"]
    assert lines[-4:] == ["Parameters", "----------", "a", "    A."]
