"""The page of a group and what its members do there, or those who were invited."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request
from werkzeug.wrappers import Response

from app.blueprints.access import member
from app.blueprints.consortia import LIST_PATH
from app.blueprints.consortia_cards import list_path, make_actor, page_path
from app.blueprints.consortia_page import Forms, load, show_page
from app.consortia import contents, departures, places
from app.consortia.acting import ConsortiumChangedError
from app.consortia.models import Consortium
from app.errors import InvalidError
from app.extensions import db
from app.forms.consortia import AnswerForm, MessageForm, PointForm
from app.organisations.roles import MemberRole

bp = Blueprint("consortia_acts", __name__)
PAGE_PATH = f"{LIST_PATH}/<int:consortium>"
Answer = Response | tuple[str, int]


@bp.get(PAGE_PATH)
@member(MemberRole.READER)
def show(organisation: int, consortium: int) -> str:
    """A group, what it holds, what to do next."""
    return show_page(load(organisation, consortium))


def do(
    organisation: int,
    consortium: Consortium,
    act: Callable[[], object],
    said: str,
    *,
    forms: Forms | None = None,
    at: str = "",
    leaves: bool = False,
) -> Answer:
    """Do an act of a form that is right, commit, and go back to the page; or say why not.

    `leaves` goes to the list instead: the page is no longer the structure’s.
    """
    number = consortium.id
    try:
        act()
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        status = 409 if isinstance(error, ConsortiumChangedError) else 422
        return show_page(load(organisation, number), forms, refusal=str(error)), status
    flash(said, "success")
    where = list_path(organisation) if leaves else f"{page_path(organisation, number)}#{at}"
    return redirect(where.rstrip("#"), code=303)


@bp.post(f"{PAGE_PATH}/reponse")
@member(MemberRole.EDITOR)
def answer(organisation: int, consortium: int) -> Answer:
    """Accept or decline the invitation of one’s own structure; commits."""
    found = load(organisation, consortium)
    form = AnswerForm(request.form)
    if not form.validate():
        return show_page(found, Forms(answer=form)), 422
    accepts, has_read = form.reponse.data == "oui", form.lu.data

    def act() -> object:
        return places.answer(db.session(), found, make_actor(), accepts=accepts, has_read=has_read)

    said = "Vous êtes membre du groupement." if accepts else "Vous avez décliné l’invitation."
    return do(organisation, found, act, said, forms=Forms(answer=form), leaves=not accepts)


@bp.post(f"{PAGE_PATH}/quitter")
@member(MemberRole.EDITOR)
def leave(organisation: int, consortium: int) -> Answer:
    """Leave a group; commits."""
    found = load(organisation, consortium)

    def act() -> object:
        return departures.leave(db.session(), found, make_actor())

    return do(organisation, found, act, "Votre structure a quitté le groupement.", leaves=True)


@bp.post(f"{PAGE_PATH}/places/<int:place>/annuler")
@member(MemberRole.EDITOR)
def cancel(organisation: int, consortium: int, place: int) -> Answer:
    """Take back an invitation, or one’s own request; commits."""
    found = load(organisation, consortium)
    is_own = places.find_place(found, place).organisation_id == organisation

    def act() -> object:
        return departures.cancel(db.session(), found, place, make_actor())

    return do(organisation, found, act, "C’est retiré.", at="membres", leaves=is_own)


@bp.post(f"{PAGE_PATH}/places/<int:place>/mandataire")
@member(MemberRole.EDITOR)
def hand_over(organisation: int, consortium: int, place: int) -> Answer:
    """Give the lead to another member; commits."""
    found = load(organisation, consortium)

    def act() -> object:
        return departures.hand_over(db.session(), found, place, make_actor())

    return do(organisation, found, act, "Le mandataire a changé.", at="membres")


@bp.post(f"{PAGE_PATH}/points")
@member(MemberRole.EDITOR)
def settle(organisation: int, consortium: int) -> Answer:
    """Write what was agreed on a point; commits."""
    found = load(organisation, consortium)
    form = PointForm(request.form)
    if not form.validate():
        return show_page(found, Forms(point=form)), 422
    key, decision = form.point.data or "", form.convenu.data or ""

    def act() -> None:
        contents.settle(db.session(), found, key, decision, make_actor())

    return do(organisation, found, act, "C’est enregistré.", at="points")


@bp.post(f"{PAGE_PATH}/messages")
@member(MemberRole.EDITOR)
def write(organisation: int, consortium: int) -> Answer:
    """Write to the other members; commits."""
    found = load(organisation, consortium)
    form = MessageForm(request.form)
    if not form.validate():
        return show_page(found, Forms(message=form)), 422
    text = form.message.data or ""

    def act() -> object:
        return contents.write(db.session(), found, text, make_actor())

    return do(organisation, found, act, "Le message est envoyé.", at="messages")
