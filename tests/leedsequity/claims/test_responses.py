"""Replies and corrections: dated, of claims that are there, in the order of their dates."""

import shutil
from pathlib import Path

import pytest

from leedsequity.claims import read, responses
from leedsequity.errors import InputError

ROOT = Path(__file__).parents[3]
HEADER = "claim_id,date,kind,by,text\n"


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "examples" / "claims_bradford", tmp_path / "ours")


def test_a_register_may_have_none(folder):
    assert responses.read(read(folder), folder).empty
    (folder / "responses.csv").write_text(HEADER)
    assert responses.read(read(folder), folder).empty
    assert (ROOT / "data" / "responses.csv").read_text() == HEADER


def test_they_are_in_the_order_of_their_dates_and_shown_under_the_verdict(
    folder, leedsequity, project
):
    shutil.copy(ROOT / "CITATION.cff", project)
    (folder / "responses.csv").write_text(
        f"{HEADER}bradford.residents,2026-12-02,correction,the maintainers,It was mended.\n"
        "bradford.residents,2026-11-30,reply,the authors,It is another year.\n"
    )
    assert responses.read(read(folder), folder)["kind"].tolist() == ["reply", "correction"]
    code, printed, _ = leedsequity("claims", "--register", str(folder), "bradford.residents")
    assert code == 0
    said = " ".join(printed.split())
    reply = "Reply of 2026-11-30, the authors: It is another year."
    correction = "Correction of 2026-12-02, the maintainers: It was mended."
    assert f"{reply} {correction} Cite: " in said
    assert "Claim bradford.residents. In: " in said


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("bradford.nobody,2026-11-30,reply,A,B", "row 1: there is no claim 'bradford.nobody'"),
        ("bradford.residents,30 November,reply,A,B", "row 1: date '30 November' is not written as"),
        ("bradford.residents,2026-02-30,reply,A,B", "row 1: date '2026-02-30'"),
        ("bradford.residents,2026-11-30,praise,A,B", "kind 'praise' is none of reply, correction"),
        ("bradford.residents,2026-11-30,reply,,B", "row 1: an empty cell"),
    ],
)
def test_what_is_wrong_is_named_with_its_row(folder, row, message):
    (folder / "responses.csv").write_text(f"{HEADER}{row}\n")
    with pytest.raises(InputError) as raised:
        responses.read(read(folder), folder)
    assert str(raised.value).startswith("ours/responses.csv: ")
    assert message in str(raised.value)


def test_other_columns_are_refused(folder):
    (folder / "responses.csv").write_text("claim_id,text\nbradford.residents,A\n")
    with pytest.raises(InputError, match="its columns must be claim_id, date, kind, by, text"):
        responses.read(read(folder), folder)
