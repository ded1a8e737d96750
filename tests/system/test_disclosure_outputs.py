"""An intruder who has all that a run wrote, and knows every rule, looks for small counts."""

import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from itertools import product
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from leedsequity import neighbourhoods, raw
from leedsequity.analyses import programme_records, residents
from leedsequity.analyses.release import NOT_STATED
from leedsequity.raw import partner
from leedsequity.raw.partner import Records
from leedsequity.raw.partner_schemas import WORK_STAGES
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES, PARTNER_AGE_BANDS
from leedsequity_build import cli
from leedsequity_build.example import programme_events

ROOT = Path(__file__).parents[2]
SMALL = set(range(1, 8))
SECRET = "clients of Zaphod Street"
OFFER = "offer"
WAITS = list(programme_records.WAITS)  # the intruder knows the bands


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project's data and notebooks, for all runs of this module."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copy(ROOT / "data" / "fields.yaml", root / "data")
    shutil.copytree(
        ROOT / "notebooks", root / "notebooks", ignore=shutil.ignore_patterns("*.ipynb")
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEEDSEQUITY_ROOT", str(root))
        patch.delenv("LEEDSEQUITY_OUTPUT", raising=False)
        yield root


def command(*arguments: str) -> tuple[int, str]:
    """Run the command line: the exit code, and all that it printed."""
    printed = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(printed), redirect_stderr(printed):
        patch.setattr("sys.argv", ["leedsequity", *arguments])
        try:
            cli.main()
        except SystemExit as left:
            return int(left.code or 0), printed.getvalue()
    return 0, printed.getvalue()


@pytest.fixture(scope="module")
def events(project):
    lsoas = raw.load("imd_lsoa11", "E08000035").sort_values("imd_rank_2019")["lsoa11_code"]
    return programme_events(raw.load("published_programmes"), lsoas)


@pytest.fixture(scope="module")
def build(project, tmp_path_factory):
    """Build notebook 04 with a file of events, elsewhere: exit code, what it printed, folder."""

    def run(events: pd.DataFrame) -> tuple[int, str, Path]:
        given = tmp_path_factory.mktemp("given") / SECRET
        given.mkdir()
        events.to_csv(given / "events.csv", index=False)
        out = tmp_path_factory.mktemp("out")
        code, printed = command(
            "build",
            "04",
            "-p",
            "programme_file",
            str(given / "events.csv"),
            "--output-dir",
            str(out),
        )
        return code, printed, out / "04_programme_outcomes"

    return run


@pytest.fixture(scope="module")
def plain(build, events):
    """The run with the example as it is."""
    code, printed, folder = build(events)
    assert code == 0, printed
    return printed, folder


def texts(folder: Path) -> dict[str, bytes]:
    """Every file of a run by its path, which is looked at as well."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def derived(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table, of results and of figures, that comes from the file."""
    files = folder.rglob("synthetic_*.csv")
    return {
        f"{file.parent.name}/{file.stem}": pd.read_csv(file, keep_default_na=False)
        for file in files
    }


class Intruder:
    """What the released tables say of the true counts, as linear constraints on whole numbers."""

    def __init__(self, folder: Path) -> None:
        self.names: dict[tuple[str, ...], int] = {}
        self.rows: list[tuple[dict[int, int], float, float]] = []
        tables = derived(folder)
        for kind, rows in tables["tables/synthetic_reach"].groupby("breakdown"):
            self.partition(kind, rows)
        self.partition("wait", tables["tables/synthetic_time_to_offer"])
        for (spoke, sequence), rows in tables["tables/synthetic_stages"].groupby(
            ["spoke", "sequence"]
        ):
            reached = [*rows["people"].tolist(), 0]
            sums = spoke != programme_records.ALL and sequence in ("work", "other spokes")
            for stage, more, fewer in zip(rows["stage"], reached[:-1], reached[1:], strict=True):
                self.about(
                    {(spoke, sequence, stage): 1},
                    more - fewer,
                    parts=(more - fewer) // 10 if sums else 1,
                )
            if (
                sequence != "work"
            ):  # the engaged are printed once, with the stages of work; the others are none or 8
                self.about({(spoke, sequence, "engaged"): 1}, 10, most=5000)
                if int(rows["of"].iloc[0]) == reached[0]:
                    self.rows[-1] = (self.rows[-1][0], 0, 5000)
        work = [name for name in self.names if name[1] == "work"]
        # The spokes' people are those of the breakdowns, or more where one is in several.
        most = 0 if {spoke for spoke, *_ in work} == {programme_records.ALL} else np.inf
        for kind, stage in (("imd_decile", "engaged"), ("wait", OFFER)):
            if members := self.parts(kind):
                came = {
                    name: 1
                    for name in work
                    if WORK_STAGES.index(name[2]) >= WORK_STAGES.index(stage)
                }
                self.bound(came | dict.fromkeys(members, -1), 0, most)
        # The outcomes beside the way are of those whom the spoke engages.
        for spoke, sequence in {
            name[:2] for name in self.names if len(name) == 3 and name[1] != "work"
        }:
            beside = {name: -1 for name in self.names if name[:2] == (spoke, sequence)}
            came = {
                name: 1 for name in work if name[0] == spoke and WORK_STAGES.index(name[2]) >= 1
            }
            self.bound(came | beside, 0, 0)
        for kind in ("ethnic_group", "age_band", "sex"):
            self.bound(
                dict.fromkeys(self.parts("imd_decile"), 1) | dict.fromkeys(self.parts(kind), -1),
                0,
                0,
            )

    def parts(self, kind: str) -> list[tuple[str, ...]]:
        return [name for name in self.names if name[0] == kind and len(name) == 2]

    def partition(self, kind: str, rows: pd.DataFrame) -> None:
        groups = [part.split(" + ") for part in rows["part"].astype(str)]
        for parts, people in zip(groups, rows["people"], strict=True):
            self.about({(kind, one): 1 for one in parts}, people)
        for parts in groups[
            :-1
        ]:  # the rule of joining: the first is small, the last is not, and together they are 16
            if len(parts) > 1:
                self.bound({(kind, parts[0]): 1}, 1, 7)
                self.bound({(kind, parts[-1]): 1}, 8, 5000)
                self.bound({(kind, one): 1 for one in parts}, 16, 5000)

    def about(
        self, sum_of: dict[tuple[str, ...], int], shown: float, parts: int = 1, most: float = 0
    ) -> None:
        """A sum shown as 0 is 0; any other is 8 or more, of `parts` rounded to the nearest 5."""
        self.bound(
            sum_of,
            *((0, 0) if shown == 0 else (max(8, shown - 2 * parts), max(most, shown + 2 * parts))),
        )

    def bound(self, sum_of: dict[tuple[str, ...], int], least: float, most: float) -> None:
        self.rows.append(
            ({self.names.setdefault(n, len(self.names)): k for n, k in sum_of.items()}, least, most)
        )

    def narrowest(self, name: tuple[str, ...]) -> tuple[int, int]:
        """The least and the most that a count can be."""
        matrix = np.zeros((len(self.rows), len(self.names)))
        for i, (coefficients, _, _) in enumerate(self.rows):
            matrix[i, list(coefficients)] = list(coefficients.values())
        limits = LinearConstraint(
            matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]
        )
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(self.names))
            goal[self.names[name]] = sign
            solved = milp(
                goal, constraints=limits, integrality=np.ones(len(goal)), bounds=Bounds(0, 5000)
            )
            assert solved.success, "the release contradicts itself"
            found.append(round(sign * solved.fun))
        return found[0], found[1]


def true_counts(events: pd.DataFrame) -> dict[tuple[str, ...], int]:
    """The counts behind the release, made from the file in another way than the package does."""
    engaged = events[
        events["stage"].isin(["engaged", "completed", "offer", "recruited", "retained"])
    ]
    people = events[events["person_id"].isin(engaged["person_id"])].drop_duplicates("person_id")
    decile = raw.load("imd_lsoa11").set_index("lsoa11_code")["imd_decile_2019"].astype(str)
    people = people.assign(imd_decile=people["lsoa"].map(decile))
    orders = {
        "imd_decile": DECILE_NAMES,
        "age_band": PARTNER_AGE_BANDS,
        "ethnic_group": BROAD_GROUPS,
        "sex": ("female", "male"),
    }
    count = {}
    for kind, order in orders.items():
        cells = people[kind].fillna(NOT_STATED).value_counts()
        count |= {(kind, part): int(cells.get(part, 0)) for part in [*order, NOT_STATED]}
    first = {
        s: pd.to_datetime(events[events["stage"] == s].groupby("person_id")["event_date"].min())
        for s in ("engaged", OFFER)
    }
    weeks = ((first[OFFER] - first["engaged"]).dt.days.dropna() // 7).astype(int)
    for band, (low, high) in zip(
        WAITS, [(0, 3), (4, 7), (8, 12), (13, 25), (26, 999)], strict=True
    ):
        count[("wait", band)] = int(weeks.between(low, high).sum())
    return count


def test_no_small_count_is_in_the_folder_or_follows_from_it(plain, events):
    _, folder = plain
    tables = derived(folder)
    assert len(tables) == 3 + 2
    for table in tables.values():
        for column in table.columns.intersection(["people", "of"]):
            counts = set(table[column].astype(int))
            assert not counts & SMALL
            assert all(count % 5 == 0 for count in counts)
    intruder, count = Intruder(folder), true_counts(events)
    small = [name for name, true in count.items() if true in SMALL and name in intruder.names]
    assert len(small) >= 5, "the example has small counts to look for"
    for name in small:
        least, most = intruder.narrowest(name)
        assert least <= 1, name
        assert most >= 7, name
    for name in intruder.names.keys() & count.keys():
        least, most = intruder.narrowest(name)
        assert least <= count[name] <= most, (
            "the intruder's knowledge is right, or the test proves nothing"
        )


def test_of_any_file_every_small_count_may_still_be_any_of_one_to_seven(project, tmp_path):
    """Files with people and events left out at random, so that small counts come at every place."""
    tables = neighbourhoods.read("E08000035")
    places, living, checked = residents.place_groups(tables), residents.by_breakdown(tables), 0
    lsoas = tables["imd_lsoa11"].sort_values("imd_rank_2019")["lsoa11_code"]
    whole = programme_events(raw.load("published_programmes"), lsoas)
    for seed in range(12):
        random = np.random.default_rng(seed)
        people = random.permutation(whole["person_id"].unique())[: int(random.integers(100, 690))]
        events = whole[
            whole["person_id"].isin(people)
            & (random.random(len(whole)) < random.choice([1, 0.97, 0.8]))
        ]
        events.to_csv(tmp_path / "events.csv", index=False)
        records = partner.read("programme", str(tmp_path / "events.csv"), places)
        (tmp_path / str(seed) / "tables").mkdir(parents=True)
        for name, table in programme_records.released(
            records, living, "Leeds", "opensafely"
        ).items():
            table.to_csv(tmp_path / str(seed) / "tables" / f"synthetic_{name}.csv", index=False)
        intruder, count = Intruder(tmp_path / str(seed)), true_counts(events)
        for name in intruder.names.keys() & count.keys():
            least, most = intruder.narrowest(name)
            assert least <= count[name] <= most, (seed, name)
            if count[name] in SMALL:
                assert (least <= 1, most >= 7) == (True, True), (seed, name)
                checked += 1
    assert checked > 50


#: How far somebody came in each of three spokes, and how many did: 2, 6, 6 and 5 people are in
#: several.
THREE_SPOKES = {
    ("engaged", "engaged", None): 2,
    ("engaged", None, "engaged"): 6,
    (None, "engaged", "engaged"): 6,
    ("engaged", "engaged", "engaged"): 5,
    ("engaged", None, None): 4,
    ("completed", None, None): 17,
    ("offer", None, None): 17,
    (None, "engaged", None): 4,
    (None, "completed", None): 17,
    (None, "offer", None): 17,
    (None, None, "engaged"): 6,
    (None, None, "completed"): 13,
    (None, None, "offer"): 13,
}
#: Two breakdowns of the same 127 people: rounded, one is as far below them as can be, the other
#: above.
AGES, GROUPS = [22, 22, 22, 22, 22, 17], [33, 33, 33, 28, 0]


def three_spokes() -> Records:
    people = [way for way, number in THREE_SPOKES.items() for _ in range(number)]
    rows = [
        (person, spoke, stage)
        for person, way in enumerate(people)
        for spoke, stage in zip("ABC", way, strict=True)
        if stage
    ]
    table = pd.DataFrame(rows, columns=["person", "spoke", "stage"]).assign(
        date=pd.Timestamp("2024-01-01")
    )
    ages = np.repeat(np.array([*PARTNER_AGE_BANDS, None], dtype=object), AGES)
    groups = np.repeat(np.array(BROAD_GROUPS, dtype=object), GROUPS)
    who = table["person"]
    table = table.assign(age_band=ages[who], ethnic_group=groups[who], imd_decile="1", sex="female")
    return Records(table, synthetic=False)


class Overlaps:
    """What is printed of three spokes, as constraints on how many people went each way."""

    def __init__(self) -> None:
        self.ways = [way for way in product([None, *WORK_STAGES[1:4]], repeat=3) if any(way)]
        self.rows: list[tuple[list[int], float, float]] = []

    def about(self, which: Callable[[tuple], bool], shown: int) -> None:
        """So many went one of these ways, rounded to the nearest 5; 0 is 0, none is 1 to 7."""
        least, most = (0, 0) if shown == 0 else (max(8, shown - 2), shown + 2)
        self.between(which, least, most)

    def between(self, which: Callable[[tuple], bool], least: float, most: float) -> None:
        self.rows.append(([int(which(way)) for way in self.ways], least, most))

    def narrowest(self, spokes: tuple[bool, ...]) -> tuple[int, int]:
        """The least and the most people that can be in these spokes and no other."""
        matrix, least, most = (np.array(column) for column in zip(*self.rows, strict=True))
        goal = np.array([int(tuple(map(bool, way)) == spokes) for way in self.ways])
        found = []
        for sign in (1, -1):
            solved = milp(
                sign * goal,
                constraints=LinearConstraint(matrix, least, most),
                integrality=np.ones(len(goal)),
                bounds=Bounds(0, 5000),
            )
            assert solved.success, "what is printed contradicts itself"
            found.append(round(sign * solved.fun))
        return found[0], found[1]


SEVERAL = {
    (True, True, False): 2,
    (True, False, True): 6,
    (False, True, True): 6,
    (True, True, True): 5,
}


def test_overlaps_of_spokes_follow_exactly_where_totals_are_printed_from_parts_rounded_apart():
    """The attack to withstand, on numbers each rounded by itself: so the next test can fail."""
    attack = Overlaps()
    for at in range(3):
        for stage in WORK_STAGES[1:4]:
            stop = sum(number for way, number in THREE_SPOKES.items() if way[at] == stage)
            attack.about(lambda way, at=at, stage=stage: way[at] == stage, 5 * round(stop / 5))
        for others in (False, True):
            shared = sum(
                n
                for way, n in THREE_SPOKES.items()
                if way[at] and (len([*filter(None, way)]) > 1) == others
            )
            attack.about(
                lambda way, at=at, others=others: (
                    bool(way[at]) and (len([*filter(None, way)]) > 1) == others
                ),
                5 * round(shared / 5),
            )
    for parts in (AGES, GROUPS):
        everybody, rounding = (
            sum(5 * round(part / 5) for part in parts),
            2 * len([*filter(None, parts)]),
        )
        attack.between(any, everybody - rounding, everybody + rounding)
    assert {spokes: attack.narrowest(spokes) for spokes in SEVERAL} == {
        n: (m, m) for n, m in SEVERAL.items()
    }


def test_overlaps_of_spokes_do_not_follow_from_what_is_released():
    made = programme_records.released(three_spokes(), {}, "Leeds", "opensafely")
    attack = Overlaps()
    for row in made["stages"].itertuples():
        if row.spoke in "ABC":
            at = "ABC".index(row.spoke)
            came = (
                WORK_STAGES[WORK_STAGES.index(row.stage) :]
                if row.sequence == "work"
                else WORK_STAGES
            )
            others = row.sequence == "other spokes"
            attack.about(
                lambda way, at=at, came=came, others=others: (
                    way[at] in came and (not others or len([*filter(None, way)]) > 1)
                ),
                row.people,
            )
    for _, rows in made["reach"].groupby("breakdown"):
        rounding = 2 * (rows["people"] > 0).sum()
        attack.between(any, rows["people"].sum() - rounding, rows["people"].sum() + rounding)
    for spokes in SEVERAL:
        least, most = attack.narrowest(spokes)
        assert least <= 1
        assert most >= 7


def test_the_intruder_finds_a_small_count_where_there_is_one_to_find(plain, events):
    """So the test above can fail: the true number of decile 10's neighbours gives the count."""
    intruder, count = Intruder(plain[1]), true_counts(events)
    name = next(
        n
        for n, true in count.items()
        if n[0] == "imd_decile" and true in SMALL and n in intruder.names
    )
    for other, true in count.items():
        if other != name and other in intruder.names:
            intruder.bound({other: 1}, true, true)
    least, most = intruder.narrowest(name)
    assert least == most == count[name]


def test_nothing_of_a_person_and_no_path_is_in_any_byte_or_word_of_a_run(plain, events, project):
    printed, folder = plain
    contents = texts(folder) | {"printed": printed.encode(), **texts(project / ".cache")}
    assert {Path(name).suffix for name in contents} >= {".csv", ".json", ".png", ".svg", ".ipynb"}
    for name, content in contents.items():
        for secret in ("SYN-", SECRET, "Zaphod", "clients-of"):
            assert secret.encode() not in content, name
            assert secret not in name
    notebook = nbformat.read(next(folder.glob("*/*.ipynb")), as_version=4)
    assert 'programme_file = "events.csv keyed:' in "\n".join(
        cell.source for cell in notebook.cells
    )
    record = json.loads(next(folder.glob("*/run.json")).read_text())
    assert re.fullmatch(r"events\.csv keyed:[0-9a-f]{16}", record["parameters"]["programme_file"])
    assert not list((project / "data").glob("processed/*"))
    days = {
        day
        for day in events["event_date"]
        if any(day.encode() in content for content in contents.values())
    }
    assert not days


def test_results_of_a_synthetic_file_say_so_in_every_table_figure_and_sidecar(plain):
    _, folder = plain
    made = [file for file in folder.rglob("*.*") if file.stem.startswith(("synthetic", "records"))]
    assert len(made) >= 3 + 2 * 4
    assert all(file.stem.startswith("synthetic_") for file in made)
    for file in made:
        if file.suffix in (".csv", ".json"):
            assert "ynthetic example, not real people" in file.read_text(), file.name
    (findings,) = folder.rglob("findings.csv")
    own = [line for line in findings.read_text().splitlines() if "about" in line]
    assert own
    assert all("Synthetic example, not real people" in line for line in own)


def released(folder: Path) -> dict[str, bytes]:
    """Every file of a run, without the hash of the file that it was made from."""
    hashed = re.compile(rb"events\.csv.keyed.[0-9a-f]{16}")
    return {
        re.sub(r"csv-keyed-\w+", "csv", name): hashed.sub(b"", content)
        for name, content in texts(folder).items()
    }


@pytest.mark.long
def test_files_that_differ_in_a_small_count_give_the_same_release(plain, build, events):
    """Three first vaccinations, or one, or seven: not a byte differs but the file's hash."""
    first = events.index[events["stage"] == "first_vaccination"]
    jabbed = events.index[
        (events["stage"] == "vaccinated")
        & ~events["person_id"].isin(events.loc[first, "person_id"])
    ]
    more = events.loc[jabbed[:4]].assign(stage="first_vaccination")
    releases = [released(plain[1])]
    for variant in (events.drop(first[1:]), pd.concat([events, more], ignore_index=True)):
        code, printed, folder = build(variant)
        assert code == 0, printed
        releases.append(released(folder))
    assert releases[0] == releases[1] == releases[2]


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (
            lambda e: e.assign(stage=e["stage"].where(e.index != 5, "Zaphod")),
            "column stage: 1 row holds something else",
        ),
        (
            lambda e: e.assign(event_date=e["event_date"].where(e.index != 5, "Zaphod")),
            "column event_date: 1 row ",
        ),
        (lambda e: e.drop(columns="spoke"), "column spoke: missing"),
    ],
)
def test_a_run_that_fails_leaves_nothing_of_the_file_behind(spoil, word, build, events, project):
    code, printed, folder = build(spoil(events))
    assert code == 1
    assert word in printed
    contents = texts(folder) | {"printed": printed.encode(), **texts(project / ".cache")}
    assert any(name.endswith(".failed.ipynb") for name in contents)
    for name, content in contents.items():
        for secret in ("SYN-", SECRET, "Zaphod"):
            assert secret.encode() not in content, name


def test_a_file_that_is_not_there_and_a_policy_that_is_unknown_are_refused(project, tmp_path):
    code, printed = command("build", "04", "-p", "programme_file", f"/{SECRET}/events.csv")
    assert (code, SECRET in printed) == (2, False)
    assert "there is no file 'events.csv'" in printed
    for policy in ("ons", "none"):
        code, printed = command(
            "build", "04", "-p", "policy", policy, "--output-dir", str(tmp_path / "o")
        )
        assert code == 1
        assert (
            f"policy is '{policy}'; for records that are not published it is one of opensafely, nhs"
            in printed
        )


@pytest.mark.parametrize(
    ("number", "kind", "content", "outcome"),
    [
        ("04", "", "", "not served"),
        ("04", "programme", "person_id,event_date\nx,", "failed"),
        ("05", "workforce", "breakdown,group\nimd_decile,1\n", "failed"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_where_the_area_has_no_tables_too(
    number, kind, content, outcome, project, tmp_path
):
    """The documents' counts are not Bradford's: nothing is built, and a wrong file says so."""
    (tmp_path / "given.csv").write_text(content)
    given = ["-p", f"{kind}_file", str(tmp_path / "given.csv")] if kind else []
    code, printed = command(
        "build", number, "-p", "area", "Bradford", *given, "--output-dir", str(tmp_path / "out")
    )
    assert outcome in printed
    assert "built" not in printed
    assert code == (1 if outcome == "failed" else 0)
    assert not list((tmp_path / "out").rglob("run.json"))


def test_an_employers_staff_are_compared_with_the_residents_of_another_area(project, tmp_path):
    (tmp_path / "staff.csv").write_text(
        "breakdown,group,staff\nimd_decile,1,120\nimd_decile,10,80\n"
    )
    given = ["-p", "workforce_file", str(tmp_path / "staff.csv")]
    code, printed = command(
        "build", "05", "-p", "area", "Bradford", *given, "--output-dir", str(tmp_path / "out")
    )
    assert code == 0, printed
    (file,) = (tmp_path / "out").rglob("tables/records_staff.csv")
    table = pd.read_csv(file, dtype={"part": "str"}).set_index("part")
    assert set(table["residents_of"]) == {"Bradford"}
    assert table.loc[["1", "10"], "people"].tolist() == [120, 80]


def test_the_example_is_written_once_and_not_over_anything(project, tmp_path):
    file = tmp_path / "e.csv"
    code, printed = command("example", "programme", str(file))
    assert (code, "synthetic people" in printed) == (0, True)
    before = file.read_bytes()
    code, printed = command("example", "programme", str(file))
    assert (code, "there already" in printed) == (2, True)
    assert file.read_bytes() == before
    assert command("example", "ward", str(tmp_path / "x"))[0] == 2
