"""The private page of who asked: where the request stands, who answered what, what to do next.

The secret of the address is the one that the asker received when they began, or the signed one of
a letter. Nobody keeps a copy of these pages.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints import match_doors
from app.blueprints.asker_page import describe
from app.blueprints.match_doors import Answer, Door, signed_person
from app.blueprints.need_links import links
from app.blueprints.private_files import let_a_file_in
from app.blueprints.private_pages import keep_private
from app.errors import InvalidError, NotFoundError, PortalError
from app.extensions import db
from app.forms.exchanges import CloseForm
from app.partnerships import asking, closing, queries, waves
from app.partnerships.answering import Actor
from app.partnerships.links import LOST
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Side

bp = Blueprint("asker_needs", __name__)
PATH = "/mes-demandes/<secret>"
MATCH_PATH = f"{PATH}/structures/<int:match>"


@bp.url_value_preprocessor
def widen(endpoint: str | None, values: dict[str, str] | None) -> None:
    """Let the form of a file be heavy, behind a link of ours."""
    if endpoint == f"{bp.name}.send" and values:
        try:
            find_number(values["secret"])
        except PortalError:
            return
        let_a_file_in()


def find_number(secret: str) -> int:
    """The number of the request of a secret; NotFoundError where it opens none.

    Drafts are opened by the pages that fill them.
    """
    if "." in secret:
        found = links().find_need(db.session(), secret)
    else:
        kept = db.session.scalars(asking.by_secret(secret)).one_or_none()
        if kept is None:
            raise NotFoundError(LOST)
        found = kept
    if found.need_state in asking.BEFORE or not found.email:
        raise NotFoundError(LOST)
    return found.id


def find(secret: str) -> Need:
    """The request of a secret with all that its page shows; NotFoundError."""
    select = queries.whole_need().where(Need.id == find_number(secret))
    return db.session.scalars(select.execution_options(populate_existing=True)).one()


def asker(need: Need) -> Actor:
    """The asker, now; their account where they are signed in with it."""
    person = signed_person()
    is_theirs = person is not None and need.person_id == person.id
    known = person if is_theirs else None
    return Actor(side=Side.ASKER, now=clock.now(), links=links(), person=known)


def show_page(secret: str, form: CloseForm | None = None, refusal: str = "") -> str:
    """The page of a request, with what is to mend."""
    form = form or CloseForm()
    base = f"/mes-demandes/{secret}"
    return render_template(
        "asked/show.html",
        view=describe(find(secret), base, clock.now()),
        form=form,
        problems=form.problems or ((("titre-demande", refusal),) if refusal else ()),
    )


def do(secret: str, act: Callable[[Need], str]) -> BaseResponse:
    """Do an act that gives what to say, commit, and go back to the page; or say why not."""
    try:
        said = act(find(secret))
        db.session.commit()
    except InvalidError as error:
        db.session.rollback()
        return keep_private((show_page(secret, refusal=str(error)), 422))
    flash(said, "success")
    return redirect(f"/mes-demandes/{secret}", code=303)


@bp.get(PATH)
def show(secret: str) -> BaseResponse:
    """Where the request stands; a draft opens where it was left."""
    kept = db.session.scalars(asking.by_secret(secret)).one_or_none()
    if kept is not None and kept.need_state in asking.BEFORE:
        return redirect(f"/mes-demandes/{secret}/brouillon", code=303)
    return keep_private(show_page(secret))


@bp.post(f"{PATH}/suite")
def ask_others(secret: str) -> BaseResponse:
    """Ask the next organisations now; commits."""

    def act(need: Need) -> str:
        by = asker(need)
        given = (links(), by.now, by.side, by.person)
        sent = waves.send_wave(db.session(), need, *given)
        if not sent:
            return waves.NOBODY_LEFT
        many = f"{sent} structures reçoivent" if sent > 1 else "Une structure reçoit"
        return f"{many} maintenant votre demande."

    return do(secret, act)


@bp.post(f"{PATH}/clore")
def close(secret: str) -> BaseResponse:
    """Close the request: found here, found elsewhere, or withdrawn; commits."""
    form = CloseForm(request.form)
    reason = form.read()
    if reason is None:
        return keep_private((show_page(secret, form), 422))

    def act(need: Need) -> str:
        closing.close(db.session(), need, reason, asker(need), form.precision.data or "")
        return "Votre demande est close. Les structures qui s’y intéressaient sont prévenues."

    return do(secret, act)


def open_door(secret: str, match: int) -> Door:
    """One organisation that received the request of a secret; NotFoundError for any other."""
    number = find_number(secret)
    select = queries.whole_match().where(NeedMatch.id == match, NeedMatch.need_id == number)
    found = db.session.scalars(select.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFoundError("Cette structure n’a pas reçu votre demande.")
    return Door(
        match=found,
        side=Side.ASKER,
        base=f"/mes-demandes/{secret}/structures/{match}",
        template="matches/asker.html",
        again=lambda: open_door(secret, match),
        person=asker(found.need).person,
    )


@bp.get(MATCH_PATH)
def show_match(secret: str, match: int) -> Response:
    """What one organisation answered, and the thread with it."""
    return keep_private(match_doors.show(open_door(secret, match)))


@bp.post(f"{MATCH_PATH}/accord")
def accept(secret: str, match: int) -> Answer:
    """Exchange contact details; commits."""
    return match_doors.accept(open_door(secret, match))


@bp.post(f"{MATCH_PATH}/refus")
def refuse(secret: str, match: int) -> Answer:
    """Turn the organisation down; commits."""
    return match_doors.refuse(open_door(secret, match))


@bp.post(f"{MATCH_PATH}/messages")
def write(secret: str, match: int) -> Answer:
    """Write to the organisation; commits."""
    return match_doors.write(open_door(secret, match))


@bp.post(f"{MATCH_PATH}/fichiers")
def send(secret: str, match: int) -> Answer:
    """Keep a file; commits."""
    return match_doors.send(open_door(secret, match))


@bp.get(f"{MATCH_PATH}/fichiers/<int:file>")
def give(secret: str, match: int, file: int) -> Response:
    """A file of the thread."""
    return match_doors.give(open_door(secret, match), file)


@bp.post(f"{MATCH_PATH}/fichiers/<int:file>/supprimer")
def remove(secret: str, match: int, file: int) -> BaseResponse:
    """Delete a file that the asker sent; commits."""
    return match_doors.remove(open_door(secret, match), file)
