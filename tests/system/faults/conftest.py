"""The seed of the moments at which builds are killed, and projects in temporary folders."""

import os
import random
import shutil
from pathlib import Path

import pytest
from projects import ROOT

SEED = int(os.environ.get("SEED") or random.randrange(1_000_000))


def pytest_report_header() -> str:
    return f"moments: seed {SEED}; to have the same again: make test-faults SEED={SEED}"


@pytest.fixture(scope="session")
def seed() -> int:
    return SEED


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory):
    """Copy the project's data and notebooks, without results."""

    def copy(name: str) -> Path:
        folder = tmp_path_factory.mktemp("projects") / name
        shutil.copytree(ROOT / "data" / "raw", folder / "data" / "raw")
        shutil.copy(ROOT / "data" / "fields.yaml", folder / "data")
        shutil.copytree(
            ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns("*.ipynb")
        )
        return folder

    return copy
