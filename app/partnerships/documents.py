"""The forms of partnership as the search finds them."""

from __future__ import annotations

from collections.abc import Iterator

from app.partnerships.modalities import load_modalities
from app.search.backend import Document, DocumentKind


def documents() -> Iterator[Document]:
    """One document for each form; one that is suspended comes after the others."""
    for sheet in load_modalities():
        said = (invitation.words for invitation in sheet.invitations)
        limits = (limit.sentence for limit in sheet.limits)
        yield Document(
            kind=DocumentKind.MODALITY,
            id=sheet.slug.value,
            url=sheet.path,
            title=sheet.title,
            text="\n".join((sheet.summary, *said, *limits)),
            keywords=("mise en relation", "partenariat", sheet.slug.label, *sheet.keywords),
            closed=not sheet.is_open,
            updated=sheet.legal.verified_on,
        )
