"""Notebook 05: published gaps in work, low pay, employment and income over time, an employer's staff."""
