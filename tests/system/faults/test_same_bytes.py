"""Results are the same bytes, whatever the folder, processor, personal settings and order."""

import platform
from pathlib import Path

import pytest
from projects import ROOT, contents, different, finish, start

NAMES = [file.stem for file in sorted((ROOT / "notebooks").glob("[0-9]*.py"))]
# Time zones spelled out and locales of every system: nothing need be installed. The second one has
# ASCII alone.
HERE = {
    "PYTHONHASHSEED": "1",
    "TZ": "NPT-5:45",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
}
THERE = {
    "PYTHONHASHSEED": "4242",
    "TZ": "NST3:30",
    "LC_ALL": "C",
    "LANG": "C",
    "OPENBLAS_NUM_THREADS": "2",
}
THERE |= {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
# A processor of 2004, for linear algebra and for numpy: other sums in the last digits, other orders
# of what is equal.
OLD = {
    "OPENBLAS_CORETYPE": "Prescott",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR",
}
SETTINGS = """\
axes.facecolor: yellow
axes.grid: True
axes.xmargin: 0.4
errorbar.capsize: 7
figure.max_open_warning: 1
font.family: monospace
font.size: 20
grid.color: blue
lines.linewidth: 9
path.simplify: False
savefig.bbox: tight
savefig.dpi: 30
savefig.facecolor: red
svg.fonttype: none
timezone: Asia/Tokyo
xtick.color: red
xtick.direction: in
"""
STARTUP = "import pandas; pandas.set_option('display.precision', 1); print('good morning')"


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Somebody's home, with settings of matplotlib and IPython; the variables that lead there."""
    folder = tmp_path.with_name(f"{tmp_path.name}-home")
    startup = folder / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-mine.py").write_text(STARTUP)
    (startup.parent / "ipython_config.py").write_text(
        'get_config().InteractiveShell.ast_node_interactivity = "all"'
    )
    (folder / "matplotlibrc").write_text(SETTINGS)
    theirs = {
        "HOME": str(folder),
        "MATPLOTLIBRC": str(folder),
        "MPLBACKEND": "svg",
        "PYTHONWARNINGS": "always",
    }
    return theirs | {"COLUMNS": "37", "NO_COLOR": "1"}


def test_two_builds_have_the_same_bytes(copied, home):
    here, there = copied("here"), copied("there/on another shelf")
    around = THERE | home | (OLD if platform.machine() == "x86_64" else {})
    builds = [
        start(here, "--jobs", "2", *NAMES, **HERE),
        start(there, "--jobs", "1", *NAMES[::-1], **around),
    ]
    printed = [finish(build) for build in builds]
    for text, names in zip(printed, (NAMES, NAMES[::-1]), strict=True):
        assert [line.split()[:2] for line in text.partition("\n\n")[0].splitlines()[1:]] == [
            [name, "built"] for name in names
        ]
    made = contents(here)
    assert len(made) > 100
    assert different(made, contents(there)) == []


def test_a_chart_and_a_warning_of_a_notebooks_own_have_the_same_bytes(project, small, home):
    warning = (
        "import warnings\nwarnings.warn('one', DeprecationWarning)\nwarnings.warn('two',"
        " ImportWarning)\n"
    )
    small.write_text(small.read_text().replace("run = outputs", f"{warning}run = outputs"))
    finish(start(project, **HERE))
    before = contents(project)
    (project / "matplotlibrc").write_text(SETTINGS)  # where matplotlib looks first
    finish(start(project, "--force", **THERE | home))
    (project / "matplotlibrc").unlink()
    assert different(before, contents(project)) == []
    executed = before["notebooks/01_small.ipynb"]
    assert b"DeprecationWarning: one" in executed
    assert b"ImportWarning: two" not in executed
