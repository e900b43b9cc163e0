"""The links that share a project with an adviser."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.dossiers import sharing
from app.dossiers.content_models import DossierShare
from app.extensions import db
from app.forms.dossier_contents import ShareForm


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """A link, and whether it still opens the project."""

    share: DossierShare
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class SharingView:
    """The links of the last months, and the form that makes one."""

    rows: tuple[ShareRow, ...]
    form: ShareForm


def read(reading: Reading) -> SharingView:
    """The view of the links."""
    form = reading.forms.get(SECTION.key)
    return SharingView(
        rows=tuple(
            ShareRow(share=share, is_open=share.expires_at > reading.now)
            for share in db.session.scalars(sharing.of_dossier(reading.dossier.id))
        ),
        form=form if isinstance(form, ShareForm) else ShareForm(),
    )


SECTION = Section(
    key="partager",
    title="Partager",
    template="dossiers/sections/partager.html",
    read=read,
    in_shared=False,
    is_aside=True,
)
