"""The austerity panel: scores, prices, changes of funding and of revenue, by hand."""

import pandas as pd
import pytest
from made_up_austerity import funds

from leedsequity.analyses import austerity_panel
from leedsequity.places import Place


def test_a_county_has_the_mean_score_of_its_districts_weighted_by_people():
    imd = pd.DataFrame({"area_code": ["D1", "D2", "U"], "average_score": [10.0, 40.0, 7.0]})
    people = pd.DataFrame(
        {"area_code": ["D1", "D1", "D2", "U"], "population_2015": [100, 200, 100, 5]}
    )
    areas = pd.DataFrame(
        {"code": ["D1", "D2", "C", "U"], "upper_tier_code": ["C", "C", None, None]}
    )
    assert austerity_panel.deprivation_scores(imd, people, areas).to_dict() == {"C": 17.5, "U": 7}
    lost = austerity_panel.deprivation_scores(imd[1:], people, areas)
    assert lost.isna().to_dict() == {
        "C": True,
        "U": False,
    }, "a district without a score is not one of score 0"


def test_money_is_put_in_prices_of_2017_18_by_the_financial_years_deflators():
    deflators = pd.DataFrame(
        {
            "basis": ["financial year"] * 2 + ["calendar year"],
            "year": [2013, 2017, 2013],
            "deflator": [80.0, 100.0, 1.0],
        }
    )
    assert list(
        austerity_panel.real(pd.Series([40.0, 10.0]), pd.Series([2013, 2017]), deflators)
    ) == [50, 10]


def test_changes_of_funding_are_last_less_first_in_both_prices():
    change = austerity_panel.funding_change(funds()).set_index("area")
    assert change.loc["Alfa", ["change", "change_percent", "rank"]].to_list() == pytest.approx(
        [-150, -25, 1]
    )
    assert change.loc["Bravo", ["change", "real_change", "rank"]].to_list() == pytest.approx(
        [-50, -70, 2]
    )
    assert change["jumps"].to_dict() == {"Alfa": "2016, 2017", "Bravo": ""}
    assert austerity_panel.funding_change(funds(), 2013, 2016)["change"].to_list() == [-500, -10]


@pytest.mark.parametrize(
    ("change", "percent", "pounds", "share"),
    [
        ((-210.0, -112.0), (-31.0, -39.0), "more", "a smaller"),
        ((-90.0, -112.0), (-40.0, -39.0), "fewer", "a larger"),
        ((-112.3, -111.8), (-30.2, -29.9), "as many", "the same"),
    ],
)
def test_the_loss_of_the_most_deprived_is_compared_in_pounds_and_in_shares(
    change, percent, pounds, share
):
    ends = pd.DataFrame({"fifth": [1, 5], "change": change, "change_percent": percent})
    middle = pd.DataFrame({"fifth": [3], "change": [-1.0], "change_percent": [-1.0]})
    table = pd.concat([ends[:1], middle, ends[1:]])
    (row,) = austerity_panel.most_and_least(table).to_dict("records")
    assert (row["most"], row["least"]) == (-change[0], -change[1])
    assert (row["most_percent"], row["least_percent"]) == (-percent[0], -percent[1])
    assert (row["pounds"], row["share"]) == (pounds, share)


def test_the_fall_stands_beside_the_papers_in_its_own_prices_and_years():
    paper = pd.DataFrame(
        [
            ("fall in mean central funding per person", "£", 200.0),
            ("fall in mean central funding per person", "%", 40.0),
            ("lowest change in central funding per person", "£", -500.0),
            ("highest change in central funding per person", "£", 2.0),
        ],
        columns=["measure", "unit", "value"],
    )
    change = austerity_panel.funding_change(funds())
    real = austerity_panel.funding_change(funds(), 2013, 2016)
    rows = austerity_panel.fall_beside_published(change, real, paper).set_index("basis").to_numpy()
    # Alfa fell from 600 to 450, Bravo from 200 to 150; in real terms from 660 to 100, 220 to 190.
    assert rows.tolist() == [
        pytest.approx([100, 25, -150, -50]),
        pytest.approx([295, 100 * 295 / 440, -560, -30]),
        [200, 40, -500, 2],
    ]


def place(code, upper="", successor=""):
    return Place(code, f"Place {code}", "", "", "", upper, True, successor, "", False)


def test_an_area_that_is_not_there_is_told_what_to_ask_for_where_there_is_something():
    known = {
        "C": place("C", successor="N"),
        "N": place("N"),
        "D": place("D", upper="C"),
        "X": place("X"),
        "Y": place("Y", upper="Z"),
    }
    found = {code: austerity_panel.nearest(known[code], known, {"C"}) for code in "NDXY"}
    assert found == {"N": "C", "D": "C", "X": "", "Y": ""}
    two = known | {"B": place("B", successor="N")}
    assert austerity_panel.nearest(known["N"], two, {"B", "C"}) == "", "it became neither alone"


def accounts():
    rows = [(1, 2009, 100, 50.0), (1, 2017, 100, 20.0), (1, 2009, 300, 30.0), (1, 2017, 300, 30.0)]
    return pd.DataFrame(rows, columns=["tenth", "year", "population", "revenue"])


def test_a_tenth_loses_all_its_money_over_all_its_people():
    row = austerity_panel.money_change(accounts(), "tenth", "revenue").iloc[0]
    # £80,000 over 400 people, then £50,000; one by one £500 and £100, then £200 and £100.
    assert (row["areas"], row["first"], row["last"], row["change_percent"]) == (2, 200, 125, -37.5)
    assert row["unweighted_percent"] == pytest.approx(-50)


def test_printed_falls_stand_beside_their_tenth_with_a_sign_and_as_printed():
    published = pd.DataFrame(
        {
            "measure": ["fall in fiscal revenue per person"] * 2,
            "unit": ["%", "£ per person"],
            "value": [16, 166],
            "group": ["least deprived tenth of councils"] * 2,
            "printed": ["16%", "£166 per person"],
        }
    )
    table = pd.DataFrame({"tenth": [1, 10], "change_percent": [-30.0, -10.0]})
    beside = austerity_panel.with_printed(table, published).set_index("tenth")
    assert beside.loc[10, ["published_percent", "published_change"]].to_list() == [-16, -166]
    assert beside.loc[10, "printed"] == "16%, £166 per person"
    assert beside.loc[1, ["published_percent", "printed"]].isna().all()
    dots = austerity_panel.dots(beside.reset_index())
    assert dots["role"].to_list() == ["focus", "focus", "reference"]
    assert dots["change_percent"].to_list() == [-30, -10, -16]
