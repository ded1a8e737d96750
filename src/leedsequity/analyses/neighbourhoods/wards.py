"""The wards of Leeds: found by code or name, and made of whole neighbourhoods (LSOAs) by ONS's best fit."""

import difflib

import pandas as pd

from leedsequity.errors import InputError


def names(imd_lsoa21: pd.DataFrame) -> dict[str, str]:
    """Return the names of the wards by code, in the order of their names, from the raw table `imd_lsoa21`."""
    wards = imd_lsoa21[["ward24_name", "ward24_code"]].drop_duplicates().sort_values("ward24_name")
    return dict(zip(wards["ward24_code"], wards["ward24_name"], strict=True))


def find(text: str, wards: dict[str, str]) -> str:
    """Return the code of a ward from a code such as `E05011394`, or a name in any case, `&` and `and` alike.

    An InputError, which names near matches, if none of `wards` (names by code) has that code or
    name.
    """
    typed = _plain(text)
    known = {_plain(name): code for code, name in wards.items()} | {
        code.lower(): code for code in wards
    }
    if typed in known:
        return known[typed]
    near = [key for key in known if typed and typed in key] + difflib.get_close_matches(
        typed, known, n=3
    )
    near += [
        key for key in known if difflib.get_close_matches(typed, key.split(), n=1, cutoff=0.75)
    ]
    meant = " or ".join(
        f"{wards[code]} ({code})" for code in [*dict.fromkeys(known[key] for key in near)][:3]
    )
    hint = f"did you mean {meant}?" if meant else f"they are {', '.join(wards.values())}"
    raise InputError(f"no ward of Leeds has the code or name {text!r}; {hint}")


def best_fit(population_ward: pd.DataFrame, people: pd.Series, ward_code: str) -> pd.DataFrame:
    """Return how the people of a ward's best fit compare with those estimated for the ward itself, as one row.

    `people` are by ward code; `population_ward` is the raw table of the same year, but of an
    earlier edition, which differs a little in all. Columns: `ward_code, year, best_fit, published,
    difference` (%), `lowest, highest` (difference of any ward).
    """
    table = population_ward.rename(columns={"population": "published"})
    table.insert(2, "best_fit", table["ward_code"].map(people))
    table["difference"] = 100 * (table["best_fit"] / table["published"] - 1)
    table = table.assign(lowest=table["difference"].min(), highest=table["difference"].max())
    return table[table["ward_code"] == ward_code].reset_index(drop=True)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", " and ").split())
