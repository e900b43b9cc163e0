"""Schemes that pay and their dated calls: kept, imported, checked, found.

The shapes are those of `app.toolkit.schemes`; `sources/` are pure parsers, `finder` is pure.
"""
