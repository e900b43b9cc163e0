"""The documents of a project."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.dossiers import files
from app.dossiers.content_models import DossierFile
from app.extensions import db
from app.files.refusal import MEGABYTE
from app.forms.dossier_contents import DocumentForm


@dataclass(frozen=True, kw_only=True)
class DocumentsView:
    """The documents, the latest first; their size in bytes, the room in Mo; the form."""

    files: tuple[DossierFile, ...]
    size: int
    room: int
    form: DocumentForm


def read(reading: Reading) -> DocumentsView:
    """The view of the documents."""
    found = tuple(db.session.scalars(files.of_dossier(reading.dossier.id)))
    form = reading.forms.get(SECTION.key)
    return DocumentsView(
        files=found,
        size=sum(file.size for file in found),
        room=files.MOST_BYTES // MEGABYTE,
        form=form if isinstance(form, DocumentForm) else DocumentForm(),
    )


SECTION = Section(
    key="documents",
    title="Documents",
    template="dossiers/sections/documents.html",
    read=read,
)
