"""Demonstration data: everything fictional, marked as such, dated from today.

The content is in `data/`, for people who do not program: one file per département for the
structures, one per family of trades for the consultations. Everything there is invented, except the
communes: no SIRET, no contact, no real buyer.
"""
