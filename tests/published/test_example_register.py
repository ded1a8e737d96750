"""The register of Bradford evaluates, and one of Coventry is computed on Coventry's data."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import raw
from leedsequity.claims import evaluated, given, outcomes, read

ROOT = Path(__file__).parents[2]
COVENTRY, MID_2022 = "E08000026", "base=mid-2022 (revised)"


def test_the_example_is_of_bradford_alone_and_comes_out_as_its_publishers_print():
    register = read(ROOT / "examples" / "claims_bradford")
    assert {claim.area for claim in register.claims} == {"E08000032"}
    assert all("no document states" in claim.note for claim in register.claims)
    claims, readings = evaluated(register)
    main = readings[readings["main"].astype(bool)].set_index("claim_id")["outcome"]
    assert set(main) == {outcomes.OUT}
    assert claims.set_index("claim_id").loc["bradford.gap-men", "firm"] == outcomes.SOME


def test_a_folder_is_found_from_the_project_too(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read("examples/claims_bradford").documents.keys() == {"bradford"}


# What a register of Coventry states, and what its test is.
STATED = {
    "population": (352889, "people", "deprivation:residents", MID_2022, ""),
    "share": (14, "percent", "deprivation:share_in_decile_1", f"edition=2019; {MID_2022}", ""),
    "neighbourhoods": (28, "LSOAs", "deprivation:neighbourhoods_in_decile_1", "edition=2019", ""),
    "gap": (
        11.7,
        "years",
        "life_expectancy:gap_within",
        "method=published slope index",
        "2022-24",
    ),
}


def write(folder: Path) -> Path:
    """Write a register of Coventry, as its authors would."""
    made = {"document": "plan", "title": "A plan", "title_is": "in our words", "published": "2025"}
    claims, readings = [], []
    for name, (value, unit, test, options, period) in STATED.items():
        claim = {"claim_id": f"plan.{name}", "document": "plan", "locator": "page 1"}
        claim |= {"statement": name, "what": "number", "quantity": name, "relation": "="}
        claim |= {"value": value, "unit": unit, "least": value, "most": value, "area": COVENTRY}
        claims.append(claim | {"group": "men", "period": period or "2022"})
        reading = {"claim_id": f"plan.{name}", "reading": "the one", "main": "true"}
        readings.append(
            reading | {"declared": "before", "test": test, "options": options, "why": "An example."}
        )
    folder.mkdir()
    for name, rows in {"claims": claims, "readings": readings, "documents": [made]}.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, [*raw.record(name).columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def csv_of(name: str) -> pd.DataFrame:
    return pd.read_csv(ROOT / "data" / "raw" / f"{name}.csv")


@pytest.fixture
def coventry(tmp_path):
    return write(tmp_path / "coventry")


def test_every_claim_of_coventry_is_computed_on_coventrys_data(coventry):
    claims, _ = evaluated(read(coventry))
    found = claims.set_index("claim_id")["found"]
    places = csv_of("lsoa21")
    mine = places.loc[places["area_code"] == COVENTRY, "lsoa21_code"]
    people = csv_of("population_lsoa21").set_index("lsoa21_code")
    assert found["plan.population"] == people.loc[mine, "population_2022"].sum()
    older = csv_of("lsoa11").merge(csv_of("imd_lsoa11"))
    older = older[older["area_code"] == COVENTRY].set_index("lsoa11_code")
    assert found["plan.neighbourhoods"] == (older["imd_decile_2019"] == 1).sum()
    slopes = csv_of("slope_index_la").query(
        "area_code == @COVENTRY and sex == 'male' and period == '2022-24'"
        " and vintage == 'census_2021'"
    )
    assert [found["plan.gap"]] == slopes["value"].tolist()
    # A neighbourhood of 2021 has the tenth of the one of 2011 that it comes from, where one is.
    people = people["population_2022"]
    links = csv_of("lsoa11_lsoa21")
    links = links[links["lsoa21_code"].isin(mine)].drop_duplicates("lsoa21_code", keep=False)
    deciles = links.set_index("lsoa21_code")["lsoa11_code"].map(older["imd_decile_2019"])
    sure = people[deciles[deciles == 1].index].sum()
    unsure = people[[code for code in mine if code not in deciles.index]].sum()
    share = found["plan.share"] / 100 * people[mine].sum()
    assert sure <= share <= sure + unsure
    assert unsure < 0.03 * people[mine].sum()


def test_the_command_looks_up_and_lists_a_register(coventry, leedsequity):
    code, printed, _ = leedsequity("claims", "--register", str(coventry), "--json", "gap")
    assert code == 0
    (row,) = json.loads(printed)
    assert (row["found"], row["firm"]) == (11.7, outcomes.EVERY)


def test_a_file_that_a_claim_waits_for_is_used_for_one_run(
    tmp_path, leedsequity, project, monkeypatch
):
    """Patients are made up, 100 in each neighbourhood: 114 of Leeds's 482 are in decile 1."""
    codes = csv_of("lsoa11").query("area_code == 'E08000035'")["lsoa11_code"]
    header = "PUBLICATION,EXTRACT_DATE,PRACTICE_CODE,PRACTICE_NAME,LSOA_CODE,SEX,NUMBER_OF_PATIENTS"
    file = tmp_path / "synthetic.csv"
    rows = [f"SYNTHETIC,01OCT2022,B1,ONE,{code},ALL,100" for code in codes]
    file.write_text("\n".join([header, *rows]) + "\n")
    monkeypatch.setattr(given, "_given", {})
    before = sorted(project.rglob("*"))
    code, printed, complaint = leedsequity(
        "claims", "good-work.share-in-most-deprived-tenth", "--with", str(file), "--json"
    )
    assert code == 0, complaint
    (row,) = json.loads(printed)
    reading = {one["reading"]: one for one in row["each_reading"]}
    found = reading["patients registered with GPs, index of 2019"]
    assert found["value"] == pytest.approx(100 * 114 / 482)
    assert row["verdict"].endswith("Given for this run: synthetic.csv.")
    assert sorted(project.rglob("*")) == before
    code, _, complaint = leedsequity("claims", "x", "--with", str(tmp_path / "nowhere.csv"))
    assert (code, complaint.count("\n")) == (2, 1)
    assert "nowhere.csv" in complaint
