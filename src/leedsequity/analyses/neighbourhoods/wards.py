"""The wards of Leeds: found by code or name, and made of whole neighbourhoods (LSOAs) by ONS's best fit."""

import difflib

import pandas as pd

from leedsequity.errors import InputError


def names(imd_lsoa21: pd.DataFrame) -> dict[str, str]:
    """Return the names of the wards by code, in the order of their names, from the raw table `imd_lsoa21`."""
    wards = imd_lsoa21[["ward24_name", "ward24_code"]].drop_duplicates().sort_values("ward24_name")
    return dict(zip(wards["ward24_code"], wards["ward24_name"], strict=True))


def find(text: str, wards: dict[str, str]) -> str:
    """Return the code of a ward.

    Parameters
    ----------
    text
        A code such as `E05011394`, or a name such as `Gipton & Harehills`, in any case, `&` and `and` alike.
    wards
        Names by code, from `names`.

    Raises
    ------
    InputError
        If no ward has that code or name; the message names near matches.
    """
    typed = _plain(text)
    known = {_plain(name): code for code, name in wards.items()} | {code.lower(): code for code in wards}
    if typed in known:
        return known[typed]
    near = [key for key in known if typed and typed in key] + difflib.get_close_matches(typed, known, n=3)
    near += [key for key in known if difflib.get_close_matches(typed, key.split(), n=1, cutoff=0.75)]
    meant = " or ".join(f"{wards[code]} ({code})" for code in [*dict.fromkeys(known[key] for key in near)][:3])
    hint = f"did you mean {meant}?" if meant else f"they are {', '.join(wards.values())}"
    raise InputError(f"no ward of Leeds has the code or name {text!r}; {hint}")


def placed_otherwise(
    imd_lsoa11: pd.DataFrame, imd_lsoa21: pd.DataFrame, lookup: pd.DataFrame, ward_code: str
) -> pd.DataFrame:
    """Return the LSOAs that lie in a ward by one of ONS's two best fits and by the other do not, or not wholly.

    Parameters
    ----------
    imd_lsoa11, imd_lsoa21, lookup
        Raw tables `imd_lsoa11` (best fit to the wards of 2021), `imd_lsoa21` (to those of 2024), `lsoa11_lsoa21`.
    ward_code
        The ward.

    Returns
    -------
    DataFrame
        `lsoa11_code, lsoa11_name, ward_2021, ward_2024` (names).
    """
    pairs = lookup.merge(imd_lsoa11, on="lsoa11_code").merge(imd_lsoa21, on="lsoa21_code")
    other = pairs["ward21_code"] != pairs["ward24_code"]
    pairs = pairs[other & ((pairs["ward21_code"] == ward_code) | (pairs["ward24_code"] == ward_code))]
    pairs = pairs.rename(columns={"ward21_name": "ward_2021", "ward24_name": "ward_2024"})
    return pairs[["lsoa11_code", "lsoa11_name", "ward_2021", "ward_2024"]].reset_index(drop=True)


def best_fit(population_ward: pd.DataFrame, people: pd.Series, ward_code: str) -> pd.DataFrame:
    """Return how the people of a ward's best fit compare with those estimated for the ward itself, as one row.

    Parameters
    ----------
    population_ward
        Raw table of that name; an earlier edition than that of `people`, which differs a little in all.
    people
        People of the same year by best fit, by ward code.
    ward_code
        The ward.

    Returns
    -------
    DataFrame
        `ward_code, year, best_fit, published, difference` (%), `lowest, highest` (difference of any ward).
    """
    table = population_ward.rename(columns={"population": "published"})
    table.insert(2, "best_fit", table["ward_code"].map(people))
    table["difference"] = 100 * (table["best_fit"] / table["published"] - 1)
    table = table.assign(lowest=table["difference"].min(), highest=table["difference"].max())
    return table[table["ward_code"] == ward_code].reset_index(drop=True)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("&", " and ").split())
