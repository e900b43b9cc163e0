"""« Je veux me lancer »: ask to join the group of a sector; the team decides."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.sector_scope import SectorScope
from app.errors import InvalidError
from app.extensions import db
from app.forms.sector_interest import SectorInterestForm
from app.moderation.sector_interest import InterestPayload
from app.proposals import services
from app.proposals.models import ProposalKind
from app.proposals.services import Draft
from app.siae.interests import find_structures
from app.siae.models import Siae
from app.siae.queries import by_slugs

bp = Blueprint("sector_joining", __name__)
UNKNOWN = (
    "Aucune structure de l’annuaire ne répond à ces mots. Donnez son SIRET ou, si elle n’y est "
    "pas, décrivez un projet."
)
SEVERAL = "Plusieurs fiches répondent\u00a0: choisissez la vôtre, ou donnez votre SIRET."


@bp.get("/filieres/<slug>/me-lancer")
def show(slug: str) -> str:
    """The form."""
    return render_form(SectorScope.find(slug), SectorInterestForm(request.args))


@bp.post("/filieres/<slug>/me-lancer")
def send(slug: str) -> str | tuple[str, int] | Response:
    """Keep the demand for the team, and go back to the sector; commits."""
    scope, form = SectorScope.find(slug), SectorInterestForm(request.form)
    is_valid, siae = form.validate(), find_chosen(form)
    if not is_valid or (siae is None and not form.project.data):
        return render_form(scope, form), 422
    if not form.website.data:
        try:
            services.submit(db.session(), draft_of(scope, form, siae), clock.now())
        except InvalidError as error:
            form.structure.errors = [str(error)]
            return render_form(scope, form), 422
        db.session.commit()
    flash("Merci. L’équipe du portail lira votre demande et vous répondra.", "success")
    return redirect(f"/filieres/{scope.slug}", code=303)


def render_form(scope: SectorScope, form: SectorInterestForm) -> str:
    """The page of the form, with what is to mend."""
    return render_template("sectors/join.html", scope=scope, form=form, problems=form.problems)


def find_chosen(form: SectorInterestForm) -> Siae | None:
    """The structure that the form means; None says so on its field, unless it is a project."""
    if form.project.data or form.structure.errors:
        return None
    found = find_structures(db.session(), form.structure.data or "")
    form.choice.choices = describe(found)
    if form.choice.data:
        chosen = db.session.scalar(by_slugs([form.choice.data]))
        if chosen is not None and (not found or chosen in found):
            return chosen
    if len(found) == 1:
        return found[0]
    form.structure.errors = [SEVERAL if found else UNKNOWN]
    return None


def describe(found: Sequence[Siae]) -> list[tuple[str, str]]:
    """The structures to choose among: kind, name and town tell them apart."""
    return [(siae.slug, f"{siae.display_name} – {siae.kind}, {siae.city}") for siae in found]


def draft_of(scope: SectorScope, form: SectorInterestForm, siae: Siae | None) -> Draft:
    """What the team reads in its queue."""
    name = siae.display_name if siae is not None else form.project.data or ""
    payload = InterestPayload(
        sector=scope.slug,
        structure=siae.slug if siae is not None else "",
        name=name,
        territory=form.place.place.code if form.place.place is not None else "",
        wishes=form.wishes.wishes,
        is_named=form.named.data == "oui",
        message=form.message.data or "",
    )
    return Draft(
        kind=ProposalKind.SECTOR_INTEREST,
        title=f"{name} – {scope.name}",
        payload=payload.to_json(),
        contact=form.contact.data or "",
    )
