"""A synthetic file of events, for trying out and for tests: nobody in it is a person.

Its marginal counts are the published ones: each stage of the Lincoln Green pilot and of Connecting Communities has as
many people as `published_programmes` prints. Everything else (dates, places, ages, groups, who reached what together)
is made up.
"""

import numpy as np
import pandas as pd

from leedsequity.raw.partner_schemas import AGE_BANDS, BROAD_GROUPS, SYNTHETIC

HUB, PILOT, OURS = "Hub", "Lincoln Green pilot", "Connecting Communities"
OTHERS = "Employment and Skills", "Healthier Working Futures"
_SEED = 127_563
#: Days from one stage to the next, at most.
_STEP = 80


def example(published: pd.DataFrame, lsoas: pd.Series) -> pd.DataFrame:
    """Return the events of a synthetic file, as text.

    Parameters
    ----------
    published
        Raw table `published_programmes`; of two counts of a stage the larger is taken.
    lsoas
        LSOA codes, the most deprived first: more people live there.

    Returns
    -------
    DataFrame
        The columns of `raw.partner_schemas.PROGRAMME` and `lsoa`; every `person_id` begins with `SYN-`.
    """
    random = np.random.default_rng(_SEED)
    groups = published["group"].where(published["group"] == "first vaccinations", "")
    count = published.assign(key=published["stage"] + groups).groupby("key")["value"].max().astype(int)
    offers, helped = (
        count["received a conditional offer of employment"],
        count["supported through another spoke as well"],
    )
    engaged, pilot = count["engaged via the hub and spoke model"], count["engaged with the pilot"]
    referred = count["referred into the central hub"]
    vaccinated, first = count["COVID-19 vaccinations given"], count["COVID-19 vaccinations givenfirst vaccinations"]
    ours, theirs = np.arange(referred), referred + np.arange(pilot)

    def some(people: int, of: np.ndarray) -> np.ndarray:
        return random.choice(of, people, replace=False)

    elsewhere = some(helped, ours[:engaged])
    jabbed = some(vaccinated, ours[:engaged])
    plan = [
        (HUB, "referred", ours, 0),
        (OURS, "engaged", ours[:engaged], 1),
        (OTHERS[0], "engaged", elsewhere[: 2 * helped // 3], 2),
        (OTHERS[1], "engaged", elsewhere[2 * helped // 3 :], 2),
        (OURS, "offer", some(offers, ours[:engaged]), 2),
        (OURS, "qualified", some(count["achieved an accredited qualification"], ours[:engaged]), 3),
        (OURS, "vaccinated", jabbed, 2),
        (OURS, "first_vaccination", jabbed[:first], 2),
        (PILOT, "engaged", theirs, 1),
        (PILOT, "completed", theirs[: count["completed a pre-employment programme"]], 2),
        (PILOT, "offer", theirs[: count["recruited into roles in the trust"]], 3),
        (PILOT, "recruited", theirs[: count["recruited into roles in the trust"]], 4),
        (PILOT, "retained", theirs[: count["recruited into roles in the trust"] // 2], 8),
    ]
    people = _people(random, referred + pilot, lsoas.to_numpy(dtype=object))
    rows = [people.iloc[members].assign(stage=stage, spoke=spoke, step=step) for spoke, stage, members, step in plan]
    events = pd.concat(rows)
    slack = random.integers(0, _STEP, len(events))
    days = events["start"] + events["step"] * _STEP - slack * (events["step"] > 0)
    events["event_date"] = (pd.Timestamp("2022-02-01") + pd.to_timedelta(days, unit="D")).dt.strftime("%Y-%m-%d")
    columns = ["person_id", "event_date", "stage", "spoke", "lsoa", "age_band", "sex", "ethnic_group"]
    return events.sort_values(["person_id", "event_date"], kind="stable", ignore_index=True)[columns]


def _people(random: np.random.Generator, number: int, lsoas: np.ndarray) -> pd.DataFrame:
    """Make people up, most of them in few neighbourhoods, some of whom nothing is stated."""
    weight = 1 / np.arange(3, len(lsoas) + 3)
    ids = [f"{SYNTHETIC}{i:06d}" for i in random.permutation(999_999)[:number]]
    return pd.DataFrame(
        {
            "person_id": ids,
            "start": random.integers(0, 150, number),
            "lsoa": random.choice(lsoas, number, p=weight / weight.sum()),
            "age_band": random.choice(
                np.array([*AGE_BANDS, None], dtype=object), number, p=[0.28, 0.3, 0.22, 0.12, 0.02, 0.06]
            ),
            "sex": random.choice(np.array(["female", "male", None], dtype=object), number, p=[0.6, 0.34, 0.06]),
            "ethnic_group": random.choice(
                np.array([*BROAD_GROUPS, None], dtype=object), number, p=[0.24, 0.3, 0.06, 0.27, 0.09, 0.04]
            ),
        }
    )
