"""Synthetic files of both kinds, for trying out and for tests: nobody in them is a person.

The marginal counts of events are the published ones: each stage of the Lincoln Green pilot and of
Connecting Communities has as many people as `published_programmes` prints. Everything else (dates,
places, ages, groups, who reached what together) is made up, and so are all counts of staff.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from leedsequity.raw.partner_schemas import SYNTHETIC
from leedsequity.vocabulary import BROAD_GROUPS, DECILE_NAMES, PARTNER_AGE_BANDS

_HUB, _PILOT, _CONNECTING = "Hub", "Lincoln Green pilot", "Connecting Communities"
_OTHER_SPOKES = "Employment and Skills", "Healthier Working Futures"
_SEED = 127_563
#: Days from one stage to the next, at most.
_STEP = 80


def programme_events(published: pd.DataFrame, lsoas: pd.Series) -> pd.DataFrame:
    """Return the events of a synthetic file, as text.

    Columns: those of `raw.partner_schemas.PROGRAMME` and `lsoa`. Of the two counts of a stage in
    the raw table `published_programmes` the larger is taken. `lsoas` are codes, the most deprived
    first: more people live there.
    """
    random = np.random.default_rng(_SEED)
    count = published.groupby("stage")["value"].max().astype(int)
    first_doses = int(published.groupby("group")["value"].max()["first vaccinations"])
    recruited = count["recruited into roles in the trust"]
    helped = count["supported through another spoke as well"]
    referred = np.arange(count["referred into the central hub"])
    engaged = referred[: count["engaged via the hub and spoke model"]]
    pilot = len(referred) + np.arange(count["engaged with the pilot"])

    def some_engaged(stage: str) -> np.ndarray:
        return random.choice(engaged, count[stage], replace=False)

    elsewhere = some_engaged("supported through another spoke as well")
    vaccinated = some_engaged("COVID-19 vaccinations given")
    offered = some_engaged("received a conditional offer of employment")
    qualified = some_engaged("achieved an accredited qualification")
    plan = [
        (_HUB, "referred", referred, 0),
        (_CONNECTING, "engaged", engaged, 1),
        (_OTHER_SPOKES[0], "engaged", elsewhere[: 2 * helped // 3], 2),
        (_OTHER_SPOKES[1], "engaged", elsewhere[2 * helped // 3 :], 2),
        (_CONNECTING, "offer", offered, 2),
        (_CONNECTING, "qualified", qualified, 3),
        (_CONNECTING, "vaccinated", vaccinated, 2),
        (_CONNECTING, "first_vaccination", vaccinated[:first_doses], 2),
        (_PILOT, "engaged", pilot, 1),
        (_PILOT, "completed", pilot[: count["completed a pre-employment programme"]], 2),
        (_PILOT, "offer", pilot[:recruited], 3),
        (_PILOT, "recruited", pilot[:recruited], 4),
        (_PILOT, "retained", pilot[: recruited // 2], 8),
    ]
    people = _people(random, len(referred) + len(pilot), lsoas.to_numpy(dtype=object))
    events = pd.concat(
        people.iloc[members].assign(stage=stage, spoke=spoke, step=step)
        for spoke, stage, members, step in plan
    )
    slack = random.integers(0, _STEP, len(events))
    days = events["start"] + events["step"] * _STEP - slack * (events["step"] > 0)
    dates = pd.Timestamp("2022-02-01") + pd.to_timedelta(days, unit="D")
    events["event_date"] = dates.dt.strftime("%Y-%m-%d")
    events = events.sort_values(["person_id", "event_date"], kind="stable", ignore_index=True)
    columns = ["person_id", "event_date", "stage", "spoke", "lsoa", "age_band", "sex"]
    return events[[*columns, "ethnic_group"]]


def workforce_counts() -> pd.DataFrame:
    """Return the counts of a made-up employer's staff: `breakdown`, `group`, `staff`, as text."""
    deciles = pd.Series([310, 260, 240, 215, 190, 180, 165, 150, 140, 120], DECILE_NAMES)
    groups = pd.Series([350, 230, 90, 1230, 60], BROAD_GROUPS)
    parts = [
        pd.DataFrame(
            {"breakdown": name, "group": [*counts.index, "not stated"], "staff": [*counts, 40]}
        )
        for name, counts in (("imd_decile", deciles), ("ethnic_group", groups))
    ]
    return pd.concat(parts, ignore_index=True).astype("str")


def _people(random: np.random.Generator, number: int, lsoas: np.ndarray) -> pd.DataFrame:
    """Make people up, most of them in few neighbourhoods, some of whom nothing is stated."""
    weight = 1 / np.arange(3, len(lsoas) + 3)

    def some(values: Sequence[str], *shares: float) -> np.ndarray:
        return random.choice(np.array([*values, None], dtype=object), number, p=shares)

    return pd.DataFrame(
        {
            "person_id": [f"{SYNTHETIC}{i:06d}" for i in random.permutation(999_999)[:number]],
            "start": random.integers(0, 150, number),
            "lsoa": random.choice(lsoas, number, p=weight / weight.sum()),
            "age_band": some(PARTNER_AGE_BANDS, 0.28, 0.3, 0.22, 0.12, 0.02, 0.06),
            "sex": some(["female", "male"], 0.6, 0.34, 0.06),
            "ethnic_group": some(BROAD_GROUPS, 0.24, 0.3, 0.06, 0.27, 0.09, 0.04),
        }
    )
