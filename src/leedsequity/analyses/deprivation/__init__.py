"""The analysis of notebook 03: deprivation by neighbourhood, who lives where, and what goes with it."""
