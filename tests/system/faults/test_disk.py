"""Disks that are full and folders that cannot be written: mounts that end with the build."""

import shutil
import subprocess
import sys

import pytest
from projects import LEEDSEQUITY, contents

APART = ["unshare", "--map-root-user", "--mount", "sh", "-euc"]
# Over a folder a small disk is mounted, with what is in the folder, and filled up; what is there in
# the end is kept.
FULL = """
mkdir aside kept; cp -a {folder}/. aside
mount -t tmpfs -o size=2m none {folder}; cp -a aside/. {folder}; rm -r aside
cat /dev/zero > {folder}/filler || code=0
"{leedsequity}" build || code=$?
rm {folder}/filler; cp -a {folder}/. kept; exit $code
"""
# Of a folder that is mounted read-only even an administrator is refused.
READ_ONLY = """
mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}
exec "{leedsequity}" build
"""


@pytest.fixture
def apart(project, small, leedsequity):
    """In a project of a notebook to be replaced and a fresh one, run commands with own mounts."""
    if sys.platform != "linux" or subprocess.run([*APART, "true"], capture_output=True).returncode:
        pytest.skip(
            "a disk can be mounted for one process alone only on Linux, where namespaces are"
            " allowed"
        )
    shutil.rmtree(project / ".cache" / "tables")  # more than the small disk holds
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    assert leedsequity("build")[0] == 0
    small.write_text(small.read_text().replace("rows = 3", "rows = 4"))

    def run(script: str, folder: str) -> tuple[int, list[str]]:
        command = script.format(folder=folder, leedsequity=LEEDSEQUITY)
        done = subprocess.run([*APART, command], cwd=project, capture_output=True, text=True)
        return done.returncode, done.stdout.partition("\n\n")[0].splitlines()[1:]

    return run


@pytest.mark.parametrize(
    "folder", ["figures/01_small", "data/processed/01_small", "notebooks", ".cache"]
)
def test_a_full_disk_is_one_line_and_what_was_there_stays(apart, project, leedsequity, folder):
    before, there = contents(project), contents(project / folder)
    code, (first, second) = apart(FULL, folder)
    assert code == 1
    assert first.startswith("01_small  failed")
    assert "No space left on device" in first
    assert second.startswith("02_other  skipped")
    assert contents(project / "kept") == there
    assert {
        name: text for name, text in contents(project).items() if not name.startswith("kept/")
    } == before
    assert leedsequity("build", "01")[1].splitlines()[1].split()[1] == "built"


@pytest.mark.parametrize("folder", ["figures", "data/processed/01_small", "notebooks", ".cache"])
def test_a_read_only_folder_is_one_line_and_what_was_there_stays(
    apart, project, leedsequity, folder
):
    before = contents(project)
    code, (first, second) = apart(READ_ONLY, folder)
    assert code == 1
    assert first.startswith("01_small  failed")
    assert f"Read-only file system: {folder}/" in first
    assert second.startswith("02_other  skipped")
    assert contents(project) == before
    assert leedsequity("build", "01")[1].splitlines()[1].split()[1] == "built"
