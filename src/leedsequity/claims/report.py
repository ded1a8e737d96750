"""Notebook 08's report of the register: counts, values for a chart, and sentences.

`register` is from `evaluation.register`.
"""

import pandas as pd

STATUSES = ["reproduced", "close", "differs", "conflicts", "untestable"]
_SHOWN = (-100.0, 200.0)  # percent of the published value that the chart has room for


def by_document(register: pd.DataFrame, column: str = "document") -> pd.DataFrame:
    """Count claims by document (or another column) and status, with a row for all of them.

    Columns: that one, one a status in the order of `STATUSES`, and `claims`, their sum.
    """
    counts = pd.crosstab(register[column], register["status"]).reindex(
        index=register[column].unique(), columns=STATUSES, fill_value=0
    )
    counts.loc["all"] = counts.sum()
    return counts.assign(claims=counts.sum(axis=1)).rename_axis(columns=None).reset_index()


def values(register: pd.DataFrame) -> pd.DataFrame:
    """Return recomputed numbers as percent of the published ones, for a chart.

    Claims in words, ranks and what is not recomputed from open data are left out. Columns: `claim,
    claim_id, unit, status, published, recomputed, percent, lower, upper, role, within_5_percent,
    shown`; `role` is `focus` for claims that differ; `shown` is false where the chart has no room
    for the value. An estimate without limits has its own value for them.
    """
    rows = register[(register["kind"] == "recomputed") & register["relation"].isin(["=", "~"])]
    table = rows[["claim_id", "unit", "status"]].assign(
        published=rows["value"], recomputed=rows["recomputed"]
    )
    table["percent"] = 100 * rows["recomputed"] / rows["value"]
    for limit in ("lower", "upper"):
        table[limit] = (100 * rows[limit] / rows["value"]).fillna(table["percent"])
    table.insert(0, "claim", rows["claim_id"].str.partition(".")[2].str.replace("-", " "))
    table["role"] = table["status"].isin(["differs"]).map({True: "focus", False: "reference"})
    table["within_5_percent"] = table["percent"].sub(100).abs().le(5)
    table["shown"] = table["lower"].ge(_SHOWN[0]) & table["upper"].le(_SHOWN[1])
    return table.sort_values("percent", kind="stable", ignore_index=True)


def number(value: float, unit: str = "") -> str:
    """Return a value as people read it: thousands with commas, no more decimals than it needs."""
    decimals = 0 if abs(value) >= 100 or value == round(value) else 1 if abs(value) >= 10 else 2
    text = f"{value:,.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if decimals else text} {unit}".rstrip()


def paragraphs(register: pd.DataFrame, status: str) -> list[str]:
    """Return a paragraph a claim of a status: the statement, what was found, and from what."""
    texts = []
    for _, row in register[register["status"] == status].iterrows():
        text = f"{row['claim_id']}: {row['statement']}"
        if pd.notna(row["recomputed"]):
            known = pd.notna(row["lower"])
            limits = f" ({number(row['lower'])} to {number(row['upper'])})" if known else ""
            text += f" Published: {row['relation']} {number(row['value'], row['unit'])}."
            text += f" Found: {number(row['recomputed'])}{limits}."
            text += f" {row['basis'][0].upper()}{row['basis'][1:]}."
        texts.append(f"{text} {row['note']}")
    return texts


def caption(table: pd.DataFrame) -> dict[str, str]:
    """Caption the chart of `values`, from that table."""
    shown, off = table[table["shown"]], table[~table["shown"]]
    close = shown["within_5_percent"].sum()
    beyond = "; ".join(
        f"{row['claim']}: {number(row['recomputed'])} against"
        f" {number(row['published'], row['unit'])}"
        for _, row in off.iterrows()
    )
    return {
        "finding": f"{close} of {len(table)} numbers recompute within 5 percent",
        "subtitle": (
            "Recomputed value as a percentage of the published one, each number of the documents"
            " that open data can recompute; bars: 95% intervals where the value is an estimate;"
            " dark: differs by the rule"
        ),
        "alt": (
            f"Dot chart of {len(shown)} claims, from {shown['percent'].min():.0f} to"
            f" {shown['percent'].max():.0f} percent of the published value, most of them near 100."
        ),
        "note": f"Beyond the axis: {beyond}." if beyond else "",
    }


def findings(register: pd.DataFrame) -> list[str]:
    """State how the claims came out."""
    counts = by_document(register).set_index("document").loc["all"]
    kinds, recomputed = register["kind"].value_counts(), register[register["kind"] == "recomputed"]
    tested = recomputed["status"].value_counts()
    differing = recomputed.loc[recomputed["status"] == "differs", "claim_id"]
    return [
        (
            f"The five documents make {counts['claims']} quantitative statements."
            f" {kinds['recomputed']} can be recomputed from open data that owe nothing to them,"
            f" {kinds['derived']} follow from other numbers they print, {kinds['compared']} can"
            f" only be compared with another document, and {kinds['untestable']} cannot be tested"
            " with the data held here: each says why, and what would test it."
        ),
        (
            f"Of those recomputed from open data {tested.get('reproduced', 0)} reproduce at the"
            f" stated precision, {tested.get('close', 0)} are close (within their interval or a"
            f" justified tolerance), and {tested.get('differs', 0)} differ: {', '.join(differing)}."
        ),
        (
            f"{counts['conflicts']} claims conflict with what another of the documents prints, each"
            " with the other."
        ),
        (
            "A claim that reproduces is not thereby true of everything it suggests: many are"
            " readings of words, and a share that comes out says nothing of why. One that differs"
            " may rest on data or definitions that its document does not name."
        ),
    ]
