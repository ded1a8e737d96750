"""What the series of the indicators have in common, from whichever publisher: one fact a row."""

from collections.abc import Mapping

import pandas as pd

from leedsequity_data.publishers import spelling

#: How codes of England, its regions, counties, authorities and clinical commissioning groups
#: (2011-2021) begin.
KEPT = ("E92", "E12", "E10", "E06", "E07", "E08", "E09", "E38")

#: Fingertips' comparison of an area with England, tested at 95%, or at 99.8% where it says so.
_VERDICTS = {
    "Better": "better",
    "Worse": "worse",
    "Similar": "similar",
    "Higher 99.8": "clearly higher",
    "Lower 99.8": "clearly lower",
    "Not compared": "",
}


def facts(
    series: "pd.Series | str",
    area_code: pd.Series,
    period: "pd.Series | str",
    value: pd.Series,
    *,
    group: "pd.Series | str" = "all",
    markers: Mapping[str, str] | None = None,
    cv: pd.Series | None = None,
    numerator: pd.Series | None = None,
    denominator: pd.Series | None = None,
    verdict: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the facts of one series in the columns of ``indicator_series``.

    Parameters
    ----------
    series, period, group : Series or str
        Name of the series, as in ``indicator_sources``; when, and whom the value describes.
    area_code, value : Series
        Areas and values as published, of one index; areas that are none of `KEPT` are left out.
    markers : mapping
        What the publisher writes for a missing value, to what it means; a value that is neither a
        number nor one of these is refused.
    cv, numerator, denominator : Series, optional
        Coefficient of variation in per cent; those with the characteristic; all. Left out: not
        published.
    verdict : Series, optional
        The publisher's comparison with England, in the words of Fingertips.
    """
    kept = area_code.str.startswith(KEPT)
    text = value.astype(str)
    meant = {
        mark: f"[{mark}] {meaning}" if mark else meaning
        for mark, meaning in (markers or {}).items()
    }
    table = pd.DataFrame(
        {"series": series, "area_code": area_code, "group": group, "period": period}
    )
    table["value"] = spelling.number(text[kept].mask(text[kept].isin(list(meant)), ""), missing="")
    for column, numbers in {"cv": cv, "numerator": numerator, "denominator": denominator}.items():
        table[column] = (
            float("nan") if numbers is None else spelling.number(numbers[kept], missing="")
        )
    people = table["numerator"]
    spelling.refuse(people, people.notna() & (people % 1 != 0), "not a whole number")
    judged = None if verdict is None else published_verdict(verdict)
    return table.assign(marker=text.map(meant), published_verdict=judged)[kept]


def published_verdict(words: pd.Series) -> pd.Series:
    """Return what Fingertips says of areas beside England in the words used here; else missing."""
    return spelling.meaning(words, _VERDICTS, str(words.name)).replace("", None)


def starting(year: pd.Series) -> pd.Series:
    """Return the academic or financial year ``2018/19`` for 2018, 201819, 2018/19 and the like."""
    return _written(spelling.school_year(year))


def ending(year: pd.Series) -> pd.Series:
    """Return the academic or financial year ``2018/19`` for the year 2019 in which it ends."""
    return _written(spelling.whole(year) - 1)


def _written(first: pd.Series) -> pd.Series:
    return first.astype(str) + "/" + ((first + 1) % 100).astype(str).str.zfill(2)
