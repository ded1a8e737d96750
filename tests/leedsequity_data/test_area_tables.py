"""Which area's table is read, where it is looked for, and what is said when it is not there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from leedsequity import outputs, raw
from leedsequity.errors import InputError
from leedsequity.raw import catalogue
from leedsequity_build.explain import explain
from leedsequity_data.compile import compile_table

LEEDS, BRADFORD = "E08000035", "E08000032"
NAME = "imd_lsoa11"


@pytest.fixture
def compiled(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Leeds' own tables as if they were Bradford's, and nothing read yet."""
    monkeypatch.setattr(sys.modules["leedsequity.raw.load"], "_reads", {})
    folder = project / "data" / "upstream" / "compiled" / BRADFORD
    folder.mkdir(parents=True)
    for name in (NAME, "lsoa11_lsoa21"):
        original = project / "data" / "raw" / f"{name}.csv"
        (folder / f"{name}.csv").write_bytes(original.read_bytes())
        record = original.with_suffix(".yaml").read_text(encoding="utf-8")
        (folder / f"{name}.yaml").write_text(
            record.replace(f"area: {LEEDS}", f"area: {BRADFORD}"), encoding="utf-8"
        )
    return folder


def test_a_table_of_leeds_is_the_committed_one_with_its_code_or_without(project: Path) -> None:
    assert raw.load(NAME, area=LEEDS).equals(raw.load(NAME))
    assert raw.held(NAME, LEEDS)
    assert raw.reads()[NAME] == raw.record(NAME).sha256


def test_a_compiled_table_is_noted_with_its_area_and_explained(
    compiled: Path, project: Path
) -> None:
    table = raw.load(NAME, area=BRADFORD)
    key = f"{BRADFORD}/{NAME}"
    assert raw.reads()[key] == raw.record(key).sha256
    run = outputs.Run("99_areas", area=BRADFORD)
    run.table("kept", table.head(), [NAME])
    told = explain(run.folder / "tables" / "kept.csv")
    assert [(record.name, record.area) for record in told.raw] == [(key, BRADFORD)]
    for file in (compiled / f"{NAME}.csv", compiled / f"{NAME}.yaml"):
        told = explain(file)
        assert told.as_recorded
        assert [record.area for record in told.raw] == [BRADFORD]
    (compiled / f"{NAME}.csv").write_bytes(b"other")
    assert not explain(compiled / f"{NAME}.csv").as_recorded


def test_a_source_is_every_table_read_under_its_name(compiled: Path) -> None:
    script = (
        f"from leedsequity import outputs, raw\nraw.load('lsoa11_lsoa21'); raw.load('{NAME}',"
        f" area='{BRADFORD}'); run = outputs.Run('99_areas')\nprint(run._read(['{NAME}',"
        f" 'lsoa11_lsoa21']), run._read(['{BRADFORD}/{NAME}']))\nraw.load('lsoa11_lsoa21',"
        f" area='{BRADFORD}'); print(run._read(['lsoa11_lsoa21']))\ntry: run._read(['areas',"
        " 'imd_la'])\nexcept ValueError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        f"['{BRADFORD}/{NAME}', 'lsoa11_lsoa21'] ['{BRADFORD}/{NAME}']",
        f"['lsoa11_lsoa21', '{BRADFORD}/lsoa11_lsoa21']",
        "named as sources, but not read by this run: areas, imd_la",
    ]


def test_a_compiled_table_is_held_to_its_seal_and_schema(compiled: Path) -> None:
    file = compiled / f"{NAME}.csv"
    shown = f"data/upstream/compiled/{BRADFORD}/{NAME}.csv"
    content = file.read_text(encoding="utf-8")
    file.write_text(content.replace("Leeds 011A", "Leeds 011B"), encoding="utf-8")
    cure = (
        f"run `leedsequity raw fetch {NAME}`, then `leedsequity raw compile {NAME} --area"
        f" {BRADFORD}`"
    )
    with pytest.raises(
        InputError, match=f"^{shown}: the bytes differ from its record: .*{re.escape(cure)}$"
    ):
        raw.load(NAME, area=BRADFORD)
    file.write_text(re.sub(r"(?m)^(E01011264,.*),\d+$", r"\1,11", content), encoding="utf-8")
    record = file.with_suffix(".yaml")
    record.write_text(
        re.sub(r"sha256: .*\n\Z", f"sha256: {catalogue.sha256(file)}\n", record.read_text())
    )
    with pytest.raises(
        InputError,
        match=rf"^{shown}: column environment_decile_2019: 1 value outside 1-10 \(row 2: 11\)",
    ):
        raw.load(NAME, area=BRADFORD)
    file.unlink()
    with pytest.raises(
        InputError, match=f"^{shown}: missing, though its record is there: {re.escape(cure)}$"
    ):
        raw.load(NAME, area=BRADFORD)


SOMERSET = "E07000187 or E07000188 or E07000189 or E07000246"


@pytest.mark.parametrize(
    ("name", "area", "message"),
    [
        (
            NAME,
            BRADFORD,
            (
                f"data/upstream/compiled/{BRADFORD}/{NAME}.yaml: missing: run `leedsequity raw"
                f" fetch {NAME}`, then `leedsequity raw compile {NAME} --area {BRADFORD}`"
            ),
        ),
        (
            NAME,
            "E08000099",
            "no English area has the code 'E08000099': `leedsequity areas` lists them all",
        ),
        (NAME, "../../raw", "'../../raw' is not the code of an English area, such as E08000032"),
        (NAME, "Bradford", "'Bradford' is not the code of an English area, such as E08000032"),
        (
            NAME,
            "E06000066",
            f"E06000066 Somerset (unitary authority) is not in .* 2021 and 2022: take {SOMERSET}$",
        ),
        (NAME, "E10000027", f"E10000027 Somerset (county) is not in .*: take {SOMERSET}$"),
        (NAME, "E07000190", f"E07000190 Taunton Deane .* is not in .*: take {SOMERSET}$"),
        (NAME, "E10000002", "E10000002 Buckinghamshire (county) is not in .*: take E06000060$"),
        (NAME, "E07000004", "E07000004 Aylesbury Vale .* is not in .*: take E06000060$"),
        (NAME, "E08000020", "E08000020 Gateshead .* is not in .*: take E08000037$"),
        (NAME, "E08000039", "E08000039 Sheffield .* is not in .*: take E08000019$"),
        (
            NAME,
            "E10000032",
            "E10000032 West Sussex (county) is not in .*: take E07000223 or .* or E07000229$",
        ),
        (
            NAME,
            "E92000001",
            "E92000001 England (country) is not in the publishers' lookups of small areas",
        ),
        (
            NAME,
            "E12000003",
            "E12000003 Yorkshire and The Humber (region) is not in .* 2021 and 2022$",
        ),
        ("imd_msoa11", BRADFORD, "imd_msoa11: not kept by area: load it without one"),
        ("boundaries_la", BRADFORD, "boundaries_la: not kept by area: load it without one"),
        (
            "boundaries_lsoa11",
            BRADFORD,
            f"boundaries_lsoa11: boundaries are held for {LEEDS} alone, none for",
        ),
        ("imd_lsoa", BRADFORD, "data/raw: no table is named 'imd_lsoa': did you mean"),
    ],
)
def test_a_table_that_is_not_there_is_said_to_be_so_with_what_to_do(
    project: Path, name: str, area: str, message: str
) -> None:
    pattern = re.escape(message).replace(r"\.\*", ".*").replace(r"\$", "$")
    with pytest.raises(InputError, match=f"^{pattern}"):
        raw.load(name, area=area)
    if any(words in message for words in ("not kept", "no table", "not the code")):
        with pytest.raises(InputError, match=f"^{pattern}"):
            raw.held(name, area)
    else:
        assert not raw.held(name, area)


def test_the_command_takes_a_name_and_refuses_what_cannot_be_made(
    project: Path, upstream: Path, leedsequity
) -> None:
    source = ("--from", str(upstream))
    code, said, _ = leedsequity("raw", "compile", "lsoa11_lsoa21", "--area", "bradford", *source)
    assert (code, said) == (0, f"{BRADFORD}/lsoa11_lsoa21: compiled\n")
    assert raw.held("lsoa11_lsoa21", BRADFORD)
    code, said, _ = leedsequity(
        "raw", "compile", "lsoa11_lsoa21", "--area", BRADFORD, "--check", *source
    )
    assert (code, said) == (0, f"{BRADFORD}/lsoa11_lsoa21: identical\n")
    code, said, _ = leedsequity(
        "raw", "compile", "lsoa11_lsoa21", "--area", "Leeds", "--check", *source
    )
    assert (code, said) == (0, "lsoa11_lsoa21: identical\n")

    code, _, said = leedsequity(
        "raw", "compile", "lsoa11_lsoa21", "--area", "Wakefield", "--check", *source
    )
    assert code == 1
    assert "data/upstream/compiled/E08000036/lsoa11_lsoa21.yaml: missing: run" in said
    for name, area, message in (
        (
            "imd_msoa11",
            "Bradford",
            "imd_msoa11: not kept by area: there are no tables of it for E08000032",
        ),
        (
            "boundaries_lsoa11",
            "Bradford",
            "boundaries_lsoa11: boundaries are held for E08000035 alone",
        ),
        (
            "imd_lsoa11",
            "Somerset",
            "E06000066 Somerset (unitary authority) is not in the publishers' lookups",
        ),
        (
            "imd_lsoa11",
            "Bradfrod",
            "no English area has the code or name 'Bradfrod'; did you mean E08000032 Bradford",
        ),
    ):
        code, _, said = leedsequity("raw", "compile", name, "--area", area, *source)
        assert code == 2
        assert said.startswith(f"leedsequity: {message}")


def test_checking_a_compiled_table_names_the_first_differing_row(
    project: Path, upstream: Path
) -> None:
    compile_table("lsoa11_lsoa21", upstream, area=BRADFORD)
    file = project / f"data/upstream/compiled/{BRADFORD}/lsoa11_lsoa21.csv"
    file.write_text(file.read_text().replace("unchanged", "split", 1))
    with pytest.raises(
        InputError,
        match=rf"^data/upstream/compiled/{BRADFORD}/lsoa11_lsoa21\.csv: differs .* in row 2: ",
    ):
        compile_table("lsoa11_lsoa21", upstream, check=True, area=BRADFORD)
