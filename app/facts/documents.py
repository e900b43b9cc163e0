"""A measure as the search finds it."""

from __future__ import annotations

from collections.abc import Iterator

from app.search.backend import Document, DocumentKind
from app.toolkit.measures import load_measures


def documents() -> Iterator[Document]:
    """One document for each measure."""
    for measure in load_measures().values():
        yield Document(
            kind=DocumentKind.FIGURE,
            id=measure.key,
            url=f"/indicateurs/{measure.key}",
            title=measure.label,
            text=f"{measure.definition} {measure.caution}".strip(),
            keywords=("chiffre", "statistique", measure.theme.label),
        )
