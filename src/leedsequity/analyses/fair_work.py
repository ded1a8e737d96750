"""Fair work: published pairs, low pay, employment and income over time, an employer's staff.

`area` and `comparator` are codes; `names` has the names by code of all areas to keep, both among
them. Whatever the page of notebook 05 chooses a sentence by is a column here: `role`, `doubt`,
`verdict`, `trend`.
"""

import pandas as pd

from leedsequity import indicators, neighbourhoods, stats, verdicts
from leedsequity.analyses import residents
from leedsequity.analyses.published_life_expectancy import roles
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES

#: The raw tables of the people an employer's staff are compared with.
RESIDENTS = (*neighbourhoods.PLACING, "population_lsoa21")

#: The published pairs: measure, group, and the group it is compared with.
_PAIRS = pd.DataFrame(
    [
        ("unemployment rate", "people from ethnic minority backgrounds", "UK"),
        (
            (
                "staff who believe that their trust gives equal opportunities for progression or"
                " promotion"
            ),
            "ethnic minority staff of NHS trusts",
            "white staff of NHS trusts",
        ),
    ],
    columns=["measure", "group", "reference"],
)


def published_gaps(table: pd.DataFrame) -> pd.DataFrame:
    """Return the published pairs of `published_workforce` as a difference and a ratio.

    Columns: `measure, group, period, value, reference, reference_value, difference, ratio`; values
    in per cent, difference in percentage points, group minus reference. No denominators are
    printed, so there are no intervals.
    """
    values = table[["measure", "group", "period", "value"]]
    names = {"group": "reference", "value": "reference_value"}
    other = values.drop(columns="period").rename(columns=names)
    pairs = _PAIRS.merge(values, on=["measure", "group"]).merge(other, on=["measure", "reference"])
    pairs = pairs[["measure", "group", "period", "value", "reference", "reference_value"]]
    own, reference = pairs["value"], pairs["reference_value"]
    return pairs.assign(difference=own - reference, ratio=own / reference)


def low_pay(
    series: pd.DataFrame,
    sources: pd.DataFrame,
    area: str,
    comparator: str,
    names: dict[str, str],
) -> pd.DataFrame:
    """Return the share of jobs paid below the Real Living Wage, April 2022, the highest first.

    From the raw tables `indicator_series` and `indicator_sources`; areas whose figure is not
    published, or not precise enough for its publisher, are left out, and so are those with an error
    of 0, as for a share of 0 in a sample. Columns: `sex, area_code, area, value,
    se, lower, upper, role, doubt`; per cent of the jobs at a place of work, `sex` also "persons".
    The error is the published coefficient of variation times the value, the limits at 95%; `doubt`
    says why a value is not to be quoted, and is empty where it may be.
    """
    rows = series[series["series"] == "jobs_below_living_wage"]
    rows = rows[rows["area_code"].isin([*names]) & rows["value"].notna() & (rows["cv"] > 0)]
    code, value = rows["area_code"], rows["value"]
    se = rows["cv"] / 100 * value
    margin = stats.z_value(0.95) * se
    doubt = indicators.cautions(rows, sources)["caution"]
    columns = {
        "sex": rows["group"].replace("all", "persons"),
        "area_code": code,
        "area": code.map(names),
        "value": value,
        "se": se,
        "lower": value - margin,
        "upper": value + margin,
        "role": roles(code, area, comparator),
        "doubt": doubt,
    }
    order, result = ["sex", "value"], pd.DataFrame(columns)
    return result.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def over_time(
    table: pd.DataFrame,
    measure: str,
    area: str,
    comparator: str,
    names: dict[str, str],
) -> pd.DataFrame:
    """Return a measure of the raw table `employment_income_la` since 2004, the area's rows first.

    `measure` is `employment_rate` (per cent, with the publisher's 95% limits) or
    `household_income_per_head`, which has no limits and is given as per cent of the comparator's in
    the same year: money of different years cannot be compared as it is. Columns: `area_code, area,
    year, value, lower, upper, role`, and `pounds` of income.
    """
    rows = table[(table["measure"] == measure) & table["area_code"].isin([*names])]
    result = rows[["area_code", "year", "value", "lower", "upper"]]
    result.insert(1, "area", rows["area_code"].map(names))
    if measure == "household_income_per_head":
        pounds = result["value"]
        theirs = result[result["area_code"] == comparator].set_index("year")["value"]
        result = result.assign(pounds=pounds, value=100 * pounds / result["year"].map(theirs))
    result["role"] = roles(result["area_code"], area, comparator)
    order = result["role"].map(["focus", "reference", "context"].index)
    result = result.assign(order=order).sort_values(["order", "area", "year"], ignore_index=True)
    return result.drop(columns="order")


def beside(rows: pd.DataFrame, polarity: str) -> pd.DataFrame:
    """Return the area compared with each other area, from rows of one time, one an area.

    The peers are read together, so that many comparisons are counted as many; the comparator by
    itself. `polarity` says whether high or low is better. Columns: `area, role` of the other; those
    of `verdicts.compare`, the area's value first. Empty where the area has no value.
    """
    own = rows.loc[rows["role"] == "focus", verdicts.VALUE]
    columns = dict(zip(verdicts.VALUE, verdicts.OTHER, strict=True))
    others = rows[rows["role"] != "focus"].rename(columns=columns)
    pairs = others[["area", "role", *verdicts.OTHER]].merge(own, how="cross")
    return verdicts.compare(pairs.assign(polarity=polarity), family=["role"])


def counted(besides: pd.DataFrame) -> pd.DataFrame:
    """Return on how many peers the area is better, worse and similar, from `beside`.

    Columns: `peers, better, worse, similar`; a row, or none where no peer is tested.
    """
    peers = besides.loc[besides["role"] == "context", "verdict"]
    words = ["better", "worse", "similar"]
    row = {
        "peers": int(peers.isin(words).sum()),
        **{word: int((peers == word).sum()) for word in words},
    }
    return pd.DataFrame([row] if row["peers"] else [], columns=[*row])


def ends(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the first and the last year of the area, and its trend, from `over_time`.

    Columns: `area, first_year, first, last_year, last`, of the first and the last year that has a
    value; and `trend_from, points, trend` of `verdicts.trend`, more being better. A row, or none
    where the area has no value.
    """
    own = rows[(rows["role"] == "focus") & rows["value"].notna()]
    series = own.assign(period=own["year"].astype("str"), polarity="high")
    result = verdicts.trend(series, ["area"])[["area", "trend_from", "points", "trend"]]
    for end, row in {"first": own.head(1), "last": own.tail(1)}.items():
        result[[f"{end}_year", end]] = row[["year", "value"]].astype("object").to_numpy()
    return result.astype({"first_year": "str", "last_year": "str"})


def representation(
    staff: pd.DataFrame,
    tables: dict[str, pd.DataFrame],
    here: str,
    policy: str,
) -> pd.DataFrame:
    """Return how an employer's staff compare with the residents of an area, disclosure-controlled.

    `staff` are rows of a partner's file (`breakdown, group, staff`), `tables` the raw tables of
    `RESIDENTS`, `here` is the name of their area, `policy` a disclosure policy. Deciles (Index of
    Multiple Deprivation 2019) are compared with residents of mid-2022, ethnic groups with those of
    Census 2021, all ages. Columns: `breakdown`; those of `release.representation`; `residents_of`,
    which is `here`.
    """
    living = {
        "imd_decile": residents.by_decile(tables),
        "ethnic_group": tables["ethnicity_lsoa21"].groupby("broad_group")["count"].sum(),
    }
    by_breakdown = staff.set_index("group").groupby("breakdown")["staff"]
    counts = {str(name): people for name, people in by_breakdown}
    orders = {"imd_decile": DECILE_NAMES, "ethnic_group": BROAD_GROUPS}
    given = {name: order for name, order in orders.items() if name in counts}
    table = residents.representation(counts, given, living, policy)
    return table.assign(residents_of=here)
