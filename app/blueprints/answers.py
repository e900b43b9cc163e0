"""The page behind the link of a letter: answer a request without an account.

Opening it changes nothing: programs that check mail open every link. Where the organisation has
members on the portal, the thread is read in their space alone.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints import match_doors
from app.blueprints.match_doors import Answer, Door
from app.blueprints.need_links import links
from app.blueprints.private_files import let_a_file_in
from app.blueprints.private_pages import keep_private
from app.clock import to_paris
from app.errors import NotFoundError, PortalError
from app.extensions import csrf, db
from app.forms.exchanges import PauseForm
from app.partnerships import addressees, preferences, queries
from app.partnerships.links import LOST
from app.partnerships.models import NeedMatch
from app.partnerships.states import LIVE, MatchState, Side

bp = Blueprint("answers", __name__)
PATH = "/reponse/<secret>"


@bp.url_value_preprocessor
def widen(endpoint: str | None, values: dict[str, str] | None) -> None:
    """Let the form of a file be heavy, behind a link of ours."""
    if endpoint == f"{bp.name}.send" and values:
        try:
            links().find_match(db.session(), values["secret"])
        except PortalError:
            return
        let_a_file_in()


class OverError(PortalError):
    """The request is closed: its link serves no more."""


def find(secret: str) -> NeedMatch:
    """The match of a link; NotFoundError where it is gone, or was anonymised."""
    number = links().find_match(db.session(), secret).id
    select = queries.whole_match().where(NeedMatch.id == number)
    found = db.session.scalars(select.execution_options(populate_existing=True)).one()
    if not found.need.email or found.organisation_id is None:
        raise NotFoundError(LOST)
    return found


def open_door(secret: str) -> Door:
    """The door of a link; OverError where the request is closed and nothing was agreed."""
    found = find(secret)
    if found.need.need_state not in LIVE and found.match_state is not MatchState.AGREED:
        raise OverError(LOST)
    return Door(
        match=found,
        side=Side.ORGANISATION,
        base=f"/reponse/{secret}",
        template="matches/letter.html",
        again=lambda: open_door(secret),
        shows_thread=not has_members(found),
    )


def has_members(match: NeedMatch) -> bool:
    """Whether the organisation has members who read its requests in their space."""
    return bool(addressees.members_of(db.session(), match.organisation_id or 0))


@bp.errorhandler(OverError)
def show_over(_error: OverError) -> Response:
    """A link whose request is closed, without a word of what was asked."""
    page = render_template("matches/over.html")
    return keep_private((page, 410))


def thread_door(secret: str) -> Door:
    """The same door, for the thread; NotFoundError where it is read in the space."""
    door = open_door(secret)
    if not door.shows_thread:
        raise NotFoundError("Ce fil se lit dans l’espace de votre organisation.")
    return door


@bp.get(PATH)
def show(secret: str) -> Response:
    """What is asked, why, and the four answers."""
    return keep_private(match_doors.show(open_door(secret)))


@bp.post(PATH)
def answer(secret: str) -> Answer:
    """Answer; commits."""
    return match_doors.answer(open_door(secret))


@bp.post(f"{PATH}/messages")
def write(secret: str) -> Answer:
    """Write to the asker; commits."""
    return match_doors.write(thread_door(secret))


@bp.post(f"{PATH}/fichiers")
def send(secret: str) -> Answer:
    """Keep a file; commits."""
    return match_doors.send(thread_door(secret))


@bp.get(f"{PATH}/fichiers/<int:file>")
def give(secret: str, file: int) -> Response:
    """A file of the thread."""
    return match_doors.give(thread_door(secret), file)


@bp.post(f"{PATH}/fichiers/<int:file>/supprimer")
def remove(secret: str, file: int) -> BaseResponse:
    """Delete a file that the organisation sent; commits."""
    return match_doors.remove(thread_door(secret), file)


@bp.get(f"{PATH}/pause")
def show_pause(secret: str) -> Response:
    """How long the organisation wants no request."""
    return keep_private(pause_page(find(secret), PauseForm()))


def pause_page(match: NeedMatch, form: PauseForm) -> str:
    """The page of the pause, with what is to mend."""
    return render_template(
        "matches/pause.html",
        match=match,
        form=form,
        problems=form.problems,
        space=f"/espace/organisations/{match.organisation_id}/demandes/reception"
        if has_members(match)
        else "",
    )


@bp.post(f"{PATH}/pause")
@csrf.exempt  # type: ignore[untyped-decorator]
def pause(secret: str) -> Answer | Response:
    """Pause the requests of an organisation; commits.

    A mailbox posts by itself (RFC 8058), without cookie nor token: the signed link is the proof.
    """
    match, form = find(secret), PauseForm(request.form)
    if not form.validate():
        return keep_private((pause_page(match, form), 422))
    now = clock.now()
    until = to_paris(now).date() + timedelta(days=form.days)
    if match.organisation_id is not None:
        given = (match.organisation_id, until, preferences.BY_LETTER, now)
        preferences.pause(db.session(), *given)
        db.session.commit()
    return keep_private(render_template("matches/paused.html", until=until, secret=secret))


@bp.post(f"{PATH}/reprendre")
def resume(secret: str) -> Answer:
    """End the pause; commits."""
    match, now = find(secret), clock.now()
    number = match.organisation_id or 0
    known = preferences.read(db.session(), number)
    cap = known.monthly_cap if known else None
    preferences.save(db.session(), number, None, cap, preferences.BY_LETTER, now)
    db.session.commit()
    flash("Votre organisation reçoit de nouveau des demandes.", "success")
    return redirect(f"/reponse/{secret}/pause", code=303)
