"""The figures transcribed from documents against the documents' own words."""

import re
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TABLES = (
    "published_deprivation",
    "published_funding",
    "published_programmes",
    "published_workforce",
)

#: Words by which each document is known.
KNOWN_BY = {
    "narrowing-inequalities": "The Leeds One Workforce approach to narrowing inequalities (NI)",
    "community-wealth": "Community Wealth Building in LTH",
    "good-work": "The Good Work Plan, published by the government",
    "fairer-healthier-leeds": "FAIRER, HEALTHIER LEEDS: REDUCING HEALTH INEQUALITIES",
    "connecting-communities": "Organisation: Leeds Health and Care Academy",
}

#: The words beside which each figure stands, no further away than a sentence or two.
NEAR = {
    "published_deprivation": {
        "114 neighbourhoods": "LSOAs) in the most deprived 10%",
        "26%": "among the most deprived 10% nationally",
        "12 communities": "1% most deprived",
        "over 820,000": "Leeds is a city of",
        "24%": "of its population live in the most deprived decile",
        "10%": "of England’s population living in this decile",
        "179,000 in 2013": "Office for National Statistics estimates",
        "200,000 in 2022": "Office for National Statistics estimates",
        "34% in 2021": "children in Reception",
        "37%": "In 2024 37% of children in Reception",
        "fourth most deprived": "Hunslet and Riverside",
        "63%": "of the city's Black/Black British ethnic group",
        "40%": "of its mixed ethnic group",
        "36%": "of its Asian ethnic group",
    },
    "published_funding": {
        "£789m": "LTH has an annual budget",
        "last 14 years": "cuts to local government budgets",
        "at least the next three years": "shortfalls being forecast",
        "1.3 months": "for men",
        "1.2 months": "for women",
        "just under 30%": "most deprived tenth of councils",
        "£453 per person": "Between 2009/10 and 2019/20",
        "16%": "the least deprived tenth of councils",
        "£166 per person": "the least deprived tenth of councils",
        "23%": "Yorkshire and the Humber",
        "15%": "in the South West",
        "4% less": "in real terms in 2024/25",
    },
    "published_programmes": {
        "in 2021": "was co-designed",
        "127 people": "engaged with the pilot",
        "60 completing": "a pre-employment programme",
        "49 people": ("recruited into roles in the trust", "an accredited qualification"),
        "65 people": "received conditional offers of employment",
        "66 people": "received conditional offers of employment",
        "more than 1,600": "candidates living in Leeds's most deprived neighbourhoods",
        "1.5 million": "Populations served",
        "563": "Total referrals into the central hub totalled",
        "152 people": "engaged with the project via the hub and spoke model",
        "116 people": "supported through another spoke",
        "17 COVID-19 vaccinations": "Bevan Nurses",
        "Three of these were first": "vaccinations",
    },
    "published_workforce": {
        "over 14,000": "employs over 14,000 staff",
        "six main sites": "staff across",
        "around a million": "patients a year",
        "over 1.2 million": "One of the largest employers in the world",
        "3.8%": "July–September 2022",
        "6.9%": "for people from ethnic minority backgrounds",
        "44.4%": "of ethnic minority staff believe",
        "58.7%": "of white staff",
        "£12.00/hour": "In April 2023 Leeds City Council",
        "413,000": "people who work in Leeds",
        "Three-quarters": "work in the private sector",
        "13 of the city's largest": "Leeds Inclusive Anchors Network",
    },
}
WORDS = {
    "three": 3,
    "three of these": 3,
    "fourth": 4,
    "six": 6,
    "three-quarters": 75,
    "a million": 1_000_000,
}

needs_documents = pytest.mark.skipif(not SEEDS.is_dir(), reason="the documents are not here")


def plain(text: str) -> str:
    """Return a text in one line, without marks of emphasis."""
    return " ".join(re.sub(r"</?[a-z]+>|\*+(?=\w)|(?<=[\w.)>])\*+", "", text).split())


@pytest.fixture(scope="module")
def documents() -> dict[str, str]:
    texts = [plain(file.read_text(encoding="utf-8")) for file in sorted(SEEDS.glob("*.txt"))]
    return {name: next(text for text in texts if words in text) for name, words in KNOWN_BY.items()}


def number(printed: str) -> float:
    """Return the number that printed characters say, the year that may follow it left aside."""
    digits = re.search(r"\d[\d,]*(\.\d+)?", printed)
    if digits is None:
        return WORDS[
            next(word for word in sorted(WORDS, key=len, reverse=True) if word in printed.lower())
        ]
    times = 1e6 if re.match(r" million", printed[digits.end() :]) else 1
    return float(digits[0].replace(",", "")) * times


@pytest.mark.parametrize("name", TABLES)
def test_the_value_is_the_number_printed(name: str) -> None:
    table = raw.load(name)
    said = table["printed"].map(number)
    assert table.loc[(said - table["value"]).abs() > 1e-6, ["printed", "value"]].empty


@needs_documents
@pytest.mark.parametrize("name", TABLES)
def test_each_figure_stands_in_its_document_beside_the_words_it_belongs_to(
    name: str, documents: dict[str, str]
) -> None:
    table = raw.load(name)
    assert set(table["printed"]) == set(NEAR[name])
    for row in table.to_dict("records"):
        text, near = documents[row["document"]].lower(), NEAR[name][row["printed"]]
        keys = [near] if isinstance(near, str) else near
        places = [
            found.start()
            for found in re.finditer(rf"(?<![\d.,]){re.escape(row['printed'].lower())}(?!\d)", text)
        ]
        around = [text[max(0, place - 250) : place + 250] for place in places]
        assert any(key.lower() in words for words in around for key in keys), (
            row["document"],
            row["printed"],
            keys,
        )


@pytest.mark.parametrize("name", [*TABLES, "indicator_set"])
def test_every_row_is_of_a_document_that_the_record_names_and_none_is_there_twice(
    name: str,
) -> None:
    record, table = raw.record(name), raw.load(name)
    assert set(table["document"]) == set(str(record.document).split(", "))
    assert not table.drop(columns=["value", "printed"], errors="ignore").duplicated().any()
    assert record.rows == len(table)
    assert list(record.columns) == list(table.columns)


def test_every_stage_of_the_programmes_is_there_and_the_documents_stand_side_by_side() -> None:
    table = raw.load("published_programmes")
    found = table.groupby(["document", "programme"])["value"].apply(list)
    hub = "Connecting Communities with Health and Care Careers"
    assert found["good-work", "Lincoln Green pilot"] == [127, 60, 49]
    assert found["good-work", hub] == [65, 49]
    assert found["connecting-communities", hub] == [1.5e6, 563, 152, 116, 66, 49, 17, 3]
    assert found["fairer-healthier-leeds", "Leeds Health and Care Talent Hub"] == [1600]
    offers = table[table["stage"] == "received a conditional offer of employment"]
    assert set(offers["value"]) == {65, 66}
    assert any("65" in note and "66" in note for note in raw.record("published_programmes").notes)


def indicator_rows(text: str) -> pd.DataFrame:
    """Return the last table of the report as printed: number, indicator, terms, source."""
    cells = [line.split("\t") for line in text.splitlines() if re.match(r"\d+\t", line)]
    rows = [
        [int(first), plain(second), plain(" ".join(middle)), plain(last)]
        for first, second, *middle, last in cells
    ]
    return pd.DataFrame(rows, columns=["number", "indicator", "disaggregation", "source"])


def test_the_15_indicators_are_in_order_and_two_are_in_development() -> None:
    table = raw.load("indicator_set")
    assert table["number"].tolist() == list(range(1, 16))
    assert table.loc[table["in_development"], "number"].tolist() == [14, 15]


@needs_documents
def test_the_15_indicators_are_as_printed() -> None:
    texts = (file.read_text(encoding="utf-8") for file in sorted(SEEDS.glob("*.txt")))
    printed = indicator_rows(next(text for text in texts if "MARMOT CITY) INDICATOR SET" in text))
    table = raw.load("indicator_set")
    assert len(printed) == 15
    assert table["indicator"].tolist() == printed["indicator"].tolist()
    assert table["source"].tolist() == printed["source"].tolist()
    terms = table["disaggregation"].str.split("; ").map(" ".join)
    assert terms.tolist() == printed["disaggregation"].str.replace(" / ", " ").tolist()
