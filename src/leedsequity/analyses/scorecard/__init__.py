"""Notebook 07: where an area stands on the 15 indicators."""
