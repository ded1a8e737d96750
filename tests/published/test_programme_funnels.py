"""The published funnel against the documents and Wilson's formula, worked in the test."""

import math
import re

import pytest

from leedsequity import raw
from leedsequity.analyses import programmes

Z = 1.959963984540054  # the 97.5th percentile of the normal distribution

# As the two documents print them: outcome, of whom.
PRINTED = {
    (programmes.LINCOLN_GREEN, "completed a pre-employment programme", "good-work"): (60, 127),
    (programmes.LINCOLN_GREEN, "recruited into roles in the trust", "good-work"): (49, 127),
    (programmes.CONNECTING, "supported through another spoke as well", "connecting-communities"): (
        116,
        152,
    ),
    (programmes.CONNECTING, "received a conditional offer of employment", "good-work"): (65, 152),
    (
        programmes.CONNECTING,
        "received a conditional offer of employment",
        "connecting-communities",
    ): (66, 152),
    (
        programmes.CONNECTING,
        "achieved an accredited qualification",
        "good-work, connecting-communities",
    ): (49, 152),
}


def wilson(events: int, people: int) -> tuple[float, float, float]:
    """Wilson (1927): the proportions p0 with |p - p0| = z * sqrt(p0 (1 - p0) / n), in per cent.

    With t = z^2 / n they solve p0^2 (1 + t) - p0 (2 p + t) + p^2 = 0.
    """
    p, t = events / people, Z**2 / people
    middle, root = 2 * p + t, math.sqrt((2 * p + t) ** 2 - 4 * (1 + t) * p**2)
    return 100 * p, 100 * (middle - root) / (2 * (1 + t)), 100 * (middle + root) / (2 * (1 + t))


@pytest.fixture(scope="module")
def shares():
    return programmes.conversions(raw.load("published_programmes"))


@pytest.mark.parametrize(
    ("stage", "counts"), PRINTED.items(), ids=[f"{n} of {d}" for n, d in PRINTED.values()]
)
def test_the_conversions_of_the_engaged_have_wilsons_limits(stage, counts, shares):
    programme, name, document = stage
    engaged = shares["of_stage"].str.startswith("engaged")
    row = shares[engaged & (shares["stage"] == name) & (shares["document"] == document)]
    assert (row["programme"].item(), row["numerator"].item(), row["denominator"].item()) == (
        programme,
        *counts,
    )
    assert tuple(row[["value", "lower", "upper"]].iloc[0]) == pytest.approx(
        wilson(*counts), rel=1e-9
    )


def test_wilsons_limits_are_newcombes_published_ones():
    # Newcombe 1998, Stat Med 17:857-872, table I, method 3: 81 of 263 gives 0.2553 to 0.3662.
    assert [round(limit / 100, 4) for limit in wilson(81, 263)[1:]] == [0.2553, 0.3662]


def test_two_more_conversions_are_of_other_stages(shares):
    rest = shares[~shares["of_stage"].str.startswith("engaged")]
    assert rest[["numerator", "denominator"]].to_numpy().tolist() == [[49, 60]]
    given = programmes.vaccinations(raw.load("published_programmes"))
    assert tuple(given[["value", "lower", "upper"]].iloc[0]) == pytest.approx(
        wilson(3, 17), rel=1e-9
    )
    assert len(shares) == len(PRINTED) + 1


def test_the_programmes_differ_by_newcombes_method_10(shares):
    compared = programmes.comparisons(shares)
    row = compared[compared["document"] == "connecting-communities"].iloc[0]
    p, low, high = wilson(66, 152)
    q, under, over = wilson(49, 127)
    expected = p - q, p - q - math.hypot(p - low, over - q), p - q + math.hypot(high - p, q - under)
    columns = ["difference", "difference_lower", "difference_upper"]
    assert tuple(row[columns]) == pytest.approx(expected, rel=1e-9)
    # 0 lies between the limits of both offers; a qualification is 15 points below a course.
    assert compared["verdict"].tolist() == ["clearly lower", "similar", "similar"]


def test_every_count_of_the_two_case_studies_is_listed():
    table = raw.load("published_programmes")
    printed = {
        int(n) for text in table["printed"] for n in re.findall(r"\d+", text.replace(",", ""))
    }
    assert printed >= {127, 60, 49, 563, 152, 116, 66, 65, 17}
    assert "Three" in table.set_index("group").loc["first vaccinations", "printed"]
    assert table[table["programme"] == "Leeds Health and Care Talent Hub"]["value"].tolist() == [
        1600
    ]


def test_nothing_that_has_no_denominator_is_divided(shares):
    assert 563 not in shares["denominator"].tolist()
    assert 17 not in shares["numerator"].tolist()
    assert shares["reason"].eq("").all()
