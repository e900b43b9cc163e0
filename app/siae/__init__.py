"""Inclusive structures: the IAE profile of an organisation, its activities, their areas.

Owns the directory and what the matching sees of a structure. Knows no HTTP, no form, no tender.
"""
