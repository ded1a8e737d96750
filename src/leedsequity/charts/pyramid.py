"""A population pyramid: ages by sex, men on the left, with another population as an outline."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from leedsequity.charts.theme import DARK_BLUE, ORANGE, check, panels, place_key
from leedsequity.vocabulary import SEXES


def pyramid(
    data: pd.DataFrame,
    *,
    age: str,
    value: str,
    name: str,
    value_label: str,
    ax: Axes | None = None,
) -> Figure:
    """Draw a population by age and sex, men on the left and women on the right.

    Parameters
    ----------
    data
        One row an age, sex and population, with the columns `sex` (`male`, `female`) and `role`:
        `focus` is drawn as bars and `reference`, which may be missing, as an outline. Ages are
        listed from below in the order of the rows.
    age, value, name
        Columns: the age or band of ages, the share or count, at least 0, and the population.
    value_label
        Title of the axis, with the unit and what shares are of.
    ax
        Where to draw, instead of a new figure.

    Raises
    ------
    ValueError
        If a column is missing, a sex or a role is none of these, an age, sex and role has several
        rows, a value is below 0, or the focus lacks an age of a sex.
    """
    data = check("pyramid", data, "sex", age, name, role="focus", numbers=(value,))
    if odd := sorted(set(data["role"]) - {"focus", "reference"} | set(data["sex"]) - set(SEXES)):
        raise ValueError(f"charts.pyramid: {', '.join(odd)} is no role or sex of a pyramid")
    if (data[value] < 0).any():
        raise ValueError(f"charts.pyramid: {(data[value] < 0).sum()} values of {value} below 0")
    if (twice := data.duplicated([age, "sex", "role"])).any():
        raise ValueError(f"charts.pyramid: several rows of age {data.loc[twice, age].iloc[0]}")
    ages = [*dict.fromkeys(data[age])]
    sides = {
        part: rows.set_index(age)[value].reindex(ages)
        for part, rows in data.groupby(["role", "sex"])
    }
    if not all(("focus", sex) in sides and sides["focus", sex].notna().all() for sex in SEXES):
        raise ValueError("charts.pyramid: the focus has not a value of each age of men and women")
    edges = np.arange(len(ages) + 1) - 0.5
    with panels(data, height=1.2 + 0.24 * len(ages), ax=ax) as (figure, [(ax, _)]):
        for sex, sign in (("male", -1), ("female", 1)):
            lengths = sign * sides["focus", sex]
            ax.barh(range(len(ages)), lengths, height=0.86, color=DARK_BLUE)
            if ("reference", sex) in sides:
                outline = sign * sides["reference", sex].fillna(0)
                line: dict[str, Any] = {
                    "orientation": "horizontal",
                    "color": ORANGE,
                    "lw": 2,
                    "baseline": 0,
                }
                ax.stairs(outline, edges, **line)
        widest = 1.08 * float(data[value].max())
        ax.set(xlim=(-widest, widest), ylim=(-0.6, len(ages) - 0.4), xlabel=value_label, ylabel="")
        ax.xaxis.set_major_formatter(lambda tick, _: f"{abs(tick):,g}")
        ax.set_yticks(range(len(ages)), [str(each) for each in ages])
        ax.tick_params(axis="y", length=0)
        ax.grid(visible=False, axis="y")
        ax.grid(visible=True, axis="x")
        ax.axvline(0, color="white", lw=1.6)
        ax.set_title("Women", loc="right", fontweight="bold")
        ax.set_title("Men", loc="left", fontweight="bold")
        names = data.drop_duplicates("role").set_index("role")[name].astype(str)
        marks = [Patch(color=DARK_BLUE), Line2D([], [], color=ORANGE, lw=2)]
        words = [names[role] for role in ("focus", "reference") if role in names]
        place_key(ax, marks[: len(words)], words)
    return figure
