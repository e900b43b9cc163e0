"""What a holder answers to what is near: to be put in touch or not, to be known by the team."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from app import clock
from app.blueprints.access import me, signed_in
from app.blueprints.dossier_page import PAGE, load, path_of, show_page
from app.blueprints.dossier_sections.proximities import SECTION
from app.blueprints.urls import letter_url
from app.dossiers.models import Dossier
from app.dossiers.proximity import agreeing, holders
from app.dossiers.proximity.moves import Actor
from app.dossiers.proximity.states import Side
from app.errors import InvalidError
from app.extensions import db
from app.organisations.roles import MemberRole

bp = Blueprint("dossier_proximity", __name__)
SIGNAL = f"{PAGE}/{SECTION.key}/<int:signal>"
Answer = Response | tuple[str, int]


def holder_of(dossier: Dossier) -> Actor:
    """The holder of a project, now."""
    return Actor(
        side=Side.HOLDER, now=clock.now(), person=me(), dossier_id=dossier.id, site=letter_url()
    )


def go_back(dossier: Dossier, said: str) -> Response:
    """The part of the page, with what was done."""
    flash(said, "success")
    return redirect(f"{path_of(dossier)}#{SECTION.key}", code=303)


def refuse(dossier: int, error: InvalidError) -> tuple[str, int]:
    """The page of the project, with why it is not done."""
    db.session.rollback()
    return show_page(load(dossier), refusal=(SECTION.key, str(error))), 422


@bp.post(f"{SIGNAL}/accepter")
@signed_in
def agree(dossier: int, signal: int) -> Answer:
    """Agree to be put in touch with the holder of another project; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    row = agreeing.find(db.session(), found.id, signal)
    try:
        both = agreeing.agree(db.session(), row, found, holder_of(found))
        db.session.commit()
    except InvalidError as error:
        return refuse(dossier, error)
    if both:
        return go_back(found, "Vous êtes en relation\u00a0: chacun lit comment joindre l’autre.")
    return go_back(found, "C’est noté. Rien n’est dit de vous tant que l’autre n’a pas accepté.")


@bp.post(f"{SIGNAL}/retirer")
@signed_in
def withdraw(dossier: int, signal: int) -> Answer:
    """Take it back, while the other has not agreed; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    row = agreeing.find(db.session(), found.id, signal)
    try:
        agreeing.withdraw(db.session(), row, found, holder_of(found))
        db.session.commit()
    except InvalidError as error:
        return refuse(dossier, error)
    return go_back(found, "C’est retiré\u00a0: vous n’êtes pas mis en relation.")


@bp.post(f"{PAGE}/{SECTION.key}/equipe")
@signed_in
def show_to_team(dossier: int) -> Response:
    """Let the team know who holds the project, or no longer; commits."""
    found = load(dossier, MemberRole.EDITOR).dossier
    is_shown = request.form.get("contact") == "oui"
    holders.show_to_team(db.session(), found, clock.now(), is_shown=is_shown)
    db.session.commit()
    if is_shown:
        return go_back(found, "L’équipe du portail peut vous contacter.")
    return go_back(found, "L’équipe du portail ne voit pas qui vous êtes.")
