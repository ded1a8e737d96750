import pytest

from leedsequity.errors import InputError
from leedsequity_build.site import project_links


@pytest.mark.parametrize(
    ("file", "page"),
    [
        ("docs/methods/gaps.md", "library/methods/gaps/index.md"),
        ("docs/methods/index.md", "library/methods/index.md"),
        ("docs/glossary.md", "library/glossary/index.md"),
        ("CONTRIBUTING.md", "library/contributing/index.md"),
        ("README.md", "index.md"),
        ("examples/claims_bradford/README.md", "library/examples/claims_bradford/index.md"),
        ("notebooks/05_fair_work.ipynb", "notebooks/05_fair_work/notebook/index.ipynb"),
        ("src/leedsequity/stats/ranks.py", "library/api/stats/index.md"),
        ("src/leedsequity/claims", "library/api/claims/index.md"),
        ("Makefile", None),
        ("src/leedsequity_build/cli.py", None),
    ],
)
def test_the_page_of_a_file(file, page):
    assert project_links.address(file) == page


def test_links_lead_to_pages_and_others_stay_as_they_are():
    said = "[a](../glossary.md#ward), [b](https://example.org/a.md), [c](#here), [d](gaps.md)"
    assert project_links.rewritten(
        said, "docs/methods/peers.md", "library/methods/peers/index.md"
    ) == (
        "[a](../../glossary/index.md#ward), [b](https://example.org/a.md), [c](#here),"
        " [d](../gaps/index.md)"
    )


def test_a_link_to_what_has_no_page_is_refused_by_name():
    with pytest.raises(InputError, match=r"docs/a\.md: the site has no page of \.\./Makefile"):
        project_links.rewritten("[x](../Makefile)", "docs/a.md", "library/a/index.md")
