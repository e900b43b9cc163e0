"""A structure as the search finds it."""

from __future__ import annotations

from app import sectors
from app.search.backend import Document, DocumentKind
from app.siae.models import Siae


def document_of(siae: Siae) -> Document:
    """What is searched and shown of a structure; its activities are loaded."""
    known = [s for a in siae.activities if (s := sectors.find(a.sector)) is not None]
    names = tuple(dict.fromkeys(s.name for s in known))
    label = f"{siae.kind.label} ({siae.kind})"
    return Document(
        kind=DocumentKind.SIAE,
        id=siae.slug,
        url=f"/structures/{siae.slug}",
        title=siae.display_name,
        text=f"{label} à {siae.city}. {siae.description} {', '.join(names)}".strip(),
        keywords=(siae.kind.value, siae.kind.label, siae.name, siae.postal_code, *names),
        place=siae.city,
        updated=siae.updated_at.date(),
    )
