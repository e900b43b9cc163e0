"""Who reads the sheet of a project."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.dossiers.words import VISIBILITY_WORDS, Visibility
from app.forms.dossiers import VisibilityForm


@dataclass(frozen=True, kw_only=True)
class VisibilityView:
    """Who reads it, in words, and the form that changes it."""

    label: str
    form: VisibilityForm


def read(reading: Reading) -> VisibilityView:
    """The view of who reads it."""
    visibility = Visibility(reading.dossier.visibility)
    sent = reading.forms.get(SECTION.key)
    form = sent if isinstance(sent, VisibilityForm) else VisibilityForm()
    form.visibilite.data = form.visibilite.data or VISIBILITY_WORDS[visibility]
    return VisibilityView(label=visibility.label, form=form)


SECTION = Section(
    key="qui-lit",
    title="Qui lit la fiche",
    template="dossiers/sections/visibilite.html",
    read=read,
    in_shared=False,
    is_aside=True,
)
