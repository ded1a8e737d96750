"""Statistics of health inequality: each function takes a tidy frame and returns one.

A column that is absent or an argument out of range raises `ValueError`. A group that cannot be
calculated keeps its row with missing numbers and says why in `reason`, so that one area never stops
the rest. The caller's frame is never changed, and the order of its rows never matters.
"""

from leedsequity.stats._frames import z_value
from leedsequity.stats.attributable import attributable
from leedsequity.stats.concentration_index import concentration_index
from leedsequity.stats.decomposition import decompose_gap
from leedsequity.stats.disclosure import DISCLOSURE_POLICIES, DisclosurePolicy, suppress
from leedsequity.stats.fixed_effects import two_way_fixed_effects
from leedsequity.stats.funnels import funnel_limits
from leedsequity.stats.gaps import gap
from leedsequity.stats.life_table import life_expectancy
from leedsequity.stats.parallel_trends import leads, violation_bound
from leedsequity.stats.permutation import (
    exchanges,
    permutation_test,
    slopes_given,
    specification_curve_test,
)
from leedsequity.stats.quantiles import quantiles
from leedsequity.stats.ranks import rank_intervals
from leedsequity.stats.rates import byars_limits, proportion, rate
from leedsequity.stats.slope_index import slope_index
from leedsequity.stats.standardisation import (
    EUROPEAN_STANDARD_POPULATION_2013,
    directly_standardised_rate,
)
from leedsequity.stats.standardised_ratio import standardised_ratio
from leedsequity.stats.wild_bootstrap import wild_cluster_bootstrap

__all__ = [
    "DISCLOSURE_POLICIES",
    "EUROPEAN_STANDARD_POPULATION_2013",
    "DisclosurePolicy",
    "attributable",
    "byars_limits",
    "concentration_index",
    "decompose_gap",
    "directly_standardised_rate",
    "exchanges",
    "funnel_limits",
    "gap",
    "leads",
    "life_expectancy",
    "permutation_test",
    "proportion",
    "quantiles",
    "rank_intervals",
    "rate",
    "slope_index",
    "slopes_given",
    "specification_curve_test",
    "standardised_ratio",
    "suppress",
    "two_way_fixed_effects",
    "violation_bound",
    "wild_cluster_bootstrap",
    "z_value",
]
