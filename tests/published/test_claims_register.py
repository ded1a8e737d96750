"""The register of claims: complete, fair, testable elsewhere, and never tested by itself."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw, vocabulary
from leedsequity.claims import evaluate, evaluated, lookup, outcomes, read
from leedsequity.claims.testing import tables_read
from leedsequity_build import saved_claims

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
DOCUMENTS = {
    "narrowing-inequalities": "000",
    "community-wealth": "001",
    "good-work": "002",
    "fairer-healthier-leeds": "003",
    "connecting-communities": "004",
}
REGISTER = read()
CLAIMS = {claim.claim_id: claim for claim in REGISTER.claims}
EVERY = [(CLAIMS[name], of) for name, several in REGISTER.readings.items() for of in several]
PAIRS = [(claim, reading) for claim, reading in EVERY if not reading.waits]
BASELINE = ROOT / "data" / "processed" / "08_claims" / "claims.csv"
CHANGED = "Numbers that changed, and why"
REPORT = "fairer-healthier-leeds."


@pytest.fixture(scope="module")
def found():
    claims, readings = evaluated(REGISTER)
    return claims.set_index("claim_id"), readings.set_index(["claim_id", "reading"])


def test_what_notebook_08_saved_is_what_a_test_gives(found):
    """The command and the site read it where it is fresh: to ten figures, as it is written."""
    for now, saved in zip(found, saved_claims.read(), strict=True):
        same = saved.set_index([*now.index.names])
        pd.testing.assert_frame_equal(now, same, rtol=1e-8)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("published_deprivation", ["document", "value"]),
        ("published_funding", ["document", "value"]),
        ("published_life_expectancy", ["document", "value"]),
        ("published_programmes", ["document", "value"]),
        ("published_workforce", ["document", "value"]),
    ],
)
def test_every_transcribed_figure_is_a_claim(table, columns):
    """The figures were transcribed, table by table, before the register was written."""
    published = raw.load(table)[columns].drop_duplicates()
    claimed = {(claim.document, claim.value) for claim in CLAIMS.values()}
    missing = [tuple(row) for row in published.itertuples(index=False) if tuple(row) not in claimed]
    assert not missing


def test_a_claim_that_nothing_here_tests_says_what_would():
    for claim in CLAIMS.values():
        if claim.needs:
            assert len(claim.note) > 25, claim.claim_id
        if claim.needs == "open file":
            assert re.search("November 2026", claim.note), claim.claim_id
            assert re.search(r"www\.|\.org|\.uk|TS0\d\d|Local Health|Commission", claim.note)
        assert "not open" not in claim.note, claim.claim_id


@pytest.mark.parametrize(("claim", "reading"), PAIRS, ids=lambda of: getattr(of, "reading", ""))
def test_a_number_or_comparison_is_recomputed_from_no_published_figure(claim, reading):
    before = len(tables_read())
    answer = evaluate(claim, reading)
    read_now = tables_read()[before:]
    assert read_now, "it reads something"
    assert answer.basis
    assert answer.value == answer.value
    published = [name for name in read_now if name == "claims" or name.startswith("published_")]
    assert not published or claim.what == "consistency"


def test_a_reading_that_waits_says_for_which_file_and_has_no_value():
    waiting = [pair for pair in EVERY if pair[1].waits]
    assert len(waiting) == 11
    for claim, reading in waiting:
        answer = evaluate(claim, reading)
        assert answer.value is None
        assert "it waits for " in answer.basis
        assert "(--with FILE)" in answer.basis


def test_what_restates_its_own_document_is_never_called_a_number():
    for claim, reading in PAIRS:
        restates = reading.test.startswith("documents:")
        assert restates == (claim.what == "consistency"), claim.claim_id


@pytest.mark.parametrize(
    ("claim_id", "reading", "value"),
    [
        ("temporary-accommodation-2022", "end of December 2021", 8),
        ("temporary-accommodation-2022", "end of March 2022", 9),
        ("temporary-accommodation-2022", "end of June 2022", 22),
        ("temporary-accommodation-2022", "end of September 2022", 44),
        ("temporary-accommodation-2022", "end of December 2022", 55),
        ("temporary-accommodation-2023", "end of June 2023", 79),
        (
            "hunslet-riverside-fourth",
            "people in the most deprived tenth, index of 2015",
            4,
        ),
        ("city-average", "mean of men and women, 2001-03", 78.05),
        (
            "hunslet-riverside-lowest-men",
            "years of life lost before 75, 2013 to 2017, wards by best fit of 2021",
            2,
        ),
    ],
)
def test_readings_that_were_checked_by_hand(found, claim_id, reading, value):
    _, readings = found
    assert readings.loc[(REPORT + claim_id, reading), "value"] == pytest.approx(value, abs=0.005)


def test_the_share_in_the_note_on_reception_is_that_of_children_under_5():
    young = raw.load("age_lsoa21", "E08000035").set_index("lsoa21_code")["age_0"]
    pairs = raw.load("lsoa11_lsoa21", "E08000035")
    decile = raw.load("imd_lsoa11", "E08000035").set_index("lsoa11_code")["imd_decile_2019"]
    # None of the neighbourhoods that were split or merged lies in the tenth.
    inside = pairs.loc[pairs["lsoa11_code"].map(decile) == 1, "lsoa21_code"].unique()
    share = 100 * young.loc[inside].sum() / young.sum()
    note = CLAIMS[REPORT + "reception-2021"].note
    assert f"Beside it: {share:.1f}% of children under 5 in Leeds" in note


def test_of_the_numbers_two_shares_and_a_count_come_out_on_no_reading(found):
    claims, _ = found
    none = claims[(claims["firm"] == outcomes.NONE) & (claims["what"] == "number")]
    assert sorted(none.index) == [
        REPORT + "imd1-share-mixed",
        REPORT + "temporary-accommodation-2023",
        "good-work.share-in-most-deprived-tenth",
    ]


def test_a_wide_interval_confirms_nothing(found):
    claims, readings = found
    plain = "the plain reading: effects of areas and of years"
    assert readings.loc[(REPORT + "austerity-men", plain), "outcome"] == outcomes.UNCERTAIN
    assert claims.loc[REPORT + "austerity-men", "firm"] == outcomes.SOME


def test_five_year_bands_did_not_all_grow(found):
    _, readings = found
    basis = readings.loc[
        (REPORT + "growth-in-every-age-band", "five-year bands of age, 2014 to 2021"), "basis"
    ]
    assert "4 of 18 bands of age did not grow" in basis


def test_the_margin_of_the_counts_is_what_the_revision_justifies():
    """Twice what the revision moved the city's total in mid-2014, the one year known both ways."""
    first = raw.load("deaths_population_la_2014")
    first = first.loc[first["area_code"] == vocabulary.LEEDS, "population"].sum()
    revised = raw.load("population_lsoa21", vocabulary.LEEDS)["population_2014"].sum()
    moved = abs(revised / first - 1)
    assert 0.004 < moved < 0.006
    margins = [(claim.value, of.margin) for claim, of in PAIRS if of.margin == of.margin]
    assert margins
    assert all(margin / value <= 2 * moved for value, margin in margins)


# Two other places for each kind of area that tests are given: authorities, wards, MSOAs, regions.
ELSEWHERE = {
    "E08000035": ("E08000026", "E06000001"),  # Coventry, Hartlepool
    "E05011396": ("E05011147", "E05013659"),  # a ward of the West Midlands and one of London
    "E05011399": ("E05011147", "E05013659"),
    "E05012647": ("E05011396", "E05011399"),  # outlines are held for Leeds's wards alone
    "E05011394": ("E05011396", "E05011399"),
    "E02002393": ("E02001913", "E02000001"),
    "E12000003": ("E12000002", "E12000001"),
    "E92000001": ("E08000035", "E06000001"),
    "K02000001": ("E08000035", "E06000001"),
    "": ("", ""),
}


@pytest.mark.parametrize("which", [0, 1])
def test_every_test_is_of_the_area_it_is_given(which):
    """It answers for another area from that area's data, or refuses it; it is not Leeds's again."""
    tried = {}
    for claim, reading in PAIRS:
        area = reading.area or claim.area
        other = ELSEWHERE[area][which]
        if (reading.test, other) in tried or other == area:
            continue
        answer = evaluate(claim, replace(reading, area=other))
        tried[reading.test, other] = answer.value
        if answer.value is not None:
            own = evaluate(claim, reading)
            # Printed pairs and organisations are of no area; a rank or count may be the same.
            of_none = reading.test.startswith("documents:") or reading.test == "work:staff"
            rank = claim.unit in ("rank", "measures")
            assert of_none or rank or answer.value != own.value, (reading.test, other)
    assert sum(value is not None for value in tried.values()) > len(tried) / 2


def test_the_modules_of_claims_read_tables_one_way_only():
    folder = ROOT / "src" / "leedsequity" / "claims"
    for file in folder.glob("*.py"):
        if file.name != "testing.py":
            assert not re.search(r"raw\.load|read_csv|open\(", file.read_text()), file.name


def test_a_changed_verdict_is_accounted_for(found):
    """The committed register is the baseline; `CHANGELOG.md` names each claim that moved."""
    committed = pd.read_csv(BASELINE).set_index("claim_id")["firm"]
    now = found[0]["firm"]
    section = (ROOT / "CHANGELOG.md").read_text().partition(CHANGED)[2]
    moved = [name for name in now.index if committed.get(name) != now[name]]
    assert not [name for name in moved if name not in section]


def test_verdicts_are_sentences_of_few_words(found):
    for verdict in found[0]["verdict"]:
        assert re.fullmatch(r"[A-Z].*\.", verdict), verdict
        assert len(verdict.split()) <= 45, verdict
        assert not re.search(r"[^\W\d]_|\bnan\b|E0\d{7}", verdict), verdict


def statements(document):
    rows = raw.load("statements")
    return rows[rows["document"] == document]


def test_every_claim_stands_at_a_sentence_and_every_id_there_is_a_claim():
    bound = raw.load("statements")["claims"].dropna().str.split("; ").explode()
    assert set(bound) == set(CLAIMS)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside the project")
@pytest.mark.parametrize(("document", "number"), DOCUMENTS.items())
def test_no_sentence_of_a_document_is_without_a_claim_or_a_reason(document, number):
    (file,) = SEEDS.glob(f"{number}_*.txt")
    content = file.read_bytes()
    assert hashlib.sha256(content).hexdigest() == REGISTER.documents[document]["text_sha256"]
    rows = lookup.coverage(content.decode(), statements(document))
    assert not rows[rows["state"] == "not in the register"].to_dict("records")
    printed = rows.loc[rows["numbers"] != "", "state"]
    assert set(printed) <= {"claim", "set aside"}
    assert len(rows) == len(statements(document))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the source documents are not beside the project")
def test_no_sentence_of_a_document_is_copied():
    """No seven words in a row of a claim stand in its document."""
    for document, number in DOCUMENTS.items():
        (file,) = SEEDS.glob(f"{number}_*.txt")
        text = " ".join(re.findall(r"[^\W_]+", file.read_text().casefold()))
        for claim in CLAIMS.values():
            words = re.findall(r"[^\W_]+", claim.statement.casefold())
            runs = [" ".join(words[start : start + 7]) for start in range(len(words) - 6)]
            assert claim.document != document or not [run for run in runs if run in text], claim


def test_a_claim_on_an_area_that_is_not_held_is_refused_and_fails_nothing():
    claim, reading = next(pair for pair in PAIRS if pair[1].test == "housing:families")
    answer = evaluate(claim, replace(reading, area="E06000053", period="1999-12-31"))
    assert answer.value is None
    assert "no value held" in answer.basis
