"""Questions over the committed data; what they must answer is published, or counted by hand."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import ask, places
from leedsequity.ask import answering, facts, finding, kept
from leedsequity.errors import InputError, NotServedError

ROOT = Path(__file__).parents[3]


def committed(notebook: str, table: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "processed" / notebook / f"{table}.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def test_two_cities_on_young_people_without_work_or_school_as_published():
    """Department for Education, NEET scorecard 2025: Leeds 4.9 of 19,578, Sheffield 6.1 of 12,977.

    The difference is 1.2 points; its standard error, from the two proportions, 0.26.
    """
    (row,) = ask.compare("Leeds", "Sheffield", "NEET").to_dict("records")
    assert (row["value"], row["other"], row["period"], row["unit"]) == (4.9, 6.1, "2024/25", "%")
    assert row["lower"] < 4.9 < row["upper"] < row["other_lower"] < 6.1 < row["other_upper"]
    assert (row["verdict"], row["basis"]) == ("better", "our test")
    assert "4.9%" in row["sentence"]
    assert "better than Sheffield's 6.1%" in row["sentence"]
    assert row["source"].startswith("Department for Education: NEET")
    assert (ROOT / row["data"]).is_file()


def test_the_number_of_an_indicator_and_codes_mean_the_same_as_names():
    by_code = ask.compare("E08000035", "E08000039", "8")
    pd.testing.assert_frame_equal(by_code, ask.compare("leeds", "Sheffield", "neet"))


def test_two_cities_on_child_poverty_as_published_and_untested():
    """Explore Local Statistics, year from April 2024: Sheffield 31.59 after, 28.53 before."""
    rows = ask.compare("Leeds", "Sheffield", "child poverty").set_index("measure")
    assert [*rows["other"].round(2)] == [31.59, 28.53]
    assert {*rows["basis"]} == {"not tested"}
    assert {*rows["period"]} == {"2024/25"}
    assert rows["lower"].isna().all()


def test_a_city_beside_england_is_as_in_its_committed_scorecard():
    answers = ask.place("Leeds").set_index("measure")
    rows = [row for row in committed("07_marmot_indicators", "scorecard") if row["series"]]
    assert len(rows) > 10
    for row in rows:
        answer = answers.loc[row["measure"]]
        assert answer["value"] == pytest.approx(float(row["value"]), rel=1e-9)
        assert answer["period"] == row["period"]
        assert answer["other"] == pytest.approx(float(row["comparator"]), rel=1e-9)
        assert (answer["verdict"] if isinstance(answer["verdict"], str) else "") == row["verdict"]
        assert answer["caution"] == row["caution"]
        assert answer["data"] == "data/processed/07_marmot_indicators/scorecard.csv"


def test_a_number_that_is_not_to_be_quoted_says_so_beside_whomever():
    assert (
        "not to be quoted" in (ask.compare("Leeds", "Sheffield", "living wage")["sentence"].iloc[0])
    )
    (row,) = ask.compare("Sheffield", "Leeds", "living wage").to_dict("records")
    assert row["sentence"].endswith("Leeds's number is not to be quoted.")
    assert "one large employer" in row["caution"]


def test_a_ward_by_a_part_of_its_name_is_as_in_its_committed_profile():
    answers = ask.place("Harehills").set_index("measure")
    rows = {row["measure"]: row for row in committed("06_neighbourhood_profiles", "ward_profile")}
    shared = [measure for measure in answers.index if measure in rows]
    assert len(shared) > 15
    for measure in shared:
        assert answers.loc[measure, "value"] == pytest.approx(float(rows[measure]["value"]))
    tenth = next(measure for measure in shared if measure.startswith("In the most deprived"))
    assert (
        "76.2% of people lived in England's most deprived tenth" in answers.loc[tenth, "sentence"]
    )
    assert answers.loc[tenth, "figure"] == "figures/06_neighbourhood_profiles/map.png"


def test_the_wards_that_became_more_deprived_are_found():
    """Of 33 wards the share in the most deprived tenth rose in two (counted in the result)."""
    rose = {
        row["ward"]
        for row in committed("03_deprivation_ethnicity", "ward_changes")
        if float(row["change"]) > 1e-9
    }
    assert rose == {"Rothwell", "Farnley & Wortley"}
    found = ask.find("which wards became more deprived from 2019 to 2025?")
    assert {*found["name"]} >= rose
    assert "2 of 33 wards of Leeds have" in found["sentence"].iloc[0]


def test_a_neighbourhood_is_known_by_its_local_name_as_published():
    """ONS, life expectancy by MSOA 2009 to 2013: Harehills North, men 73.0 (70.6 to 75.4)."""
    men = ask.place("harehills north").iloc[0]
    assert [round(men[name], 1) for name in ("value", "lower", "upper")] == [73.0, 70.6, 75.4]
    assert men["sentence"] == "Men in Harehills North lived 73.0 years on average (2009 to 2013)."


@pytest.mark.parametrize("name", ["Essex", "Hartlepool", "Isles of Scilly", "London"])
def test_sentences_of_other_places_speak_of_them(name):
    answers = ask.place(name)
    assert len(answers) > 5
    for sentence in answers["sentence"]:
        assert name in sentence
        assert "Leeds" not in sentence
        assert "nan" not in sentence
        assert not {"HERE", "VALUE", "PERIOD", "WHOM"} & {*sentence.split()}


def test_every_sentence_has_its_number_and_at_most_25_words():
    for name in ("Leeds", "Harehills", "England"):
        answers = ask.place(name)
        long = [line for line in answers["sentence"] if len(line.split(":")[0].split()) > 25]
        assert long == []
        assert answers["data"].map(lambda file: (ROOT / file).is_file()).all()
        pictures = answers.loc[answers["figure"] != "", "figure"]
        assert pictures.map(lambda file: (ROOT / file).is_file()).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("Leeds", "Leeds"), "one place"),
        (("Leeds", "Atlantis"), "no place of England"),
        (("Leeds", "Newcastle"), "E08000021 Newcastle upon Tyne"),
        (("Leeds", "Sheffield", "atainment"), "did you mean Attainment 8"),
        (("Leeds", "Sheffield", "99"), "no measure"),
        (("Harehills North", "Leeds"), "no measure is known of both"),
        (("Leeds+Bradford", "Sheffield"), "ask for one place"),
    ],
)
def test_what_cannot_be_compared_is_refused_with_what_is_near(asked, said):
    with pytest.raises(InputError, match=said):
        ask.compare(*asked)


def fact(key: str, order: int, year: int, value: float, **more) -> dict:
    plain = dict.fromkeys(facts.FACT)
    about = {
        "measure": "Homes",
        "group": "all",
        "period": str(year),
        "headline": True,
        "caution": "",
    }
    return plain | about | {"key": key, "order": order, "year": year, "value": value} | more


def test_two_places_are_compared_by_the_nearest_series_and_the_last_period_that_both_have():
    own = [fact("near", 0, 2024, 5.0), fact("near", 0, 2023, 4.0), fact("far", 1, 2025, 9.0)]
    other = [fact("near", 0, 2023, 3.0), fact("far", 1, 2025, 8.0)]
    (both,) = answering._beside(own, other, "inner").to_dict("records")
    assert (both["key"], both["year"], both["value"], both["other"]) == ("near", 2023, 4.0, 3.0)
    (one,) = answering._beside(own, other, "left").to_dict("records")
    assert (one["key"], one["year"], one["value"]) == ("near", 2024, 5.0)
    assert pd.isna(one["other"])


def test_answers_are_made_again_when_a_source_changes_or_they_are_spoilt(root):
    source, made = root / "source.csv", []

    def make() -> dict[str, str]:
        made.append(1)
        return {"a": '{"b": 1}', "c": "2"}

    source.write_text("1")
    assert kept.answers("x", [source], make, {"a"}) == {"a": {"b": 1}}
    assert kept.answers("x", [source], make) == {"a": {"b": 1}, "c": 2}
    assert len(made) == 1
    source.write_text("two")
    kept.answers("x", [source], make)
    assert len(made) == 2
    (file,) = (root.parents[1] / ".cache" / "ask").iterdir()
    file.write_text('a\t{"b": ')
    assert kept.answers("x", [source], make) == {"a": {"b": 1}, "c": 2}
    assert len(made) == 3


ENTRIES = [
    finding._entry("claim", "a.one", "“24% of people”: it comes out.", "x", more="24"),
    finding._entry("finding", "07", "In Leeds 124% and 24.5% of homes are deprived.", "y"),
    finding._entry("finding", "07", "Deprivation of homes is known.", "y"),
    finding._entry("place", "Leeds", "Leeds: district", "z"),
    finding._entry("place", "Armley", "Armley: ward of Leeds", "z"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("24%", ["a.one"]),
        ("is 24.5% true?", ["07"]),
        ("leeds", ["Leeds", "07", "Armley"]),
        ("deprived", ["07"]),
        ("depriv", ["07", "07"]),
        ("homes depriv elsewhere", ["07", "07"]),
    ],
)
def test_words_parts_of_words_and_whole_numbers_are_found_best_first(monkeypatch, text, names):
    monkeypatch.setattr(finding.kept, "answers", lambda *_: {"entries": ENTRIES})
    assert [entry["name"] for entry in finding.search(text)] == names


@pytest.mark.parametrize(("text", "said"), [("deprivd", "depriv"), ("!", "what is to be found")])
def test_what_is_found_nowhere_is_refused_with_what_is_near(monkeypatch, text, said):
    monkeypatch.setattr(finding.kept, "answers", lambda *_: {"entries": ENTRIES})
    with pytest.raises(InputError, match=said):
        finding.search(text)


def test_a_printed_share_is_found_with_its_verdict_and_a_place_with_its_command():
    claims = ask.find("24%").query("kind == 'claim'")
    assert claims["sentence"].str.contains("24% of Leeds").any()
    assert claims["sentence"].str.contains("comes out").any()
    assert ask.find("Gipton")["where"].iloc[0] == "leedsequity place E05011394"
    assert ask.find("NEET").query("kind == 'finding'")["sentence"].str.contains("4.9%").any()


def test_a_former_code_is_listed_once_under_the_code_used_here():
    assert [place.code for place in places.search("Sheffield")] == ["E08000019"]
    assert answering.known_place("E08000039").code == "E08000019"


def test_an_area_has_what_is_published_under_its_former_code_too():
    """Fingertips 90366 has Gateshead as E08000020; healthy life expectancy as E08000037 alone."""
    (life,) = ask.compare("Gateshead", "Leeds", "life expectancy, men").query(
        "measure == 'Life expectancy, men'"
    )["period"]
    assert life == "2023-25"
    assert answering.known_place("E08000020").code == "E08000037"
    assert len(ask.compare("E08000020", "Leeds", "healthy life")) == 2


def test_a_ward_of_before_2024_of_which_nothing_is_known_says_so():
    with pytest.raises(NotServedError, match="ward of before 2024"):
        ask.place("E05009311")
