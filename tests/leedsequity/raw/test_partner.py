"""A partner's file that is wrong: errors have column, rule and number of rows, and no value."""

import datetime
import hashlib
import re
import stat
import traceback
from pathlib import Path

import pandas as pd
import pytest

from leedsequity import neighbourhoods, outputs, raw
from leedsequity.analyses import residents
from leedsequity.claims import registers
from leedsequity.errors import InputError
from leedsequity.raw import partner
from leedsequity.vocabulary import BROAD_GROUPS, PARTNER_AGE_BANDS
from leedsequity_build.example import programme_events

DOCS = Path(__file__).parents[3] / "docs" / "your-own-records.md"


@pytest.fixture(scope="module")
def places():
    return residents.place_groups(neighbourhoods.read("E08000035"))


@pytest.fixture(scope="module")
def events():
    """The synthetic example with ids that are not marked as synthetic, in a known order."""
    lsoas = raw.load("imd_lsoa11", "E08000035").sort_values("imd_rank_2019")["lsoa11_code"]
    table = programme_events(raw.load("published_programmes"), lsoas)
    return table.assign(person_id="Zaphod" + table["person_id"].str[4:])


@pytest.fixture
def file(tmp_path):
    return tmp_path / "clients of Zaphod Street" / "events.csv"


def refused(kind, file, places, content) -> str:
    """The error of a file: no content or path is in it, nor in what a notebook would show."""
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(
        content if isinstance(content, bytes) else content.to_csv(index=False).encode()
    )
    with pytest.raises(InputError) as caught:
        partner.read(kind, str(file), places)
    shown = "".join(traceback.format_exception(caught.value))
    for secret in ("Zaphod", "2022-", "E01", "clients of", str(file.parent)):
        assert secret not in str(caught.value)
        assert secret not in shown.replace(str(Path.cwd()), "")
    return str(caught.value)


def row(events, **cells):
    """The events with the second row's cells changed."""
    changed = events.copy()
    for column, value in cells.items():
        changed.loc[1, column] = value
    return changed


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            {"stage": "Zaphod"},
            "events.csv: column stage: 1 row holds something else than one of referred, engaged, ",
        ),
        ({"stage": None}, "events.csv: column stage: 1 row is empty"),
        (
            {"event_date": "31/12/2022-Zaphod"},
            "column event_date: 1 row holds something else than a date written 2024-",
        ),
        ({"event_date": "2022-02-30"}, "column event_date: 1 row holds something else than a date"),
        ({"event_date": "2022-2-3"}, "column event_date: 1 row holds something else than a date"),
        ({"event_date": "0024-03-31"}, "a date written 2024-03-31, from 2000-01-01 to today"),
        ({"event_date": "1900-01-01"}, "a date written 2024-03-31, from 2000-01-01 to today"),
        ({"event_date": "1999-12-31"}, "a date written 2024-03-31, from 2000-01-01 to today"),
        ({"event_date": "9999-12-31"}, "a date written 2024-03-31, from 2000-01-01 to today"),
        (
            {"event_date": str(datetime.date.today() + datetime.timedelta(days=2))},
            "a date written 2024-03-31, from 2000-01-01 to today",
        ),
        (
            {"event_date": "\u0662\u0660\u0662\u0662-03-01"},
            "column event_date: 1 row holds something else",
        ),
        ({"lsoa": "E01999999"}, "column lsoa: 1 row holds something else than an LSOA code"),
        ({"age_band": "Zaphod"}, "column age_band: 1 row holds something else than one of 16-24, "),
        ({"sex": "Zaphod"}, "column sex: 1 row holds something else than female or male"),
        (
            {"ethnic_group": "Zaphod"},
            "column ethnic_group: 1 row holds something else than a broad group of Census 2021",
        ),
        ({"person_id": None}, "column person_id: 1 row is empty"),
        (
            {"person_id": "Zaphod" * 20},
            "column person_id: 1 row holds something else than 1 to 64 characters",
        ),
        (
            {"spoke": "Zaphod" * 20},
            "column spoke: 1 row holds something else than 1 to 60 characters",
        ),
        ({"person_id": "SYN-000127"}, "column person_id: synthetic and other persons in one file"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_counted_and_not_shown(cells, message, events, file, places):
    assert message in refused("programme", file, places, row(events, **cells))


SPACES = "has spaces around the value, or characters that cannot be seen"


@pytest.mark.parametrize("column", ["person_id", "stage", "spoke", "age_band"])
@pytest.mark.parametrize("sign", [*" \t\n\xa0\u2003\u3000", *"\u200b\u2060\ufeff\u00ad\x00"])
@pytest.mark.parametrize("around", ["{1}{0}", "{0}{1}"])
def test_spaces_and_what_cannot_be_seen_are_refused_by_column_and_number_of_rows(
    column, sign, around, events, file, places
):
    changed = row(events, **{column: around.format(events.loc[1, column], sign)})
    assert f"events.csv: column {column}: 1 row {SPACES}" in refused(
        "programme", file, places, changed
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zaphod é", "Zaphod e\u0301"),
        ("Zaphod 1", "Zaphod \uff11"),
        ("Zaphod 1", "Zaphod  1"),
        ("Zaphod 1", "Zaphod\xa01"),
    ],
)
@pytest.mark.parametrize("column", ["person_id", "spoke"])
def test_values_that_only_a_machine_would_tell_from_one_another_are_refused(
    column, one, other, events, file, places
):
    changed = events.copy()
    changed.loc[[0, 1, 2], column] = [one, other, other]
    message = refused("programme", file, places, changed)
    assert (
        f"column {column}: 3 rows hold values that differ only in capitals, spacing or encoding"
        in message
    )


def test_capitals_tell_ids_apart_and_nothing_else(events, file, places):
    changed = events.copy()
    changed.loc[[0, 1], "person_id"] = ["ZaphodaB", "ZaphodAb"]
    people = changed["person_id"].nunique()
    file.parent.mkdir()
    changed.to_csv(file, index=False)
    assert partner.read("programme", str(file), places).rows["person"].nunique() == people
    changed.loc[[0, 1], "spoke"] = ["Zaphod 1", "zaphod 1"]
    assert "column spoke: 2 rows hold values that differ only in capitals" in refused(
        "programme", file, places, changed
    )


def test_every_cell_is_the_text_that_it_is(events, file, places):
    """Spokes' names are shown and ids counted: none is a number, a truth value or missing."""
    names = [
        "01",
        "1",
        "1.0",
        "1e3",
        "1000.0",
        "NA",
        "None",
        "null",
        "nan",
        "TRUE",
        "9" * 40,
        "-0",
        "+1",
        "1_0",
    ]
    file.parent.mkdir()
    changed = events.head(len(names)).assign(spoke=names, person_id=names)
    file.write_bytes(changed.to_csv(index=False, quoting=1).encode())
    rows = partner.read("programme", str(file), places).rows
    assert rows["spoke"].astype(object).tolist() == names
    assert rows["person"].nunique() == len(names)


def test_a_decile_is_read_as_text_and_an_empty_cell_quoted_or_not_is_one_not_stated(events, file):
    file.parent.mkdir()
    given = events.head(4).drop(columns="lsoa")
    given = given.assign(imd_decile=["1", "10", "", "2"], sex=["", "male", "female", "male"])
    content = given.to_csv(index=False, lineterminator="\n")
    for text in (content, content.replace(",,", ',"",')):
        file.write_bytes(text.encode())
        rows = partner.read("programme", str(file)).rows
        assert rows["imd_decile"].astype(object).fillna("none").tolist() == ["1", "10", "none", "2"]
        assert rows["sex"].isna().tolist() == [True, False, False, False]


def test_dates_in_the_wrong_order_are_counted(events, file, places):
    one = pd.DataFrame(
        {
            "stage": ["engaged", "offer", "recruited"],
            "event_date": ["2022-03-01", "2022-02-01", "2022-04-01"],
        }
    )
    one = one.assign(
        person_id="Zaphod", spoke="A", lsoa=None, age_band=None, sex=None, ethnic_group=None
    )
    message = refused("programme", file, places, one)
    assert message.splitlines()[:-1] == [
        "events.csv: column event_date: 1 row is dated before an earlier stage of the same"
        " person and spoke"
    ]
    fine = one.assign(event_date=["2022-02-01", "2022-02-01", "2022-04-01"])
    file.write_bytes(fine.to_csv(index=False).encode())
    assert len(partner.read("programme", str(file), places).rows) == 3
    file.write_bytes(one.assign(spoke=["A", "B", "B"]).to_csv(index=False).encode())
    assert len(partner.read("programme", str(file), places).rows) == 3, (
        "two spokes have two histories"
    )


def test_a_repeated_stage_of_a_person_is_counted(events, file, places):
    message = refused("programme", file, places, pd.concat([events, events.head(2)]))
    assert message.splitlines()[:-1] == [
        "events.csv: columns person_id, spoke, stage: 2 rows repeat the stage of a person in a"
        " spoke"
    ]


def test_every_problem_of_a_file_is_in_one_message(events, file, places):
    wrong = row(events, stage="Zaphod", lsoa="E01999999", sex="Zaphod").drop(columns="spoke")
    *lines, last = refused("programme", file, places, wrong.assign(Zaphod=1)).splitlines()
    assert len(lines) == 5
    assert last.endswith("what mends them: `leedsequity check FILE`")
    repeated = pd.concat([row(events, stage="Zaphod", event_date="1.2.24"), events.tail(2)])
    found = refused("programme", file, places, repeated)
    assert "columns person_id, spoke, stage: 2 rows repeat" in found, "of rows without a fault"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda e: e.drop(columns="stage"),
            "column stage: missing; the columns are person_id, event_date, stage, ",
        ),
        (
            lambda e: e.drop(columns="lsoa"),
            "columns lsoa, ward, imd_decile: one of the three must be given, there",
        ),
        (lambda e: e.assign(ward="Zaphod"), "one of the three must be given, there are 2"),
        (lambda e: e.assign(Zaphod=1), "1 columns that are not in the schema (not named here"),
        (lambda e: e.head(0), "no rows below the header"),
        (
            lambda e: e.assign(spoke="Zaphod" + pd.Series(range(len(e))).astype(str)),
            "different spokes, at most 20",
        ),
        (
            lambda e: e.to_csv(index=False, header=False).encode(),
            "columns that are not in the schema",
        ),
        (
            lambda e: e.to_csv(index=False).encode() + b"Zaphod" + b",1" * 20,
            "cannot be read as a CSV",
        ),
        (
            lambda e: (
                e.to_csv(index=False).encode().replace(b"\n", b",Zap\n").replace(b",Zap", b"", 1)
            ),
            "more cells",
        ),
        (
            lambda e: e.to_csv(index=False).encode() + '"Zaphod\xe9'.encode("latin-1"),
            "cannot be read as a CSV in ",
        ),
        (lambda _: b"", "cannot be read as a CSV"),
        (lambda _: b"\x00\xff\xfeZaphod", "cannot be read as a CSV"),
    ],
)
def test_a_file_of_another_form_is_refused_without_a_word_of_it(
    change, message, events, file, places
):
    assert message in refused("programme", file, places, change(events))


def test_a_file_that_is_not_there_is_named_by_its_base_name(file, places):
    for wrong in (file, file.parent):
        with pytest.raises(InputError, match="there is no file") as caught:
            partner.read("programme", str(wrong), places)
        assert str(file.parent.parent) not in str(caught.value)


def test_an_unreadable_file_is_named_by_its_base_name(file, monkeypatch):
    file.parent.mkdir()
    file.write_text("x")

    def closed(path, *arguments, **keywords):
        raise PermissionError(13, "Permission denied", str(path))

    for method in ("open", "is_file"):  # the file, or a folder above it, may not be entered
        with monkeypatch.context() as patch:
            patch.setattr(Path, method, closed)
            with pytest.raises(InputError) as caught:
                partner.label(str(file))
        assert str(caught.value) == "events.csv: the file cannot be opened"
        assert str(file.parent) not in "".join(traceback.format_exception(caught.value)).replace(
            str(Path.cwd()), ""
        )
    with pytest.raises(InputError, match=r"the file cannot be opened"):
        partner.label(str(file.parent / ("x" * 300)))


def test_a_label_cannot_be_tried_out_by_whoever_lacks_the_key(file, monkeypatch, tmp_path):
    """Nothing known of the file gives its label: under another key it has another label."""
    file.parent.mkdir()
    file.write_text("breakdown,group,staff\nimd_decile,1,12\n")
    labels = []
    for place in ("one", "other"):
        (tmp_path / place / "data" / "raw").mkdir(parents=True)
        monkeypatch.setenv("LEEDSEQUITY_ROOT", str(tmp_path / place))
        labels += [partner.label(str(file)), partner.label(str(file))]
        key = tmp_path / place / ".cache" / "partner-key"
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert len(key.read_bytes()) == 32
    assert labels[0] == labels[1] != labels[2] == labels[3]
    digests = [
        hashlib.new(name, file.read_bytes()).hexdigest()
        for name in ("sha256", "sha1", "md5", "sha512")
    ]
    assert not [label for label in labels for digest in digests if label.split(":")[1] in digest]
    for spoil in (
        lambda: key.write_bytes(b""),
        lambda: (key.unlink(), key.symlink_to(tmp_path / "nowhere")),
    ):
        spoil()  # made anew
        assert re.fullmatch(r"events\.csv keyed:[0-9a-f]{16}", partner.label(str(file)))
        assert len(key.read_bytes()) == 32
    key.unlink()
    key.mkdir()
    with pytest.raises(InputError, match=r"partner-key: the key of partners' files: "):
        partner.label(str(file))
    assert list(key.parent.iterdir()) == [key]


def test_a_label_is_not_taken_for_another_file_of_that_name(file, monkeypatch):
    file.parent.mkdir()
    file.write_text("x")
    label = partner.label(str(file))
    file.write_text("y")
    monkeypatch.chdir(file.parent)
    with pytest.raises(InputError, match="the file changed"):
        partner.environment(label)


def test_a_label_finds_its_file_only_where_the_run_knows_it_and_unchanged(
    file, monkeypatch, events, places
):
    file.parent.mkdir()
    file.write_bytes(events.to_csv(index=False).encode())
    label = partner.label(str(file))
    assert label.startswith("events.csv keyed:")
    with pytest.raises(InputError, match="there is no file"):
        partner.read("programme", label, places)
    for name, value in partner.environment(str(file)).items():
        monkeypatch.setenv(name, value)
    assert partner.label(label) == label
    assert len(partner.read("programme", label, places).rows) == len(events)
    file.write_bytes(events.head(9).to_csv(index=False).encode())
    with pytest.raises(InputError, match=r"^events.csv: the file changed"):
        partner.read("programme", label, places)


def test_a_run_that_is_given_a_path_knows_the_file_by_its_label(file, monkeypatch, tmp_path):
    """As under plain papermill, where nobody replaces the path before the notebook runs."""
    file.parent.mkdir()
    file.write_text("x")
    monkeypatch.setenv("LEEDSEQUITY_OUTPUT", str(tmp_path / "out"))
    run = outputs.Run("04_programme_outcomes", programme_file=str(file), policy="nhs")
    assert run.parameters == {"programme_file": partner.label(str(file)), "policy": "nhs"}
    run.table("some", pd.DataFrame({"a": [1]}), [])
    assert run.folder.name.startswith("programme_file=events.csv-")
    (record,) = (tmp_path / "out").rglob("run.json")
    assert "clients of" not in record.read_text()


def test_a_register_is_known_by_its_name_and_the_bytes_of_its_tables(monkeypatch, tmp_path):
    register = tmp_path / "clients of" / "ours"
    register.mkdir(parents=True)
    for name in ("claims", "readings"):
        (register / f"{name}.csv").write_text(name)
    monkeypatch.setenv("LEEDSEQUITY_OUTPUT", str(tmp_path / "out"))
    label = outputs.Run("08_claims", register=str(register)).parameters["register"]
    assert re.fullmatch(r"ours keyed:[0-9a-f]{16}", label)
    for variable, folder in partner.environment(str(register)).items():
        monkeypatch.setenv(variable, folder)
    assert registers.folder_of(label) == register
    (register / "readings.csv").write_text("other")
    changed = partner.label(str(register))
    (register / "readings.csv").rename(register / "documents.csv")
    assert len({label, changed, partner.label(str(register))}) == 3
    with pytest.raises(InputError, match="ours: the file changed while it was being used"):
        registers.folder_of(label)
    assert outputs.Run("08_claims", register="").parameters == {"register": ""}


def test_what_is_read_holds_no_id_and_shows_no_row(events, file, places):
    file.parent.mkdir()
    file.write_bytes(events.to_csv(index=False).encode())
    records = partner.read("programme", str(file), places)
    assert repr(records) == "Records(synthetic=False)"
    assert list(records.rows) == [
        "person",
        "date",
        "stage",
        "spoke",
        "lsoa",
        "age_band",
        "sex",
        "ethnic_group",
    ]
    assert records.rows["person"].nunique() == events["person_id"].nunique()
    decile = raw.load("imd_lsoa11", "E08000035").set_index("lsoa11_code")["imd_decile_2019"]
    assert records.rows["lsoa"].astype(int).tolist() == events["lsoa"].map(decile).tolist()


def test_a_ward_may_be_given_by_code_or_name(events, file, places):
    given = events.drop(columns="lsoa").assign(
        ward=["Gipton & Harehills", "E05011401"] * (len(events) // 2) + ["Wetherby"]
    )
    given.loc[3, "ward"] = None
    file.parent.mkdir()
    file.write_bytes(given.to_csv(index=False).encode())
    kinds = partner.read("programme", str(file), places).rows["ward"]
    assert kinds.iloc[0] == "wards with most residents in decile 1"
    assert kinds.iloc[-1] == "other wards"
    assert pd.isna(kinds.iloc[3])
    assert "column ward: 1 row holds" in refused(
        "programme", file, places, given.assign(ward=["Zaphod", *given["ward"][1:]])
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "imd_decile,11,4",
            "column group: 1 row holds something else than a decile or broad group",
        ),
        (
            "imd_decile,White,4",
            "columns breakdown, group: 1 row has a group of another breakdown",
        ),
        ("imd_decile,1,-4", "column staff: 1 row holds something else than a whole number"),
        (
            "Zaphod,1,4",
            "column breakdown: 1 row holds something else than imd_decile or ethnic_group",
        ),
        ("imd_decile,2,4", "columns breakdown, group: 1 row repeats a group"),
        ("imd_decile,1,", "column staff: 1 row is empty"),
    ],
)
def test_counts_of_staff_are_checked_too(line, message, file):
    content = f"breakdown,group,staff\nimd_decile,2,30\nethnic_group,White,20\n{line}\n"
    assert message in refused("workforce", file, None, content.encode())


def test_the_page_lists_every_column_and_value_that_is_checked():
    from leedsequity.raw import partner_schemas as schema

    page = DOCS.read_text()
    columns = [*schema.PROGRAMME, *schema.PLACES, *schema.WORKFORCE]
    values = [*schema.STAGES, *PARTNER_AGE_BANDS, *BROAD_GROUPS]
    assert [name for name in [*columns, *values] if f"`{name}`" not in page] == []
