"""What citation tools and conda read, `CITATION.cff` and `environment.yml`, is valid."""

import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
import rattler
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
PROJECT = ROOT / "pyproject.toml"
TEXT = {"type": "string", "minLength": 1}
# What the Citation File Format 1.2.0 says of the keys used here, in our words: its own schema is
# under another licence and in no package that fits the lock. A key that is not in this list has to
# be looked up there first.
CITATION = {
    "type": "object",
    "additionalProperties": False,
    "required": ["cff-version", "message", "title", "authors"],
    "properties": {
        "cff-version": {"const": "1.2.0"},
        "message": TEXT,
        "title": TEXT,
        "type": {"enum": ["software", "dataset"]},
        "authors": {
            "type": "array",
            "minItems": 1,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {"name": TEXT},
            },
        },
        "version": TEXT,
        "license": {"enum": ["MIT"]},  # an identifier of SPDX
        "abstract": TEXT,
        "keywords": {"type": "array", "minItems": 1, "uniqueItems": True, "items": TEXT},
    },
}


def citation() -> dict:
    return yaml.safe_load((ROOT / "CITATION.cff").read_text())


def dependencies() -> tuple[list[str], list[str]]:
    """What conda installs, and what pip does."""
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    (pip,) = (entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))
    return [entry for entry in environment["dependencies"] if isinstance(entry, str)], pip


def test_the_citation_is_valid():
    jsonschema.validate(citation(), CITATION)


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"authors": [{"nam": "X"}]},
        {"cff-version": 1.2},
        {"licence": "MIT"},
        {"version": 0.1},
    ],
)
def test_an_invalid_citation_would_be_noticed(change):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(citation() | change, CITATION)


def test_conda_can_read_what_it_is_to_install():
    specs = [rattler.MatchSpec(text, strict=True) for text in dependencies()[0]]
    assert all(spec.name for spec in specs)
    (python,) = (spec for spec in specs if str(spec.name.normalized) == "python")
    (project,) = re.findall(r'requires-python = "(.*)"', PROJECT.read_text())
    assert str(python.version) == project
    with pytest.raises(Exception, match="unable to parse version spec"):
        rattler.MatchSpec("python=>3.11", strict=True)


def test_conda_and_pip_install_every_direct_dependency_once_and_nothing_else():
    project = tomllib.loads(PROJECT.read_text())["project"]
    extras = project["optional-dependencies"].values()
    wanted = {one.lower() for some in (project["dependencies"], *extras) for one in some}
    conda, pip = dependencies()
    *others, last = pip
    assert last == "--editable ."
    assert len({Requirement(text).name for text in others}) == len(others)
    by_conda = set(conda) - {"python>=3.11,<3.14", "make", "pip"}
    assert by_conda | set(others) == wanted
    assert not by_conda & set(others)
    assert len(conda) == len(set(conda))
