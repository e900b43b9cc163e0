"""Pursuits in a diary: one, or all those of an organisation at a secret address of one's own."""

from __future__ import annotations

from flask import Blueprint, Response, flash, make_response, redirect, render_template
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.blueprints.access import me, member
from app.blueprints.downloads import give_file
from app.blueprints.pursuits import BOARD_PATH
from app.blueprints.pursuits_cards import board_path, page_path
from app.blueprints.urls import base_url, letter_url
from app.exports.ics import CalendarHead, write_calendar
from app.extensions import db
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.pursuits import feeds, services
from app.pursuits.calendar import feed_events, pursuit_events
from app.pursuits.models import Pursuit

bp = Blueprint("pursuits_calendar", __name__)
CALENDAR_PATH = f"{BOARD_PATH}/calendrier"
MIMETYPE = "text/calendar"


def whole_address(pursuit: Pursuit) -> str:
    """The page of a pursuit, for what is read elsewhere."""
    return f"{letter_url()}{page_path(pursuit)}"


def keep_private(response: Response) -> Response:
    """The answer, that nobody keeps or lists."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get(f"{BOARD_PATH}/<int:pursuit>.ics")
@member(MemberRole.READER)
def one(organisation: int, pursuit: int) -> Response:
    """The deadline and the reminders of one pursuit."""
    found = services.find(db.session(), organisation, pursuit)
    events = pursuit_events(db.session(), [found], whole_address)
    head = CalendarHead(name="Maillage – un marché suivi")
    content = write_calendar(head, events)
    return keep_private(give_file(content, MIMETYPE, f"marche-{found.id}.ics"))


@bp.get("/calendrier/<secret>.ics")
def feed(secret: str) -> Response:
    """The calendar that a secret opens: calendar programs sign in nowhere."""
    owner = feeds.open_feed(db.session(), secret)
    events = feed_events(db.session(), owner.organisation_id, whole_address)
    head = CalendarHead(
        name=f"Mes marchés – {owner.organisation_name}",
        description="Échéances et rappels des marchés suivis, heure de Paris",
    )
    content = write_calendar(head, events)
    return keep_private(give_file(content, MIMETYPE, "mes-marches.ics", inline=True))


@bp.get(CALENDAR_PATH)
@member(MemberRole.READER)
def settings(organisation: int) -> str:
    """Whether the person has an address, and since when."""
    return show_settings(organisation)


def show_settings(organisation: int, secret: str = "") -> str:
    """The page of the address; the only one that ever shows the secret, once."""
    return render_template(
        "pursuits/calendar.html",
        organisation=db.session.get_one(Organisation, organisation),
        board=board_path(organisation),
        feed=feeds.find_feed(db.session(), organisation, me()),
        address=f"{base_url()}/calendrier/{secret}.ics" if secret else "",
    )


@bp.post(CALENDAR_PATH)
@member(MemberRole.READER)
def draw(organisation: int) -> Response:
    """A new address, shown on this answer and nowhere else; commits."""
    secret = feeds.draw_feed(db.session(), organisation, me(), clock.now())
    db.session.commit()
    return keep_private(make_response(show_settings(organisation, secret)))


@bp.post(f"{CALENDAR_PATH}/supprimer")
@member(MemberRole.READER)
def revoke(organisation: int) -> BaseResponse:
    """Take the address back; commits."""
    feeds.revoke_feed(db.session(), organisation, me())
    db.session.commit()
    flash("L’adresse de votre calendrier n’ouvre plus rien.", "success")
    return redirect(f"{board_path(organisation)}/calendrier", code=303)
