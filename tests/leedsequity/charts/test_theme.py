"""The look of all forms: nothing but the data decides it, and a text is drawn as it is."""

import io
import re
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame
from IPython.core.formatters import DisplayFormatter
from matplotlib.figure import Figure
from matplotlib.text import Text
from shapely.geometry import box

from leedsequity import charts

SEXES = ("female", "male")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def lines(**more):
    rows = [
        (sex, role, name, 2000 + i, value + i / 10)
        for sex in SEXES
        for role, name, value in (
            ("focus", "Leeds", 80),
            ("reference", "England", 80.01),
            ("context", "York", 70),
            ("context", "Hull", 60),
        )
        for i in range(5)
    ]
    data = pd.DataFrame(rows, columns=["sex", "role", "name", "year", "value"])
    return charts.lines(
        data, x="year", y="value", name="name", x_label="Year", y_label="Years", **more
    )


def test_an_image_holds_no_title_of_its_own():
    assert lines().get_suptitle() == ""


def estimates(place):
    rows = [
        (sex, place[i], 5 + i, 4 + i, 7 + i, "focus" if i == 1 else "context")
        for sex in SEXES
        for i in range(3)
    ]
    return pd.DataFrame(rows, columns=["sex", "place", "value", "lower", "upper", "role"])


# Nothing but the data decides on the bytes


UGLY = {
    "axes.facecolor": "yellow",
    "axes.xmargin": 0.4,
    "errorbar.capsize": 9,
    "font.size": 22,
    "grid.color": "blue",
    "legend.framealpha": 0.1,
    "lines.linewidth": 9,
    "lines.markersize": 20,
    "xtick.color": "red",
    "xtick.direction": "in",
    "xtick.major.size": 15,
    "ytick.labelsize": 30,
}


def svg(figure) -> bytes:
    file = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "fixed"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
    return file.getvalue()


def test_a_chart_is_drawn_the_same_whatever_matplotlib_is_set_to_and_the_settings_stay():
    plain = svg(lines())
    with mpl.rc_context(UGLY):
        before = mpl.rcParams.copy()
        figure = lines()
        assert mpl.rcParams == before
    assert svg(figure) == plain


def test_digits_that_differ_between_processors_do_not_move_a_chart():
    heights = np.linspace(70, 80, 50)
    charts_of = []
    for noise in (0, 1e-13):
        data = pd.DataFrame(
            {"x": range(50), "y": heights * (1 + noise), "name": "a", "role": "focus"}
        )
        charts_of.append(svg(charts.lines(data, x="x", y="y", name="name", x_label="", y_label="")))
    assert charts_of[0] == charts_of[1]


def luminance(colour):
    """By WCAG 2.2, of a colour such as #12436D."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


theme = sys.modules[charts.theme.__module__]  # `charts.theme` is the function of its name


def test_all_colours_stand_out_from_white_and_those_of_text_more():
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)  # as WCAG says
    for name in ("DARK_BLUE", "TURQUOISE", "DARK_PINK", "ORANGE", "LILAC", "PALE_GREY"):
        assert contrast(getattr(theme, name), "#FFFFFF") >= 3, name
    for name in ("DARK_BLUE", "DARK_PINK", "DARK_GREY", "MID_GREY"):
        assert contrast(getattr(theme, name), "#FFFFFF") >= 4.5, name


@pytest.mark.parametrize("rows", [3, 60])
def test_no_figure_is_larger_than_a4_between_its_margins_or_its_type_less_than_10_point(rows):
    names = [f"A name of an area that is rather long, {i}" for i in range(rows)]
    data = pd.DataFrame({"place": names, "value": 1.0, "lower": 0.5, "upper": 2.0, "role": "focus"})
    spots = {column: column for column in ("place", "value", "lower", "upper")}
    for figure in (
        charts.intervals(data, **spots, value_label="Years"),
        charts.bars(data, place="place", value="value", value_label="Years"),
    ):
        width, height = figure.get_size_inches()
        assert width <= 7.2
        assert height <= 9
        assert min(text.get_fontsize() for text in figure.findobj(Text)) >= 10


# Text that matplotlib would take for a formula, and fail on or set in italics; and what else it
# might read in it.
MARKUP = [r"$x^$", r"\frac{1 $\undefined$", "$5 $a_b %s {0} <b>&amp;"]


def forms(text):
    """Every form, with the text wherever it takes one."""
    limits = {"lower": "lower", "upper": "upper"}
    spots = {column: column for column in ("place", "value")} | limits
    dots = estimates([text, f"{text}.", f"{text}.."])
    points = pd.DataFrame(
        [
            (role, f"{text}{role}", year, 5.0 + year)
            for role in ("focus", "reference", "context")
            for year in (1, 2)
        ],
        columns=["role", "name", "year", "value"],
    ).assign(lower=1.0, upper=9.0, panel=text, sex=text)
    axes = {"x": "year", "y": "value", "name": "name"}
    titles = {"x_label": text, "y_label": text}
    shapes = GeoDataFrame(
        points.head(3), geometry=[box(i, 0, i + 1, 1) for i in range(3)], crs=27700
    )
    choices = pd.DataFrame(True, index=points["name"].unique(), columns=[text, f"{text}."])
    estimate = pd.DataFrame({"sex": [text], "estimate": [1.0], "lower": [0.5], "upper": [1.5]})
    fits = {"fits": {text: "lower", f"{text}.": "upper"}, "band": ("lower", "upper")}
    once = points.drop_duplicates("name")
    yield charts.lines(points, **axes, **titles, context=text, no_difference=(5, text))
    hidden = dots.assign(value=dots["value"].where(dots["role"] == "focus"))
    marked = {"no_difference": (5, text), "missing": text}
    yield charts.intervals(hidden, **spots, value_label=text, **marked)
    yield charts.intervals(
        dots.assign(place=[1, 2, 3] * 2),
        **spots,
        value_label=text,
        place_label=text,
        ticks=[text] * 3,
    )
    yield charts.bars(
        dots.head(3), place="place", value="value", value_label=text, mark="lower", mark_label=text
    )
    yield charts.profile(
        once.assign(measure=text), measure="measure", place="name", value="value", value_label=text
    )
    yield charts.fitted(points, **axes, **titles, limits=("lower", "upper"), **fits)
    yield charts.multiples(points, **axes, by="panel", context=text)
    yield charts.area_map(
        shapes,
        value="value",
        value_label=text,
        edges=[5, 6, 8],
        outlines=shapes.assign(labelled=True),
        classes=[text] * 2,
    )
    tiles = shapes.assign(role="focus", region=text).to_crs(4326)
    shaded = {"value": "value", "value_label": text, "edges": [5, 6, 8], "region": "region"}
    yield charts.tile_map(tiles, **shaded)
    among = once.assign(indicator=text, polarity="high", verdict="better")
    among["value"] = [6.0, 7.0, 8.0]
    yield charts.spine(among, indicator="indicator", value="value", name="name")
    yield charts.ranked_strip(
        once.drop(columns="sex"), value="value", name="name", value_label=text
    )
    people = [once.assign(sex=sex).query("role != 'context'") for sex in SEXES]
    ages = {"age": "panel", "value": "value", "name": "name", "value_label": text}
    yield charts.pyramid(pd.concat(people), **ages)
    one = once.query("role == 'focus'")
    yield charts.readings(one, claim="panel", printed="upper", value="value", main_label=text)
    yield charts.specification_curve(
        once,
        choices,
        name="name",
        value="value",
        **limits,
        value_label=text,
        band=estimate,
        band_label=text,
    )


@pytest.mark.parametrize("text", MARKUP)
def test_every_form_draws_a_text_as_it_is(text):
    drawn = list(forms(text))
    assert len({figure.number for figure in drawn}) == 14
    for figure in drawn:
        figure.draw_without_rendering()  # a formula that is none raises here
        texts = [one for one in figure.findobj(Text) if text in one.get_text()]
        assert texts
        assert not [one.get_text() for one in texts if one.get_parse_math()]


def test_two_forms_of_one_figure_have_each_their_key_above_their_own_panel():
    data = estimates(["A", "B", "C"]).drop(columns="sex").head(3)
    spots = {column: column for column in ("place", "value", "lower", "upper")}
    figure, axes = plt.subplots(1, 2, layout="constrained")
    for ax, word in zip(axes, ("one", "two"), strict=True):
        charts.intervals(data, **spots, value_label="Years", key={"bar": word}, ax=ax)
    figure.draw_without_rendering()
    assert not figure.legends
    for ax, word in zip(axes, ("one", "two"), strict=True):
        assert [text.get_text() for text in ax.get_legend().get_texts()] == [word]
        assert ax.get_xlabel() == "Years"
        assert ax.get_legend().get_window_extent().y0 >= ax.get_window_extent().y1 - 1


# What a pandas user brings


def stranger(**columns):
    rows = {"Stadt": ["York", "Hull", "Ripon"], "Wert": [1.5, 2.5, 4.0], "Art": ["a", "b", "a"]}
    return pd.DataFrame(rows | columns)


@pytest.mark.parametrize(
    "types",
    [
        {},
        {"Stadt": "category", "Art": "category"},
        {"Wert": "Float64", "Stadt": "string"},
        {"Wert": "double[pyarrow]", "Stadt": "string[pyarrow]", "Art": "string[pyarrow]"},
        {"Wert": "int64"},
    ],
)
def test_a_frame_without_role_or_limits_is_drawn_whatever_its_types(types):
    data = stranger().astype(types)
    ax = charts.bars(data, place="Stadt", value="Wert", colour="Art").axes[0]
    assert [bar.get_width() for bar in ax.patches[:3]] == [*data["Wert"].astype(float)]
    first, second, third = (bar.get_facecolor() for bar in ax.patches[:3])
    assert first == third != second
    ax = charts.intervals(data, place="Stadt", value="Wert", colour="Art").axes[0]
    assert ax.get_xlabel() == "Wert"
    lines = charts.lines(stranger(Jahr=2020, Stadt="York").astype(types), x="Jahr", y="Wert")
    assert len(lines.axes[0].lines) == 1


def test_a_category_has_its_colour_its_mark_and_its_word_above():
    data = stranger(lower=1.0, upper=5.0)
    figure = charts.intervals(data, place="Stadt", value="Wert", colour="Art")
    (key,) = figure.legends
    assert [text.get_text() for text in key.get_texts()] == ["95% interval", "a", "b"]
    assert len({(mark.get_color(), mark.get_marker()) for mark in key.legend_handles}) == 3


def test_lines_without_roles_have_a_colour_each_and_many_are_grey():
    two = pd.DataFrame({"year": [1, 2] * 2, "value": [1, 2, 3, 4], "name": list("aabb")})
    drawn = charts.lines(two, x="year", y="value", name="name").axes[0].lines
    assert len({line.get_color() for line in drawn}) == 2
    many = pd.DataFrame({"year": [1, 2] * 9, "value": range(18), "name": sorted("abcdefghi" * 2)})
    drawn = charts.lines(many, x="year", y="value", name="name").axes[0].lines
    assert {line.get_color() for line in drawn} == {theme.PALE_GREY}


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        (stranger(), {"value": "Wrt"}, "charts.bars: no column Wrt (did you mean 'Wert'?); the d"),
        (stranger(Wert=["1", "2", "3"]), {}, "column Wert must hold numbers, not str: .astype(flo"),
        (stranger(Art=0).to_dict(), {}, "charts.bars: a DataFrame of pandas is wanted, not dict"),
        (stranger(role="focus "), {}, "role focus  is none of focus, reference, context"),
        (stranger(role="category 1"), {}, "role category 1 is none of focus, reference, context"),
        (stranger().set_index("Stadt"), {}, "Stadt: it is the index, reset_index() first; the da"),
        (stranger().set_axis(["Stadt", "Wert", 3], axis=1), {}, "names of columns are texts, each"),
        (stranger().set_axis(["Stadt", "Wert", "Wert"], axis=1), {}, "each there once, not Stadt"),
        (
            pd.DataFrame({"Stadt": list("abcdefg"), "Wert": 1}),
            {"colour": "Stadt"},
            "Stadt has 7 categories, and 6 colours can be told apart",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_line_that_names_what_there_is(
    data, arguments, message
):
    with pytest.raises(ValueError, match=re.escape(message)):
        charts.bars(data, **{"place": "Stadt", "value": "Wert"} | arguments)


def test_where_only_a_role_can_say_what_is_meant_the_error_says_what_it_is():
    with pytest.raises(ValueError, match="no column role: it says which rows are the focus"):
        charts.readings(stranger(), claim="Stadt", printed="Wert", value="Wert")


def test_an_axis_has_the_unit_of_a_raw_table():
    data = stranger()
    data.attrs["units"] = {"Wert": "years", "Art": "none"}
    figure = charts.bars(data, place="Stadt", value="Wert")
    assert figure.axes[0].get_xlabel() == "Wert, years"


def test_a_notebook_shows_a_figure_once():
    """What a cell returns is shown, and is then no open figure that the cell's end shows again."""
    formatter = DisplayFormatter()
    formatter.formatters["image/png"].for_type(Figure, lambda _: b"picture")
    figure = charts.bars(stranger(), place="Stadt", value="Wert")
    assert plt.get_fignums() == [figure.number]
    shown, _ = formatter.format(figure)
    assert shown["image/png"] == b"picture"
    assert plt.get_fignums() == []
    _, own = plt.subplots()
    figure = charts.bars(stranger(), place="Stadt", value="Wert", ax=own)
    formatter.format(figure)
    assert plt.get_fignums() == [figure.number], "the caller's own figure is the caller's"


def test_the_theme_is_that_of_the_forms_inside_with_and_nowhere_else():
    before = dict(mpl.rcParams)
    with charts.theme():
        assert mpl.rcParams["axes.spines.top"] is False
        _, ax = plt.subplots()
        (line,) = ax.plot([1, 2])
        assert line.get_color() == theme.DARK_BLUE
    assert dict(mpl.rcParams) == before
    with mpl.rc_context():
        charts.theme(lasting=True)
        assert mpl.rcParams["axes.titleweight"] == "bold"
    assert dict(mpl.rcParams) == before


def multiples(data, ax):
    return charts.multiples(data, x="year", y="value", name="place", by="measure", ax=ax)


def specification_curve(data, ax):
    choices = pd.DataFrame({"weighted": [True, False, True]}, index=["A", "B", "C"])
    band = pd.DataFrame({"sex": SEXES, "estimate": 5, "lower": 4, "upper": 6})
    names = {"name": "choice", "value": "value", "lower": "lower", "upper": "upper"}
    words = {"value_label": "Years", "band_label": ""}
    data = data.rename(columns={"place": "choice"}).assign(role="focus")
    return charts.specification_curve(data, choices, **names, band=band, **words, ax=ax)


@pytest.mark.parametrize("form", [multiples, specification_curve])
def test_forms_of_several_panels_draw_one_where_they_are_asked_to(form):
    figure, (left, right) = plt.subplots(1, 2)
    data = estimates(["A", "B", "C"]).assign(year=2020)
    data["measure"] = data["sex"]
    assert form(data[data["sex"] == "male"], left) is figure
    assert left.has_data()
    assert not right.has_data()
    with pytest.raises(ValueError, match="one panel was given for 2"):
        form(data, right)
