"""Published figures beside what could be meant, on values with known answers."""

import pandas as pd
import pytest

from leedsequity.analyses import published_deprivation


def published(measure, group, printed, value):
    row = {
        "document": "d",
        "measure": measure,
        "group": group,
        "period": "not stated",
        "printed": printed,
    }
    return pd.DataFrame([row | {"value": value}])


@pytest.mark.parametrize(
    ("value", "comes_out", "count"), [(24, True, 1), (25, False, 0), (26, False, 0), (30, False, 1)]
)
def test_a_published_share_comes_out_where_it_rounds_to_what_is_printed(value, comes_out, count):
    basis = [
        "All people, Census 2021, IMD 2019",
        "All people, Census 2011, IMD 2019",
        "All people, a domain",
    ]
    values = pd.DataFrame(
        {"basis": basis, "value": [24.4, 29.6, 26.2], "same": [True, True, False]}
    )
    values = values.assign(
        measure=published_deprivation.SHARE, group="Leeds residents", period="not stated"
    )
    row = published_deprivation.compared(
        published(published_deprivation.SHARE, "Leeds residents", f"{value}%", value), values, 2019
    ).iloc[0]
    assert (row["recomputed"], row["agrees"], row["agreeing"], row["tried"]) == (
        24.4,
        comes_out,
        count,
        2,
    )
    assert row["otherwise"] == ("All people, a domain" if value == 26 else "")


def test_a_figure_that_nothing_can_recompute_is_said_so():
    table = published(published_deprivation.CHILDREN, "Leeds children in Reception", "37%", 37)
    values = pd.DataFrame(columns=["basis", "value", "same", "measure", "group", "period"]).astype(
        {"same": bool}
    )
    row = published_deprivation.compared(table, values.astype({"value": float}), 2019).iloc[0]
    assert row["tried"] == 0
    assert pd.isna(row["recomputed"])


def test_figures_are_counted_by_whether_they_can_be_tried_and_agree():
    compared = pd.DataFrame({"tried": [3, 48, 0, 6], "agreeing": [1, 0, 0, 2]})
    (row,) = published_deprivation.summary(compared).to_dict("records")
    assert row == {"figures": 4, "tried": 3, "agree": 2, "disagree": 1}
    assert published_deprivation.summary(None).empty
