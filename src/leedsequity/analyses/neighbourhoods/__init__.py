"""The analysis of notebook 06: one page on a ward of Leeds, beside the city and England."""

from leedsequity import raw
from leedsequity.analyses.neighbourhoods import wards

# What `leedsequity build --each ward` runs over.
CHOICES = {"ward": lambda: list(wards.names(raw.load("imd_lsoa21")))}
