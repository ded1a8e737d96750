"""Open series for the 15 indicators, from every publisher: one table, one fact a row."""

from pathlib import Path

import pandas as pd

from leedsequity.errors import InputError
from leedsequity_data.publishers import indicators_education, indicators_health, indicators_living
from leedsequity_data.publishers.editions import of_kind

_KEYS = ["series", "group", "period", "area_code"]


def clean_indicator_series(*paths: Path) -> pd.DataFrame:
    """Return ``indicator_series``: every open series, described in ``indicator_sources``."""
    files = {path.name: path for path in paths}
    absent = sorted({*indicators_education.FILES, *indicators_health.FILES} - set(files))
    absent += [kind for kind in indicators_living.KINDS if not of_kind(paths, kind)]
    if absent:
        raise InputError(
            f"indicator_series is made from {', '.join(absent)} too: name them in its record"
        )
    topics = (indicators_education, indicators_health, indicators_living)
    parts: list[pd.DataFrame] = [part for topic in topics for part in topic.series(files)]
    table: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return table.sort_values(_KEYS, ignore_index=True).astype({"numerator": "Int64"})
