"""A build killed before any one of its renames and removals is mended by the next one."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

from projects import contents, different

# `leedsequity build`, killed as it is about to rename or remove the nth of its outputs, stamps or
# records.
KILLED = """
import os, signal, sys
from pathlib import Path
from leedsequity import paths
from leedsequity_build import cli

left = int(sys.argv.pop())

def dying(change):
    def changed(self, *arguments, **options):
        global left
        outside = not self.is_relative_to(paths.cache()) or self.parent.name == "stamps"
        left -= outside and self.exists()
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return change(self, *arguments, **options)
    return changed

Path.replace, Path.unlink = dying(Path.replace), dying(Path.unlink)
sys.argv = ["leedsequity", "build"]
cli.main()
"""
TEXTS = (
    'run.figure("line"',
    'run.figure("curve"',
)  # each version saves four files that the other has not


def test_whatever_a_kill_leaves_in_place_is_stale_and_mended_by_either_version(
    project, small, leedsequity, tmp_path
):
    sources = [small.read_text(), small.read_text().replace(*TEXTS).replace("rows = 3", "rows = 4")]
    made, saved, killed = (
        [],
        tmp_path.with_name(f"{tmp_path.name}-saved"),
        tmp_path.with_name(f"{tmp_path.name}-killed"),
    )
    for source in reversed(sources):
        small.write_text(source)
        assert leedsequity("build")[0] == 0
        made.insert(0, contents(project))
    assert len(different(*made)) > 8
    shutil.copytree(project, saved)
    kills = 0
    while kills < 100:
        restore(saved, project)
        small.write_text(sources[1])
        done = subprocess.run(
            [sys.executable, "-c", KILLED, str(kills)], cwd=project, capture_output=True
        )
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL, done.stderr
        kills += 1
        shutil.rmtree(killed, ignore_errors=True)
        shutil.copytree(project, killed)
        for version, source in enumerate(sources):
            restore(killed, project)
            small.write_text(source)
            found = {file: text for file, text in contents(project).items() if "/." not in file}
            code, printed, _ = leedsequity("build")
            assert code == 0, printed
            untouched = version == 0 and found == made[0]
            assert printed.splitlines()[1].split()[1] == ("skipped" if untouched else "built")
            # The notebook of the killed build has cells that the older source has not, and nothing
            # says any more that no person wrote them: it is kept beside.
            for kept in (project / "notebooks").glob("*.edited.ipynb"):
                assert version == 0
                assert kept.read_bytes() == (killed / "notebooks" / "01_small.ipynb").read_bytes()
                kept.unlink()
            assert different(contents(project), made[version]) == [], (
                f"version {version}, killed at {kills}"
            )
            assert {path.name for path in (project / ".cache").iterdir()} - {"tables"} == {"stamps"}
            assert len(list((project / ".cache" / "stamps").iterdir())) == 1
    assert kills >= 12  # 4 removals, 7 renames, the stamp's


def restore(saved: Path, project: Path) -> None:
    for part in ("figures", "notebooks", ".cache"):
        shutil.rmtree(project / part, ignore_errors=True)
        shutil.copytree(saved / part, project / part)
    shutil.rmtree(project / "data" / "processed", ignore_errors=True)
    shutil.copytree(saved / "data" / "processed", project / "data" / "processed")
