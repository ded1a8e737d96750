"""What documents state, and what open data say of each statement.

`data/raw/claims.csv` holds every quantitative statement of the source documents, and
`readings.csv` the readings that its words allow, each with the function here that recomputes it. A
test is given what a claim is about, and never its value.
"""

from leedsequity.claims.evaluation import evaluate, evaluated, stated, traced
from leedsequity.claims.registers import Claim, Reading, Register, read

__all__ = ["Claim", "Reading", "Register", "evaluate", "evaluated", "read", "stated", "traced"]
