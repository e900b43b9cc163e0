"""Saved searches that are watched: who follows what, what is new, the digest of each.

Knows neither pages nor filters: a list gives itself as a `Watch`, a search is its key and its
normalised query string.
"""
