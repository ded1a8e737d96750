"""The site, built once for all tests of it."""

from pathlib import Path

import pytest
from whole_site import Site, built, project


@pytest.fixture(scope="session")
def copy(tmp_path_factory) -> Path:
    return project(tmp_path_factory.mktemp("project") / "first")


@pytest.fixture(scope="session")
def site(copy) -> Site:
    return built(copy, PYTHONHASHSEED="1")
