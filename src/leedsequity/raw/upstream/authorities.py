"""Deprivation and ethnic groups of whole authorities."""

from pathlib import Path

import pandas as pd

from leedsequity.raw.upstream import spelling
from leedsequity.raw.upstream.sheets import require, sheet, text_table

#: Summary measures, by how the publisher's headers start; the place of an authority stands in the column after.
_MEASURES = {
    "average_rank": "IMD - Average rank",
    "average_score": "IMD - Average score",
    "proportion_most_deprived": "IMD - Proportion of LSOAs",
    "extent": "IMD 2019 - Extent",
    "local_concentration": "IMD 2019 - Local concentration",
}
_ENGLAND = "E92000001"
#: Nottingham, Bristol; Manchester, Liverpool, Sheffield, Newcastle upon Tyne, Birmingham, Leeds.
_CORE_CITIES = (
    "E06000018",
    "E06000023",
    "E08000003",
    "E08000012",
    "E08000019",
    "E08000021",
    "E08000025",
    "E08000035",
)
_NOBODY = "Does not apply"


def clean_imd_la(imd_2019: Path) -> pd.DataFrame:
    """Return ``imd_la``: five summaries of the Index of Multiple Deprivation 2019 for 317 authorities.

    Parameters
    ----------
    imd_2019 : Path
        English Indices of Deprivation 2019, File 10 (lower tier).

    Returns
    -------
    DataFrame
        ``area_code``, five measures, each followed by the authority's place in it (1 = most deprived).
    """
    cells = sheet(imd_2019, "IMD", "Local Authority District code (2019)")
    require(len(cells) == 317, imd_2019, f"{len(cells)} authorities, expected 317")
    table = pd.DataFrame()
    table["area_code"] = cells["Local Authority District code (2019)"]
    for measure, name in _MEASURES.items():
        column = next((i for i, header in enumerate(cells.columns) if header.startswith(name)), -1)
        place = str(cells.columns[column + 1])
        require(column > 0 and "Rank of" in place, imd_2019, f"{name} is followed by {place!r}, not by its ranks")
        table[measure] = spelling.number(cells.iloc[:, column])
        table[f"{measure}_place"] = spelling.number(cells.iloc[:, column + 1]).astype("int64")
    return table.sort_values("area_code", ignore_index=True)


def clean_ethnicity_la(ts021: Path) -> pd.DataFrame:
    """Return ``ethnicity_la``: the 19 ethnic groups of Census 2021 in England and its eight core cities.

    Parameters
    ----------
    ts021 : Path
        Census 2021 TS021 by authority of 2021, England and Wales, as the publisher's service writes it.

    Returns
    -------
    DataFrame
        ``area_code, broad_group, group, count``; England is the sum of its 309 authorities; the groups are in
        the order of the census table.
    """
    cells = text_table(ts021)
    table = pd.DataFrame()
    table["area_code"] = cells["Lower Tier Local Authorities Code"]
    table["order"] = spelling.number(cells["Ethnic group (20 categories) Code"]).astype("int64")
    names = cells["Ethnic group (20 categories)"]
    table[["broad_group", "group"]] = names.str.split(": ", n=1, expand=True)
    table["count"] = spelling.number(cells["Observation"]).astype("int64")
    nobody = names == _NOBODY
    counted = int(table.loc[nobody, "count"].sum())
    require(counted == 0, ts021, f"{counted} people to whom {_NOBODY!r}")

    table = table[~nobody & table["area_code"].str.startswith("E")]
    sizes = table.groupby("area_code").size()
    odd = sizes[sizes != 19].to_dict()
    require(len(sizes) == 309 and not odd, ts021, f"{len(sizes)} English authorities, without 19 groups: {odd}")
    groups = ["order", "broad_group", "group"]
    england = table.groupby(groups)["count"].sum().reset_index().assign(area_code=_ENGLAND)
    cities = table[table["area_code"].isin(_CORE_CITIES)]
    table = pd.concat([cities, england]).sort_values(["area_code", "order"], ignore_index=True)
    return table.drop(columns="order")
