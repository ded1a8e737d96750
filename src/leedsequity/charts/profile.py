"""A place beside others on a list of measures: one row a measure, one dot a place."""

import pandas as pd
from matplotlib.figure import Figure

from leedsequity.charts.theme import MID_GREY, PALE_GREY, ROLES, list_down, panels

# Mark, size and edge: smaller on larger, edged in white, and England as an upright line, so that
# all are seen where values are equal.
_MARKS = {
    "focus": ("o", 11, "white", ROLES["focus"].colour),
    "reference": ("s", 6, "white", ROLES["reference"].colour),
    "context": ("|", 16, MID_GREY, MID_GREY),
}


def profile(
    data: pd.DataFrame, *, measure: str, place: str, value: str, value_label: str
) -> Figure:
    """Draw a list of measures with a dot for each place on each; each place's name stands above with its mark.

    Parameters
    ----------
    data
        One row a measure and place, on one scale; `role` is `focus`, `reference` or `context`, one
        place each. Measures are listed from the top in the order of the rows.
    measure, place, value
        Columns.
    value_label
        Axis title, with the unit.
    """
    names = [*dict.fromkeys(data[measure])]
    height = data[measure].map(names.index)
    with panels(data, height=1.3 + 0.32 * len(names)) as (figure, [(ax, _)]):
        spans = data.groupby(height)[value].agg(["min", "max"])
        ax.hlines(spans.index, spans["min"], spans["max"], color=PALE_GREY, lw=1.2, zorder=1)
        for role, (mark, size, edge, colour) in _MARKS.items():
            rows = data[data["role"] == role]
            ax.plot(
                rows[value],
                height[rows.index],
                mark,
                color=colour,
                markersize=size,
                markeredgecolor=edge,
                markeredgewidth=2 if mark == "|" else 0.8,
                ls="",
                label=rows[place].iloc[0],
            )
        ax.set(xlabel=value_label, ylabel="", xlim=(min(0, data[value].min()) - 1, None))
        list_down([ax], names)
        ax.legend(
            loc="lower right",
            bbox_to_anchor=(1, 1),
            ncols=len(_MARKS),
            labelcolor="linecolor",
            handletextpad=0.1,
        )
    return figure
