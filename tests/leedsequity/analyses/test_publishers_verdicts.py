"""Our test beside the publisher's verdict: which comparisons are made, and what counts as one."""

import pandas as pd

from leedsequity.analyses import publishers_verdicts

ENGLAND = "E92000001"


def facts() -> pd.DataFrame:
    rows = [
        ("a", ENGLAND, 10.0, 0.1, None),
        ("a", "E1", 12.0, 1.0, "better"),  # our test agrees
        ("a", "E2", 12.0, 1.0, "similar"),  # it does not
        ("a", "E3", 8.0, 1.0, "better"),  # the very opposite
        ("a", "E4", 8.0, 1.0, None),  # nobody has spoken
        ("ohid_90366", "E1", 80.0, None, "worse"),  # the limits stand in another series
        ("ons_2021_23", ENGLAND, 81.0, 0.1, None),
        ("ons_2021_23", "E1", 80.0, 0.5, None),
    ]
    table = pd.DataFrame(rows, columns=["series", "area_code", "value", "half", "verdict"])
    table["lower"], table["upper"] = table["value"] - table["half"], table["value"] + table["half"]
    table = table.rename(columns={"verdict": "published_verdict"})
    return table.assign(group="all", period="2021-23", polarity="high")


def test_a_test_is_made_without_the_publishers_verdict_and_set_beside_it() -> None:
    table = publishers_verdicts.checked(facts())
    assert table[["series", "area_code", "publisher", "our_test"]].to_numpy().tolist() == [
        ["a", "E1", "better", "better"],
        ["a", "E2", "similar", "better"],
        ["a", "E3", "better", "worse"],
        ["ohid_90366", "E1", "worse", "worse"],
    ]
    assert table["agree"].tolist() == [True, False, False, True]


def test_the_agreement_counts_the_opposite_by_itself() -> None:
    counts = publishers_verdicts.agreement(publishers_verdicts.checked(facts()))
    columns = ["series", "comparisons", "agree", "opposite"]
    assert counts[columns].to_numpy().tolist() == [["a", 3, 1, 1], ["ohid_90366", 1, 1, 0]]
