"""An actor as the search finds it."""

from __future__ import annotations

from app import territories
from app.search.backend import Document, DocumentKind
from app.toolkit.actor_sheet import Actor
from app.toolkit.actors import load_functions

MOST_PLACES = 6


def document_of(actor: Actor) -> Document:
    """What is searched and shown of an actor; every name it bore finds it."""
    functions = [function for function in load_functions() if function.slug in actor.functions]
    former = [former.name for former in actor.read_former_names]
    names = tuple(dict.fromkeys((actor.acronym, *former, *(f.name for f in functions))))
    places = [place.name for code in actor.territories if (place := territories.find_code(code))]
    formerly = f" Anciennement {', '.join(former)}." if former else ""
    words = ", ".join(theme.label for theme in actor.themes)
    return Document(
        kind=DocumentKind.ACTOR,
        id=actor.slug,
        url=actor.path,
        title=actor.name,
        text=f"{actor.role}{formerly} {actor.kind.label}. {words}".strip(),
        keywords=tuple(name for name in names if name),
        place=", ".join(places[:MOST_PLACES]),
        updated=actor.verified,
    )
