"""Territories as the search finds them: by any of their names, their code, their postal codes."""

from __future__ import annotations

from collections.abc import Iterator

from app import territories
from app.portraits.places import REGION, departments_of, way_to
from app.search.backend import Document, DocumentKind
from app.territories import Territory

COMMUNE_BOOST = 0.8  # the thousand communes come after what happens in them


def documents() -> Iterator[Document]:
    """Every territory of Île-de-France that has a sheet, the widest first."""
    return map(document_of, territories.list_territories())


def document_of(place: Territory) -> Document:
    """What is searched and shown of a territory.

    Its text only says what it lies in: words that all sheets share would find them all.
    """
    around = [t.name for t in reversed(way_to(place)) if t.code != REGION]
    departments = departments_of(place)
    return Document(
        kind=DocumentKind.TERRITORY,
        id=place.code,
        url=f"/territoires/{place.code}",
        title=place.label,
        text=", ".join(around),
        keywords=(place.code, place.name, place.full_name, *place.aliases, *place.postal_codes),
        place=departments[0].name if len(departments) == 1 else "",
        boost=COMMUNE_BOOST if place.is_place else 1.0,
    )
