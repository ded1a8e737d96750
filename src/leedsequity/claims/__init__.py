"""The published figures, and what open data say of each.

`data/raw/claims.csv` holds every quantitative statement of the source documents; a claim that can
be tested names the function here that does it. A function is told what a claim is about, and never
its value.
"""

from leedsequity.claims.evaluation import Claim, claims, evaluate, register, status, traced

__all__ = ["Claim", "claims", "evaluate", "register", "status", "traced"]
