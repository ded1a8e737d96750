"""What notebook 02 says turns with its results."""

import pandas as pd
import pytest
from made_up_austerity import PUBLISHED, funds, invented

from leedsequity.analyses import austerity_estimates, austerity_panel
from leedsequity.analyses import austerity_sentences as sentences
from leedsequity.places import Place

PAPER = pd.DataFrame(
    [
        ("fall in mean central funding per person", "£", 200.0),
        ("fall in mean central funding per person", "%", 40.0),
        ("lowest change in central funding per person", "£", -500.0),
        ("highest change in central funding per person", "£", 2.0),
    ],
    columns=["measure", "unit", "value"],
)


def test_findings_turn_with_the_data():
    change = austerity_panel.funding_change(funds())
    fifths = austerity_panel.by_group(change, "fifth")
    # Alfa falls by 150 of 600, Bravo by 50 of 200: the same share.

    def exposure(fifths):
        return sentences.exposure(change, change, fifths, PAPER)

    found = exposure(fifths)
    assert "a fall of £200 or 40%, areas from -£500 to £2." in found[0]
    assert "more pounds, and a smaller share" in found[1]
    steeper = fifths.assign(change_percent=[-40.0, -25.0])
    assert "more pounds, and a larger share" in exposure(steeper)[1]
    turned = fifths.assign(change=-fifths["change"])
    assert "fewer pounds" in exposure(turned)[1]
    assert sentences.change_map(change, "")["finding"] == "Central funding fell in all 2 areas"
    assert "fell in 1 of 2" in sentences.change_map(change.assign(change=[5, -5]), "")["finding"]
    assert sentences.area(change, "Z") == []
    assert sentences.area(change, "A")[0].endswith(
        "1st deepest cut of 2 in pounds. Caution: its return jumps in 2016, 2017."
    )


def associated(estimates, power):
    compared = austerity_estimates.against_published(estimates, PUBLISHED)
    counts = austerity_estimates.counted(compared)
    return sentences.association(estimates, compared, counts, power, PUBLISHED)


def concluded(estimates):
    compared = austerity_estimates.against_published(estimates, PUBLISHED)
    return sentences.conclusion(estimates, austerity_estimates.counted(compared))


@pytest.mark.parametrize(
    ("lower", "upper", "verdict"),
    [
        (0.5, 2.0, "which differs from none (the published estimate lies inside the interval)"),
        (
            -0.5,
            0.4,
            "which cannot be told from none (the published estimate lies outside the interval)",
        ),
        (-2.0, -1.0, "which differs from none (the published estimate lies outside the interval)"),
    ],
)
def test_the_plain_estimate_is_told_from_none_only_where_its_interval_leaves_it_out(
    lower, upper, verdict
):
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": [0.6, 0.7]})
    said = associated(invented(lower, upper), power)
    assert said[0].count(verdict) == 2
    assert "men 60%, women 70%" in said[0]


@pytest.mark.parametrize(("ends", "found"), [((0.5, 2), (1, 0, 1)), ((-2, -0.5), (0, 1, 0))])
def test_shorter_and_longer_lives_are_counted_as_what_they_are(ends, found):
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": 0.5})
    shorter, longer, near = found
    both = pd.concat([invented(*ends), invented(-1, 1, "two_way_excluding_london")])
    (men,) = (text for text in associated(both, power) if text.startswith("At birth, men: "))
    assert men.startswith(
        f"At birth, men: of 1 specifications declared before, {shorter} find lives clearly shorter"
        f" where cuts were deeper, {longer} clearly longer, and {near} give a size within"
    )
    (end,) = concluded(both)
    assert f"{2 * shorter} clearly say yes, {2 * longer} clearly the opposite, and 0 cannot" in end


def test_years_before_the_cut_are_said_to_differ_where_an_interval_leaves_out_none():
    rows = [("all areas", 2009, -1.0, 1.0), ("all areas", 2014, 0.5, 1.0)]
    around = pd.DataFrame(rows, columns=["sample", "year", "lower", "upper"])
    around = around.assign(sex="male", estimate=(around["lower"] + around["upper"]) / 2)

    def finding(table):
        table = table.assign(against_none=austerity_estimates.against_none(table))
        return sentences.around_the_cut(table)["finding"]

    assert finding(around) == "Before the cut no difference shows"
    assert finding(around.assign(upper=-0.5)) == "Areas cut more differed already before"
    # What differs without London only is no matter of all areas.
    without = around.assign(sample="without London", upper=-0.5)
    assert finding(pd.concat([around, without], ignore_index=True)).startswith("Before the cut no")


def test_the_conclusion_says_whether_choices_change_the_answer():
    none, some = invented(-1, 1), invented(0.5, 2, "two_way_excluding_london")
    (said,) = concluded(pd.concat([none, some]))
    assert (
        "Of 2 estimates declared before any was seen, 0 clearly say yes, 0 clearly the opposite,"
        " and 2 cannot" in said
    )
    assert "depends on choices, leaving London out among them" in said
    (said,) = concluded(pd.concat([none, invented(-1, 1, "two_way_excluding_london")]))
    assert "the choices made here do not change the answer" in said


def test_a_demonstration_that_leaves_out_none_is_counted_as_no_answer():
    every = pd.concat(
        [invented(-1, 1), invented(-3, -1, "entity_only"), invented(-3, -1, "placebo_2009_2013")]
    )
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": 0.5})
    (said,) = concluded(pd.concat([every, invented(-1, 1, "two_way_excluding_london")]))
    assert (
        "Of 2 estimates declared before any was seen, 0 clearly say yes, 0 clearly the opposite,"
        " and 2" in said
    )
    assert "they run from 0.0 to 0.0 months" in said
    assert (
        "Not counted, as no estimates of it: demonstration (entity_only); placebo"
        " (placebo_2009_2013)." in said
    )
    counted = [
        sentence for sentence in associated(every, power) if sentence.startswith("At birth, ")
    ]
    assert [
        sentence.count("of 1 specifications declared before, 0 find") for sentence in counted
    ] == [1, 1]
    (shown,) = (sentence for sentence in associated(every, power) if "demonstration" in sentence)
    assert "men -2.0 (-3.0 to -1.0); women -2.0" in shown


def place(code, upper="", successor=""):
    return Place(code, f"Place {code}", "", "", "", upper, True, successor, "", False)


def test_an_area_that_is_not_served_is_told_what_to_ask_for_where_there_is_something():
    known = {
        "C": place("C", successor="N"),
        "X": place("X"),
        "D": place("D", upper="C"),
        "N": place("N"),
    }
    for code in ("D", "N"):
        assert sentences.not_served(known[code], known, {"C"}).endswith(
            "The nearest is Place C, C: ask for that."
        )
    assert sentences.not_served(known["X"], known, {"C"}).endswith(
        "everything else here is about those areas."
    )


def test_a_number_that_rounds_to_none_has_no_sign():
    assert (sentences.months(-0.01), sentences.months(-0.06), sentences.pounds(-0.4)) == (
        "0.0",
        "-0.1",
        "£0",
    )


def test_a_published_estimate_at_a_limit_is_neither_inside_nor_outside():
    power = pd.DataFrame({"sex": ["male", "female"], "age": 0, "power": 0.5})
    said, *_ = associated(invented(-0.8, 1.303), power)
    assert (
        "men 0.3 (-0.8 to 1.3), which cannot be told from none (the published estimate lies at the"
        " edge of" in said
    )
