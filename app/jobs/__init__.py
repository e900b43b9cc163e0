"""What the portal does by itself, at fixed hours: `schedule` says what, `queue` runs it.

A job is a function that a command calls too; it runs in an application context and never twice at
once. `app/operating/runs.py` keeps the outcome of the last run of each.
"""
