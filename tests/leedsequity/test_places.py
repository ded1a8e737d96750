"""Places by code, name and file: which neighbourhoods they are."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import places, raw
from leedsequity.errors import InputError, NotServedError


@pytest.mark.parametrize("text", ["E08000035", "Leeds", "leeds", " LEEDS "])
def test_an_area_is_found_by_code_or_name(text):
    assert places.find(text).code == "E08000035"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bristol", "E06000023"),
        ("King's Lynn & West Norfolk", "E07000146"),
        ("Bournemouth, Christchurch and Poole", "E06000058"),
        ("Bournemouth", "E06000028"),
        ("Herefordshire", "E06000019"),
        ("England", "E92000001"),
        ("City of Bristol", "E06000023"),
        ("City of Westminster", "E09000033"),
        ("City of London", "E09000001"),
        ("e08000035 ", "E08000035"),
        ("West Berkshire", "E06000037"),
    ],
)
def test_names_may_be_given_as_people_write_them(text, code):
    assert places.find(text).code == code


def test_of_two_areas_with_one_name_the_one_that_still_exists_is_meant():
    assert places.find("Gateshead").code == "E08000037"
    assert places.find("E08000020").name == "Gateshead"


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Bradfrod", "E08000032 Bradford"),
        ("E08000053", "E0800003"),
        ("Newcastle on Tyne", "Newcastle upon Tyne"),
    ],
)
def test_an_unknown_area_fails_with_near_matches(text, near):
    with pytest.raises(InputError, match=near):
        places.find(text)


@pytest.mark.parametrize(
    ("text", "side"), [("Berkshire", "E06000037 West"), ("Bedfordshire", "E06000056 Central")]
)
def test_a_county_of_old_is_not_the_one_side_of_it_that_has_its_name(text, side):
    with pytest.raises(InputError, match=f"has the name '{text}', and {side}"):
        places.find(text)


@pytest.mark.parametrize(("code", "kind"), [("E01011264", "an LSOA"), ("E02002330", "an MSOA")])
def test_of_the_code_of_one_neighbourhood_it_says_how_to_give_several(code, kind):
    with pytest.raises(InputError, match=f"code of {kind}: .* --area places.csv"):
        places.find(code)


def test_text_like_no_area_fails_without_a_guess():
    with pytest.raises(InputError) as error:
        places.find("qqqqqqqq")
    assert "did you mean" not in str(error.value)


def test_the_core_cities_are_the_eight_english_ones():
    assert [city.name for city in places.core_cities()] == [
        "Birmingham",
        "Bristol, City of",
        "Leeds",
        "Liverpool",
        "Manchester",
        "Newcastle upon Tyne",
        "Nottingham",
        "Sheffield",
    ]


def test_successors_follow_the_reorganisations():
    successors = places.successors()
    assert places.every()[successors["E07000190"]].name == "Somerset"  # Taunton Deane, 2023
    assert places.every()[successors["E07000201"]].name == "West Suffolk"  # Forest Heath, 2019
    assert places.every()[successors["E07000004"]].name == "Buckinghamshire"  # Aylesbury Vale, 2020
    assert "E08000035" not in successors


def test_every_successor_is_a_known_area_that_has_none_itself():
    known, successors = places.every(), places.successors()
    assert set(successors.values()) <= known.keys() - successors.keys()


def test_an_area_is_held_under_its_own_code_and_those_it_consists_of():
    assert places.parts("E08000035") == {"E08000035"}
    # Suffolk's West: Forest Heath and St Edmundsbury, merged in 2019.
    assert places.parts("E07000245") == {"E07000245", "E07000201", "E07000204"}
    assert {"E07000004", "E07000005", "E07000006", "E07000007", "E06000060"} <= places.parts(
        "E06000060"
    )
    assert {"E10000012", "E07000066"} <= places.parts(
        "E10000012"
    )  # Essex and Basildon, a district of it
    assert "E08000035" in places.parts("E12000003")


def test_regions_are_the_nine_of_england():
    regions = {area.region for area in places.every().values() if area.region}
    assert len(regions) == 9
    assert places.find("Leeds").region == "Yorkshire and The Humber"


def test_search_lists_by_part_of_a_name_or_code():
    assert {"Leeds"} == {area.name for area in places.search("leed")}
    assert {area.name for area in places.search("yorks")} >= {
        "North Yorkshire",
        "East Riding of Yorkshire",
    }
    assert [area.name for area in places.search("e08000035")] == ["Leeds"]


def test_an_area_is_found_by_the_words_of_its_name_before_any_ward():
    assert places.find("Hull").code == "E06000010"
    assert places.find("Upon Tyne").code == "E08000021"


@pytest.mark.parametrize("text", ["Harehills", "Gipton and Harehills", "gipton & harehills"])
def test_a_ward_is_found_by_its_name_or_words_of_it(text):
    ward = places.find(text)
    assert (ward.code, ward.name, ward.type) == ("E05011394", "Gipton & Harehills", "ward")
    assert ward == places.find("E05011394")
    assert ward.authorities == {"E08000035"}
    assert ward.region == "Yorkshire and The Humber"
    assert ward.lsoa21 <= places.find("Leeds").lsoa21


def test_where_several_answer_to_a_name_the_message_says_which():
    with pytest.raises(InputError, match=r"places answer to 'Abbey': .*ward in Sandwell.* more"):
        places.find("Abbey")
    with pytest.raises(InputError, match=r"E08000021 Newcastle upon Tyne .*E07000195 Newcastle"):
        places.find("Newcastle")


@pytest.mark.parametrize("text", ["Gwent", "Wales", "scotland", "W06000022", "S12000049"])
def test_of_other_countries_it_says_that_the_data_are_of_england(text):
    with pytest.raises(InputError, match=r"is not in England, and the data are England's alone"):
        places.find(text)


def test_several_places_are_taken_as_one():
    avon = places.find("Bath and North East Somerset + Bristol + E06000025")
    parts = [places.find(code) for code in ("E06000022", "E06000023", "E06000025")]
    assert avon.code == "E06000022+E06000023+E06000025"
    assert avon.name == "Bath and North East Somerset, Bristol, City of and South Gloucestershire"
    for census in ("lsoa11", "lsoa21"):
        assert len(getattr(avon, census)) == sum(len(getattr(part, census)) for part in parts)
    assert places.find(avon.code) == avon
    assert places.find("Leeds + E08000035") == places.find("Leeds")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("West Yorkshire Combined Authority", "E11000006"),
        ("South Yorkshire Mayoral Combined Authority", "E11000003"),
        ("Greater London", "E12000007"),
        ("Royal Borough of Greenwich", "E09000011"),
    ],
)
def test_a_name_of_government_is_that_of_the_place(text, code):
    assert places.find(text).code == code


@pytest.mark.parametrize("text", ["Tees Valley Combined Authority", "E47000006"])
def test_a_combined_authority_of_no_lookup_can_be_put_together(text):
    with pytest.raises(InputError, match=r"with \+ between them"):
        places.find(text)


@pytest.mark.parametrize(
    "text", ["NHS West Yorkshire Integrated Care Board", "West Yorkshire ICB", "E54000054"]
)
def test_of_integrated_care_boards_it_says_that_no_lookup_is_held(text):
    with pytest.raises(
        InputError, match=r"no lookup of care boards .* is held: .* give a file of the codes"
    ):
        places.find(text)


def test_the_lookups_hold_the_published_numbers_of_neighbourhoods():
    # ONS: 32,844 LSOAs of 2011 and 33,755 of 2021 in England; Leeds has 482 and 488.
    england, leeds = places.find("England"), places.find("Leeds")
    assert (len(england.lsoa11), len(england.lsoa21)) == (32_844, 33_755)
    assert (len(leeds.lsoa11), len(leeds.lsoa21)) == (482, 488)
    assert (len(leeds.msoa11), len(england.msoa11)) == (107, 6_791)
    assert len(leeds.wards) == 33


TIER = ("unitary authority", "metropolitan district", "non-metropolitan district", "london borough")


@pytest.mark.parametrize("census", ["lsoa11", "lsoa21"])
def test_the_authorities_that_exist_share_out_england_and_counties_are_their_districts(census):
    known = places.every().values()
    districts = [area for area in known if area.type in TIER and area.current]
    assert len(districts) == 296
    counted = Counter(code for area in districts for code in getattr(area, census))
    assert counted.keys() == getattr(places.find("England"), census)
    assert set(counted.values()) == {1}
    counties = [area for area in known if area.type == "county" and area.current]
    assert len(counties) == 21
    for county in counties:
        below = [getattr(a, census) for a in districts if a.upper_tier_code == county.code]
        assert getattr(county, census) == frozenset().union(*below), county.name
    regions = [getattr(area, census) for area in known if area.type == "region"]
    assert Counter(code for region in regions for code in region) == counted


@pytest.mark.parametrize(
    ("whole", "into"),
    [
        ("E10000006", ["Cumberland", "Westmorland and Furness"]),
        ("E10000023", ["E06000065"]),  # North Yorkshire
        ("E10000027", ["E06000066"]),  # Somerset
        ("E10000021", ["North Northamptonshire", "West Northamptonshire"]),
        ("E10000002", ["E06000060"]),  # Buckinghamshire
        (
            "E06000065",
            [f"E0700016{last}" for last in range(3, 10)],  # Craven to Selby
        ),
        ("E06000060", ["Aylesbury Vale", "Chiltern", "South Bucks", "Wycombe"]),
        ("E10000009", ["E06000059", "Christchurch"]),  # Dorset until 2019
        ("Bournemouth, Christchurch and Poole", ["Bournemouth", "Christchurch", "Poole"]),
    ],
)  # fmt: skip
def test_what_was_reorganised_is_the_same_neighbourhoods_before_and_after(whole, into):
    for census in ("lsoa11", "lsoa21"):
        parts = [getattr(places.find(part), census) for part in into]
        assert getattr(places.find(whole), census) == frozenset().union(*parts)
        assert sum(map(len, parts)) == len(frozenset().union(*parts))


def test_an_authority_of_before_has_the_neighbourhoods_that_the_index_of_2015_gave_it(upstream):
    published = pd.read_excel(
        upstream / "deprivation" / "iod2015_file1_imd.xlsx", sheet_name=0, engine="calamine"
    )
    code, area = published.columns[0], published.columns[2]
    listed = published.groupby(area)[code].agg(frozenset)
    assert len(listed) == 326
    wrong = [area for area, lsoas in listed.items() if places.find(str(area)).lsoa11 != lsoas]
    assert wrong == []


# The districts of each metropolitan county are those of the Local Government Act 1972.
@pytest.mark.parametrize(
    ("county", "districts"),
    [
        ("E11000003", "Barnsley Doncaster Rotherham Sheffield"),
        ("Tyne and Wear", "Gateshead,Newcastle upon Tyne,North Tyneside,South Tyneside,Sunderland"),
        ("west yorkshire", "Bradford Calderdale Kirklees Leeds Wakefield"),
    ],
)
def test_a_metropolitan_county_is_its_districts(county, districts):
    below = [places.find(name) for name in districts.split("," if "," in districts else " ")]
    for census in ("lsoa11", "lsoa21"):
        own = [getattr(place, census) for place in below]
        assert getattr(places.find(county), census) == frozenset().union(*own)


def test_a_name_of_a_region_and_a_county_is_no_name_of_one():
    with pytest.raises(InputError, match=r"E11000005 .*, E12000005 West Midlands \(region\): give"):
        places.find("West Midlands")


@pytest.mark.parametrize(
    ("place", "codes", "code"),
    [
        ("North Yorkshire", {"E10000023", "E07000163"}, "E10000023"),
        ("E10000002", {"E06000060", "E07000004"}, "E06000060"),  # Buckinghamshire
        ("E06000065", {"E06000065", "E10000023"}, "E06000065"),
        ("E08000038", {"E08000016"}, "E08000016"),  # Barnsley, recoded
        ("Chiltern", {"E06000060"}, "E07000005"),
        ("West Yorkshire", {"E08000035"}, "E11000006"),
    ],
)
def test_a_table_may_have_the_same_neighbourhoods_under_another_code(place, codes, code):
    assert places.find(place).code_among(codes) == code


def test_a_set_of_codes_is_a_place_in_both_censuses():
    links = raw.load("lsoa11_lsoa21")
    split = links[links["change"] == "split"].groupby("lsoa11_code")["lsoa21_code"].agg(set)
    old, new = split.index[0], frozenset(split.iloc[0])
    place = places.of(["E01011264", old], "Two of ours")
    assert (place.code, place.name, place.type) == ("", "Two of ours", "set of neighbourhoods")
    assert place.lsoa11 == {"E01011264", old}
    assert place.lsoa21 == {"E01011264"} | new
    assert places.of(new, "one").lsoa11 == {old}
    with pytest.raises(
        InputError, match=r"mine: 2 of 3 are not codes of England's LSOAs .*'E01', 'W01000001'"
    ):
        places.of(["E01011264", "W01000001", "E01"], "mine")
    with pytest.raises(InputError, match=r"mine: no code"):
        places.of([], "mine")


def test_a_file_of_codes_is_a_place_named_after_it(tmp_path: Path):
    file = tmp_path / "North side.csv"
    file.write_text('\ufefflsoa11_code,name\nE01011264,a\n"E01011265",b\n', encoding="utf-8")
    assert places.find(str(file)).lsoa11 == {"E01011264", "E01011265"}
    assert places.read(str(file)).name == "North side"
    file.write_text("E01011264\nE01011265\n")
    with pytest.raises(InputError, match=r"^North side.csv: its first row must be a header"):
        places.read(str(file))
    file.write_text("name;code\nx;E01011264\n")
    with pytest.raises(InputError, match=r"^North side.csv: 1 of 1 are not .*'x;E01011264'"):
        places.read(str(file))
    file.write_bytes(b"code\n\xff\xfe")
    with pytest.raises(InputError, match=r"^North side.csv: cannot be read as text"):
        places.read(str(file))
    with pytest.raises(InputError, match=r"there is no file 'gone.csv'"):
        places.find("gone.csv")


def test_what_publishers_print_is_not_for_wards_or_sets_of_ones_own():
    assert places.published("Essex").code == "E10000012"
    with pytest.raises(NotServedError, match=r"^Gipton & Harehills is a ward; what is published"):
        places.published("Harehills")


def test_lookups_are_read_once(monkeypatch):
    read = []
    load = raw.load
    monkeypatch.setattr(raw, "load", lambda name, **area: read.append(name) or load(name, **area))
    for lookup in (places._lsoas, places._links, places._wards, places._ward_places):
        lookup.cache_clear()
    for text in ("Harehills", "Headingley", "Kirkstall"):
        assert places.find(text).lsoa11
        assert places.of(places.find(text).lsoa21, text).wards
    assert sorted(read) == ["lsoa11", "lsoa11_lsoa21", "lsoa21", "wards"]


def test_counts_of_neighbourhoods_add_up_to_the_authorities_of_today_in_both_tiers():
    ones = pd.DataFrame({"lsoas": 1}, index=sorted(places.find("England").lsoa21))
    added = places.by_authority(ones)["lsoas"]
    known = places.every()
    lower = added[[known[code].type in TIER for code in added.index]]
    assert (len(lower), len(added) - len(lower)) == (296, 21)
    # ONS: 33,755 LSOAs of 2021 in England, 488 in Leeds; an authority of 2023 has its districts'.
    assert lower.sum() == 33_755
    assert added["E08000035"] == 488
    one_tier = lower[[not known[code].upper_tier_code for code in lower.index]]
    assert one_tier.sum() + added.drop(lower.index).sum() == 33_755
    for code in ("E06000065", "E10000012"):  # North Yorkshire, Essex
        assert added[code] == len(places.find(code).lsoa21)
    assert not {"E07000168", "E10000023"} & {*added.index}, "merged into North Yorkshire"


@pytest.mark.parametrize("codes", [["E01011264"], ["E01011264", "E09999999"]])
def test_counts_that_would_lose_people_are_refused(codes):
    with pytest.raises(ValueError, match=r"codes are not both LSOAs of 2021 and rows of counts"):
        places.by_authority(pd.DataFrame({"people": 1}, index=codes))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("harehils", "did you mean E05011394 Gipton & Harehills"),
        ("Shefield", "did you mean E08000019 Sheffield"),
        ("Cardiff", "'Cardiff': `leedsequity areas`"),
        ("E05999999", "'E05999999': `leedsequity areas`"),
        ("LS9 6NU", "the form of a postcode"),
        (5, "a place is a text, such as 'Leeds', not 5"),
    ],
)
def test_a_word_of_a_name_is_near_an_authority_first_and_a_code_of_another_kind_is_not(
    text, message
):
    with pytest.raises(InputError, match=message):
        places.find(text)


def test_the_city_of_london_is_called_no_borough():
    assert places.find("City of London").kind == "city"
    assert places.find("Camden").kind == "London borough"


def test_an_area_with_the_word_in_its_name_is_offered_beside_several_wards_of_that_name():
    with pytest.raises(
        InputError, match=r"^3 places answer to 'Richmond': E09000027 Richmond upon"
    ):
        places.find("Richmond")
