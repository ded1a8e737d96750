"""Notebook 02: whether life expectancy changed more where central funding was cut more, and how sure that is."""
