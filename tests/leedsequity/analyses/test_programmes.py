"""What the programmes' documents print: for no other area, and where they differ."""

import pytest

from leedsequity import raw
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
