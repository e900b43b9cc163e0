"""The decisions on a project, and who may have taken them in its territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.blueprints.dossier_sections.section import Reading, Section
from app.committees import queries
from app.dossiers import decisions
from app.dossiers.content_models import DossierDecision
from app.extensions import db
from app.forms.dossier_contents import DecisionForm


@dataclass(frozen=True, kw_only=True)
class DecisionsView:
    """The decisions, the newest first; the form that adds one, None to who only reads."""

    decisions: tuple[DossierDecision, ...]
    form: DecisionForm | None


def read(reading: Reading) -> DecisionsView:
    """The view of the decisions."""
    found = tuple(db.session.scalars(decisions.of_dossier(reading.dossier.id)))
    form = reading.forms.get(SECTION.key)
    if reading.may_write and not isinstance(form, DecisionForm):
        form = DecisionForm().offer(list_committees(reading.dossier.territory, reading.today))
    return DecisionsView(
        decisions=found,
        form=form if isinstance(form, DecisionForm) else None,
    )


def list_committees(territory: str, today: date) -> list[tuple[str, str]]:
    """The committees in force there, each its slug and its name; none until the place is said."""
    found = db.session.scalars(queries.of_territory(territory, today))
    return [(committee.slug, committee.name) for committee in found]


SECTION = Section(
    key="decisions",
    title="Décisions",
    template="dossiers/sections/decisions.html",
    read=read,
)
