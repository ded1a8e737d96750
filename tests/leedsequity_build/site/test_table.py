"""A table of a page: header cells, caption, text as text."""

from markupsafe import Markup

from leedsequity_build.site.table import table


def test_each_row_is_named_and_text_is_no_markup():
    html = table(
        "a < b", ["", "Value"], [["Gipton & Harehills", "<b>"], [Markup("<i>x</i>"), None]]
    )
    assert "<caption>a &lt; b</caption>" in html
    assert '<td></td><th scope="col">Value</th>' in html
    assert '<th scope="row">Gipton &amp; Harehills</th><td>&lt;b&gt;</td>' in html
    assert '<th scope="row"><i>x</i></th><td></td>' in html
    assert "\n\n" not in html  # a blank line would end it in Markdown


def test_no_rows_are_no_table():
    assert table("nothing", ["", "Value"], []) == ""
