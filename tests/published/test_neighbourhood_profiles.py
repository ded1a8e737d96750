"""The profiles of wards against the raw tables added up another way, and stated facts."""

import csv
from collections import Counter, defaultdict
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from leedsequity import neighbourhoods, pages, raw
from leedsequity.analyses import living_conditions, ward_neighbourhoods, ward_profile
from leedsequity.analyses import small_area_life_expectancy as small_areas

RAW = Path(__file__).parents[2] / "data" / "raw"
LEEDS, ENGLAND = "E08000035", "E92000001"
GIPTON = "E05011394"


def rows(table: str) -> list[dict[str, str]]:
    """A raw table as its file has it, read by nothing of ours."""
    with (RAW / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ward_of() -> dict[str, str]:
    """The ward of 2024 of each LSOA of Leeds."""
    return {
        row["lsoa21_code"]: row["ward24_code"]
        for row in rows("lsoa21")
        if row["area_code"] == LEEDS
    }


def counts_of(row: dict[str, str]) -> Counter:
    """The counts of a wide row, by column."""
    return Counter({name: int(count) for name, count in row.items() if name[-5:] != "_code"})


def by_ward(table: str) -> dict[str, Counter]:
    """Sums of the columns of a wide table by ward of 2024, added up row by row."""
    ward = ward_of()
    sums: dict[str, Counter] = defaultdict(Counter)
    for row in rows(table):
        if row["lsoa21_code"] in ward:
            sums[ward[row["lsoa21_code"]]].update(counts_of(row))
    return sums


@pytest.fixture(scope="module")
def made() -> SimpleNamespace:
    """Everything that the notebook makes before it turns to one ward."""
    tables = neighbourhoods.read(LEEDS, {*neighbourhoods.TABLES, *ward_profile.TABLES})
    placed = neighbourhoods.placed(tables)
    people = tables["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum()
    chosen = placed[(placed["imd_edition"] == 2025) & (placed["boundaries"] == 2021)]
    ward = tables["lsoa21"].set_index("lsoa21_code")["ward24_code"]
    lsoas = ward_profile.of_neighbourhoods(tables, chosen.set_index("lsoa_code")["decile"])
    england = ward_profile.of_england(raw.load("england_by_decile"))
    added = ward_profile.add_up(lsoas, ward, england, "Leeds")
    msoa_names = raw.load("imd_msoa11")
    msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), msoa_names)
    wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people11 = small_areas.people_of_msoas(tables, placed)
    lives = small_areas.ward_life_expectancy(msoas, people11, wards)
    people11 = people11.droplevel("ward")
    local_name = msoa_names.set_index("msoa11_code")["msoa11_local_name"]
    parts = [
        ward_profile.deprivation(wards, neighbourhoods.ward_ranks(wards)),
        ward_profile.counted(lsoas, ward, added, "Leeds"),
        ward_profile.life_expectancy(lives, msoas, people11, {LEEDS}),
    ]
    return SimpleNamespace(
        people=people,
        placed=placed,
        lsoas=lsoas,
        places=added,
        msoas=msoas,
        msoa=small_areas.msoa_of(tables).map(local_name),
        people11=people11,
        parts=parts,
        every=pd.concat(parts),
        names=dict(wards[["ward24_code", "ward"]].drop_duplicates().to_numpy()),
        lookup=tables["lsoa11_lsoa21"],
    )


def value(made: SimpleNamespace, ward: str, measure: str) -> float:
    own = made.every[(made.every["ward24_code"] == ward) & (made.every["measure"] == measure)]
    return float(own["value"].iloc[0])


def lsoas_of(made: SimpleNamespace, ward: str) -> pd.DataFrame:
    return ward_neighbourhoods.ward_lsoas(made.placed, made.msoa, made.people, ward)


def test_there_are_33_wards_each_with_every_measure(made):
    assert len(made.names) == 33
    assert set(made.every["ward24_code"]) == set(made.names)
    assert len(made.every) == 33 * (len(ward_profile.MEASURES) + 3)
    assert not made.every.duplicated(["ward24_code", "measure"]).any()
    estimated = [column for column in made.every if column.endswith(("lower", "upper"))]
    of_counts = ["count", "ways", *(c for c in estimated if not c.startswith("rank"))]
    assert made.every.drop(columns=of_counts).notna().all().all()


def test_the_wards_add_up_to_leeds_in_every_count(made):
    by_place = made.places.drop(["Leeds", "England"])
    assert (by_place.sum() == made.places.loc["Leeds"]).all()
    for table in ward_profile.TABLES:
        if not table.startswith(("population", "fuel")):
            total = sum(ward.total() for ward in by_ward(table).values())
            assert made.places.loc["Leeds", table.removesuffix("_lsoa21")].sum() == total
    assert made.places.loc["Leeds", "decile"].sum() == 820_802
    assert made.places.loc["Leeds", ("population", "all")] == 820_802, (
        "published for the authority, mid-2022"
    )


def test_leeds_and_england_agree_with_the_publishers_table_of_authorities(made):
    broad: dict[str, Counter] = defaultdict(Counter)
    for row in rows("ethnicity_la"):
        broad[row["area_code"]][row["broad_group"]] += int(row["count"])
    for code, place in ((LEEDS, "Leeds"), (ENGLAND, "England")):
        for group, count in broad[code].items():
            # Sums of small areas differ by the changes that protect people: by less than 1 in 500
            # of a group.
            assert made.places.loc[place, ("ethnicity", group)] == pytest.approx(count, rel=0.002)
    assert [m.name for m in ward_profile.MEASURES if m.name in broad[LEEDS]] == [*broad[LEEDS]], (
        "in the census's order"
    )


def test_england_is_the_sum_of_its_ten_deciles(made):
    sums: Counter = Counter()
    for row in rows("england_by_decile"):
        newest = "2022" if row["topic"] in ("population", "fuel_poverty") else "2021"
        if row["imd_edition"] == "2025" and row["year"] == newest:
            sums[row["topic"], row["broad_group"] or row["group"]] += int(row["count"])
            sums["decile", row["decile"]] += int(row["count"]) * (row["topic"] == "population")
    england = made.places.loc["England"]
    assert {key: int(number) for key, number in england.items()} == {
        key: sums[key] for key in england.index
    }


def test_shares_come_out_when_added_up_row_by_row(made):
    tables = {name: by_ward(f"{name}_lsoa21") for name in ("qualification", "age", "fuel_poverty")}
    tables |= {name: by_ward(f"{name}_lsoa21") for name in ("household_deprivation", "tenure")}
    for ward in made.names:
        group, age, home, rent, fuel = (
            tables[name][ward]
            for name in ("qualification", "age", "household_deprivation", "tenure", "fuel_poverty")
        )
        start = {name: int(name.removeprefix("age_")) for name in age}
        expected = {
            "No qualifications": group["none"] / group.total(),
            "Aged 65 and over": sum(age[n] for n in age if start[n] >= 65) / age.total(),
            "Aged 0-14": sum(age[n] for n in age if start[n] < 15) / age.total(),
            "Deprived in one way or more": 1 - home["deprived_0"] / home.total(),
            "Social renting": (rent["social_council"] + rent["social_other"]) / rent.total(),
            "Fuel poverty 2022": fuel["fuel_poor_2022"] / fuel["households_2022"],
        }
        for measure, share in expected.items():
            assert value(made, ward, measure) == pytest.approx(100 * share), (ward, measure)


def test_ranks_are_those_of_the_values_sorted(made):
    for measure, table in made.every.groupby("measure"):
        order = sorted(table["value"], reverse=True)
        assert [order.index(number) + 1 for number in table["value"]] == list(table["rank"]), (
            measure
        )
        assert (table["rank_lower"] <= table["rank"]).all(), measure
        assert (table["rank"] <= table["rank_upper"]).all(), measure
        assert table["rank_lower"].min() == 1, measure
        assert table["rank_upper"].max() == 33 or measure.startswith("Less deprived"), measure


def test_neighbourhoods_of_all_wards_are_those_counted_elsewhere(made):
    every = pd.concat(lsoas_of(made, ward) for ward in made.names)
    assert every.groupby("imd_edition")["lsoa21_code"].nunique().to_dict() == {
        2015: 488,
        2019: 488,
        2025: 488,
    }
    # No LSOA that changed between the censuses lies in decile 1, so these are the publishers' own
    # counts.
    tenth = every[every["most_deprived"] != ""].groupby("imd_edition").size()
    published = {
        row["printed"]
        for row in rows("published_deprivation")
        if "neighbourhoods in" in row["measure"]
    }
    assert published == {"114 neighbourhoods"}
    assert (tenth[2015], tenth[2019]) == (105, 114)
    leeds = {row["lsoa11_code"] for row in rows("lsoa11") if row["area_code"] == LEEDS} | {
        *ward_of()
    }
    ranks = {
        year: [
            int(row[f"imd_rank_{year}"]) for row in rows(table) if row[f"{table[4:]}_code"] in leeds
        ]
        for year, table in ((2019, "imd_lsoa11"), (2025, "imd_lsoa21"))
    }
    hundredth = every[every["most_deprived"] == "1%"].groupby("imd_edition").size()
    assert {"Harehills South", "Gipton North"} <= set(lsoas_of(made, GIPTON)["msoa"])
    assert hundredth[2019] == sum(rank <= 32_844 * 0.01 for rank in ranks[2019])
    assert hundredth[2025] == sum(rank <= 33_755 * 0.01 for rank in ranks[2025])


def test_the_proxy_of_a_ward_is_the_mean_of_its_msoas_by_people(made):
    ward_of_lsoa = ward_of()
    # No LSOA of the ward changed between the censuses, so that its code is that of 2011 too.
    msoa = {row["lsoa11_code"]: row["msoa11_code"] for row in rows("lsoa11")}
    people: Counter = Counter()
    for row in rows("population_lsoa21"):
        if ward_of_lsoa.get(row["lsoa21_code"]) == GIPTON:
            people[msoa[row["lsoa21_code"]]] += int(row["population_2011"])
    for sex, measure in ward_profile.LIFE.items():
        lives = {
            row["msoa11_code"]: float(row["value"])
            for row in rows("life_expectancy_msoa")
            if row["sex"] == sex
        }
        mean = sum(lives[code] * number for code, number in people.items()) / people.total()
        assert value(made, GIPTON, measure) == pytest.approx(mean)


def test_people_of_msoas_are_divided_among_wards_without_rest(made):
    shares = pd.concat(
        ward_neighbourhoods.ward_msoas(made.people11, made.msoas, ward) for ward in made.names
    )
    men = shares[shares["sex"] == "male"]
    assert men.groupby("msoa11_code")["in_ward"].sum().to_numpy() == pytest.approx([100.0] * 107)
    codes = ward_of()
    leeds = [row for row in rows("population_lsoa21") if row["lsoa21_code"] in codes]
    assert men["people"].sum() == sum(int(row["population_2011"]) for row in leeds)


def test_the_best_fit_is_within_an_eighth_of_the_published_wards(made):
    people = made.places["population", "all"].drop(["Leeds", "England"])
    published = {row["ward_code"]: int(row["population"]) for row in rows("population_ward")}
    table = pd.concat(
        ward_profile.best_fit(raw.load("population_ward"), people, ward) for ward in made.names
    )
    assert published.keys() == set(people.index)
    assert people.sum() == pytest.approx(sum(published.values()), rel=0.003), (
        "two editions of one number"
    )
    for row in table.itertuples():
        assert row.difference == pytest.approx(
            100 * people[row.ward_code] / published[row.ward_code] - 100
        )
    assert table["difference"].between(-12.5, 12.5).all(), "what the record says"
    assert set(table["highest"]) == {table["difference"].max()}


def test_every_ward_is_put_into_words(made):
    boundaries, published = raw.load("boundaries_lsoa11"), raw.load("population_ward")
    deprivation, topics = made.parts[0], living_conditions.TOPICS
    mapped = ward_neighbourhoods.on_map(boundaries, made.placed)
    assert len(mapped) == 482, "all neighbourhoods of 2011"
    assert mapped["rank"].between(1, 33_755).all()
    for ward, here in made.names.items():
        page = pages.Page("06_neighbourhood_profiles", here=here, there="Leeds", edition=2025)
        own = ward_profile.of_ward(made.parts, ward, here)
        lsoas, lives = lsoas_of(made, ward), own[own["topic"] == "life_expectancy"]
        msoas = ward_neighbourhoods.ward_msoas(made.people11, made.msoas, ward)
        shown = ward_neighbourhoods.with_ward(msoas, own, here, "Leeds")
        groups = ward_profile.beside(own, ["ethnicity", "age"], here, "Leeds")
        widest = ward_profile.widest(own, [*topics, "age", "ethnicity"])
        assert widest["count"].iloc[0] >= 100
        results = {"own": own, "editions": ward_neighbourhoods.counted(lsoas), "widest": widest}
        said = page.sentences("findings", **results, known=True)
        assert len(said) <= 8
        assert here in said[0]
        said += page.sentences("in_short", **results, known=True)
        captions = [
            page.caption("map", own=lsoas),
            page.caption("strip", own=own, wards=deprivation),
            page.caption("people", widest=widest, shown=groups),
            page.caption("conditions", widest=widest, shown=groups),
            page.caption("lives", own=lives, shown=shown),
        ]
        assert max(len(caption["finding"].split()) for caption in captions) <= 17, here
        fit = ward_profile.best_fit(published, made.places["population", "all"], ward)
        said += page.sentences("fit", fit=fit)
        text = " ".join([*said, *(text for caption in captions for text in caption.values())])
        assert not {"nan", "[x]"} & set(text.split()), here


def test_how_deprived_a_ward_is_comes_out_when_its_neighbourhoods_are_added_up(made):
    ranks = {row["lsoa21_code"]: int(row["imd_rank_2025"]) for row in rows("imd_lsoa21")}
    deciles = {row["lsoa21_code"]: row["imd_decile_2025"] for row in rows("imd_lsoa21")}
    ward, people, weighted, tenth = ward_of(), Counter(), Counter(), Counter()
    for row in rows("population_lsoa21"):
        if code := ward.get(row["lsoa21_code"]):
            people[code] += int(row["population_2022"])
            weighted[code] += int(row["population_2022"]) * ranks[row["lsoa21_code"]]
            tenth[code] += int(row["population_2022"]) * (deciles[row["lsoa21_code"]] == "1")
    measure = "Less deprived neighbourhoods, IMD 2025"
    for code in made.names:
        expected = 100 * (1 - weighted[code] / people[code] / 33_755)
        assert value(made, code, measure) == pytest.approx(expected)
    counted = made.every[made.every["topic"] == "decile"].set_index("ward24_code")
    assert counted["count"].to_dict() == {code: tenth[code] for code in made.names}
    assert counted["authority"].iloc[0] == pytest.approx(100 * tenth.total() / 820_802)
