"""How a notebook is run, skipped and recorded; nothing here knows what a notebook is about."""
