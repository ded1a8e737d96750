"""How a figure is written: as SVG, as PNG, and as a PNG to share that bears its words.

The bytes depend on the figure and its words alone: no clock, no path, one font.
"""

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from PIL.Image import Image

SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "leedsequity",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",
    "figure.autolayout": False,
    "figure.constrained_layout.use": False,
}
_DPI = 150
_WIDEST, _HIGHEST = 7.2, 9.0  # inches on A4: what is larger is printed smaller
_NARROWEST = 6.0  # inches that words need
_MARGIN = 0.15 * 72  # points, as all below
_LINE = 1.35  # of a letter's size
_SIZES = {"finding": 13.0, "subtitle": 10.0, "source": 8.5}
_WEIGHTS = {"finding": "bold", "subtitle": "normal", "source": "normal"}
# What an XML document cannot hold.
_NO_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")


def settle(figure: "Figure") -> None:
    """Lay a figure out once, to four decimals: the solver's last digits differ by process."""
    from matplotlib.text import Text

    powers: set[Any] = set()
    for axis in (axis for ax in figure.axes for axis in (ax.xaxis, ax.yaxis)):
        axis.get_major_ticks()  # made here, so that they are found below
        powers.update(set(axis.findobj(Text)) - {axis.label} if axis.get_scale() == "log" else ())
        if not axis.get_label_text():
            # Any place will do for no words; to find theirs, all tick labels are measured.
            axis.set_label_coords(0, 0)
    for words in set(figure.findobj(Text)) - powers:
        words.set_parse_math(False)  # of a text, $ and what stands between two are no formula
    if (engine := figure.get_layout_engine()) is not None:
        engine.execute(figure)
    figure.set_layout_engine(None)  # with "none", each saving would draw everything twice
    for ax in figure.axes:
        ax.apply_aspect()
        left, bottom, width, height = (round(side, 4) for side in ax.get_position().bounds)
        ax.set_position((left, bottom, width, height))


def svg(figure: "Figure", name: str, title: str, description: str) -> bytes:
    """Return a figure as SVG, which tells those who do not see it what it shows.

    Parameters
    ----------
    figure
        The drawing, laid out.
    name
        The figure's name, of which its ids are made.
    title, description
        What stands in `<title>` and `<desc>`.
    """
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    title_id, description_id = (f"{re.sub(r'[^A-Za-z0-9_]', '-', name)}-{n}" for n in ("t", "d"))
    words = (
        f'<title id="{title_id}">{escape(title)}</title>\n'
        f' <desc id="{description_id}">{escape(description)}</desc>\n '
    )
    before, start, after = file.getvalue().partition(b"<svg ")
    inside = after.index(b">") + 1
    root = f'role="img" aria-labelledby="{title_id} {description_id}" '.encode()
    drawn = [before, start, root, after[:inside], b"\n ", words.encode(), after[inside:].lstrip()]
    return _NO_XML.sub(b"", b"".join(drawn))  # its comments hold the texts drawn


def pixels(figure: "Figure") -> "Image":
    """Return a figure as pixels, of which both PNGs are made: drawing it is what costs."""
    from PIL import Image

    drawn = io.BytesIO()
    figure.savefig(drawn, format="rgba", dpi=_DPI)
    width, height = (int(side * _DPI) for side in figure.get_size_inches())
    return Image.frombytes("RGBA", (width, height), drawn.getvalue()).convert("RGB")


def png(drawing: "Image") -> bytes:
    """Return a drawing as PNG in 256 colours, a third of the size: notebooks hold every figure."""
    return _written(drawing, _DPI)


def shared(drawing: "Image", finding: str, subtitle: str, source: str) -> bytes:
    """Return a drawing as PNG with finding and subtitle drawn above it and its source beneath.

    Printed, it is at most 7.2 inches wide and 9 high.
    """
    from matplotlib.figure import Figure

    scale = _DPI / 72
    width = max(drawing.width / scale, _NARROWEST * 72)
    words = {"finding": finding, "subtitle": subtitle, "source": source}
    lines = [(part, line) for part, text in words.items() for line in _wrapped(part, text, width)]
    above = [_SIZES[part] * _LINE for part, _ in lines if part != "source"]
    below = [_SIZES[part] * _LINE for part, _ in lines if part == "source"]
    top = sum(above) + 1.5 * _MARGIN
    height = top + drawing.height / scale + sum(below) + 1.5 * _MARGIN
    # Half a pixel more, so that rounding takes none away.
    wide, high = ((round(side * scale) + 0.5) / _DPI for side in (width, height))
    sheet = Figure(figsize=(wide, high), facecolor="white")
    y = height - _MARGIN / 2
    for n, (part, line) in enumerate(lines):
        if n == len(above):
            y = sum(below) + _MARGIN
        y -= _SIZES[part] * _LINE
        weight = _WEIGHTS[part]
        text = sheet.text(_MARGIN / width, y / height, line, size=_SIZES[part], weight=weight)
        text.set_parse_math(False)
    picture = pixels(sheet)
    picture.paste(drawing, ((picture.width - drawing.width) // 2, round(top * scale)))
    smaller = min(1, _WIDEST * 72 / width, _HIGHEST * 72 / height)
    return _written(picture, _DPI / smaller)


def _wrapped(part: str, text: str, width: float) -> list[str]:
    """Return a text in lines that fit between the margins; a longer word has a line to itself."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=_SIZES[part], weight=_WEIGHTS[part])
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else ""
        measured = text_to_path.get_text_width_height_descent(longer, font, ismath=False)
        if longer and measured[0] <= width - 2 * _MARGIN:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _written(picture: "Image", dpi: float) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    few = picture.quantize(256, dither=Image.Dither.NONE)
    few.save(file, "png", compress_level=7, dpi=(dpi, dpi))
    return file.getvalue()
