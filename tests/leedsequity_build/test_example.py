"""The synthetic example: its counts are the published ones, and its mark is everywhere."""

from leedsequity import neighbourhoods, pages, raw
from leedsequity.analyses import programme_records, residents
from leedsequity.raw import partner
from leedsequity.raw.partner import Records
from leedsequity_build.example import programme_events

POLICY = "opensafely"


def test_the_example_has_the_published_counts():
    lsoas = raw.load("imd_lsoa11", "E08000035").sort_values("imd_rank_2019")["lsoa11_code"]
    table = programme_events(raw.load("published_programmes"), lsoas)
    assert table["person_id"].str.fullmatch(r"SYN-\d{6}").all()
    count = table.groupby(["spoke", "stage"])["person_id"].nunique().to_dict()
    ours, pilot = "Connecting Communities", "Lincoln Green pilot"
    # The counts as the documents print them.
    printed = {
        ("Hub", "referred"): 563,
        (ours, "engaged"): 152,
        (ours, "offer"): 66,
        (ours, "qualified"): 49,
        (ours, "vaccinated"): 17,
        (ours, "first_vaccination"): 3,
        (pilot, "engaged"): 127,
        (pilot, "completed"): 60,
        (pilot, "recruited"): 49,
    }
    assert {key: count[key] for key in printed} == printed
    several = set(table.loc[table["spoke"] == ours, "person_id"])
    elsewhere = table[~table["spoke"].isin([ours, "Hub"]) & (table["stage"] == "engaged")]
    assert len(several & set(elsewhere["person_id"])) == 116


def test_what_comes_from_the_example_is_marked_and_the_first_vaccinations_are_not_to_be_seen(
    tmp_path,
):
    tables = neighbourhoods.read("E08000035")
    lsoas = tables["imd_lsoa11"].sort_values("imd_rank_2019")["lsoa11_code"]
    programme_events(raw.load("published_programmes"), lsoas).to_csv(
        tmp_path / "e.csv", index=False
    )
    records = partner.read("programme", str(tmp_path / "e.csv"), residents.place_groups(tables))
    assert records.synthetic
    made = programme_records.released(records, residents.by_breakdown(tables), "Leeds", POLICY)
    assert all(
        set(table["records"]) == {programme_records.SYNTHETIC_MARK} for table in made.values()
    )
    unmarked = programme_records.released(
        Records(records.rows, False), residents.by_breakdown(tables), "Leeds", POLICY
    )
    assert not [name for name, table in unmarked.items() if "records" in table]
    stated = made["stages"].set_index(["spoke", "stage"])["people"]
    assert stated["Connecting Communities", "vaccinated"] == 15
    assert "first_vaccination" not in made["stages"]["stage"].tolist()
    page = pages.Page("04_programme_outcomes", here="Leeds", policy=POLICY, synthetic=True)
    drawn = {
        "stages": programme_records.chart_rows(made["stages"]),
        "reach": residents.chart_rows(made["reach"]),
    }
    for section, rows in drawn.items():
        caption = page.caption(section, drawn=rows)
        assert all("ynthetic example" in text for text in caption.values())
        assert len(caption["finding"].split()) <= 15
        assert page.text(f"{section}_axis", drawn=rows).endswith("EXAMPLE,\nNOT REAL PEOPLE")
