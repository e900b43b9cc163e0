"""What the lead of a group does: invite, welcome, remove, share, choose the form, move on."""

from __future__ import annotations

from flask import Blueprint, request

from app.blueprints.access import member
from app.blueprints.consortia_acts import PAGE_PATH, Answer, do
from app.blueprints.consortia_cards import make_actor
from app.blueprints.consortia_page import MOST_LOTS, Forms, load, show_page
from app.consortia import departures, moves, places, sharing, starting
from app.consortia.acting import check_version
from app.consortia.states import ConsortiumState, LegalForm
from app.errors import NotFoundError
from app.extensions import db
from app.forms.consortia import AnswerForm, InviteForm, LegalFormForm, MoveForm
from app.forms.consortium_shares import SharesForm
from app.forms.versioned import VersionedForm
from app.organisations.roles import MemberRole
from app.siae.queries import by_numbers

bp = Blueprint("consortia_lead", __name__)


@bp.post(f"{PAGE_PATH}/inviter")
@member(MemberRole.EDITOR)
def invite(organisation: int, consortium: int) -> Answer:
    """Invite a structure of the directory; commits."""
    found = load(organisation, consortium)
    form = InviteForm(request.form)
    if not form.validate():
        return show_page(found, Forms(invite=form)), 422
    siae = db.session.scalars(by_numbers([int(form.structure.data or 0)])).first()
    if siae is None:
        raise NotFoundError("Cette structure n’est pas dans l’annuaire.")
    text = form.message.data or ""

    def act() -> object:
        return places.invite(db.session(), found, siae.organisation, text, make_actor())

    said = f"{siae.display_name} est invitée."
    return do(organisation, found, act, said, forms=Forms(invite=form), at="membres")


@bp.post(f"{PAGE_PATH}/places/<int:place>/reponse")
@member(MemberRole.EDITOR)
def decide(organisation: int, consortium: int, place: int) -> Answer:
    """Answer a structure that asks to join; commits."""
    found = load(organisation, consortium)
    form = AnswerForm(request.form)
    if not form.validate():
        return show_page(found, Forms(answer=form)), 422
    accepts = form.reponse.data == "oui"

    def act() -> object:
        return places.decide(db.session(), found, place, make_actor(), accepts=accepts)

    said = "La structure est membre du groupement." if accepts else "La proposition est déclinée."
    return do(organisation, found, act, said, at="membres")


@bp.post(f"{PAGE_PATH}/places/<int:place>/retirer")
@member(MemberRole.EDITOR)
def remove(organisation: int, consortium: int, place: int) -> Answer:
    """Remove a member; commits."""
    found = load(organisation, consortium)

    def act() -> object:
        return departures.remove(db.session(), found, place, make_actor())

    return do(organisation, found, act, "La structure est retirée.", at="membres")


@bp.post(f"{PAGE_PATH}/etape")
@member(MemberRole.EDITOR)
def move(organisation: int, consortium: int) -> Answer:
    """Move the group on; commits."""
    found = load(organisation, consortium)
    form = MoveForm(request.form)
    form.offer(found.consortium_state)
    forms = Forms(move=form)
    if form.seen != found.version:  # said first: the steps offered are no longer those that it saw
        return do(organisation, found, lambda: check_version(found, form.seen), "", forms=forms)
    if not form.validate():
        return show_page(found, forms), 422
    after, why = form.after, form.precision.data or ""

    def act() -> object:
        actor = make_actor()
        return moves.move(db.session(), found, after, actor, version=form.seen, why=why)

    said = f"Le groupement est à l’étape «\u00a0{after.label}\u00a0»."
    is_over = after is ConsortiumState.DISSOLVED
    said = "Le groupement est dissous." if is_over else said
    return do(organisation, found, act, said, forms=forms, at="etape-titre")


@bp.post(f"{PAGE_PATH}/forme")
@member(MemberRole.EDITOR)
def choose_form(organisation: int, consortium: int) -> Answer:
    """Choose the form of the group; commits."""
    found = load(organisation, consortium)
    form = LegalFormForm(request.form)
    forms = Forms(legal=form)
    if not form.validate():
        return show_page(found, forms), 422
    chosen = LegalForm(form.forme.data)

    def act() -> None:
        moves.choose_form(db.session(), found, chosen, make_actor(), version=form.seen)

    return do(organisation, found, act, "La forme est enregistrée.", forms=forms, at="forme-titre")


@bp.post(f"{PAGE_PATH}/parts")
@member(MemberRole.EDITOR)
def share(organisation: int, consortium: int) -> Answer:
    """Write the shares anew; commits."""
    found = load(organisation, consortium)
    lots = starting.list_lots(db.session(), found)[:MOST_LOTS]
    form, seen = SharesForm(), VersionedForm(request.form)
    read = form.read(request.form, found, lots)
    forms = Forms(shares=form)
    if read is None or not seen.validate():
        return show_page(found, forms), 422

    def act() -> None:
        sharing.save(db.session(), found, read, make_actor(), version=seen.seen)

    return do(organisation, found, act, "Les parts sont enregistrées.", forms=forms, at="parts")


@bp.post(f"{PAGE_PATH}/appel")
@member(MemberRole.EDITOR)
def call(organisation: int, consortium: int) -> Answer:
    """Show the members to who looks for partners, or hide them; commits."""
    found = load(organisation, consortium)
    is_open = request.form.get("appel") == "oui"

    def act() -> None:
        moves.call(db.session(), found, make_actor(), is_open=is_open)

    said = "Le nom des membres est montré." if is_open else "Le nom des membres est caché."
    return do(organisation, found, act, said, at="appel-titre")
