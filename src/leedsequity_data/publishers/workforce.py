"""Staff of hospitals and other organisations of the NHS."""

from pathlib import Path

import pandas as pd

from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.editions import ends
from leedsequity_data.publishers.sheets import require_none, sheet


def clean_nhs_staff(nhs_digital: Path) -> pd.DataFrame:
    """Return ``nhs_staff``: full-time equivalents of each organisation, groups and nations added.

    The file has a row a staff group and nationality; it holds no total of its own.
    """
    cells = sheet(nhs_digital, "Data", "Month")
    months = {month: ends(month) for month in cells["Month"].unique()}
    require_none([month for month, day in months.items() if day is None], nhs_digital, "no months")
    rows = pd.DataFrame(
        {
            "organisation_code": cells["Organisation code"],
            "organisation": cells["Organisation name"],
            "date": cells["Month"].map({month: str(day) for month, day in months.items()}),
            "full_time_equivalent": spelling.number(cells["FTE"]),
        }
    )
    keys = ["organisation_code", "organisation", "date"]
    table = rows.groupby(keys)["full_time_equivalent"].sum().round(1).reset_index()
    return table.sort_values(["organisation_code", "date"], ignore_index=True)
