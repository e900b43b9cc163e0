"""Territories: what contains what, what a person means by a name, where something applies.

Owns the communes, EPT, EPCI, départements and régions (data built by
`scripts/build_territories.py`), areas of intervention and their comparison. Knows neither the web
nor the database; reads its files at the first use.
"""

from app.territories.areas import Area, covers, intersects, overlap, reaches
from app.territories.catalog import (
    ancestors,
    codes_within,
    communes_of,
    contains,
    descendants,
    find_code,
    get,
    list_territories,
)
from app.territories.distance import communes_within, distance_km, nearest_commune
from app.territories.explanation import explain
from app.territories.french import say_definite, say_of, say_where
from app.territories.kinds import Point, Territory, TerritoryKind
from app.territories.locating import locate
from app.territories.lookup import candidates, find, resolve
from app.territories.outlines import department_outlines, outline, outlines_of
from app.territories.suggestions import suggest

__all__ = [
    "Area",
    "Point",
    "Territory",
    "TerritoryKind",
    "ancestors",
    "candidates",
    "codes_within",
    "communes_of",
    "communes_within",
    "contains",
    "covers",
    "department_outlines",
    "descendants",
    "distance_km",
    "explain",
    "find",
    "find_code",
    "get",
    "intersects",
    "list_territories",
    "locate",
    "nearest_commune",
    "outline",
    "outlines_of",
    "overlap",
    "reaches",
    "resolve",
    "say_definite",
    "say_of",
    "say_where",
    "suggest",
]
