"""The words and lines in which a question becomes a notebook, its page, its module and its test."""

import json
import re
import textwrap

from leedsequity.vocabulary import LEEDS
from leedsequity_build.question import ALL, Question, comment

_INDENT = "    "
#: Of each kind: what a level is, the two that are compared, and how a page says one.
_BY = {
    "area": "area",
    "decile": "deprivation decile",
    "ward": "ward",
    "time": "period",
    "group": "group",
}
_PAIRS = {
    "area": "the area with the one it is seen beside",
    "decile": "the most with the least deprived decile that there is",
    "ward": "the highest with the lowest ward",
    "time": "the last period with the first",
    "group": "the highest with the lowest group",
}
_ORDER = {
    "area": "the highest first",
    "decile": "the most deprived first",
    "ward": "the highest first",
    "time": "the earliest first",
    "group": "the highest first",
}
_AT = {
    "area": "{% macro at(level) %}in {{ level | place }}{% endmacro %}",
    "decile": "{% set ends = {1: 'the most deprived tenth', 10: 'the least deprived tenth'} %}\n"
    "{% macro at(level) %}in {{ ends.get(level, 'tenth ' ~ level) }}{% endmacro %}",
    "ward": "{% macro at(level) %}in {{ level }}{% endmacro %}",
    "time": "{% macro at(level) %}in {{ level | period }}{% endmacro %}",
    "group": "{% set people = {'female': 'women', 'male': 'men', 'persons': 'all'} %}\n"
    "{% macro at(level) %}for {{ people.get(level, level) }}{% endmacro %}",
}
_CAUTION = {
    "counts": "The intervals carry the chance in counts alone: nothing of what was not recorded.",
    "limits": "The intervals are the publisher's, and carry chance alone.",
    "se": "The intervals come from the publisher's standard errors, and carry chance alone.",
    "none": "There are no intervals, so that a small difference may be chance, or rounding.",
}
_PICKED = (
    "The highest and the lowest were picked after all were seen, so they differ by chance too."
)


def pieces(question: Question) -> dict[str, str]:
    """Return what the templates of a new analysis leave open, by its name there."""
    q = question
    area, whole = q.kind == "area", not q.place
    by_words = {"time": q.by, "group": q.by}.get(q.kind, _BY[q.kind]).replace("_", " ")
    unit = "per cent" if q.per_cent else q.unit if q.unit != "none" else "the unit of the table"
    capital = q.words[:1].upper() + q.words[1:]
    known = not re.search("see |as |the unit of", unit)
    title_unit = f", {unit}" if known and len(unit.split()) <= 7 else ""
    where = "" if area else "{{ here }}, "
    span = "{{ values.level.min() }} to {{ values.level.max() }}"
    when = span if q.kind == "time" else "{{ when }}"
    also = "{{ also() }}" if q.fixed else ""
    years = span if q.kind == "time" else "{{ years }}"
    bars = "" if q.errors == "none" else "; bars: 95% intervals"
    before, decimals, after, brief_after = _form(q, unit)
    return {
        "measure": q.measure,
        "unit": unit,
        "words": q.words,
        "words_capital": capital,
        "table": q.table,
        "by_words": by_words,
        "description": _wrapped(f"`{q.table}`: {' '.join(q.record.description.split())}"),
        "heading": f"{capital} by {by_words}",
        "question": f"How far do {q.words} differ by {by_words}?",
        "level_heading": by_words,
        # the module
        "imports": _imports(q),
        "arguments": "table: pd.DataFrame" + ", here: str, there: str" * area,
        "order_words": _ORDER[q.kind],
        "role_column": "role, " * area,
        "role_quoted": '"role", ' * area,
        "limits_words": _limits_words(q),
        "values": _values(q),
        "order": "level" if q.kind in ("decile", "time") else "value",
        "ascending": "" if q.kind in ("decile", "time") else ", ascending=False",
        "pair_words": _PAIRS[q.kind],
        "pair_sentence": _wrapped(f"Compared is {_PAIRS[q.kind]}."),
        "pair": _pair(q),
        # the notebook
        "parameters": _parameters(q),
        "library": _library(q),
        "passed": "".join(f", {name}={name}" for name in _names(q)) + ", **fixed" * bool(q.fixed),
        "fixed": _fixed(q),
        "fixed_passed": "fixed" if q.fixed else "{}",
        "names": _place_names(q),
        "sources": ", ".join(json.dumps(name) for name in _sources(q)),
        "when": _when(q),
        "there_passed": ", there=there" * area,
        "method": _method(q),
        "rows": _rows(q),
        "given": "table" + ", here, there" * area,
        "known": "{here, there} <= set(values['level'])".replace("'", '"')
        if area
        else "len(values) > 1",
        "figure": textwrap.indent(_figure(q, f"{capital}{title_unit}", by_words), _INDENT),
        "slope": _slope(q),
        "limits": "\n".join(
            _bullet(line)
            for line in [_CAUTION[q.errors], *([_PICKED] if q.kind in ("ward", "group") else [])]
        ),
        "try": _try(q),
        # the page
        "before": before,
        "decimals": decimals,
        "after": after,
        "brief_after": brief_after,
        "gap_after": " points" if q.per_cent else after,
        "at": _AT[q.kind],
        "caption_place": ("" if area else "{{ here }}, ") + ("" if q.kind == "time" else when)
        if q.kind != "time"
        else "{{ here }}",
        "answer": _answer(q, capital),
        "finding": _finding(q, capital, years),
        "subtitle": _filled(
            f"subtitle: {capital}{title_unit} by {by_words}{also}, {where}{when}{bars}"
        ),
        "chart": "Line" if q.kind == "time" else "Dot",
        "alt_place": "{{ here }} and others" if area else "{{ here }}",
        "england": "" if not whole else "England",
    } | _test(q, before, decimals, after)


def _form(q: Question, unit: str) -> tuple[str, str, str, str]:
    """Return what stands before a number, its decimals, and what stands after it."""
    if q.per_cent:
        return "", "1", "%", "%"
    if "pounds" in unit:
        many = next((f" {word}" for word in ("million", "thousand") if word in unit), "")
        return "£", "0" if not many else "1", many, many
    if unit == "years":
        return "", "1", " years", ""
    return "", "0" if q.counted and not (q.several and not q.counted) else "1", "", ""


def _imports(q: Question) -> str:
    lines = ["from leedsequity import verdicts"]
    if q.errors in ("counts", "se"):
        lines = ["from leedsequity import stats, verdicts"]
    if q.kind == "area":
        lines.append("from leedsequity.analyses.published_life_expectancy import roles")
    return "\n".join(lines)


def _limits_words(q: Question) -> str:
    return {
        "counts": "95% limits by Wilson's method, of the\n    chance in counts.",
        "limits": "95% limits as published.",
        "se": "95% limits from the\n    standard errors published.",
        "none": "No limits: they are missing.",
    }[q.errors]


def _values(q: Question) -> str:
    m, of = json.dumps(q.measure), json.dumps(q.of)
    lines = []
    if q.of:
        lines.append(f'sums = table.groupby("level", as_index=False)[[{m}, {of}]].sum()')
        if q.errors == "counts":
            lines.append(f'shares = {{"numerator": {m}, "denominator": {of}, "multiplier": 100}}')
            lines.append("rows = stats.proportion(sums, **shares)")
        else:
            lines.append(f"rows = sums.assign(value=100 * sums[{m}] / sums[{of}])")
    elif q.several:
        how = "sum(min_count=1)" if q.counted else "mean()"
        lines.append(f'rows = table.groupby("level", as_index=False)[[{m}]].{how}')
        lines.append(f'rows = rows.rename(columns={{{m}: "value"}})')
    else:
        rename = f'.rename(columns={{{m}: "value"}})' if q.measure != "value" else ""
        lines.append(f"rows = table{rename}")
    if q.share:
        lines.append('rows = rows.assign(value=100 * rows["value"])')
    if q.errors == "se":
        lines.append('half = stats.z_value(0.95) * rows["se"]')
        lines.append('rows = rows.assign(lower=rows["value"] - half, upper=rows["value"] + half)')
    if q.errors == "none":
        lines.append('rows = rows.assign(lower=float("nan"), upper=float("nan"))')
    if q.kind == "area":
        lines.append('rows = rows.assign(role=roles(rows["level"], here, there))')
    return textwrap.indent("\n".join(lines), _INDENT)


def _pair(q: Question) -> str:
    if q.kind == "area":
        lines = ['first = values[values["role"] == "focus"]']
        lines.append('second = values[values["role"] == "reference"]')
    elif q.kind == "time":
        lines = ["first, second = values.tail(1), values.head(1)"]
    else:
        lines = ["first, second = values.head(1), values.tail(1)"]
    return textwrap.indent("\n".join(lines), _INDENT)


def _names(q: Question) -> list[str]:
    places = ["area"] if q.place else []
    return [*places, *(["comparator"] if q.kind == "area" else [])]


def _fixed(q: Question) -> str:
    """Return the levels at which the question is asked, as the notebook names them."""
    pairs = ", ".join(f'"{name}": {name}' for name in q.fixed)
    return f"fixed = {{{pairs}}}\n" if pairs else ""


def _parameters(q: Question) -> str:
    lines = []
    if q.place:
        lines.append(f'area = "{LEEDS}"  # a code of a place; {LEEDS} is Leeds')
    if q.kind == "area":
        beside = f"what it is seen beside; {q.comparator} is {q.comparator_name}"
        lines.append(f'comparator = "{q.comparator}"  # {beside}')
    for name, (level, levels) in q.fixed.items():
        lines.append(f"{name} = {_written(level)}  # {comment(levels)}"[:100].rstrip())
    if not lines:
        return ""
    return "\n".join(["", '# %% tags=["parameters"]', *lines, ""])


def _written(level: object) -> str:
    return json.dumps(level.item() if hasattr(level, "item") else level, ensure_ascii=False)


def _library(q: Question) -> str:
    names = ["charts", "outputs", "pages", *(["places"] if q.place else []), "raw"]
    names += ["stats"] * bool(_slope(q))
    pandas = "import pandas as pd\n\n" * (q.kind == "area" and q.place != "area_code")
    return f"{pandas}from leedsequity import {', '.join(names)}"


def _place_names(q: Question) -> str:
    if not q.place:
        return 'here = "England"'
    if q.kind == "area":
        return "here, there = places.find(area).name, places.find(comparator).name"
    return "here = places.find(area).name"


def _sources(q: Question) -> list[str]:
    found = [q.table]
    if q.kind == "decile" and q.by not in q.frame:
        found.append(q.decile_table[0])
    if q.kind == "ward":
        found += ["wards"] if q.place not in ("lsoa11_code", "lsoa21_code") else []
        found += [q.place.removesuffix("_code"), "wards"] * (q.place.startswith("lsoa"))
    return [*dict.fromkeys([*found, *(["areas"] if q.place else [])])]


def _when(q: Question) -> str:
    times = [name for name in q.fixed if name in ("year", "period", "series_period")]
    return times[0] if times else json.dumps(q.when)


def _rows(q: Question) -> str:
    def load(area: str = "") -> str:
        text = f'raw.load("{q.table}"{area})'
        return f"raw.long({text})" if q.long else text

    filters = [f'table = table[table["{name}"] == {name}]' for name in q.fixed]
    if len(filters) > 1:
        filters = [
            "for column, level in fixed.items():",
            "    table = table[table[column] == level]",
        ]
    if q.of == ALL:
        filters.append('table["all"] = table.select_dtypes("number").sum(axis=1)')
    code = f'table["{q.place}"]'
    if q.kind == "area" and q.place == "area_code":
        return "\n".join(
            [
                f"table = {load()}",
                *filters,
                f"table = table.assign(level={code}.map(places.names()))",
                "cities = [city.name for city in places.core_cities()]",
                'table = table[table["level"].isin([here, there, *cities])]',
            ]
        )
    if q.kind == "area":
        lines = [
            "codes = [area, comparator, *(city.code for city in places.core_cities())]",
            "parts = {}",
            "for code in codes:",
            f"    parts[places.find(code).name] = {load(', area=code')}",
            'table = pd.concat(parts, names=["level"]).reset_index("level")',
        ]
        return "\n".join([*lines, *filters])
    lines = [f"table = {load(', area=area' if q.place else '')}"]
    if q.place == "area_code":
        lines.append('own = places.find(area).code_among(set(table["area_code"]))')
        lines.append('table = table[table["area_code"] == own]')
    lines += filters
    if q.by in q.frame and q.kind != "ward":
        return "\n".join([*lines, f'table = table.assign(level=table["{q.by}"])'])
    if q.kind == "decile":
        index, column, _, _ = q.decile_table
        lines.append(f'lookup = raw.load("{index}", area=area).set_index("{q.place}")')
        lines.append(f'table = table.assign(level={code}.map(lookup["{column}"]))')
        return "\n".join(lines)
    lines.append('names = raw.load("wards", area=area).drop_duplicates("ward_code")')
    lines.append('names = names.set_index("ward_code")["ward_name"]')
    if q.place.startswith("lsoa"):
        table = q.place.removesuffix("_code")
        lines.append(f'lookup = raw.load("{table}", area=area).set_index("{q.place}")')
        lines.append(f'wards = {code}.map(lookup["{q.decile_table[2]}"])')
        lines.append("table = table.assign(level=wards.map(names))")
    else:
        lines.append(f"table = table.assign(level={code}.map(names))")
    return "\n".join(lines)


def _figure(q: Question, title: str, by_words: str) -> str:
    title = json.dumps(title, ensure_ascii=False)
    if q.kind == "time":
        limits = ', limits=("lower", "upper")' if q.errors != "none" else ""
        return (
            f'columns = {{"x": "level", "y": "value", "x_label": "{by_words.capitalize()}"}}\n'
            f"title = {title}\n"
            f"figure = charts.lines(values, **columns, y_label=title{limits})"
        )
    ticks = ", ticks=range(1, 11)" if q.kind == "decile" else ""
    return (
        f'columns = {{"place": "level", "value": "value", "value_label": {title}}}\n'
        f"{_drawn(q)}figure = charts.intervals(drawn, **columns{ticks})"
    )


def _drawn(q: Question) -> str:
    if q.errors == "none":
        return 'drawn = values.drop(columns=["lower", "upper"])\n'
    return "drawn = values\n"


def _slope(q: Question) -> str:
    """Return cells for the slope index, where a table has all that it takes."""
    columns = set(q.frame)
    if q.kind != "decile" or not {"decile", "population"} <= columns or q.measure != "value":
        return ""
    if q.errors not in ("se", "limits") or q.several:
        return ""
    return (
        '\n# %% tags=["nbval-check-output"]\n'
        "slope = stats.slope_index(table, multiplier=-1)\n"
        'run.table("slope", slope, sources)\n'
        'outputs.show(slope[["sii", "sii_lower", "sii_upper", "reason"]], "Slope index")\n'
        "\n# %% [markdown]\n"
        "# The [slope index](../docs/methods/slope-index.md) uses all ten, and how many people\n"
        "# are in each: the most deprived person less the least. Where it is refused, it says\n"
        "# why.\n"
    )


def _method(q: Question) -> str:
    if q.of:
        whole = "all counts of the table together" if q.of == ALL else q.of
        how = f"Counts are added up, and {q.measure} is given as a share of {whole}."
    elif q.several and q.counted:
        how = "Counts are added up."
    elif q.several:
        how = "Of several rows the mean is given, in which each counts as much as any other."
    else:
        how = "Values are as the publisher gives them."
    if q.kind == "decile" and q.by not in q.frame:
        how += f" Deciles are those of the index of {q.decile_table[3]}, formed over England."
    if q.frame.attrs["census"]:
        how += " A census counts everybody, so its counts have no sampling error."
    return _wrapped(how)


def _answer(q: Question, capital: str) -> str:
    said = "years" if "sex" in q.fixed else "when"  # as short as can be
    end = f" ({{{{ who }}}}{{{{ {said} }}}})."
    if q.kind == "area":
        return _filled(
            f"{capital} stood at {{{{ shown(row.value) }}}} {{{{ at(row.level) }}}} and"
            f" {{{{ shown(row.other) }}}} {{{{ at(row.reference) }}}}{end}"
        )
    if q.kind == "time":
        end = "{{ ' (' ~ who[:-2] ~ ')' if who else '' }}."
    other = "{{ at(row.reference) }}"
    if q.kind == "decile":  # as short as can be: "tenth" was said
        other = "{{ at(row.reference) | replace('least deprived tenth', 'least') }}"
    return _filled(
        f"In {{{{ here }}}}, {q.words} stood at {{{{ shown(row.value) }}}} {{{{ at(row.level) }}}}"
        f" and {{{{ shown(row.other) }}}} {other}{end}"
    )


def _finding(q: Question, capital: str, when: str) -> str:
    ends = {
        "area": "at {{ brief(row.value) }}, in {{ there }} {{ brief(row.other) }}",
        "time": "from {{ brief(row.other) }} to {{ brief(row.value) }}",
    }.get(q.kind, "from {{ brief(values.value.min()) }} to {{ brief(values.value.max()) }}")
    who = "" if q.kind == "time" else "{{ who }}"  # two periods leave no room for it
    verb = {"area": "stood", "time": "went"}.get(q.kind, "ran")
    return _filled(f"finding: {capital} in {{{{ here }}}} {verb} {ends} ({who}{when})")


def _try(q: Question) -> str:
    asked = []
    if q.place:
        asked.append("How is it in Bradford? Change `area` to E08000032.")
    for name, (_, levels) in q.fixed.items():
        other = comment(levels).removeprefix("one of ")
        asked.append(f"Is it the same for another `{name}`? There are {other}.")
    asked += [
        "Which value surprises you most? Look it up in the table.",
        "What does `leedsequity explain` say of the picture?",
        "Which other measure of the table would you ask for?",
    ]
    return "\n".join(_bullet(line, f"{n}. ") for n, line in enumerate(asked[:3], start=1))


def _filled(text: str) -> str:
    """Return a text of a page in lines that break no braces."""
    joined = re.sub(r"\{\{.*?\}\}", lambda found: found[0].replace(" ", "\0"), text)
    return textwrap.fill(joined, 100, break_long_words=False).replace("\0", " ")


def _bullet(text: str, mark: str = "* ") -> str:
    return textwrap.fill(
        " ".join(text.split()),
        100,
        initial_indent=f"# {mark}",
        subsequent_indent="# " + " " * len(mark),
        break_long_words=False,
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(text, 100, initial_indent="# ", subsequent_indent="# ")


def _test(q: Question, before: str, decimals: str, after: str) -> dict[str, str]:
    """Return what the test says: 15 beside 10 (counts: 3,000 beside 1,000), by hand."""
    levels = {
        "area": ("Alfa", "Bravo"),
        "decile": (1, 10),
        "ward": ("Alfa Green", "Bravo Hill"),
        "time": (2020, 2015) if q.by == "year" else ("2020-22", "2013-15"),
        "group": ("the first", "the second"),
    }[q.kind]
    columns: dict[str, list[object]] = {"level": [levels[0], levels[0], levels[1]]}
    first, second, gap = 15.0, 10.0, 5.0
    if q.of:
        columns |= {q.measure: [1000, 2000, 500], q.of: [10_000, 10_000, 5_000]}
    elif q.several and q.counted:
        columns[q.measure] = [1000, 2000, 1000]
        first, second, gap = 3000.0, 1000.0, 2000.0
    elif q.several:
        columns[q.measure] = [10.0, 20.0, 10.0]
    else:
        columns = {"level": list(levels), q.measure: [15.0, 10.0]}
    if q.share:
        columns[q.measure] = [each / 100 for each in columns[q.measure]]  # type: ignore[operator]
    if q.errors == "limits":
        columns |= {"lower": [14.0, 9.0], "upper": [16.0, 11.0]}
    if q.errors == "se":
        columns["se"] = [0.5, 0.5]
    tested = q.errors != "none"
    given = "table()" + ', "Alfa", "Bravo"' * (q.kind == "area")
    words = {
        "area": ("in Alfa", "in Bravo"),
        "decile": ("in the most deprived tenth", "in the least"),
        "ward": ("in Alfa Green", "in Bravo Hill"),
        "time": ("in 2020", "in 2015")
        if q.by == "year"
        else ("in 2020 to 2022", "in 2013 to 2015"),
        "group": ("for the first", "for the second"),
    }[q.kind]
    value, other = (f"{before}{each:,.{decimals}f}{after}" for each in (first, second))
    start = q.words if q.kind != "area" else q.words[:1].upper() + q.words[1:]
    start = start if q.kind == "area" else f"In Alfa, {start}"
    end = "." if q.kind == "time" else " (2022)."
    said = f"{start} stood at {value} {words[0]} and {other} {words[1]}{end}"
    lines = textwrap.wrap(said, 78, drop_whitespace=False, break_long_words=False)
    frame = ",\n".join(f'"{name}": {json.dumps(cells)}' for name, cells in columns.items())
    limits_test = ""
    if q.errors in ("limits", "se"):
        half = 2**0.5 if q.errors == "limits" else None
        reach = "2**0.5" if half else "1.959964 * 0.5 * 2**0.5"
        limits_test = (
            "\n\ndef test_a_difference_has_the_limits_of_both_sides():\n"
            "    row = analysis.compared(values()).iloc[0]\n"
            f'    assert row["difference_lower"] == pytest.approx(5 - {reach}, abs=1e-5)\n'
        )
    return {
        "first_level": json.dumps(levels[0]),
        "second_level": json.dumps(levels[1]),
        "first_value": repr(first),
        "second_value": repr(second),
        "difference": repr(gap),
        "frame": textwrap.indent("{\n" + textwrap.indent(frame, _INDENT) + ",\n}", _INDENT * 2),
        "test_given": given,
        "test_when": str(levels[0]) if q.kind == "time" else "2022",
        "test_verdict": "clearly higher" if tested else "higher",
        "test_basis": "our test" if tested else "not tested",
        "limits_test": limits_test,
        "test_there": ', there="Bravo"' * (q.kind == "area"),
        "test_answer": '"\n        "'.join(lines),
        "first_words": "FIRST",
        "second_words": "SECOND",
    }


def claim(question: Question, name: str) -> dict[str, str]:
    """Return what the templates leave open for a claim's test, all empty without a name."""
    q = question
    if not name:
        return dict.fromkeys(("claim_filters", "claim_imports", "claim_test"), "")
    filters = [
        f'    rows = rows[rows["{key}"] == {_written(level)}]\n'
        for key, (level, _) in q.fixed.items()
    ]
    cells = {"area_code": '["B"]', q.measure: "[7.0]"}
    cells |= {key: f"[{_written(level)}]" for key, (level, _) in q.fixed.items()}
    frame = ", ".join(f'"{column}": {cell}' for column, cell in cells.items())
    return {
        "claim_filters": "".join(filters),
        "claim_imports": f"from leedsequity.claims import {name} as claims\n"
        "from leedsequity.claims.testing import Question\n",
        "claim_test": "\n\ndef test_a_claim_is_answered_for_its_area(monkeypatch):\n"
        f"    held = pd.DataFrame({{{frame}}})\n"
        f'    monkeypatch.setattr(claims, "table", {{"{q.table}": held}}.get)\n'
        '    asked = Question("a-document", "a statement", "B", "people", "2022")\n'
        "    assert claims.measured(asked).value == 7\n",
    }
