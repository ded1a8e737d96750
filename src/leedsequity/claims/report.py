"""Notebook 08's report of the register: counts, and the readings of claims for a chart.

`claims` and `readings` are from `evaluation.evaluated`.
"""

import pandas as pd

from leedsequity.claims import outcomes

WHAT = ("number", "comparison", "consistency", "document")


def counts(claims: pd.DataFrame, column: str = "what") -> pd.DataFrame:
    """Count claims by kind (or another column) and how firm they are, with a row for all of them.

    Columns: that one, one for each of `outcomes.FIRM`, and `claims`, their sum.
    """
    order = [*WHAT] if column == "what" else claims[column].unique()
    table = pd.crosstab(claims[column], claims["firm"]).reindex(
        index=order, columns=[*outcomes.FIRM], fill_value=0
    )
    table.loc["all"] = table.sum()
    return table.assign(claims=table.sum(axis=1)).rename_axis(columns=None).reset_index()


def numbers(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims that state a number which something here recomputes.

    Columns: `claim_id, document, statement, value, unit, found, lower, upper, firm, readings,
    come_out, verdict`; those that come out by no reading first, then by some, then by every.
    """
    rows = claims[(claims["what"] == "number") & (claims["readings"] > 0)]
    columns = ["claim_id", "document", "statement", "value", "unit", "found", "lower", "upper"]
    rows = rows[[*columns, "firm", "readings", "come_out", "verdict"]]
    order = [outcomes.NONE, outcomes.UNCERTAIN, outcomes.SOME, outcomes.EVERY]
    return rows.iloc[rows["firm"].map(order.index).argsort(kind="stable")].reset_index(drop=True)


def drawn(claims: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Return the readings of numbers that do not come out by every one, for a chart.

    A row a reading that has a value. Columns: `claim` (quantity and group in words), `claim_id,
    reading, main, published, value, lower, upper, unit, outcome`.
    """
    chosen = numbers(claims)
    chosen = chosen[chosen["firm"] != outcomes.EVERY].set_index("claim_id")
    rows = readings[readings["claim_id"].isin(chosen.index) & readings["value"].notna()]
    about = claims.set_index("claim_id").loc[rows["claim_id"]]
    return pd.DataFrame(
        {
            "claim": about["statement"].to_numpy(),
            "claim_id": rows["claim_id"].to_numpy(),
            "reading": rows["reading"].to_numpy(),
            "main": rows["main"].to_numpy(),
            "published": about["value"].to_numpy(),
            "value": rows["value"].to_numpy(),
            "lower": rows["lower"].to_numpy(),
            "upper": rows["upper"].to_numpy(),
            "unit": about["unit"].to_numpy(),
            "outcome": rows["outcome"].to_numpy(),
        }
    )


def needed(claims: pd.DataFrame) -> pd.DataFrame:
    """Count the claims that cannot be tested by what a test would need: `needs, claims`."""
    counted = claims.loc[claims["readings"] == 0, "needs"].value_counts()
    return counted.rename_axis("needs").rename("claims").reset_index()


def differences(old: pd.DataFrame, new: pd.DataFrame) -> list[str]:
    """Return in words what is not the same in two evaluated registers, a line a claim.

    `old` and `new` have at least `claim_id, firm, verdict` and `found`.
    """
    before, after = (table.set_index("claim_id") for table in (old, new))
    lines = [f"{name}: new, {after['firm'][name]}" for name in after.index.difference(before.index)]
    lines += [f"{name}: no longer there" for name in before.index.difference(after.index)]
    for name in before.index.intersection(after.index):
        one, two = before.loc[name], after.loc[name]
        if one["firm"] != two["firm"]:
            lines.append(f"{name}: {one['firm']} before, {two['firm']} now. {two['verdict']}")
        elif one["verdict"] != two["verdict"]:
            lines.append(f"{name}: {one['verdict']} Now: {two['verdict']}")
    return sorted(lines)
