"""Notebook 01: how long people live in an area, how unequally, and how sure that is."""
