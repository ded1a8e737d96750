"""Children and young people: development, attainment, weight, and what they do at 16 and 17."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from leedsequity.vocabulary import ENGLAND, NEW_AUTHORITIES
from leedsequity_data.publishers import spelling
from leedsequity_data.publishers.editions import of_kind, period
from leedsequity_data.publishers.indicator_facts import ending, facts, starting
from leedsequity_data.publishers.sheets import parquet, require, require_none, text_table

_ETHNIC = ("White", "Mixed", "Asian", "Black", "Chinese", "Other")
#: Measures of the Local Authority Interactive Tool: series, group, the tool's own name of the
#: measure.
_LAIT = {
    "lait_low_birth_weight": {"all": "Low_Birth_Weight_Babies"},
    "lait_reception_excess_weight": {"all": "ExcessRec"},
    "lait_good_development": {
        "all": "FSP_NEW_GOODDEV",
        "fsm": "FSP_Gooddev_FSM",
        "not fsm": "FSP_Gooddev_FSM_Other",
        **{group: f"FSP_Gooddev_{group}" for group in _ETHNIC},
    },
    "lait_key_stage_2": {
        "all": "KS2RWM_Expected_STD",
        "fsm": "FSM_NEW_KS2_RWM",
        "not fsm": "NonFSM_NEW_KS2_RWM",
        **{group: f"KS2_NEW_{group[:5]}_RWM" for group in _ETHNIC},
    },
    "lait_attainment_8": {
        "all": "AVG_Attain8_Score",
        "fsm": "FSM_AVG_Attain8_Score",
        "not fsm": "NonFSM_AVG_Attain8_Score",
        **{group: f"AVG_Attain8_Score_{group[:5]}" for group in _ETHNIC if group != "Other"},
    },
    "lait_neet": {"all": "16-17 NEET"},
    "lait_neet_or_not_known": {"all": "16-17_not known_NEET"},
}
_INFANT_MORTALITY = {"infant_mortality": {"all": "InfMort"}}
_BY_CALENDAR_YEAR = ("lait_low_birth_weight", *_INFANT_MORTALITY)
#: Inferred: the values labelled 2021, when nobody was assessed, are of 2022, which is missing for
#: this group alone.
_MISLABELLED = ("FSP_Gooddev_Chinese", "2021", "2022")
_SEXES = {"Total": "all", "Girls": "female", "Boys": "male"}
_NOT_GIVEN = "not given"
#: Codes of Barnsley and Sheffield since 2025, under which ONS repeats the rows of the codes that
#: all others use.
_REPEATED = NEW_AUTHORITIES[2025]

FILES = (
    "dfe_eyfsp_gld_2013_2019.csv",
    "dfe_lait_2026_04.parquet",
    "dfe_smapey_gld_fsm_2018_2019.csv",
    "els_key_stage_2_rwm.csv",
)
_PLACES = [
    "country_code",
    "region_code",
    "region_name",
    "new_la_code",
    "old_la_code",
    "time_period",
]


def series(files: Mapping[str, Path]) -> list[pd.DataFrame]:
    """Return the facts of every series of the Department for Education and, of ONS, one."""
    measured = ["gender", "gld_number", "gld_percent", "number_of_children"]
    profile = text_table(files["dfe_eyfsp_gld_2013_2019.csv"], [*_PLACES, *measured])
    cards = [
        text_table(path, [*_PLACES, "NEET_percent", "Cohort_DJFavg"])
        for path in of_kind(files.values(), "neet_scorecard")
    ]
    return [
        *_lait(files["dfe_lait_2026_04.parquet"], _codes(profile, *cards)),
        _profile(profile),
        *_free_school_meals(files["dfe_smapey_gld_fsm_2018_2019.csv"]),
        *(_scorecard(card) for card in cards),
        _key_stage_2(files["els_key_stage_2_rwm.csv"]),
    ]


def clean_infant_mortality_la(lait: Path, profile: Path, scorecard: Path) -> pd.DataFrame:
    """Return ``infant_mortality_la``; codes come with two other files of the department."""
    codes = _codes(*(text_table(path, _PLACES) for path in (profile, scorecard)))
    (table,) = _lait(lait, codes, _INFANT_MORTALITY)
    table = table.assign(year=spelling.whole(table["period"]))[
        ["area_code", "year", "value", "marker"]
    ]
    return table.sort_values(["area_code", "year"], ignore_index=True)


def _area_code(cells: pd.DataFrame) -> pd.Series:
    """Return the code that a row of the department's files is about, whatever its level."""
    code: pd.Series = cells["country_code"]
    for column in ("region_code", "new_la_code"):
        code = code.where(cells[column].str.strip() == "", cells[column])
    return code


def _codes(*tables: pd.DataFrame) -> dict[str, str]:
    """Return area codes by the department's number and by region's name, the last given."""
    codes = {"England": ENGLAND}
    for table in tables:
        code = _area_code(table)
        codes |= dict(zip(table["old_la_code"].str.strip(), code, strict=True))
        codes |= dict(
            zip(table["region_name"].str.strip().str.lower(), table["region_code"], strict=True)
        )
    return codes


def _lait(
    path: Path,
    codes: Mapping[str, str],
    measures: Mapping[str, Mapping[str, str]] = _LAIT,
) -> list[pd.DataFrame]:
    wanted = [measure for groups in measures.values() for measure in groups.values()]
    headers = ["Short Desc", "Years", "LA and Regions", "Values", "LA Number"]
    cells = parquet(path, headers, [("Short Desc", "in", wanted)])
    require_none(set(wanted) - set(cells["Short Desc"]), path, "measures are missing")
    name = cells["LA and Regions"].astype(object)
    number = spelling.whole(cells["LA Number"]).astype(str)
    cells["code"] = number.map(codes).fillna(name.map(codes)).fillna(name.str.lower().map(codes))
    lost = sorted(set(name[cells["code"].isna()]))
    require(lost == ["London (Inner)", "London (Outer)"], path, f"areas without a code: {lost}")
    cells = cells[cells["code"].notna()]

    measure, given, meant = _MISLABELLED
    cells.loc[(cells["Short Desc"] == measure) & (cells["Years"] == given), "Years"] = meant

    parts = []
    for title, groups in measures.items():
        group = (
            cells["Short Desc"].map({measure: group for group, measure in groups.items()}).dropna()
        )
        part = cells.loc[group.index]
        period = part["Years"] if title in _BY_CALENDAR_YEAR else ending(part["Years"])
        table = facts(
            title, part["code"], period, part["Values"], group=group, markers={"-": _NOT_GIVEN}
        )
        # The tool keeps a cell for areas and years of which it has no value at all: they are left
        # out.
        has = table["value"].notna()
        areas = has.groupby(table["area_code"]).transform("any")
        parts.append(table[areas & has.groupby([table["group"], table["period"]]).transform("any")])
    return parts


def _profile(cells: pd.DataFrame) -> pd.DataFrame:
    given = cells[cells["gld_number"].str.fullmatch("[0-9]+")]
    spelling.refuse_percent(given["gld_percent"], given["gld_number"], given["number_of_children"])
    return facts(
        "eyfsp_good_development",
        _area_code(cells),
        starting(cells["time_period"]),
        cells["gld_percent"],
        group=spelling.meaning(cells["gender"], _SEXES, "sex"),
        numerator=cells["gld_number"],
        denominator=cells["number_of_children"],
    )


def _free_school_meals(path: Path) -> list[pd.DataFrame]:
    # One row an authority and neighbour: the authority's own figures are repeated, and must not
    # differ.
    year = period(path)
    columns = [
        f"{group}_{what}_GLD_{year}_LA"
        for group in ("FSM", "All_Other")
        for what in ("Percent", "Number")
    ]
    cells = text_table(path, ["LA_Code", *columns]).drop_duplicates()
    require_none(
        cells.loc[cells["LA_Code"].duplicated(), "LA_Code"],
        path,
        "authorities with different figures",
    )
    counts = cells.mask(cells == "NULL", "")
    return [
        facts(
            "smapey_good_development",
            cells["LA_Code"],
            ending(pd.Series([year]))[0],
            cells[f"{header}_Percent_GLD_{year}_LA"],
            group=group,
            markers={"NULL": _NOT_GIVEN},
            denominator=counts[f"{header}_Number_GLD_{year}_LA"],
        )
        for group, header in {"fsm": "FSM", "not fsm": "All_Other"}.items()
    ]


def _scorecard(cells: pd.DataFrame) -> pd.DataFrame:
    cells = cells[
        cells["region_name"] != "Region demo"
    ]  # a made-up region that the file of 2021 carries
    return facts(
        "scorecard_neet",
        _area_code(cells),
        ending(cells["time_period"]),
        cells["NEET_percent"],
        denominator=cells["Cohort_DJFavg"],
    )


def _key_stage_2(path: Path) -> pd.DataFrame:
    cells = text_table(path, ["areacd", "period", "observation", "status"])
    cells = cells[~cells["areacd"].isin(_REPEATED)]
    value = cells["observation"].where(cells["status"] == "", cells["status"])
    return facts(
        "els_key_stage_2",
        cells["areacd"],
        starting(cells["period"]),
        value,
        markers={"x": "withheld by the publisher"},
    )
