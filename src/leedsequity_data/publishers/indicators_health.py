"""Weight at birth and at school, mental health as GPs record it, and inactivity."""

import re
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leedsequity.vocabulary import ENGLAND, LEEDS
from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.editions import of_kind, period
from leedsequity_data.publishers.indicator_facts import facts, starting
from leedsequity_data.publishers.sheets import (
    lookup,
    r_table,
    require,
    require_none,
    sheet,
    text_table,
)

#: Series, and its extract of OHID's Fingertips.
_FINGERTIPS = {
    "fingertips_reception_excess_weight": "fingertips_reception_excess_weight_utla.csv",
    "fingertips_reception_obesity": "fingertips_reception_obesity_la.csv",
    "fingertips_good_development": "fingertips_school_readiness_fsm_utla.csv",
    "fingertips_neet_or_not_known": "fingertips_neet_16_17_utla.csv",
    "fingertips_depression": "fingertips_depression_la.csv",
    "fingertips_inactive_adults": "fingertips_inactive_adults_la.csv",
}
_GROUP = {"fingertips_good_development": "fsm"}
#: Registers of the Quality and Outcomes Framework: sheet of a workbook and group of the practices'
#: file, series.
_REGISTERS = {"DEP": "qof_depression", "MH": "qof_severe_mental_illness"}
#: First header of the workbooks' tables, in the editions known.
_QOF_HEADERS = ("Region code", "Region Code", "CCG ODS code (practice parent)")
#: The clinical commissioning groups of Leeds: North, South and East, West to 2016-17, one since.
_LEEDS_CCGS = ("E38000094", "E38000095", "E38000096", "E38000225")

FILES = (
    *_FINGERTIPS.values(),
    "qof_2020_21_prevalence.csv",
    "qof_2020_21_geographies.csv",
    "ons_health_index_indicators_ltla21.rda",
)


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of every series of OHID, the GPs' registers and the Health Index."""
    groups = of_kind(files.values(), "qof_groups")
    registers = [_workbook(path, re.findall("20[0-9]{2}", period(path))[0]) for path in groups]
    registers.append(
        _practices(files["qof_2020_21_prevalence.csv"], files["qof_2020_21_geographies.csv"])
    )
    return [
        *(_fingertips(files[file], name) for name, file in _FINGERTIPS.items()),
        _prevalence(pd.concat(registers)),
        _low_birth_weight(files["ons_health_index_indicators_ltla21.rda"]),
    ]


def _fingertips(path: Path, name: str) -> pd.DataFrame:
    verdict = "compared_to_England" if path.stem.endswith("_la") else "significance"
    cells = text_table(path, ["indicator", "period", "area_code", "value", verdict])
    cells = cells[~cells["indicator"].str.endswith("years data combined")]
    period, group = starting(cells["period"]), _GROUP.get(name, "all")
    return facts(
        name,
        cells["area_code"],
        period,
        cells["value"],
        group=group,
        markers={"NA": "not given"},
        verdict=cells[verdict],
    )


def _workbook(path: Path, year: str) -> pd.DataFrame:
    """Return list and register by clinical commissioning group, without the year before."""
    parts = []
    for register in _REGISTERS:
        cells = sheet(path, register, _QOF_HEADERS)
        headers = [" ".join(header.split()).lower() for header in cells.columns]
        codes = [
            at
            for at, header in enumerate(headers)
            if header.startswith(("ccg geography code", "ccg ons code"))
        ]
        counts = [at for at, header in enumerate(headers) if header == "register"]
        require(
            len(codes) == 1 and len(counts) == 2,
            path,
            f"sheet {register!r}: not one column of a CCG's code and two of the register; it has"
            f" {headers}",
        )
        (code,), (_, counted) = codes, counts
        lists = headers[counted - 1]
        require(
            "list size" in lists,
            path,
            f"sheet {register!r}: {lists!r} stands before Register, not the list size",
        )
        part = cells.iloc[:, [code, counted, counted - 1]].set_axis(
            ["code", "numerator", "denominator"], axis=1
        )
        part = part[part["code"].str.startswith("E38")]
        require(not part.empty, path, f"sheet {register!r}: no clinical commissioning group")
        people = {column: spelling.number(part[column]) for column in ("numerator", "denominator")}
        parts.append(part.assign(**people, register=register, year=year))
    return pd.concat(parts)


def _practices(prevalence: Path, geographies: Path) -> pd.DataFrame:
    """Return the same from the practices of 2020-21, added up."""
    cells = text_table(
        prevalence, ["PRACTICE_CODE", "GROUP_CODE", "REGISTER", "PRACTICE_LIST_SIZE"]
    )
    cells = cells[cells["GROUP_CODE"].isin(list(_REGISTERS))]
    places = text_table(geographies, ["PRACTICE_CODE", "CCG_ONS_CODE"])
    codes = lookup(geographies, places, "PRACTICE_CODE", "CCG_ONS_CODE")
    counts = cells[["REGISTER", "PRACTICE_LIST_SIZE"]].apply(spelling.whole)
    counts = counts.set_axis(["numerator", "denominator"], axis=1)
    counts = counts.assign(
        code=cells["PRACTICE_CODE"].map(codes), register=cells["GROUP_CODE"], year="2020"
    )
    lost = cells.loc[counts["code"].isna(), "PRACTICE_CODE"]
    require_none(lost, prevalence, "practices without a clinical commissioning group")
    return counts.groupby(["code", "register", "year"]).sum().reset_index()


def _prevalence(counts: pd.DataFrame) -> pd.DataFrame:
    """Return prevalence in per cent of the groups, with Leeds as one and England as their sums."""
    code = counts["code"].where(~counts["code"].isin(_LEEDS_CCGS), LEEDS)
    both = pd.concat([counts.assign(code=code), counts.assign(code=ENGLAND)])
    sums = (
        both.groupby(["register", "code", "year"])[["numerator", "denominator"]].sum().reset_index()
    )
    sums["value"] = 100 * sums["numerator"] / sums["denominator"]
    name, period, sums = sums["register"].map(_REGISTERS), starting(sums["year"]), sums.round(6)
    top, bottom = sums["numerator"], sums["denominator"]
    return facts(name, sums["code"], period, sums["value"], numerator=top, denominator=bottom)


def _low_birth_weight(path: Path) -> pd.DataFrame:
    cells = r_table(path, ["indicator", "year", "ltla21_code", "value"])
    cells = cells[cells["indicator"] == "Low birth weight"]
    require(not cells.empty, path, "no indicator 'Low birth weight'")
    period = spelling.whole(cells["year"]).astype(str)
    return facts(
        "health_index_low_birth_weight", cells["ltla21_code"].astype(object), period, cells["value"]
    )
