"""The tables that `export` writes: which results, what they are called, what each column holds."""

from dataclasses import dataclass, field
from typing import NamedTuple

X, Z = "[x]", "[z]"
#: What stands in the workbook where a table has no value, and its meaning.
SHORTHAND = {
    "[c]": "Confidential. Not used here: nothing in these tables is about a person.",
    "[u]": (
        "Of low reliability. Not used here: where an estimate has limits, they say how sure it is."
    ),
    X: "Not available: not published, or not to be computed from what is published.",
    Z: "Not applicable: the row has no such value by its nature.",
}
_TYPES = dict.fromkeys(("text", "code"), "string") | dict.fromkeys(
    ("count", "number", "year"), "integer"
)


class Column(NamedTuple):
    """What a column holds, in which unit (of what is no measurement: a key of `_TYPES`), and the mark if empty."""

    description: str
    unit: str = "text"
    absent: str = X

    @property
    def type(self) -> str:
        """The type that a Frictionless schema gives it."""
        return _TYPES.get(self.unit, "number")


@dataclass(frozen=True)
class Table:
    """One exported table.

    `columns` are its own, before those of the raw table `record`, before `COMMON`. Numbers of a
    column are of one kind where the column `alike` is the same; everywhere if there is none.
    """

    notebook: str
    table: str
    sheet: str
    title: str
    description: str
    alike: str = ""
    record: str = ""
    columns: dict[str, Column] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the table in the data package and of its file."""
        return self.sheet.lower().replace(" ", "-")


_UNIT = "as the column unit says"
_YEARS = "years of life expectancy at birth"


def _limits(stem: str, of: str, unit: str = _UNIT, absent: str = X) -> dict[str, Column]:
    """Return the two columns of 95% limits of an estimate."""
    ends = {"lower": "Lower", "upper": "Upper"}
    return {
        f"{stem}{end}": Column(f"{word} 95% limit of {of}", unit, absent)
        for end, word in ends.items()
    }


#: Columns that mean the same in every table that has them and says nothing else.
COMMON = {
    "indicator_id": Column("Number of the indicator in the report's table", "number"),
    "short_name": Column("What the indicator is called here"),
    "principle": Column(
        "Number of the Marmot principle it is placed under (inferred)", "number", Z
    ),
    "status": Column("In use, in development, or with a disaggregation to be confirmed"),
    "series": Column(
        "Name of the open series; how the nearest differs from the indicator is told in Indicators"
    ),
    "fit": Column("How near the series is to the indicator: same, narrower, older, proxy or none"),
    "polarity": Column("Whether high or low is better, or not judged"),
    "unit": Column("Unit of the value"),
    "group": Column(
        "Whom the value describes: all, one sex, free school meal status or ethnic group"
    ),
    "dimension": Column("What the group is a part of: all, sex, free school meals, ethnic group"),
    "area_code": Column("ONS code of the area", "code"),
    "area": Column("Name of the area"),
    "sex": Column("Female or male"),
    "decile": Column(
        "Tenth of the authority by neighbourhood deprivation, 1 the most deprived", "number"
    ),
    "period": Column("Calendar, academic or financial year, three-year period, or day"),
    "year": Column("Year in which the period is placed on a time axis", "year"),
    "value": Column("The value", _UNIT),
    **_limits("", "the value"),
    "limits": Column("How the limits are had; none where there are none"),
    "numerator": Column(
        "How many have the characteristic, where published", "people or households"
    ),
    "denominator": Column("Among how many, where published", "people or households"),
    **_limits("difference_", "the difference"),
    "judged": Column(
        "Where tested: better, worse, clearly higher, clearly lower, not told apart; else higher,"
        " lower, equal"
    ),
    "doubt": Column("Why the value is in doubt and not to be quoted", absent=Z),
    "sii": Column(
        "Slope index: least minus most deprived end of a line through the deciles", _YEARS
    ),
    **_limits("sii_", "the slope index", _YEARS),
    "reason": Column("Why there is no value", absent=Z),
}
_MARMOT, _LIFE = "07_marmot_indicators", "01_life_expectancy_gaps"
_CHANCE = "Limits carry chance alone. Most series have none: what is told of them may be chance."
_LOCAL = (
    "Deciles are formed within each authority; the period, 2014-16, is inferred. Limits carry"
    " sampling error alone."
)

TABLES = (
    Table(
        _MARMOT,
        "scorecard",
        "Scorecard",
        "Leeds on the 15 indicators, latest values",
        "Beside England, among the core cities, since the first comparable period, and within"
        f" Leeds. {_CHANCE}",
        alike="indicator_id",
        columns={
            "comparator": Column("The value of England in the same period", _UNIT),
            **_limits("comparator_", "England's value"),
            "difference": Column("The value minus England's", _UNIT),
            "place": Column(
                "Place of Leeds among the core cities; 1 is best, or highest if not judged",
                "number",
            ),
            "ranked": Column("How many cities are placed, Leeds among them", "count"),
            "lately": Column("Best and worst place in the last three comparable periods"),
            "place_open": Column("Places that the 95% limits of the differences leave open"),
            "first_period": Column("First period that may be compared with the last"),
            "change": Column("The value minus that of the first period", _UNIT),
            **_limits("change_", "the change"),
            "change_judged": Column("What the change means, in the words of judged"),
            "within": Column("Between whom a gap within Leeds is, and when"),
            "within_gap": Column("That gap", _UNIT),
            **_limits("within_", "that gap"),
        },
    ),
    Table(
        _MARMOT,
        "indicators",
        "Indicators",
        "The 15 indicators, and the open series for them",
        "Wording and source as the report prints them (the sources of 11 and 12 look shifted there"
        " by a row); how each is read, and its Marmot principle, are ours.",
        columns={
            "shown_as": Column("What its open series are called in figures and findings"),
            "unit": Column("Unit of the indicator"),
            "denominator": Column("Among whom", absent=Z),
            "principle_name": Column("That principle, shortened", absent=Z),
            "note": Column("What the reading leaves open", absent=Z),
            "indicator": Column("Name of the indicator as printed"),
            "disaggregation": Column("By what it is to be divided, as printed"),
            "source": Column("Source of the data as printed"),
            "series": Column("Open series for it, the nearest first"),
            "fit": Column(
                "How near the first series is to it: same, narrower, older, proxy or none"
            ),
            "difference": Column("How the first series differs from it, or why there is none"),
        },
    ),
    Table(
        _MARMOT,
        "trends",
        "Trends",
        "The indicators over time: Leeds, England and the core cities",
        f"Comparable periods only. {_CHANCE}",
        alike="series",
    ),
    Table(
        _MARMOT,
        "core_cities",
        "Core cities",
        "The indicators in Leeds, England and the core cities, latest period",
        f"The last period that Leeds has of each measure. {_CHANCE}",
        alike="series",
    ),
    Table(
        _MARMOT,
        "within_area",
        "Within Leeds",
        "Gaps between groups within Leeds",
        "Women minus men, free school meals minus others, an ethnic group minus all, and the slope"
        f" index. {_CHANCE}",
        alike="series",
        columns={
            "dimension": Column("What divides the people of Leeds"),
            "reference": Column(
                "The group it is compared with; slope index where all ten deciles are"
            ),
            "value": Column("Value of the group", _UNIT, Z),
            "other": Column("Value of the reference group", _UNIT, Z),
            **_limits("other_", "the reference group's value"),
            "difference": Column("Group minus reference group, or the slope index", _UNIT),
            "comparator_difference": Column("The same difference in England", _UNIT),
        },
    ),
    Table(
        _LIFE,
        "local_deciles",
        "Local deciles",
        "Life expectancy at birth by deprivation within Leeds",
        _LOCAL,
        columns={
            "rank": Column(
                "Middle of the decile's place among the people, most deprived 0, least deprived 1",
                "share",
            ),
            "population": Column(
                "Populations of the three mid-years added up (person-years)", "count"
            ),
            "deaths": Column("Deaths over the three years", "count"),
            "value": Column("Life expectancy at birth", _YEARS),
            **_limits("", "life expectancy", _YEARS),
        },
    ),
    Table(
        _LIFE,
        "decile_inequality",
        "Gaps by authority",
        "Gaps in life expectancy at birth within each authority",
        _LOCAL,
        columns={
            "gap": Column("Range: decile 10 minus decile 1", _YEARS),
            **_limits("gap_", "the range", _YEARS),
            "rii": Column(
                "Relative index: the ends of the same line as a ratio, least over most deprived",
                "ratio",
            ),
            **_limits("rii_", "the relative index", "ratio"),
            "intercept": Column("Height of the line at its most deprived end", _YEARS),
        },
    ),
    Table(
        _LIFE,
        "core_cities",
        "Gaps in core cities",
        "Slope indices of life expectancy in the core cities, in order",
        _LOCAL,
        columns={
            "place": Column("Place among the core cities, 1 the steepest", "number"),
            "difference": Column("The city's slope index minus that of Leeds", _YEARS, Z),
            **_limits("difference_", "the difference", _YEARS, Z),
        },
    ),
    Table(
        _LIFE,
        "england_gap",
        "Gap in England",
        "Gap in life expectancy at birth between England's deprivation tenths",
        "National decile 10 minus decile 1. Computed: from deaths and populations. Published:"
        " between published values, which have one decimal and no limits in the file.",
        alike="series",
        columns={
            "series": Column("Computed here, or between published values"),
            "measure": Column("Difference: decile 10 minus decile 1"),
            "value": Column("The gap", _YEARS),
            **_limits("", "the gap", _YEARS),
            "confidence": Column("Confidence of the limits", "share"),
            "method": Column("How the limits are had"),
        },
    ),
    Table(
        "08_claims",
        "claims",
        "Claims",
        "Every quantitative statement of five documents, and how it came out",
        "Statements are in our words. Reproduced: equal at the stated precision. Close: within the"
        " limits or a justified tolerance. Differs: neither. Conflicts: another document prints"
        " something else. Untestable: nothing held here can test it.",
        alike="unit",
        record="claims",
        columns={
            "tolerance": Column(
                "How far off is still called close, where the note justifies it", _UNIT, Z
            ),
            "area": Column("Code of the area the value is of", "code", Z),
            "source_cited": Column("The source that the document cites for it", absent=Z),
            "recomputed": Column(
                "From open data, from other printed numbers, or of another document", _UNIT, Z
            ),
            **_limits("", "the recomputed value, where it is an estimate", absent=Z),
            "difference": Column("Recomputed minus published value", _UNIT, Z),
            "basis": Column(
                "What it was recomputed from, with what other definitions give", absent=Z
            ),
            "status": Column("How it came out"),
        },
    ),
)
