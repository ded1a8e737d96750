"""All results come out byte for byte, whatever the folder, the settings around the build, and the order."""

from projects import ROOT, contents, different, finish, start

NAMES = [file.stem for file in sorted((ROOT / "notebooks").glob("[0-9]*.py"))]
# Time zones spelled out and locales of every system: nothing need be installed. The second one has ASCII alone.
HERE = {"PYTHONHASHSEED": "1", "TZ": "NPT-5:45", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
THERE = {"PYTHONHASHSEED": "4242", "TZ": "NST3:30", "LC_ALL": "C", "LANG": "C", "OPENBLAS_NUM_THREADS": "2"}
THERE |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_two_builds_have_the_same_bytes(copied):
    here, there = copied("here"), copied("there/on another shelf")
    builds = [start(here, "--jobs", "2", *NAMES, **HERE), start(there, "--jobs", "1", *NAMES[::-1], **THERE)]
    printed = [finish(build) for build in builds]
    for text, names in zip(printed, (NAMES, NAMES[::-1]), strict=True):
        assert [line.split()[:2] for line in text.splitlines()[1:]] == [[name, "built"] for name in names]
    made = contents(here)
    assert len(made) > 100
    assert different(made, contents(there)) == []
