"""Notebook 04: what the programmes' documents print, and a partner's own records, disclosure-controlled."""
