"""The requests that the portal team looks after: those that fit nobody, those to relay."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.roles import PortalRole
from app.audit import services as audit
from app.blueprints.access import me, team
from app.blueprints.memberships_joining import search_page
from app.blueprints.need_links import links
from app.blueprints.needs_desk_page import describe_need, describe_queues
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from app.forms.exchanges import AnswerForm, DeskNoteForm
from app.forms.membership import SearchForm
from app.partnerships import answering, desk, queries
from app.partnerships.answering import Actor
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Closing, NeedState, Side

bp = Blueprint("needs_desk", __name__)
PATH = "/admin/demandes"
NEED = f"{PATH}/<int:need>"
MATCH = f"{NEED}/structures/<int:match>"
HIDDEN = (NeedState.DRAFT, NeedState.UNCONFIRMED)
LOST = "Cette demande n’existe pas, ou n’est pas confirmée."


def actor() -> Actor:
    """The person of the team, now."""
    return Actor(side=Side.TEAM, now=clock.now(), links=links(), person=me())


def find(number: int) -> Need:
    """A confirmed request with all that its page shows; NotFoundError for a draft."""
    select = queries.whole_need().where(Need.id == number)
    found = db.session.scalars(select.execution_options(populate_existing=True)).one_or_none()
    if found is None or found.need_state in HIDDEN:
        raise NotFoundError(LOST)
    return found


def find_match(need: int, match: int) -> NeedMatch:
    """A match of that request; NotFoundError."""
    find(need)
    select = queries.whole_match().where(NeedMatch.id == match, NeedMatch.need_id == need)
    found = db.session.scalars(select.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """What waits for the team, the oldest first; what is open."""
    return render_template("desk/needs.html", view=describe_queues(clock.now()))


def show_page(number: int, refusal: str = "") -> str:
    """The page of a request for the team."""
    found, form = find(number), SearchForm(request.args)
    return render_template(
        "desk/need.html",
        view=describe_need(found, links(), clock.now()),
        notes=list(db.session.scalars(audit.history(desk.SUBJECT, str(number)))),
        form=form,
        page=search_page(form, f"{PATH}/{number}"),
        answer=AnswerForm(),
        problems=form.problems or ((("titre-demande", refusal),) if refusal else ()),
    )


def do(number: int, act: Callable[[], str]) -> tuple[str, int] | Response:
    """Do an act that gives what to say, commit, and go back to the page; or say why not."""
    try:
        said = act()
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return show_page(number, str(error)), 422
    flash(said, "success")
    return redirect(f"{PATH}/{number}", code=303)


def read_note() -> str:
    """The note of a form; InvalidError where it is missing or too long."""
    form = DeskNoteForm(request.form)
    if not form.validate():
        raise InvalidError(form.problems[0][1])
    return str(form.note.data)


@bp.get(NEED)
@team(PortalRole.MODERATOR)
def show(need: int) -> str:
    """A request, who received it, what the team did."""
    return show_page(need)


@bp.post(f"{NEED}/structures")
@team(PortalRole.MODERATOR)
def add(need: int) -> tuple[str, int] | Response:
    """Send the request to an organisation; commits."""
    found, raw = find(need), request.form.get("organisation", "")

    def act() -> str:
        if not (raw.isascii() and raw.isdecimal() and len(raw) < 10):
            raise InvalidError("Choisissez une organisation dans la liste.")
        made = desk.add_recipient(db.session(), found, int(raw), actor())
        return f"La demande est envoyée à {made.organisation_name}."

    return do(need, act)


@bp.post(f"{NEED}/clore")
@team(PortalRole.MODERATOR)
def close(need: int) -> tuple[str, int] | Response:
    """Close the request with a reason, and tell the asker; commits."""
    found = find(need)

    def act() -> str:
        given = (Closing.TEAM, actor(), read_note())
        desk.close(db.session(), found, *given)
        return "La demande est close, son auteur est prévenu."

    return do(need, act)


@bp.post(f"{NEED}/notes")
@team(PortalRole.MODERATOR)
def note(need: int) -> tuple[str, int] | Response:
    """Keep what the team did; commits."""
    found = find(need)

    def act() -> str:
        desk.write_note(db.session(), found, read_note(), actor())
        return "La note est enregistrée."

    return do(need, act)


@bp.post(f"{MATCH}/transmise")
@team(PortalRole.MODERATOR)
def relay(need: int, match: int) -> tuple[str, int] | Response:
    """Say that the team reached the organisation itself; commits."""
    found = find_match(need, match)

    def act() -> str:
        desk.relay(db.session(), found, read_note(), actor())
        return f"C’est noté\u00a0: {found.organisation_name} a la demande."

    return do(need, act)


@bp.post(f"{MATCH}/reponse")
@team(PortalRole.MODERATOR)
def answer(need: int, match: int) -> tuple[str, int] | Response:
    """Keep an answer that the organisation gave to the team; commits."""
    found, form = find_match(need, match), AnswerForm(request.form)

    def act() -> str:
        reply = form.read()
        if reply is None:
            raise InvalidError(form.problems[0][1])
        given = (found.need, found, reply, actor(), form.seen)
        answering.answer(db.session(), *given)
        desk.log(db.session(), found.need, f"note la réponse de {found.organisation_name}", actor())
        return "La réponse est enregistrée."

    return do(need, act)
