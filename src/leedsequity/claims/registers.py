"""A register of claims: what documents state, and the readings that its words allow.

The project's own is the raw tables `claims`, `readings` and `documents`. Any folder with CSV files
of these names and columns is one as well; their cells are checked by the same records.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leedsequity import paths, raw
from leedsequity.claims.testing import Question, table
from leedsequity.errors import InputError
from leedsequity.raw import checking, partner

#: The tables of a register.
TABLES = ("claims", "readings", "documents")


@dataclass(frozen=True)
class Claim:
    """One row of `claims`, as its record describes the columns."""

    claim_id: str
    document: str
    locator: str
    statement: str
    what: str
    quantity: str
    relation: str
    value: float
    unit: str
    least: float
    most: float
    no_difference: float
    area: str
    group: str
    period: str
    source_cited: str
    needs: str
    note: str


@dataclass(frozen=True)
class Reading:
    """One row of `readings`, as its record describes the columns."""

    claim_id: str
    reading: str
    main: bool
    declared: str
    area: str
    group: str
    period: str
    margin: float
    test: str
    options: str
    why: str

    @property
    def waits(self) -> bool:
        """Whether its test is one of `waiting`, which need a file that is not held here."""
        return self.test.startswith("waiting:")

    def question(self, claim: Claim) -> Question:
        """Return what a test may know of a claim, read so: not its value."""
        return Question(
            claim.document,
            claim.quantity,
            self.area or claim.area,
            self.group or claim.group,
            self.period or claim.period,
            options_of(self.options),
        )


@dataclass(frozen=True)
class Register:
    """Claims in the order of their documents, the readings of each by id, documents by name."""

    claims: tuple[Claim, ...]
    readings: dict[str, tuple[Reading, ...]]
    documents: dict[str, dict[str, str]]


def options_of(text: str) -> dict[str, str]:
    """Return options by name from `edition=2019; base=Census 2021`."""
    pairs = [pair.partition("=") for pair in text.split("; ") if pair]
    if bad := [name for name, equals, value in pairs if not (name and equals and value)]:
        raise InputError(f"options {text!r}: {bad[0]!r} is not written name=value")
    return {name.strip(): value.strip() for name, _, value in pairs}


def read(folder: Path | str | None = None) -> Register:
    """Return the register of a folder; the project's own where none, or "", is given.

    A folder that is not there from where the program runs is looked for in the project.

    Raises
    ------
    InputError
        In one line, with the file: a file that is not there or breaks its record; a reading of no
        claim; a claim with readings of which not exactly one is main; one that has neither a
        reading nor what it needs, or both; a document that is not described.
    """
    found_in = folder_of(folder) if folder else None
    where = paths.shown(paths.raw()) if found_in is None else found_in.name
    claims, readings, documents = (_table(name, found_in) for name in TABLES)
    rows: dict[str, list[Reading]] = {}
    for row in _rows(readings):
        rows.setdefault(row["claim_id"], []).append(Reading(**row))
    found = tuple(Claim(**row) for row in _rows(claims))
    described = {row["document"]: row for row in _rows(documents)}
    _check(found, rows, described, where)
    return Register(found, {name: tuple(of) for name, of in rows.items()}, described)


def folder_of(given: Path | str) -> Path:
    """Return the folder of a register, there or in the project, from its path or its label.

    An InputError if it is not there, or is no more what it was labelled for (`raw.partner.label`).
    """
    if partner.is_label(str(given)):
        return partner.unchanged(str(given))
    try:
        folder = Path(given).expanduser()
        found = next((one for one in (folder, paths.root() / folder) if one.is_dir()), None)
    except (OSError, RuntimeError, ValueError):
        found = None
    if found is None:
        raise InputError(f"{given}: there is no folder of a register; `claims new` writes one")
    return found


def _table(name: str, folder: Path | None) -> Any:
    if folder is None:
        return table(name)
    file = folder / f"{name}.csv"
    if not file.is_file():
        files = ", ".join(f"{name}.csv" for name in TABLES)
        raise InputError(f"{folder}: a register has {files}; there is no {file.name}")
    record = raw.record(name)
    text = checking.read_text(file, f"{folder.name}/{file.name}")
    if name == "readings" and text.empty and [*text.columns] == [*record.columns]:
        return text.astype("str")  # of a register in which nothing can be tested
    return checking.typed(record, text, f"{folder.name}/{file.name}")


def _rows(frame: Any) -> list[dict[str, Any]]:
    texts = frame.select_dtypes(exclude="number").columns
    filled = frame.assign(**{name: frame[name].fillna("") for name in texts if name != "main"})
    found: list[dict[str, Any]] = filled.to_dict("records")
    return found


def _check(
    claims: tuple[Claim, ...], readings: dict[str, list[Reading]], documents: Any, where: str
) -> None:
    ids = {claim.claim_id for claim in claims}
    if unknown := sorted(set(readings) - ids):
        raise InputError(f"{where}/readings.csv: claim_id {unknown[0]}: there is no such claim")
    for claim in claims:
        own = readings.get(claim.claim_id, [])
        if own and sum(reading.main for reading in own) != 1:
            raise InputError(f"{where}/readings.csv: {claim.claim_id}: exactly one reading is main")
        held = [reading for reading in own if not reading.waits]
        if bool(held) == bool(claim.needs) or (own and claim.needs not in ("", "open file")):
            raise InputError(
                f"{where}/claims.csv: {claim.claim_id}: a claim has readings, or says in `needs`"
                " what a test of it would need: one of the two (one that needs an open file may"
                " have readings that wait for it)"
            )
        if held and not any(reading.main for reading in held):
            raise InputError(
                f"{where}/readings.csv: {claim.claim_id}: a reading that waits for a file is main,"
                " though another does not"
            )
        if claim.document not in documents:
            raise InputError(
                f"{where}/claims.csv: {claim.claim_id}: document {claim.document!r} is not in"
                " documents.csv"
            )
