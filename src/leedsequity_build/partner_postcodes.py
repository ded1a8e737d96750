"""The one column of place in a partner's file: the finest, and LSOAs for postcodes."""

from pathlib import Path

import pandas as pd

from leedsequity import inputs
from leedsequity.errors import InputError
from leedsequity.raw.partner_schemas import PLACES, Problem
from leedsequity_build.checked import POSTCODE, Checked

#: Columns of the ONS Postcode Directory, by edition: the postcode, and the LSOA, the newest first.
_DIRECTORY = {
    POSTCODE: ("pcds", "pcd8", "pcd7", "pcd2", "pcd"),
    "lsoa": ("lsoa21cd", "lsoa21", "lsoa11cd", "lsoa11"),
}
_ROWS_AT_ONCE = 500_000


def placed(found: Checked, text: pd.DataFrame, directory: Path | None) -> pd.DataFrame:
    """Return a file of events with one column of place, the finest."""
    if POSTCODE in text and "lsoa" not in text:
        if directory is not None:
            codes = text[POSTCODE].str.upper().str.replace(r"\s", "", regex=True)
            lsoas = codes.map(_lsoas(directory, set(codes.dropna())))
            text = text.assign(lsoa=lsoas)
            given, unlisted = codes.notna(), codes.notna() & lsoas.isna()
            found.mended.append(Problem("column postcode", "become LSOAs", text.index[given]))
            if unlisted.any():
                rule = "are in no row of the directory with an LSOA of England: left empty"
                found.mended.append(Problem("column postcode", rule, text.index[unlisted]))
        else:
            rule = "add --postcodes FILE, the ONS Postcode Directory, which turns them into LSOAs"
            found.left.append(Problem("column postcode", rule))
    several = [name for name in PLACES if name in text]
    if several[1:]:
        rule = f"one of the three must be given: {several[0]} is kept"
        found.mended.append(Problem(f"columns {', '.join(several)}", rule))
    return text.drop(columns=[*several[1:], POSTCODE], errors="ignore")


def _lsoas(directory: Path, wanted: set[str]) -> dict[str, str]:
    """Return the LSOAs of some postcodes, without spaces; of a directory of 2.7 million, in parts.

    Raises
    ------
    InputError
        If the file cannot be read, or lacks a column.
    """
    try:
        header = pd.read_csv(directory, nrows=0, encoding="latin-1").columns
        lower = {name.strip().lower(): name for name in header}
        used = {k: next(filter(None, map(lower.get, v)), None) for k, v in _DIRECTORY.items()}
        if lacking := [k for k, name in used.items() if name is None]:
            raise InputError(
                f"{directory.name}: no column of {' and '.join(lacking)} of the ONS Postcode"
                f" Directory, such as {' and '.join(_DIRECTORY[k][0] for k in lacking)}"
            )
        found: dict[str, str] = {}
        with pd.read_csv(
            directory,
            usecols=list(used.values()),
            dtype="str",
            encoding="latin-1",
            chunksize=_ROWS_AT_ONCE,
        ) as parts:
            for part in parts:
                codes = part[used[POSTCODE]].str.upper().str.replace(r"\s", "", regex=True)
                rows = part[codes.isin(wanted) & part[used["lsoa"]].str.startswith("E01")]
                found |= dict(zip(codes[rows.index], rows[used["lsoa"]], strict=True))
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = inputs.explained(error) if isinstance(error, FileNotFoundError) else "not a CSV"
        raise InputError(f"--postcodes {directory.name}: cannot be read ({reason})") from None
    return found
