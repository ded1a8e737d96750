"""What is built, what is skipped, and what a failure leaves behind."""

import errno
import hashlib
import json
import shlex
from pathlib import Path

import nbformat
import pytest

from leedsequity_build import build, fan_out, notebooks

RESULTS = [
    "data/processed/01_small/kept.csv",
    "data/processed/01_small/run.json",
    "notebooks/01_small.ipynb",
]
FIGURE = [
    f"figures/01_small/line{ending}" for ending in (".csv", ".json", ".png", ".svg", "_share.png")
]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder but those of the cache, by its path."""
    files = (file for file in folder.rglob("*") if file.is_file() and ".cache" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def outcomes(printed: str) -> dict[str, str]:
    """The outcome of each notebook in the closing table."""
    rows = (line.split(maxsplit=2) for line in printed.partition("\n\n")[0].splitlines()[1:])
    return {row[0]: row[1] + (" served" if row[1] == "not" else "") for row in rows}


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def reseal(project: Path, table: str, old: str, new: str) -> None:
    """Change a raw table and its record with it, as somebody does who means to."""
    file, record = (project / "data" / "raw" / f"{table}.{ending}" for ending in ("csv", "yaml"))
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    edit(file, old, new)
    edit(record, before, hashlib.sha256(file.read_bytes()).hexdigest())


def test_a_default_build_writes_results_where_the_project_keeps_them(project, small, leedsequity):
    code, printed, _ = leedsequity("build")
    assert (code, outcomes(printed)) == (0, {"01_small": "built"})
    for file in RESULTS + FIGURE:
        assert (project / file).stat().st_size > 0
    assert not (project / "out").exists()


def test_what_is_up_to_date_is_skipped_and_can_be_forced(project, small, leedsequity):
    leedsequity("build")
    before = contents(project)
    assert outcomes(leedsequity("build")[1]) == {"01_small": "skipped"}
    assert outcomes(leedsequity("build", "--force")[1]) == {"01_small": "built"}
    assert contents(project) == before


def test_a_build_ends_with_what_it_made_where_the_answers_are_and_what_to_do_next(
    project, small, leedsequity
):
    def last(*arguments: str) -> list[str]:
        return leedsequity("build", *arguments)[1].partition("\n\n")[2].splitlines()

    made = "made 1 table and 1 figure"
    after = "next: leedsequity claims --firm 'no reading'  (what does not come out)"
    assert last() == [f"{made}; the answers: notebooks/01_small.ipynb", after]
    assert last() == ["nothing to do: all fresh"]
    first, second = last("--area", "Bradford", "--output-dir", "of mine")
    assert first == f"{made} in of mine/01_small/area=E08000032,rows=3; the answers there: *.ipynb"
    _, _, command = second.partition("next: leedsequity ")
    assert "as recorded" in leedsequity(*shlex.split(command.partition("  (")[0]))[1]
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    edit(other, "# %%\nfigure, ax", '# %%\nrun.findings(["It is so."])\nfigure, ax')
    assert last("--force")[0] == (
        "made 3 tables and 2 figures; the answers: notebooks/*.ipynb, data/processed/*/findings.csv"
    )
    edit(other, "run.findings", 'run.summary(["So it is.", "Beside it.", "Surely."])\nrun.findings')
    assert last("02")[:3] == ["So it is.", "Beside it.", "Surely."]
    edit(other, 'ax.plot(table["value"])', "raise ValueError")
    assert last("02") == [], "of what failed, the table says all"


def test_each_kind_of_change_makes_a_notebook_stale_and_is_named(project, small, leedsequity):
    def why() -> str:
        return leedsequity("status")[1].splitlines()[1]

    assert "not built here yet" in why()
    leedsequity("build")
    assert "fresh" in why()
    (project / FIGURE[2]).write_bytes(b"edited")
    (project / RESULTS[0]).unlink()
    assert f"{FIGURE[2]} was edited" in why()
    assert f"{RESULTS[0]} is missing" in why()
    leedsequity("build")
    reseal(project, "published_life_expectancy", "77.4", "77.5")
    assert "raw table published_life_expectancy changed" in why()
    leedsequity("build")
    assert "77.5" in (project / RESULTS[0]).read_text()
    reseal(project, "areas", "Hartlepool", "Hartlepools")
    assert "fresh" in why(), "a table that the notebook does not read"
    edit(small, "A small notebook", "Another title")
    assert "the notebook changed" in why()
    leedsequity("build")
    page = small.with_suffix(".md")
    page.write_text("# findings\n", encoding="utf-8")
    assert why().endswith(" the page changed"), "there was none"
    leedsequity("build")
    edit(page, "findings", "captions")
    assert why().endswith(" the page changed")
    leedsequity("build")
    page.unlink()
    assert why().endswith(" the page changed"), "there is none any more"
    leedsequity("build")
    assert "fresh" in why()
    (stamp,) = (project / ".cache" / "stamps").iterdir()
    used = json.loads(stamp.read_text())["modules"]
    assert {"leedsequity/outputs.py", "leedsequity/raw/load.py"} <= used.keys()
    assert not [module for module in used if "pipeline" in module or "stats" in module], (
        "what it did not import"
    )
    edit(stamp, used["leedsequity/outputs.py"], "0" * 64)
    edit(stamp, '"pandas": "', '"pandas": "0.')
    assert "leedsequity/outputs.py changed" in why()
    assert "pandas was 0." in why()


def test_the_executed_notebook_holds_no_times_paths_or_random_ids(project, small, leedsequity):
    leedsequity("build")
    text = (project / RESULTS[2]).read_text()
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert [cell.id for cell in notebook.cells] == [f"cell-{i:02d}" for i in range(5)]
    assert notebook.metadata.kernelspec.name == "python3"
    assert "papermill" not in text
    assert str(project) not in text
    assert notebook.cells[1].metadata.tags == ["parameters"]


def test_the_record_names_parameters_tables_read_and_every_output(project, small, leedsequity):
    leedsequity("build")
    run = json.loads((project / RESULTS[1]).read_text())
    raw = (project / "data/raw/published_life_expectancy.csv").read_bytes()
    assert run["parameters"] == {"area": "E08000035", "rows": 3}
    assert run["raw"] == {"published_life_expectancy": hashlib.sha256(raw).hexdigest()}
    recorded = {name: output["sha256"] for name, output in run["outputs"].items()}
    places = {"tables/kept.csv": RESULTS[0]} | {
        f"figures/{Path(file).name}": file for file in FIGURE
    }
    assert recorded == {
        n: hashlib.sha256((project / f).read_bytes()).hexdigest() for n, f in places.items()
    }


def test_a_failed_notebook_leaves_itself_for_a_look_and_all_earlier_outputs(
    project, small, leedsequity
):
    leedsequity("build")
    before = contents(project)
    edit(small, 'ax.plot(table["value"])', 'ax.plot(table["no such column"])')
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert "cell 5: KeyError: 'no such column'" in printed
    left = project / "notebooks" / "01_small.failed.ipynb"
    assert any(
        output.output_type == "error"
        for output in nbformat.read(left, as_version=4).cells[-1].outputs
    )
    changed = {name for name, content in contents(project).items() if before.get(name) != content}
    assert changed == {"notebooks/01_small.py", "notebooks/01_small.failed.ipynb"}
    edit(small, "no such column", "value")
    assert leedsequity("build")[0] == 0
    assert not left.exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "ended in this cell (signal 9)",
        ),
        ("import os; os._exit(3)", "ended in this cell (exit code 3)"),
        ("raise SystemExit(1)", "SystemExit: 1"),
        ("input('who is there?')", "EOFError"),
    ],
)
def test_a_notebook_that_ends_its_process_fails_alone(project, small, leedsequity, line, said):
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    edit(small, "# %%\nfigure, ax", f"# %%\n{line}\nfigure, ax")
    code, printed, _ = leedsequity("build")
    assert (code, outcomes(printed)) == (1, {"01_small": "failed", "02_other": "built"})
    assert said in printed
    assert not (project / "data/processed/01_small").exists()


def test_what_a_notebook_no_longer_saves_is_removed_and_other_files_are_left(
    project, small, leedsequity
):
    leedsequity("build")
    note = project / "figures" / "01_small" / "note.txt"
    note.write_text("mine")
    edit(small, 'run.figure("line"', 'run.figure("curve"')
    leedsequity("build")
    assert not any((project / file).exists() for file in FIGURE)
    assert (project / "figures/01_small/curve.svg").exists()
    assert note.read_text() == "mine"


def test_a_notebook_that_saves_nothing_is_told_how_to(project, small, leedsequity):
    edit(small, 'outputs.Run("01_small"', 'outputs.Run("another name"')
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert "01_small saved nothing: open its run with outputs.Run('01_small', …)" in printed


def test_another_area_is_built_apart_and_touches_nothing_committed(project, small, leedsequity):
    leedsequity("build")
    before = contents(project)
    code, _, _ = leedsequity(
        "build", "--area", "Bradford", "-p", "rows", "2", "--output-dir", "elsewhere"
    )
    assert code == 0
    folder = project / "elsewhere" / "01_small" / "area=E08000032,rows=2"
    assert {f.relative_to(folder).as_posix() for f in folder.rglob("*") if f.is_file()} == {
        "01_small.ipynb",
        "run.json",
        "tables/kept.csv",
        "figures/line.csv",
        "figures/line.json",
        "figures/line.png",
        "figures/line.svg",
        "figures/line_share.png",
    }
    assert {
        name: content
        for name, content in contents(project).items()
        if not name.startswith("elsewhere")
    } == before
    again = leedsequity(
        "build", "--area", "E08000032", "-p", "rows", "2", "--output-dir", "elsewhere"
    )
    assert outcomes(again[1]) == {"01_small": "skipped"}


def test_without_an_output_folder_other_parameters_go_to_out(project, small, leedsequity):
    leedsequity("build", "-p", "rows", "1")
    assert (project / "out" / "01_small" / "area=E08000035,rows=1" / "run.json").exists()
    assert not (project / "data" / "processed").exists()


def test_a_notebook_without_an_area_is_reported_as_not_served(project, small, leedsequity):
    other = project / "notebooks" / "02_other.py"
    text = (
        small.read_text()
        .replace("01_small", "02_other")
        .replace('area = "E08000035"  # a local', "# a local")
    )
    other.write_text(text.replace("area=area, ", ""))
    code, printed, _ = leedsequity("build", "--area", "E08000032")
    assert (code, outcomes(printed)) == (0, {"01_small": "built", "02_other": "not served"})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-p", "decile", "3"], "01_small has no parameter decile; it has: area, rows"),
        (
            ["-p", "rows", "three"],
            "01_small: parameter rows takes a whole number such as 3, not 'three'",
        ),
        (
            ["-p", "rows", "2.5"],
            "01_small: parameter rows takes a whole number such as 3, not '2.5'",
        ),
        (["-p", "rows"], "Option '-p' requires 2 arguments"),
        (["--area", "E08000099"], "no place of England has the code or name 'E08000099'"),
        (["--area", "Bradfrod"], "did you mean E08000032 Bradford"),
        (["02_other"], "there is no notebook '02_other'; there are 01_small"),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2_before_anything_runs(
    project, small, leedsequity, arguments, said
):
    before = contents(project)
    code, printed, complaint = leedsequity("build", *arguments)
    assert (code, printed) == (2, "")
    assert said in complaint
    assert complaint.count("\n") == 1
    assert contents(project) == before


PLAIN = [
    "rows = len('abc')",
    "import os",
    "rows: int = 3",
    "one, two = 1, 2",
    "(rows := 3)",
    "rows = f'{area}'",
    "rows += 1",
    "rows = other = 3",
    "rows = None",
    "rows = [3]",
    "rows = {[]: 1}",
    "def rows():\n    return 3",
]


@pytest.mark.parametrize("line", PLAIN)
def test_a_parameters_cell_may_hold_plain_assignments_only(project, small, leedsequity, line):
    edit(small, "rows = 3  # how many rows are shown", line)
    code, _, complaint = leedsequity("build")
    assert code == 2
    assert (
        "notebooks/01_small.py: the cell tagged parameters may hold plain assignments only"
        in complaint
    )
    assert complaint.endswith("` (line 14)\n")
    assert complaint.count("\n") == 1


UNREADABLE = {
    "a cell that does not parse": (
        lambda s: edit(s, "rows = 3", "rows = (3"),
        "not Python, line 14: ",
    ),
    "not UTF-8": (
        lambda s: s.write_bytes(b"# %% tags=[\"parameters\"]\nname = '\xff'\n"),
        "not text in UTF-8",
    ),
    "a folder": (lambda s: (s.unlink(), s.mkdir()), "Is a directory"),
    "a link to itself": (
        lambda s: (s.unlink(), s.symlink_to(s)),
        "Too many levels of symbolic links",
    ),
    "NUL": (lambda s: edit(s, "rows = 3", "rows = \0"), "not Python: "),
}


@pytest.mark.parametrize(("spoil", "said"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_notebook_that_cannot_be_read_is_named_and_the_others_go_on(
    project, small, leedsequity, spoil, said
):
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    spoil(small)
    code, printed, complaint = leedsequity("status")
    assert (code, outcomes(printed), complaint) == (
        0,
        {"01_small": "unreadable", "02_other": "stale"},
        "",
    )
    assert f"notebooks/01_small.py: {said}" in " ".join(printed.split())
    code, printed, complaint = leedsequity("build")
    assert (code, outcomes(printed)) == (2, {"02_other": "built"})
    assert complaint.startswith(f"leedsequity: notebooks/01_small.py: {said}")
    assert complaint.count("\n") == 1
    code, printed, complaint = leedsequity("build", "02")
    assert (code, outcomes(printed), complaint) == (0, {"02_other": "skipped"}, "")
    code, _, complaint = leedsequity("build", "01", "--area", "Bradford")
    assert (code, complaint.count("\n")) == (2, 1)
    assert leedsequity("areas", "Leeds")[0] == 0


def test_a_notebook_that_may_not_be_read_is_named(project, small, leedsequity, monkeypatch):
    def refuse(self, *arguments, **options):
        if self == small:
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return read(self, *arguments, **options)

    read = Path.read_text
    monkeypatch.setattr(Path, "read_text", refuse)  # an administrator may read whatever its mode is
    code, _, complaint = leedsequity("build")
    assert code == 2
    assert complaint.startswith("leedsequity: notebooks/01_small.py: Permission denied: ")


@pytest.mark.parametrize(
    "wrong",
    ["", "null", "[]", '{"outputs": 3}', '{"outputs": {"x.csv": null}}', "\0", "[" * 100_000],
)
def test_explain_names_a_record_that_is_spoilt(project, small, leedsequity, wrong):
    leedsequity("build")
    (project / RESULTS[1]).write_text(wrong)
    code, printed, complaint = leedsequity("explain", RESULTS[0])
    assert (code, printed) == (2, "")
    assert complaint.startswith(f"leedsequity: {RESULTS[1]}: ")
    assert complaint.count("\n") == 1


def test_an_area_or_a_parameter_without_a_name_is_refused(project, small, leedsequity):
    assert leedsequity("build", "--area", "")[0] == 2
    assert leedsequity("build", "--each", "")[0] == 2
    assert not (project / RESULTS[1]).exists()


def test_one_flipped_byte_in_a_raw_table_stops_the_build(project, small, leedsequity):
    leedsequity("build")
    file = project / "data/raw/slope_index_la.csv"
    recorded, flipped = file.read_bytes(), bytearray(file.read_bytes())
    flipped[1000] ^= 1
    file.write_bytes(flipped)
    before = contents(project)
    code, printed, complaint = leedsequity("build", "--force")
    assert (code, printed) == (1, "")
    assert complaint.count("\n") == 1
    for told in (
        "data/raw/slope_index_la.csv",
        *(hashlib.sha256(c).hexdigest() for c in (recorded, flipped)),
    ):
        assert told in complaint
    assert contents(project) == before


def test_what_a_notebook_writes_past_its_run_is_found_by_the_hashes(project, small, leedsequity):
    other = project / "notebooks" / "02_other.py"
    other.write_text(small.read_text().replace("01_small", "02_other"))
    leedsequity("build")
    writes = "open('data/raw/areas.csv', 'a').write('x'); open('figures/01_small/line.svg', 'w')"
    edit(other, "# %%\nfigure, ax", f"# %%\n{writes}\nfigure, ax")
    assert outcomes(leedsequity("build")[1]) == {"01_small": "skipped", "02_other": "built"}
    assert "figures/01_small/line.svg was edited" in leedsequity("status", "01")[1]
    code, printed, complaint = leedsequity("build")
    assert (code, printed) == (1, "")
    assert "data/raw/areas.csv" in complaint


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("document,sex,decile,period,value\n", "document,sex,decile,period,years\n", "value"),
        (",77.4\n", ",many\n", "column value: "),
        (",1,2019-21,", ",11,2019-21,", "column decile: "),
        (",77.4\n", ",-77.4\n", "column value: "),
    ],
)
def test_a_spoilt_raw_table_fails_the_notebook_with_one_line(
    project, small, leedsequity, old, new, said
):
    leedsequity("build")
    reseal(project, "published_life_expectancy", old, new)
    before = contents(project)
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert "data/raw/published_life_expectancy.csv: " in printed
    assert said in printed
    after = contents(project)
    assert {name for name in after if after[name] != before.get(name)} == {
        "notebooks/01_small.failed.ipynb"
    }


def test_explain_names_notebook_parameters_tables_publishers_and_licences(
    project, small, leedsequity
):
    leedsequity("build")
    for file in (*RESULTS, *FIGURE):
        code, printed, _ = leedsequity("explain", file)
        assert code == 0
        for told in ("01_small", "area = E08000035", "as recorded", "published_life_expectancy"):
            assert told in printed
        assert "Institute of Health Equity" in printed
        assert "fairer-healthier-leeds" in printed
    (project / FIGURE[3]).write_text("edited")
    assert "NOT as recorded" in leedsequity("explain", FIGURE[3])[1]


def test_explain_tells_of_results_apart_and_of_raw_tables(project, small, leedsequity):
    leedsequity("build", "-p", "rows", "1")
    assert (
        "rows = 1"
        in leedsequity("explain", "out/01_small/area=E08000035,rows=1/tables/kept.csv")[1]
    )
    code, printed, _ = leedsequity("explain", "data/raw/slope_index_la.csv")
    assert code == 0
    assert "Office for Health Improvement and Disparities" in printed
    assert "Open Government Licence" in printed


def test_explain_says_what_it_cannot_tell(project, small, leedsequity):
    (project / "stray.csv").write_text("a\n1\n")
    assert leedsequity("explain", "stray.csv")[2].startswith(
        "leedsequity: stray.csv: no run.json tells of it"
    )
    code, _, complaint = leedsequity("explain", "gone.csv")
    assert (code, complaint.partition(",")[0]) == (2, "leedsequity: there is no file gone.csv")


def test_explain_says_what_a_claim_rests_on(project, leedsequity):
    code, printed, _ = leedsequity(
        "explain", "community-wealth.neighbourhoods-in-most-deprived-tenth"
    )
    assert code == 0
    assert "Ministry of Housing, Communities and Local Government" in printed
    assert "raw table   imd_lsoa11" in printed
    assert "raw table   claims" in printed


# The program's own files, spoilt


def spoilt(whole: bytes, keys: list[str]) -> dict[str, bytes | None]:
    """What a disk, an editor or another program may make of a JSON file; None for a folder."""
    content = json.loads(whole)
    return {
        "empty": b"",
        "half": whole[: len(whole) // 2],
        "null": b"null",
        "list": b"[]",
        "number": b"3",
        "text": b'"outputs"',
        "zeros": bytes(len(whole)),
        "not UTF-8": b"\xff\xfe" + whole,
        "deep": b"[" * 200_000,
        "large": b'{"outputs": ' + b"9" * 100_000 + b"}",
        "no keys": b"{}",
        "folder": None,
        **{f"no {key}": json.dumps(content | {key: None}).encode() for key in keys},
        **{f"{key} 3": json.dumps(content | {key: 3}).encode() for key in keys},
        **{f"{key} list": json.dumps(content | {key: []}).encode() for key in keys},
    }


def put(file: Path, content: bytes | None) -> None:
    file.unlink()
    if content is None:
        (file / "inside").mkdir(parents=True)
    else:
        file.write_bytes(content)


def test_a_spoilt_stamp_is_as_none_and_the_next_build_writes_it_anew(project, small, leedsequity):
    leedsequity("build")
    before = contents(project)
    (stamp,) = (project / ".cache" / "stamps").iterdir()
    whole = stamp.read_bytes()
    outputs = json.loads(whole)["outputs"]
    ways = spoilt(whole, ["source", "modules", "raw", "versions", "outputs"])
    ways["of nothing"] = json.dumps(json.loads(whole) | {"outputs": {}}).encode()
    for way, content in ways.items():
        put(stamp, content)
        code, printed, said = leedsequity("status")
        assert (code, said) == (0, ""), way
        assert printed.splitlines()[1].split(maxsplit=2)[1:] == ["stale", "not built here yet"], way
        if way in ("half", "outputs 3", "folder"):
            assert outcomes(leedsequity("build")[1]) == {"01_small": "built"}, way
        else:
            assert stamp.is_file()
        if stamp.is_file():
            stamp.write_bytes(whole)
    for name in ("../" * 9 + "etc/passwd", "nul\0", "long" * 200):
        stamp.write_bytes(
            json.dumps(json.loads(whole) | {"outputs": outputs | {name: None, "x": 3}}).encode()
        )
        assert "x is missing" in leedsequity("status")[1]
    for name in ("../x", "nul\0", "long" * 200, "AREAS", "[bold]"):
        for known in (None, "there", "0" * 64):
            stamp.write_bytes(json.dumps(json.loads(whole) | {"raw": {name: known}}).encode())
            code, printed, complaint = leedsequity("status")
            assert (code, complaint) == (0, ""), name
            assert "raw table" in printed, name
    assert outcomes(leedsequity("build")[1]) == {"01_small": "built"}
    assert contents(project) == before


def test_a_spoilt_record_is_as_none_for_build_and_a_line_for_explain(project, small, leedsequity):
    leedsequity("build")
    before = contents(project)
    record = project / RESULTS[1]
    whole, run = record.read_bytes(), json.loads(record.read_bytes())
    ways = spoilt(whole, ["notebook", "parameters", "raw", "outputs"])
    for output in (
        3,
        None,
        [],
        {},
        {"sha256": 3, "raw": []},
        {"sha256": "", "raw": "areas"},
        {"sha256": "", "raw": [3]},
    ):
        ways[f"output {output}"] = json.dumps(
            run | {"outputs": {"tables/kept.csv": output}}
        ).encode()
    ways["unread"] = json.dumps(run | {"raw": {}}).encode()
    del ways["folder"]
    for way, content in ways.items():
        record.write_bytes(content)
        code, printed, said = leedsequity("explain", RESULTS[0])
        assert (code, printed) == (2, ""), way
        assert said == (
            f"leedsequity: {RESULTS[1]}: cannot be read as the record of a run: "
            "`leedsequity build 01_small` makes it anew\n"
        )
        assert f"{RESULTS[1]} was edited" in leedsequity("status")[1], way
        assert leedsequity("export")[2].count("\n") == 1, way
        if way in ("empty", "outputs 3", "output 3", "deep"):
            assert outcomes(leedsequity("build")[1]) == {"01_small": "built"}, way
            assert contents(project) == before, way


def test_a_spoilt_record_apart_says_that_its_parameters_are_needed(project, small, leedsequity):
    leedsequity("build", "-p", "rows", "1")
    folder = "out/01_small/area=E08000035,rows=1"
    (project / folder / "run.json").write_bytes(b"")
    assert leedsequity("explain", f"{folder}/tables/kept.csv")[2] == (
        f"leedsequity: {folder}/run.json: cannot be read as the record of a run: "
        "`leedsequity build 01_small`, with its parameters, makes it anew\n"
    )
    assert outcomes(leedsequity("build", "-p", "rows", "1")[1]) == {"01_small": "built"}


def test_a_folder_in_a_records_place_is_left_and_named(project, small, leedsequity):
    leedsequity("build")
    put(project / RESULTS[1], None)
    before = contents(project)
    code, printed, _ = leedsequity("build")
    assert code == 1
    assert f"{RESULTS[1]}: a folder stands where a file belongs: move it away" in printed
    assert contents(project) == before


@pytest.mark.parametrize(
    "name",
    [
        "tables/../../../precious",
        "figures/../precious",
        "tables/",
        "{here}",
        "other/x",
        "tables/nul\0",
        "tables/long",
    ],
)
def test_an_edited_record_makes_no_build_remove_what_is_not_its_own(
    project, small, leedsequity, name
):
    leedsequity("build")
    precious = [
        project / "precious",
        project / "data" / "precious",
        project / "figures" / "precious",
    ]
    for file in precious:
        file.write_text("mine")
    record = project / RESULTS[1]
    run = json.loads(record.read_bytes())
    name = name.format(here=precious[0]).replace("long", "long" * 200)
    run["outputs"][name] = {"sha256": "0" * 64, "raw": []}
    record.write_text(json.dumps(run))
    assert outcomes(leedsequity("build")[1]) == {"01_small": "built"}
    assert [file.read_text() for file in precious] == ["mine"] * 3
    assert name not in json.loads(record.read_bytes())["outputs"]


def test_a_record_that_cannot_be_read_withholds_no_other_areas_tables(project, small, leedsequity):
    small.write_text(small.read_text().replace(".head(rows)", ".head(rows).assign(run=area)"))
    leedsequity("build", "--area", "Leeds,Bradford")
    (notebook,) = notebooks.notebooks()
    jobs = build.each([notebook], "area", ["E08000035", "E08000032"], {})
    runs = [(job, build.Result(job.name, "skipped")) for job in jobs]
    fan_out.combine(runs, {})
    before = contents(project)
    record = "out/01_small/area=E08000032,rows=3/run.json"
    whole = (project / record).read_bytes()
    combined = project / "out" / "01_small" / "combined"
    for content in (b"", b"null", whole[:-9]):
        (project / record).write_bytes(content)
        fan_out.combine(runs, {})
        codes = {line[:9] for line in (combined / "kept.csv").read_text().splitlines()[1:]}
        assert codes == {"E08000035"}
        (_, left_out) = (combined / "not_built.csv").read_text().splitlines()
        assert left_out.startswith(
            f'E08000032,Bradford,failed,"{record}: cannot be read as the rec'
        )
    (project / record).write_bytes(whole)
    fan_out.combine(runs, {})
    assert contents(project) == before


SAYS = """\

# %%
from leedsequity import pages

page = pages.Page(run.notebook, rows=rows)
run.findings(page.sentences("findings"))
"""


def test_a_page_says_what_it_holds_and_a_fault_of_it_leaves_all_as_it_was(
    project, small, leedsequity
):
    small.write_text(small.read_text(encoding="utf-8") + SAYS, encoding="utf-8")
    small.with_suffix(".md").write_text("# findings\nThere are {{ rows }} rows.\n")
    findings = project / "data" / "processed" / "01_small" / "findings.csv"
    assert leedsequity("build")[0] == 0
    assert findings.read_text() == "finding\nThere are 3 rows.\n"
    before = contents(project)
    for text, problem in [
        ("# findings\nThere are {{ lines }} rows.\n", "section findings: 'lines' is undefined"),
        ("# found\nThere are 3 rows.\n", "section findings: no such section; there are found"),
        (None, "No such file or directory"),
    ]:
        small.with_suffix(".md").unlink()
        if text is not None:
            small.with_suffix(".md").write_text(text)
        code, printed, _ = leedsequity("build")
        assert code == 1
        assert f"cell 6: InputError: notebooks/01_small.md: {problem}" in printed
        left = ("notebooks/01_small.failed.ipynb", "notebooks/01_small.md")
        now = {name: data for name, data in contents(project).items() if name not in left}
        assert now == {name: data for name, data in before.items() if name not in left}


@pytest.mark.parametrize("edited", ["md", "py"])
def test_what_is_edited_during_a_run_is_not_taken_for_what_ran(
    edited, project, small, leedsequity, monkeypatch
):
    small.with_suffix(".md").write_text("# findings\n")
    put_in_place = build._put_in_place

    def edit_and_put_in_place(*arguments):
        with small.with_suffix(f".{edited}").open("a", encoding="utf-8") as file:
            file.write("\n")
        return put_in_place(*arguments)

    monkeypatch.setattr(build, "_put_in_place", edit_and_put_in_place)
    assert leedsequity("build")[0] == 0
    part = {"md": "page", "py": "notebook"}[edited]
    assert leedsequity("status")[1].splitlines()[1].endswith(f" the {part} changed")
