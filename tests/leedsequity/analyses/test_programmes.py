"""What the programmes' documents print: for no other area, and where they differ."""

import pytest

from leedsequity import pages, raw
from leedsequity.analyses import programmes
from leedsequity.errors import NotServedError


def test_published_programmes_are_of_no_other_area():
    programmes.check_area("E08000035", "")
    programmes.check_area("E08000032", "events.csv keyed:0123456789abcdef")
    with pytest.raises(NotServedError, match="Leeds's"):
        programmes.check_area("E08000032", "")


def test_the_conflicts_between_the_documents_are_found():
    table = raw.load("published_programmes")
    found = programmes.conflicts(table)
    assert found[["kind", "printed"]].head(2).to_numpy().tolist() == [
        ["one stage, two counts", "65 people (good-work); 66 people (connecting-communities)"],
        ["one number, two meanings", "49"],
    ]
    noted = programmes.caveats(raw.record("published_programmes").notes)
    assert [("Lincoln" in note, "1.5 million" in note, "February" in note) for note in noted] == [
        (True, False, False), (False, False, True), (False, True, False)
    ]  # fmt: skip
    alike = table.assign(value=table["value"].where(table["value"] != 65, 66))
    assert "one stage, two counts" not in programmes.conflicts(alike)["kind"].tolist()


def test_the_people_at_each_stage_are_those_printed_with_both_counts_where_two_are():
    people = programmes.people_at_stages(raw.load("published_programmes"))
    assert people[["people", "most"]].to_numpy().tolist() == [
        [127, 127], [60, 60], [49, 49], [152, 152], [116, 116], [65, 66], [49, 49],
    ]  # fmt: skip
    assert people["label"].tolist()[::5] == [
        "Joined Lincoln Green", "Were offered a job on conditions (65 or 66)"
    ]  # fmt: skip


def test_the_page_follows_the_counts_and_the_verdict():
    """Half as many got a job, and the documents agree on 10 offers among 152 people."""
    table = raw.load("published_programmes")
    recruited = table["stage"] == "recruited into roles in the trust"
    offered = table["stage"] == "received a conditional offer of employment"
    table["value"] = table["value"].mask(recruited, 25).mask(offered, 10)
    shares = programmes.conversions(table)
    results = {
        "shares": shares,
        "compared": programmes.comparisons(shares),
        "conflicts": programmes.conflicts(table),
        "vaccinated": programmes.vaccinations(table),
    }
    page = pages.Page("04_programme_outcomes", synthetic=False)
    first, second, _ = page.sentences("in_short", **results)
    assert first.endswith("in Leeds, 25 got an NHS job: one in five (undated).")
    assert second == (
        "In Connecting Communities, 7% of those who joined had an offer, not yet a job: clearly"
        " lower than the pilot's share."
    )
    found = page.sentences("findings", **results)
    assert found[2] == (
        "Of 152 people in Connecting Communities, 10 had a job offer, with conditions."
    )
    caption = page.caption(
        "people_at_stages", stages=programmes.people_at_stages(table), shares=shares
    )
    assert caption["finding"].startswith("One in five who joined Leeds's Lincoln Green pilot")
