"""What the engine is told of this project: what to load beforehand, and what a run reports."""

from pathlib import Path

from leedsequity_build.engine.fork import Trace

SOURCES = Path(__file__).parents[1]
TRACE = Trace(
    packages=("leedsequity", "leedsequity_build", "leedsequity_data"),
    sources=SOURCES,
    reads="leedsequity.raw.load:reads",
)
# Third-party only: what a notebook imports from this project must be seen to be imported.
PRELOADED = (
    "IPython.core.interactiveshell",
    "geopandas",
    "matplotlib.backends.backend_svg",
    "matplotlib_inline.backend_inline",
    "pyarrow.pandas_compat",
    "scipy.stats",
    "seaborn",
    "statsmodels.regression.linear_model",
    "yaml",
)
