"""The analysis of notebook 06: one page on a ward of Leeds, beside the city and England."""
