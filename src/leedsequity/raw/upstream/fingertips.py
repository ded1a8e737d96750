"""Extracts of OHID's Fingertips, as a council's data team re-publishes them: one long table per indicator."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, text_table

_ABSENT = "[x] not available in the published extract"


def indicator(path: Path, title: str) -> pd.DataFrame:
    """Return an indicator by area, sex and period.

    Parameters
    ----------
    path : Path
        The extract.
    title : str
        The indicator that it must hold, and no other.

    Returns
    -------
    DataFrame
        ``area_code, sex, period, value, marker``; where a value is missing, ``marker`` says so.
    """
    cells = text_table(path)
    require(set(cells["indicator"]) == {title}, path, f"indicators {sorted(set(cells['indicator']))}")
    table = pd.DataFrame()
    table["area_code"] = cells["area_code"]
    table["sex"] = spelling.sex(cells["inequality"])
    table["period"] = spelling.period(cells["period"])
    table["value"] = spelling.number(cells["value"], missing="NA")
    return table.assign(marker=spelling.marker(table["value"], _ABSENT))
