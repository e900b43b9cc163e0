"""Committees: who decides or advises where, by what law, from when until when.

Owns the bodies of the region, of its départements and of its local areas, those of yesterday and
what replaced them; their import and their history. Knows no HTTP and no forms.
"""
