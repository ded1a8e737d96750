"""Staff of hospitals and other organisations of the NHS."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.sheets import require_none, sheet

_MONTHS = {"2017-SEP": "2017-09-30", "2018-JUN": "2018-06-30"}


def clean_nhs_staff(nhs_digital: Path) -> pd.DataFrame:
    """Return ``nhs_staff``: full-time equivalents of each organisation, groups and nations added.

    The file has a row a staff group and nationality; it holds no total of its own.
    """
    cells = sheet(nhs_digital, "Data", "Month")
    require_none(
        sorted(set(cells["Month"]) - set(_MONTHS)), nhs_digital, "months that are not known here"
    )
    rows = pd.DataFrame(
        {
            "organisation_code": cells["Organisation code"],
            "organisation": cells["Organisation name"],
            "date": cells["Month"].map(_MONTHS),
            "full_time_equivalent": spelling.number(cells["FTE"]),
        }
    )
    keys = ["organisation_code", "organisation", "date"]
    table = rows.groupby(keys)["full_time_equivalent"].sum().round(1).reset_index()
    return table.sort_values(["organisation_code", "date"], ignore_index=True)
