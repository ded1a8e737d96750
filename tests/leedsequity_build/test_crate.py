"""The RO-Crate: whole, true of its files, each figure tied to tables and publishers."""

import copy
import hashlib
import json
from pathlib import Path

import pytest

from leedsequity import raw
from leedsequity.errors import InputError
from leedsequity_build import crate, run_files

ROOT = Path(__file__).parents[2]
DAY = "2020-02-29"


@pytest.fixture(scope="module")
def graph() -> dict[str, dict]:
    described = crate.metadata(DAY, {"site/index.html": "The site, first page"})
    assert described["@context"] == "https://w3id.org/ro/crate/1.1/context"
    entities = described["@graph"]
    found = {entity["@id"]: entity for entity in entities}
    assert len(found) == len(entities), "no two entities have one name"
    return found


def references(value):
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            for inner in value.values():
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_it_says_of_itself_what_the_specification_asks_for(graph):
    about = graph["ro-crate-metadata.json"]
    assert about["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert about["about"] == {"@id": "./"}
    top = graph["./"]
    assert top["@type"] == "Dataset"
    assert top["datePublished"] == DAY
    assert {"name", "description", "license", "author"} <= set(top)


def test_whatever_is_named_is_described(graph):
    outside = {"https://w3id.org/ro/crate/1.1"}
    for entity in graph.values():
        assert "@type" in entity
        assert set(references(entity)) - set(graph) <= outside, entity["@id"]


def test_each_file_is_there_as_described_and_a_part_of_the_whole(graph):
    files = {name: e for name, e in graph.items() if "File" in e["@type"]}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == set(files)
    assert files.pop("site/index.html")
    for name, entity in files.items():
        content = (ROOT / name).read_bytes()
        assert int(entity["contentSize"]) == len(content), name
        if "sha256" in entity:
            assert entity["sha256"] == hashlib.sha256(content).hexdigest(), name
    assert sum("sha256" in entity for entity in files.values()) > 300


def test_every_figure_and_table_of_every_run_leads_to_notebook_tables_and_publishers(graph):
    publishers = {record.name: record.publishers for record in raw.inventory.records()}
    for file in sorted((ROOT / "data" / "processed").glob("*/run.json")):
        run, files = json.loads(file.read_text()), run_files.committed(file.parent.name)
        for output, about in run["outputs"].items():
            entity = graph[files.path(output).relative_to(ROOT).as_posix()]
            based_on = [one["@id"] for one in entity["isBasedOn"]]
            assert based_on[0] == f"notebooks/{run['notebook']}.py"
            assert [Path(one).stem for one in based_on[1:]] == about["raw"]
            named = {graph[one["@id"]]["name"] for one in entity["sourceOrganization"]}
            assert named == {name for table in about["raw"] for name in publishers[table]}
        action = graph[f"#run-{run['notebook']}"]
        assert [Path(one["@id"]).stem for one in action["object"]] == list(run["raw"])


def test_a_result_that_is_not_as_recorded_is_refused(monkeypatch):
    files = run_files.committed("05_fair_work")
    run = copy.deepcopy(files.read_record())
    run["outputs"]["tables/income.csv"]["sha256"] = "0" * 64
    read = run_files.RunFiles.read_record
    monkeypatch.setattr(
        run_files.RunFiles, "read_record", lambda self: run if self == files else read(self)
    )
    with pytest.raises(InputError, match=r"^data/processed/.*income.csv: not as its run.json"):
        crate.metadata(DAY)
