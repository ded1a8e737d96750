"""The look that all charts share: palette, type, grid, and who stands out."""

import itertools
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any
from weakref import WeakSet

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
from cycler import cycler
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import withStroke
from matplotlib.ticker import MaxNLocator

from leedsequity.stats._frames import check_frame, near
from leedsequity.vocabulary import SEXES

# The order of the UK Government Analysis Function's categorical palette; each pair differs in
# greyscale too. All are at least 3:1 against white, and those that text is written in 4.5:1.
DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE = "#12436D", "#28A197", "#801650", "#F46A25"
LILAC = "#A285D1"
DARK_GREY, MID_GREY, PALE_GREY = "#3D3D3D", "#6B6B6B", "#949494"
GRID = "#E3E3E3"
HALO = [withStroke(linewidth=3, foreground="white")]  # of a text over marks
#: Inches of A4 between its margins: no figure is larger.
WIDEST, HIGHEST = 7.2, 9.0
_MOST_NAMES = 50  # of 10 point under each other on a page
#: What the marks of a key stand for, in the order of the key. `bar` and `band` are intervals.
KEY_MARKS = (
    "focus",
    "reference",
    "context",
    "dot",
    "hollow",
    "hollow_square",
    "square",
    "dashed",
    "bar",
    "band",
    "hatched",
)

_OWN: WeakSet[Figure] = WeakSet()  # the figures that a form made, and did not get a panel of

_SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": DARK_GREY,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelsize": 10,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "axes.titley": 1.0,  # to find out that nothing is in the way costs a layout at each drawing
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "grid.color": GRID,
    "legend.frameon": False,
    "text.parse_math": False,  # a name may hold $
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
}


@dataclass(frozen=True)
class Role:
    """How what plays a part in a chart is drawn; never set off by colour alone."""

    colour: str
    dots: str
    marker: str
    dashes: Any
    width: float
    layer: int

    @property
    def ink(self) -> str:
        """The colour of words about it: its own where that is dark enough to read."""
        return self.colour if self.colour in (DARK_BLUE, DARK_PINK, PALE_GREY) else DARK_GREY

    @property
    def line(self) -> dict[str, Any]:
        """Give the look of a line, in matplotlib's words."""
        return {"color": self.colour, "lw": self.width, "ls": self.dashes, "zorder": self.layer}


ROLES = {
    "focus": Role(DARK_BLUE, DARK_BLUE, "o", "-", 2.4, 4),
    "reference": Role(DARK_GREY, DARK_GREY, "s", "--", 1.6, 3),
    "context": Role(PALE_GREY, PALE_GREY, "o", "-", 0.9, 2),
}
PARTS = tuple(ROLES)
#: How categories are drawn, in the order in which a chart has them: as roles, beside the three.
CATEGORIES = {
    f"category {n}": Role(colour, colour, marker, dashes, 2.0, 4)
    for n, (colour, marker, dashes) in enumerate(
        (
            (DARK_BLUE, "o", "-"),
            (TURQUOISE, "s", "--"),
            (DARK_PINK, "^", "-."),
            (ORANGE, "D", ":"),
            (DARK_GREY, "v", (0, (5, 1))),
            (LILAC, "P", (0, (1, 1))),
        )
    )
}
ROLES |= CATEGORIES
Panel = tuple[Axes, pd.DataFrame]


def theme(*, lasting: bool = False) -> AbstractContextManager[None]:
    """Give charts of your own, by matplotlib or seaborn, the look of these: type, grid, palette.

    Parameters
    ----------
    lasting
        Whether it holds from now on, for the rest of the process; else it holds inside a `with`
        alone, and what matplotlib was set to is so again afterwards.

    Examples
    --------
    >>> from leedsequity import charts
    >>> from matplotlib import pyplot as plt
    >>> with charts.theme():
    ...     figure, ax = plt.subplots()
    """
    own = {name: value for name, value in _SETTINGS.items() if name != "text.parse_math"}
    own["axes.prop_cycle"] = cycler(color=[role.colour for role in CATEGORIES.values()])
    if lasting:
        mpl.rcParams.update(own)
        return nullcontext()
    return _theme(own)


@contextmanager
def _theme(settings: dict[Any, Any]) -> Iterator[None]:
    before = set(plt.get_fignums())
    with mpl.rc_context(settings):
        yield
        for figure in map(plt.figure, set(plt.get_fignums()) - before):
            _make_ticks(figure)


def check(
    form: str,
    data: pd.DataFrame,
    *columns: str | None,
    role: str = "",
    numbers: Sequence[str | None] = (),
) -> pd.DataFrame:
    """Return data as a form draws it, or refuse what it cannot draw.

    Parameters
    ----------
    form
        Name of the form, for the message.
    data, columns
        The frame, and what must be its columns; `None` stands for one that is not wanted.
    role
        The role of all rows of a frame without that column; else the column must be there where
        `columns` has it.
    numbers
        Which of its columns must hold numbers.

    Returns
    -------
    DataFrame
        The same, its numbers, texts and categories in the plain types that matplotlib knows.

    Raises
    ------
    ValueError
        One line: if it is no DataFrame of pandas, there is no row, a column is missing (one of a
        near name is named) or not of numbers, or a role is none of `focus`, `reference` and
        `context`.
    """
    try:
        check_frame(data)
    except ValueError as error:
        raise ValueError(f"charts.{form}: {error}") from None
    wanted = [name for name in (*columns, *numbers) if name is not None]
    has = ", ".join(map(str, data.columns))
    if not all(isinstance(name, str) for name in data.columns) or data.columns.has_duplicates:
        raise ValueError(f"charts.{form}: names of columns are texts, each there once, not {has}")
    data = data.assign(role=role) if role and "role" not in data else data
    if missing := [name for name in dict.fromkeys(wanted) if name not in data]:
        words = ", ".join(f"{name}{near(name, data.columns)}" for name in missing)
        hint = f": {_ROLE_WORDS}" if missing == ["role"] else ""
        hint = ": it is the index, reset_index() first" if missing == [data.index.name] else hint
        raise ValueError(f"charts.{form}: no column {words}{hint}; the data has {has}")
    if data.empty:
        raise ValueError(f"charts.{form}: no rows to draw")
    data = data.assign(**{name: _plain(data[name]) for name in {*wanted, *({"role"} & {*data})}})
    for name in filter(None, numbers):
        if not pd.api.types.is_numeric_dtype(data[name]):
            kind = f"{data[name].dtype}: .astype(float) makes them"
            raise ValueError(f"charts.{form}: column {name} must hold numbers, not {kind}")
    if "role" in data and (odd := sorted(set(data["role"].dropna().map(str)) - set(PARTS))):
        raise ValueError(f"charts.{form}: role {', '.join(odd)} is none of {', '.join(PARTS)}")
    return data


_ROLE_WORDS = "it says which rows are the focus, which the reference (England), which context"


def _plain(values: pd.Series) -> pd.Series:
    """Return a column of categories, or of a type that may be missing, in a plain type."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    if isinstance(values.dtype, np.dtype) or not pd.api.types.is_numeric_dtype(values):
        texts = pd.api.types.is_string_dtype(values) and values.dtype != object
        return values.astype("str") if texts else values
    whole = pd.api.types.is_integer_dtype(values) and not values.hasnans
    return values.astype("int64" if whole else "float64")


def by_category(
    form: str, data: pd.DataFrame, colour: str | None
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return data whose roles are categories of a column, and the word of each for the key.

    Raises
    ------
    ValueError
        If there are more categories than colours that can be told apart.
    """
    if colour is None:
        return data, {}
    kinds = [*dict.fromkeys(data[colour].dropna())]
    if len(kinds) > len(CATEGORIES):
        raise ValueError(
            f"charts.{form}: {colour} has {len(kinds)} categories, and {len(CATEGORIES)} colours"
            " can be told apart: keep fewer, or say by the column role which rows stand out"
        )
    names = dict(zip(kinds, CATEGORIES, strict=False))
    return data.assign(role=data[colour].map(names).fillna("context")), {
        role: str(kind) for kind, role in names.items()
    }


def axis_title(data: pd.DataFrame, column: str, given: str) -> str:
    """Return the title of an axis: the one given, else the column's name, with its unit if known.

    `attrs["units"]` has the units of a table that `leedsequity.raw.load` returned.
    """
    unit = data.attrs.get("units", {}).get(column, "none")
    words = column.replace("_", " ").capitalize()
    return given or (words if unit == "none" else f"{words}, {unit}")


@contextmanager
def panels(
    data: pd.DataFrame,
    by: str = "",
    *,
    width: float = WIDEST,
    height: float = 3.5,
    columns: int = 0,
    ax: Axes | None = None,
    **settings: Any,
) -> Iterator[tuple[Figure, list[Panel]]]:
    """Give a figure, and a panel with its rows for each value of a column, which is its title.

    Panels stand in the order of the rows, but men on the left; without that column there is one
    panel, without a title. Where `ax` is given it is that panel, and data of more are refused with
    a `ValueError`. `settings` are those of `matplotlib.pyplot.subplots`. No figure is larger than
    `WIDEST` by `HIGHEST`. The look is the same whatever matplotlib is set to, by a file
    `matplotlibrc` for one; what it was set to is so again afterwards.
    """
    data = _ten_digits(data)
    names = list(data[by].unique()) if by in data else [""]
    if by == "sex":
        names.sort(reverse=True)
    if ax is not None and len(names) > 1:
        listed = ", ".join(map(str, names))
        raise ValueError(f"one panel was given for {len(names)} of {by}: {listed}")
    with mpl.style.context(_SETTINGS, after_reset=True):
        across = min(len(names), columns or len(names))
        look: dict[str, Any] = {
            "figsize": (min(width, WIDEST), min(height, HIGHEST)),
            "layout": "constrained",
            "sharey": True,
        } | settings
        if ax is None:
            figure, grid = plt.subplots(-(-len(names) // across), across, squeeze=False, **look)
            axes = list(grid.flat)
            _OWN.add(figure)
            # A notebook shows what its cell returns, and then every open figure: closed, it is
            # shown once; a cell that returns something else shows it when it ends.
            figure._repr_mimebundle_ = partial(_shown, figure)
        else:
            figure, axes = axes_figure(ax), [ax]
            ax.spines[["top", "right"]].set_visible(False)
        for ax, name in zip(axes, names, strict=False):
            ax.set_title(SEXES[name].capitalize() if name in SEXES else str(name))
            ax.set_axisbelow(True)
            ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 4, 5, 10]))
            ax.yaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10]))
        for ax in axes[len(names) :]:
            ax.remove()
        rows = [data[data[by] == name] if by in data else data for name in names]
        yield figure, list(zip(axes, rows, strict=False))
        _make_ticks(figure)


def _make_ticks(figure: Figure) -> None:
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        axis.get_major_ticks()  # made when drawn, they would have the look of wherever that is


def _shown(figure: Figure, **_: Any) -> dict[str, str]:
    plt.close(figure)
    return {}


def axes_figure(ax: Axes) -> Figure:
    """Return the figure that a panel stands in."""
    figure = ax.get_figure(root=True)
    assert figure is not None, "a panel without a figure"
    return figure


@contextmanager
def measure_panels(
    data: pd.DataFrame, by: str, height: float, ax: Axes | None = None
) -> Iterator[tuple[Figure, list[Panel]]]:
    """Give a figure with three panels of a height in a row, one a measure, their titles wrapped."""
    height = 0.5 + height * -(-data[by].nunique() // 3)
    with panels(data, by, columns=3, height=height, ax=ax, sharey=False) as (figure, cells):
        for ax, rows in cells:
            lines = str(rows[by].iloc[0]).split("\n")
            ax.set_title("\n".join(textwrap.fill(line, 22) for line in lines), fontsize=10)
        yield figure, cells


def _ten_digits(data: pd.DataFrame) -> pd.DataFrame:
    """Return data with ten digits of each number: those beyond differ between processors."""
    numbers = data.select_dtypes("float64").map(lambda number: float(f"{number:.10g}"))
    return data.assign(**numbers)


def estimates(
    ax: Axes,
    rows: pd.DataFrame,
    role: str,
    columns: Sequence[str],
    *,
    horizontal: bool = False,
    **look: Any,
) -> None:
    """Draw estimates as the dots of a role, with their intervals as bars.

    `columns` are the place, the estimate and its limits. Bars are horizontal where the places are
    a list of names.
    """
    along, value, lower, upper = (rows[column] for column in columns)
    style, bars = ROLES[role], [value - lower, upper - value]
    drawn: dict[str, Any] = {"fmt": style.marker, "color": style.dots, "zorder": style.layer} | look
    if horizontal:
        ax.errorbar(value, along, xerr=bars, **drawn)
    else:
        ax.errorbar(along, value, yerr=bars, **drawn)


def shade(ax: Axes, rows: pd.DataFrame, x: str, limits: Sequence[str], **look: Any) -> None:
    """Shade the interval between two columns along a third."""
    low, high = limits
    ax.fill_between(rows[x], rows[low], rows[high], **{"alpha": 0.2, "lw": 0} | look)


def write(ax: Axes, text: str, at: tuple[Any, Any], away: tuple[float, float], **look: Any) -> None:
    """Write a text some points away from a place in the units of the data."""
    ax.annotate(text, at, away, textcoords="offset points", **look)


def write_inside(ax: Axes, text: str, at: tuple[float, float], **look: Any) -> None:
    """Write a text at a place in shares of the panel's width and height."""
    ax.annotate(text, at, xycoords="axes fraction", **look)


def mark_no_difference(ax: Axes, at: float, label: str, *, vertical: bool = False) -> None:
    """Draw the line at which there is no difference, labelled at its upper or its left end."""
    look: dict[str, Any] = {"color": DARK_GREY, "lw": 1, "zorder": 1}
    text: dict[str, Any] = {"textcoords": "offset points", "color": DARK_GREY, "zorder": 6}
    text["path_effects"] = HALO
    if vertical:
        ax.axvline(at, **look)
        text |= {"xycoords": ("data", "axes fraction"), "ha": "center", "va": "top"}
        ax.annotate(label, (at, 1), (0, 0), **text)
    else:
        ax.axhline(at, **look)
        text |= {"xycoords": ("axes fraction", "data"), "va": "bottom"}
        ax.annotate(label, (0, at), (2, 2), **text)


def list_names(
    axes: Sequence[Axes],
    names: list[str],
    above: float = 0.6,
    wrap: int = 28,
    keep: Iterable[str] = (),
) -> None:
    """Make the vertical axis that panels share a list of names, and draw the grid across it.

    Names are wrapped after `wrap` letters, so that they leave the panels their width, and cut there
    where a page has no room for more lines. Of more than `_MOST_NAMES` every second or third is
    written, and all of `keep`.
    """
    step, kept = -(-len(names) // _MOST_NAMES), set(keep)
    beside = {i + near for i, name in enumerate(names) if name in kept for near in (-1, 1)}
    crowded = len(names) * row_height(names, wrap) > HIGHEST - 1.3
    shown = [shorten(name, wrap) if crowded else textwrap.fill(name, wrap) for name in names]
    if step > 1:
        drop = {i for i in range(len(names)) if i % step or i in beside}
        shown = ["" if i in drop and names[i] not in kept else n for i, n in enumerate(shown)]
    axes[0].set_ylim(len(names) - 0.4, -above)
    axes[0].set_yticks(range(len(names)), shown)
    for ax in axes:
        ax.set_xlabel(textwrap.fill(ax.get_xlabel(), 46 if len(axes) == 1 else 28))
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        ax.tick_params(axis="y", length=0)


def row_height(names: Iterable[str], wrap: int = 28) -> float:
    """Return the inches that a row of a list of names needs for no two to touch when wrapped."""
    lines = [len(textwrap.wrap(name, wrap)) for name in dict.fromkeys(names)]
    pairs = [sum(pair) / 2 for pair in itertools.pairwise(lines)]
    return max(0.3, 0.06 + 0.16 * max(pairs, default=1))


def decile_axis(axes: Sequence[Axes]) -> None:
    """Give panels a tick at each decile, evenly spaced, and say at 1 and 10 what the ends are."""
    wide = axes_figure(axes[0]).get_figwidth() / len(axes) > 2.5
    gap = " " if wide else "\n"
    inner = [str(decile) if wide else "" for decile in range(2, 10)]
    ticks = [f"1\nmost{gap}deprived", *inner, f"10\nleast{gap}deprived"]
    for ax in axes:
        ax.set_xlim(0.3, 10.7)
        ax.set_xticks(range(1, 11), ticks)
        for label, side in ((0, "left"), (-1, "right")):
            text = ax.get_xticklabels()[label]
            text.set(ha=side if wide else "center")


def place_key(
    ax: Axes, marks: Sequence[Artist], words: Sequence[str], *, lines: float = 0, **look: Any
) -> None:
    """Place marks and their words above all panels; in a figure of the caller's, above the one.

    `lines` is how many lines of text stand above the panel, without its title.
    """
    look = {"ncols": len(words), "handletextpad": 0.5, "columnspacing": 1.6} | look
    figure = axes_figure(ax)
    if figure in _OWN:
        figure.legend(marks, words, loc="outside upper left", borderaxespad=0.1, **look)
    else:
        titles = any(ax.get_title(side) for side in ("left", "center", "right"))
        above = {"bbox_to_anchor": (0, 1), "borderaxespad": 0.2 + 1.6 * (lines + titles)}
        ax.legend(marks, words, loc="lower left", **above | look)


def write_key(ax: Axes, words: Mapping[str, str], *, lines: float = 0) -> None:
    """Write above the panels what marks mean: a row of marks, each with its word.

    Parameters
    ----------
    words
        For each mark of `KEY_MARKS`, what it means; one without a word is left out.
    lines
        As in `place_key`.

    Raises
    ------
    ValueError
        If a mark is none of `KEY_MARKS`.
    """
    if odd := [mark for mark in words if mark not in (*KEY_MARKS, *CATEGORIES)]:
        raise ValueError(f"a key has no mark {', '.join(odd)}; it has {', '.join(KEY_MARKS)}")
    marks = [
        (_key_mark(mark), words[mark]) for mark in (*KEY_MARKS, *CATEGORIES) if words.get(mark)
    ]
    if marks:
        place_key(ax, *zip(*marks, strict=True), lines=lines, borderpad=0.2)


def _key_mark(mark: str) -> Artist:
    if mark in ("band", "hatched"):
        look: dict[str, Any] = {"facecolor": DARK_BLUE, "alpha": 0.25}
        if mark == "hatched":
            look = {"facecolor": "white", "edgecolor": PALE_GREY, "hatch": "////"}
        return Patch(**look)
    if mark in ROLES:
        return Line2D([], [], marker=ROLES[mark].marker, ms=5, **ROLES[mark].line)
    looks: dict[str, dict[str, Any]] = {
        "dot": {"marker": "o", "color": DARK_BLUE, "ls": ""},
        "hollow": {"marker": "o", "mfc": "white", "mec": DARK_BLUE, "ls": ""},
        "hollow_square": {"marker": "s", "mfc": "white", "mec": DARK_GREY, "ls": ""},
        "square": {"marker": "s", "color": DARK_GREY, "ls": ""},
        "dashed": {"color": DARK_GREY, "ls": "--", "lw": 1.2},
        "bar": {"color": DARK_BLUE, "lw": 1.8},
    }
    return Line2D([], [], ms=6, **looks[mark])


def shorten(text: str, letters: int) -> str:
    """Return a text of at most some letters, cut between words."""
    return textwrap.shorten(text, letters, placeholder=" …")


def number(value: float, decimals: int) -> str:
    """Return a number as people read it: rounded, with commas, no minus before nought."""
    return "[x]" if pd.isna(value) else f"{round(value, decimals) + 0.0:,.{decimals}f}"


def decimals_for(values: pd.Series) -> int:
    """Return how many decimals tell values apart: none from 100, two where all are below 3."""
    largest = values.abs().max()
    return 0 if largest >= 99.95 else 1 if largest >= 3 else 2


def label_ends(ax: Axes, ends: list[tuple[float, float, str, str]]) -> None:
    """Write labels to the right of line ends, moved so that they do not touch.

    `ends` are x, y, text and colour of each label. The limits of the panel must be final.
    """
    bottom, top = ax.get_ylim()
    rows = spec.nrows if (spec := ax.get_gridspec()) else 1
    inches = axes_figure(ax).get_figheight() / rows - 1.0  # but for titles and ticks
    room = (top - bottom) * 0.17 / max(inches, 0.6)
    order = sorted(ends, key=lambda end: end[1])
    heights = np.array([end[1] for end in order], np.float64)
    for i in range(1, len(heights)):
        heights[i] = max(heights[i], heights[i - 1] + room)
    heights -= max(0.0, heights[-1] - top) if len(heights) else 0.0
    for (x, _, text, colour), height in zip(order, heights, strict=True):
        look: dict[str, Any] = {
            "va": "center",
            "color": colour,
            "fontsize": 10,
            "annotation_clip": False,
        }
        write(ax, text, (x, height), (6, 0), **look)
