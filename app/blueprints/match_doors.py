"""What both sides do on a request and one organisation, whichever door they came in by.

Three doors lead to the same exchange: the space of the organisation, the link of its letter, the
private page of the asker. A door knows the side, the person where there is one, and its address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.accounts.models import Person
from app.blueprints.match_page import MatchForms, show_page
from app.blueprints.need_links import links
from app.blueprints.private_files import give_private, read_sent, store_of
from app.errors import InvalidError
from app.extensions import db
from app.files.store import FileStore
from app.forms.exchanges import AnswerForm, DecisionForm, ThreadForm
from app.partnerships import answering, threads
from app.partnerships.answering import Actor
from app.partnerships.models import Need, NeedMatch
from app.partnerships.moves import ConflictError
from app.partnerships.states import Side

Answer = BaseResponse | tuple[str, int]


def store() -> FileStore:
    """Where the files of the threads are."""
    return store_of("partnerships")


def signed_person() -> Person | None:
    """The person signed in, if any."""
    return current_user.person if current_user.is_authenticated else None


@dataclass(frozen=True, kw_only=True)
class Door:
    """A match as one side opens it; `again` reads it anew, after an act that was refused."""

    match: NeedMatch
    side: Side
    base: str
    template: str
    again: Callable[[], Door]
    person: Person | None = None
    may_act: bool = True
    shows_thread: bool = True

    @property
    def need(self) -> Need:
        """The request."""
        return self.match.need

    def actor(self) -> Actor:
        """Who acts, now."""
        return Actor(side=self.side, now=clock.now(), links=links(), person=self.person)


def show(door: Door, forms: MatchForms | None = None, refusal: str = "") -> str:
    """The page of a door."""
    return show_page(
        door.template,
        door.match,
        door.side,
        door.base,
        forms=forms or MatchForms(),
        refusal=refusal,
        person=door.person,
        may_act=door.may_act,
        shows_thread=door.shows_thread,
    )


def do(door: Door, act: Callable[[], object], forms: MatchForms, said: str, at: str) -> Answer:
    """Do an act of a form that is right, commit, and go back to the page; or say why not."""
    try:
        act()
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        status = 409 if isinstance(error, ConflictError) else 422
        return show(door.again(), forms, refusal=str(error)), status
    flash(said, "success")
    return redirect(f"{door.base}#{at}", code=303)


def answer(door: Door) -> Answer:
    """Keep the answer of the organisation; commits."""
    form = AnswerForm(request.form)
    forms = MatchForms(answer=form)
    reply = form.read()
    if reply is None:
        return show(door, forms), 422

    def act() -> None:
        given = (door.need, door.match, reply, door.actor(), form.seen)
        answering.answer(db.session(), *given)

    return do(door, act, forms, "Votre réponse est enregistrée, merci.", "titre-demande")


def accept(door: Door) -> Answer:
    """The asker accepts the organisation: contact details are exchanged; commits."""
    form = DecisionForm(request.form)

    def act() -> None:
        answering.agree(db.session(), door.need, door.match, door.actor(), seen=form.seen)

    said = "Vos coordonnées et celles de la structure sont échangées, par courriel et ici."
    return do(door, act, MatchForms(), said, "coordonnees")


def refuse(door: Door) -> Answer:
    """The asker turns the organisation down; commits."""
    form = DecisionForm(request.form)
    forms = MatchForms(decision=form)
    if not form.validate():
        return show(door, forms), 422

    def act() -> None:
        given = (door.need, door.match, form.mot.data or "", door.actor(), form.seen)
        answering.refuse(db.session(), *given)

    return do(
        door, act, forms, "La structure est prévenue que vous ne donnez pas suite.", "reponse"
    )


def write(door: Door) -> Answer:
    """Keep a message; commits."""
    form = ThreadForm(request.form)
    forms = MatchForms(thread=form)
    if not form.validate():
        return show(door, forms), 422

    def act() -> object:
        text = form.texte.data or ""
        return threads.write(db.session(), door.need, door.match, text, door.actor())

    return do(door, act, forms, "Votre message est envoyé.", "fil")


def send(door: Door) -> Answer:
    """Keep a file; commits."""
    try:
        name, content = read_sent()
        given = (door.need, door.match, name, content, door.actor())
        threads.add_file(db.session(), store(), *given)
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return show(door.again(), MatchForms(file_refusal=str(error))), 422
    flash("Le fichier est enregistré.", "success")
    return redirect(f"{door.base}#fichiers", code=303)


def give(door: Door, number: int) -> Response:
    """A file, to keep: no browser opens it as a page of the portal."""
    found = threads.find_file(db.session(), door.match, number)
    return give_private(store().read(found.key), found.media_type, found.name)


def remove(door: Door, number: int) -> BaseResponse:
    """Delete a file that this side sent; commits."""
    key = threads.remove_file(db.session(), door.match, number, door.side)
    db.session.commit()
    store().delete(key)
    flash("Le fichier est supprimé.", "success")
    return redirect(f"{door.base}#fichiers", code=303)
