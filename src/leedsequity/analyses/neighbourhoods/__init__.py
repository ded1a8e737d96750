"""The analysis of notebook 06: one page on a ward of Leeds, beside the city and England."""

from leedsequity import raw
from leedsequity.analyses.neighbourhoods import wards


def _wards() -> list[str]:
    return list(wards.names(raw.load("imd_lsoa21")))


# What `leedsequity build --each ward` runs over.
CHOICES = {"ward": _wards}
