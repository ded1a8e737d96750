"""Years in good health: of all years, at the ends of deprivation, and of an area."""

import pandas as pd
import pytest

from leedsequity.analyses import healthy_years

LEEDS, ENGLAND = "E08000035", "E92000001"


def test_other_years_are_those_of_life_that_are_not_healthy():
    rows = {"period": "2022-24", "sex": ["female", "female", "male", "male"], "decile": [1, 10] * 2}
    healthy = pd.DataFrame({**rows, "value": [48.0, 68.5, 50.0, 69.0]})
    old = healthy.assign(period="2021-23", value=1.0)
    life = pd.DataFrame({**rows, "value": [78.0, 86.0, 80.0, 84.0]})
    table = healthy_years.by_decile(pd.concat([old, healthy]), life, "2022-24")
    assert table[["sex", "decile", "other"]].values.tolist() == [
        ["male", 1, 30],
        ["male", 10, 15],
        ["female", 1, 30],
        ["female", 10, 17.5],
    ]
    assert table.loc[0, "share"] == pytest.approx(62.5)
    ends = healthy_years.ends(table)
    assert ends[["sex", "gap", "gap_all"]].values.tolist() == [
        ["male", 19, 4],
        ["female", 20.5, 8],
    ]


def published(**limits: tuple[float, float, float]) -> pd.DataFrame:
    rows = [
        {
            "area_code": {"leeds": LEEDS, "england": ENGLAND}[name.split("_")[0]],
            "sex": "male",
            "period": {"last": "2022-24", "before": "2021-23"}[name.split("_")[1]],
            **dict(zip(("value", "lower", "upper"), numbers, strict=True)),
        }
        for name, numbers in limits.items()
    ]
    return pd.DataFrame(rows)


def test_an_area_is_compared_in_its_last_period():
    table = published(
        leeds_before=(70, 69, 71),
        leeds_last=(60, 58, 62),
        england_before=(61, 60.9, 61.1),
        england_last=(65, 64.9, 65.1),
    )
    names = {LEEDS: "Leeds", ENGLAND: "England"}
    rows = healthy_years.of_area(table, LEEDS, ENGLAND, names)
    assert rows["year"].tolist() == [2022, 2023] * 2
    (row,) = healthy_years.beside(rows).to_dict("records")
    assert (row["period"], row["value"], row["other"], row["verdict"]) == (
        *("2022-24", 60, 65, "worse"),
    )
    alone = healthy_years.of_area(table.query("area_code == @LEEDS"), LEEDS, ENGLAND, names)
    assert healthy_years.beside(alone)["other"].isna().all()
    nobody = healthy_years.of_area(table[:0], LEEDS, ENGLAND, names)
    assert healthy_years.beside(nobody).empty
