"""Two places side by side, and what is known of one: a sentence and the numbers behind it."""

import difflib
import re
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from leedsequity import inputs, pages, paths, places, verdicts, wording
from leedsequity.ask import facts
from leedsequity.ask.facts import MSOA, Facts
from leedsequity.errors import InputError, NotServedError
from leedsequity.places import OWN_SET, WARD, Place
from leedsequity.raw import yaml_text
from leedsequity.vocabulary import ABOVE_AUTHORITIES, ENGLAND, METROPOLITAN_COUNTY

#: What an answer has. `data` is a committed result where one is of the place, else a raw table;
#: `figure` a committed picture of the place, empty where there is none.
COLUMNS = [
    "measure", "sentence", "value", "lower", "upper", "other", "other_lower", "other_upper",
    "unit", "period", "verdict", "basis", "caution", "source", "data", "figure",
]  # fmt: skip
# The committed results that hold a fact, by what its key begins with: notebook, table, figure.
_INDICATORS = ("07_marmot_indicators", "scorecard", "among_all")
_WARD = ("06_neighbourhood_profiles", "ward_profile", "conditions")
_RESULTS = {
    "slope_index": ("01_life_expectancy_gaps", "slope_index_ranked", "slope_index"),
    "employment_rate": ("05_fair_work", "employment", "employment"),
    "household_income_per_head": ("05_fair_work", "income", "income"),
    "most_deprived_tenth": ("03_deprivation_ethnicity", "main_result", "people_in_decile_1"),
    "wards_more_deprived": ("03_deprivation_ethnicity", "ward_changes", ""),
    "change_of_tenth": ("03_deprivation_ethnicity", "ward_changes", ""),
    "ward_children": ("09_why_lives_are_shorter", "children_by_ward", "children_by_ward"),
    "child_poverty_after": ("09_why_lives_are_shorter", "childhood", ""),
    "healthy_life_expectancy": ("09_why_lives_are_shorter", "healthy_over_time", ""),
    "infant_mortality": ("09_why_lives_are_shorter", "childhood", ""),
}
# Parts of a ward's picture by the beginnings of its measures.
_WARD_FIGURES = {
    "Life": "life_expectancy", "Less": "wards", "In the": "map", "Aged": "people",
    "White": "people", "Asian": "people", "Black": "people", "Mixed": "people", "Other": "people",
}  # fmt: skip
# England's is of other parts, or half by construction.
_ALONE = ("slope_index", "average_deprivation")
_NEVER_BESIDE = ("change_of_tenth", "wards_more_deprived")
_MEASURE = ["words", "group"]  # of an indicator the same whichever of its series it is
_MATCHED = ["key", "group", "period"]


def known_place(text: str) -> Place:
    """Return the place of a text, as `places.find`, or one of ONS's larger neighbourhoods.

    An area that has another code today, and changed in nothing else, is that of today.

    Raises
    ------
    InputError
        As `places.find`.
    """
    try:
        found = places.find(text)
    except InputError as error:
        wanted = str(text).strip().casefold()
        # Not what is outside of England, or answers to several.
        code = re.fullmatch(r"e02\d{6}", wanted)
        if not wanted or not (code or "has the code or name" in str(error)):
            raise
        named = facts.msoas()
        if wanted.upper() in named:
            return named[wanted.upper()]
        for fits in (wanted.__eq__, lambda name: wanted in name):
            known = [place for place in named.values() if fits(place.name.casefold())]
            if len(known) == 1:
                return known[0]
            if known:
                shown = ", ".join(f"{place.code} {place.name}" for place in known[:6])
                raise InputError(
                    f"{len(known)} neighbourhoods answer to {text!r}: {shown}: give the code of one"
                ) from None
        raise
    if found.recoded_from and not found.current:
        return places.every()[found.recoded_from]
    later = places.every().get(found.successor)
    return later if later and later.lsoa11 == found.lsoa11 else found


def place(text: str) -> pd.DataFrame:
    """Return what is known of a place, a row a measure, beside England where that can be.

    Raises
    ------
    InputError
        As `places.find`; if nothing is known of it (`NotServedError`).
    """
    found = known_place(text)
    if found.type == WARD and not found.current:
        raise _nothing(found)
    if found.type == WARD:
        known = facts.neighbourhoods(found.upper_tier_code, {found.code, ENGLAND})
    elif found.type == MSOA:
        known = {found.code: facts.msoa(found.code)}
    else:
        known = facts.areas({found.code, ENGLAND})
        if _has_wards(found) and found.code in known:
            own = facts.neighbourhoods(found.code, {found.code})
            known[found.code] += [
                fact for fact in own.get(found.code, []) if fact["key"] in _NEVER_BESIDE
            ]
    if not known.get(found.code):
        raise _nothing(found)
    others = known.get(ENGLAND, []) if found.code != ENGLAND else []
    others = [fact for fact in others if fact["key"] not in _ALONE]
    return _answered(_beside(known[found.code], others, "left"), found, places.every()[ENGLAND])


def compare(one: str, other: str, measure: str = "") -> pd.DataFrame:
    """Return one place beside another, a row a measure that both have for the same period.

    Parameters
    ----------
    one, other
        Places, as `places.find` knows them, or neighbourhoods.
    measure
        Part of the name of a measure, or the number of one of the 15 indicators; all when left out.

    Raises
    ------
    InputError
        As `places.find`; if they are one place; if no measure has that name, near ones named; if
        nothing is known of both (`NotServedError`).
    """
    first, second = known_place(one), known_place(other)
    if first.code == second.code:
        raise InputError(f"{one!r} and {other!r} are one place: {first.name} ({first.code})")
    small = [found for found in (first, second) if found.type in (WARD, MSOA)]
    near = small[0].upper_tier_code if small else ""
    own, others = (_facts(found, near) for found in (first, second))
    pairs = _beside(own, others, "inner")
    if pairs.empty:
        raise NotServedError(
            f"no measure is known of both {first.name} ({first.kind}) and {second.name}"
            f" ({second.kind}) for one period: wards have other measures than authorities"
        )
    return _answered(_named(pairs, measure), first, second)


def _facts(found: Place, near: str) -> Facts:
    """Return the facts of a place that can stand beside another's: by ward, where `near` is one."""
    if found.type == MSOA:
        return facts.msoa(found.code)
    if not near:
        known = facts.areas({found.code})
    elif found.type == WARD:
        known = facts.neighbourhoods(found.upper_tier_code, {found.code})
    elif found.code == ENGLAND or _has_wards(found):
        authority = near if found.code == ENGLAND else found.code
        known = facts.neighbourhoods(authority, {found.code})
    else:
        known = {}
    if not known.get(found.code):
        raise _nothing(found)
    left_out = {*_NEVER_BESIDE, *(_ALONE if found.code == ENGLAND else ())}
    return [fact for fact in known[found.code] if fact["key"] not in left_out]


def _has_wards(found: Place) -> bool:
    return found.type not in (*ABOVE_AUTHORITIES, "county", OWN_SET, WARD, MSOA)


def _nothing(found: Place) -> NotServedError:
    if found.type == OWN_SET:
        return NotServedError(
            f"{found.name} is a {OWN_SET}: ask for one place; `leedsequity build 03 --area` takes"
            " several"
        )
    later = places.every().get(found.successor)
    today = f"; today it is in {later.name} ({later.code})" if later else ""
    old = " of before 2024" if found.type == WARD and not found.current else ""
    parts = "" if found.type != METROPOLITAN_COUNTY else ": ask for one of its districts"
    return NotServedError(f"nothing is known of {found.name} ({found.kind}{old}){today}{parts}")


def _beside(own: Facts, others: Facts, how: Any) -> pd.DataFrame:
    """Return the newest facts of a place, each measure by its nearest series, with another's.

    With `how` left that is the series and period which the place has, with inner one that both do.
    """
    columns = {
        name: f"other{end}"
        for name, end in zip(verdicts.VALUE, ("", "_lower", "_upper"), strict=True)
    }
    columns |= {"headline": "other_headline", "caution": "other_caution"}
    theirs = pd.DataFrame(others, columns=facts.FACT).rename(columns=columns)
    pairs = pd.DataFrame(own, columns=facts.FACT).merge(
        theirs[[*_MATCHED, *columns.values()]], on=_MATCHED, how=how, validate="1:1"
    )
    place = pairs.groupby(_MEASURE, sort=False).ngroup()
    pairs = pairs.assign(place=place).sort_values(
        ["place", "order", "year", "period"], ascending=[True, True, False, False]
    )
    return pairs.drop_duplicates(_MEASURE).reset_index(drop=True)


def _named(pairs: pd.DataFrame, text: str) -> pd.DataFrame:
    """Return the measures whose name, else whose source, holds the words; or of that number."""
    text = str(text)
    wanted = text.casefold().split()
    names = pairs["measure"] + " " + pairs["words"]
    if text.strip().isdigit():
        found = pairs[pairs["words"].str.split().str[0] == text.strip()]
    else:
        for where in (names, pairs["source"]):
            holds = [all(word in line for word in wanted) for line in where.str.casefold()]
            found = pairs[holds]
            if len(found):
                break
    if found.empty:
        known = list(dict.fromkeys(pairs["measure"]))
        lower = {name.casefold(): name for name in known}
        lower |= {word: n for name, n in list(lower.items()) for word in name.split()}
        near = [lower[word] for word in difflib.get_close_matches(text.casefold(), lower, n=3)]
        raise InputError(
            f"no measure of both places has {text!r} in its name; "
            + (f"did you mean {' or '.join(dict.fromkeys(near))}?" if near else "there are:")
            + ("" if near else f" {'; '.join(known)}")
        )
    return found


def _answered(pairs: pd.DataFrame, here: Place, there: Place) -> pd.DataFrame:
    """Return the answer to pairs: verdicts, sentences, and where it all stands."""
    published = pairs["published_verdict"] if there.code == ENGLAND else None
    other = pairs["other_headline"].where(pairs["other_headline"].notna(), True).astype(bool)
    numbers = [*verdicts.VALUE, *verdicts.OTHER]
    table = pairs.astype(dict.fromkeys(numbers, "float64")).assign(
        published_verdict=published, quoted=pairs["headline"], headline=pairs["headline"] & other
    )
    table = verdicts.compare(table)
    rows: Any = table.assign(headline=table["quoted"]).astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    beside = Path(__file__)
    said = yaml_text.read(beside.with_name("phrases.yaml"))
    page = pages.Page(beside.with_name("answers.md"), said=said)
    names = {"here": wording.place(here.name), "there": wording.place(there.name)}
    caution = table["caution"].where(
        table["caution"] != "", facts.filled(table["other_caution"], "")
    )
    files = [_files(row, here) for row in rows]
    if there.code != ENGLAND:  # a result of the one place does not hold the other's number
        files = [(_raw(row), figure) for row, (_, figure) in zip(rows, files, strict=True)]
    return table.assign(
        sentence=page.sentences("answers", rows=rows, **names),
        caution=caution,
        data=[data for data, _ in files],
        figure=[figure for _, figure in files],
    )[COLUMNS]


def _files(row: dict[str, Any], here: Place) -> tuple[str, str]:
    """Return where the data of a fact are, and a figure of it, from the project's root."""
    if row["words"][:1].isdigit():
        notebook, table, figure = _INDICATORS
    elif row["key"] in _RESULTS or here.type != WARD:
        notebook, table, figure = _RESULTS.get(row["key"], ("", "", ""))
    else:
        own = [of for begin, of in _WARD_FIGURES.items() if row["measure"].startswith(begin)]
        notebook, table, figure = (*_WARD[:2], own[0] if own else _WARD[2])
    above = here.upper_tier_code if row["key"] in _RESULTS else here.code
    if notebook and {here.code, here.name, above} & _places_of(notebook):
        data = paths.processed() / notebook / f"{table}.csv"
        picture = paths.figures() / notebook / f"{figure}.png"
        if data.is_file():
            return paths.shown(data), paths.shown(picture) if picture.is_file() else ""
    return _raw(row), ""


def _raw(row: dict[str, Any]) -> str:
    return f"data/raw/{row['table']}.csv"


@cache
def _places_of(notebook: str) -> frozenset[str]:
    """Return the area and the ward, by code or name, that a notebook's committed run is of."""
    file = paths.processed() / notebook / "run.json"
    parameters = inputs.json_object(file, "parameters")["parameters"] if file.is_file() else {}
    return frozenset(str(parameters[name]) for name in ("area", "ward") if name in parameters)
