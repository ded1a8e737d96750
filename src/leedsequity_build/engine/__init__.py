"""A papermill engine that runs notebooks in forks of a loaded process; it stands alone.

It imports nothing of the packages around it. Whoever uses it says which libraries are loaded
beforehand, and of which packages a run is to report what it used (`fork.Trace`).
"""
