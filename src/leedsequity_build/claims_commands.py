"""The commands of the register of claims: `leedsequity claims …`."""

import textwrap
from pathlib import Path
from typing import Annotated, Any

import typer
from typer import Argument, Option
from typer.core import TyperGroup

from leedsequity.errors import InputError
from leedsequity_build.raw_commands import data
from leedsequity_build.terminal import show


class _Lookup(TyperGroup):
    """A group whose first word is a command, or else what to look up."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, "--help"}:
            args = ["find", *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Lookup,
    help=(
        "What documents state, and what data say of it: `leedsequity claims Hunslet`, a number, or"
        " a sentence in quotes."
    ),
    rich_markup_mode=None,
)

Folder = Annotated[
    Path | None,
    Option("--register", metavar="DIR", help="Another register: a folder, such as `new` writes."),
]


@app.command()
def find(
    text: Annotated[
        str, Argument(help="Words, a number, a pasted sentence, or an id; all when left out.")
    ] = "",
    firm: Annotated[
        str, Option(metavar="FIRM", help="Only claims so firm, such as 'no reading'.")
    ] = "",
    register: Folder = None,
    files: Annotated[
        list[Path] | None,
        Option(
            "--with",
            metavar="FILE",
            dir_okay=False,
            help="A publisher's file that claims wait for, used for this run; may be repeated.",
        ),
    ] = None,
    as_json: Annotated[
        bool, Option("--json", help="As a list of objects, with everything known.")
    ] = False,
    as_reviews: Annotated[
        bool, Option("--json-ld", help="As a list of ClaimReviews of schema.org.")
    ] = False,
    site: Annotated[
        str,
        Option(metavar="URL", help="Where the site is: each ClaimReview has its page's address."),
    ] = "",
) -> None:
    """Look claims up: each with its verdict, what it was found to be, and where it stands."""
    import json

    from leedsequity import inputs
    from leedsequity.claims import evaluated, given, lookup, outcomes, read, responses, reviews
    from leedsequity.claims import stated as as_stated
    from leedsequity.claims.testing import table
    from leedsequity_build import saved_claims
    from leedsequity_build.citation import cited

    if firm and firm not in outcomes.FIRM:
        raise InputError(f"no claim is {firm!r}: it is one of {', '.join(outcomes.FIRM)}")
    if files:
        load = data("given")
        tables = []
        for file in files:
            with inputs.reading(file):
                tables.append((file, *load(file)))
        given.give(tables)
    claims = read(register)
    statements = table("statements")
    named = lookup.search(
        text, as_stated(claims), statements if register is None else statements[:0]
    )
    if named.empty:
        raise InputError(
            f"no claim has {text!r}: `leedsequity claims` lists all, fewer words find more"
        )
    if register is None and not files and saved_claims.are_fresh():
        saved = saved_claims.read()
        found, readings = (rows[rows["claim_id"].isin(named["claim_id"])] for rows in saved)
    else:
        found, readings = evaluated(claims, set(named["claim_id"]))
    found = found[found["firm"] == firm] if firm else found
    if as_json:
        rows = json.loads(found.to_json(orient="records"))
        by_claim: dict[str, list[Any]] = {row["claim_id"]: [] for row in rows}
        for reading in json.loads(readings.to_json(orient="records")):
            by_claim.get(reading["claim_id"], []).append(reading)
        whole = [row | {"each_reading": by_claim[row["claim_id"]]} for row in rows]
        print(json.dumps(whole, indent=1))
        return
    shown: Any = found.to_dict("records")
    if as_reviews:
        project = cited()
        made = [
            reviews.claim_review(
                row,
                claims.documents[row["document"]],
                project,
                f"{site.rstrip('/')}/claims/{row['claim_id']}/" if site else "",
            )
            for row in shown
        ]
        print(json.dumps(made, indent=1))
        return
    said: Any = responses.read(claims, register).to_dict("records")
    for row in shown:
        own = [one for one in said if one["claim_id"] == row["claim_id"]]
        show(*_lines(row, own))
    if len(shown) == 1:
        show(*_wrapped(f"Cite: {reviews.citation(shown[0], cited())}"))
    show("", f"{len(found)} of {len(claims.claims)} claims")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 96, initial_indent="  ", subsequent_indent="  ")


def _lines(row: dict[str, Any], responses: list[dict[str, str]]) -> list[str]:
    why = row["note"] or row["basis"]
    lines = [
        row["claim_id"],
        *_wrapped(f"\u201c{row['statement']}\u201d ({row['locator']})"),
        *_wrapped(row["verdict"]),
        *(_wrapped(f"Why: {why}") if isinstance(why, str) and why else []),
    ]
    for one in responses:
        lines += _wrapped(
            f"{one['kind'].capitalize()} of {one['date']}, {one['by']}: {one['text']}"
        )
    return lines


@app.command()
def coverage(
    file: Annotated[Path, Argument(help="A document as plain text.", dir_okay=False)],
) -> None:
    """Say of each sentence of a document which claims it is bound to, or why none."""
    from leedsequity import inputs
    from leedsequity.claims import lookup
    from leedsequity.claims.testing import table

    with inputs.reading(file):
        text = file.read_text(encoding="utf-8")
    rows = lookup.coverage(text, table("statements"))
    found: Any = rows[rows["state"] == "not in the register"].to_dict("records")
    for row in found:
        numbers = row["numbers"] or "no number"
        show(
            f"paragraph {row['paragraph']}, sentence {row['sentence']}: {numbers}: not in the"
            " register"
        )
    counts = rows["state"].value_counts()
    unbound = sum(bool(row["numbers"]) for row in found)
    show(
        f"{len(rows)} sentences: {counts.get('claim', 0)} are claims, {counts.get('set aside', 0)}"
        f" are set aside with a reason, {len(found)} are not in the register, {unbound} of them"
        " with a number"
    )


@app.command()
def diff(
    old: Annotated[Path, Argument(help="claims.csv of a run.", dir_okay=False)],
    new: Annotated[Path, Argument(help="claims.csv of a later run.", dir_okay=False)],
) -> None:
    """Say in words how the claims of two runs differ."""
    import pandas as pd

    from leedsequity import inputs
    from leedsequity.claims import report

    tables = []
    for file in (old, new):
        with inputs.reading(file):
            tables.append(pd.read_csv(file))
        if lacking := {"claim_id", "firm", "verdict"} - {*tables[-1].columns}:
            raise InputError(
                f"{file.name}: no column {sorted(lacking)[0]}: it is no table of claims"
            )
    lines = report.differences(*tables)
    show(*(lines or ["no claim differs"]))


@app.command()
def new(
    folder: Annotated[Path, Argument(help="A folder that is not there yet.")],
) -> None:
    """Write the files of a register to fill in: claims.csv, readings.csv, documents.csv."""
    from leedsequity import paths, raw
    from leedsequity.claims.registers import TABLES

    if folder.exists():
        raise InputError(f"{folder}: there already; give the name of a folder to be made")
    header = {
        folder / f"{name}.csv": (",".join(raw.record(name).columns) + "\n").encode()
        for name in TABLES
    }
    paths.write(header)
    show(
        f"{folder}: {', '.join(file.name for file in header)}",
        "docs/claims.md says what each column holds; examples/claims_bradford is one filled in",
        f"then: leedsequity claims --register {folder}",
    )
