"""The errors that readers report, for the portal team: read, closed with what was done."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.accounts.roles import PortalRole
from app.blueprints.access import team
from app.blueprints.desk_acts import decider, go_back, read_page, written
from app.blueprints.urls import own_path
from app.errors import InvalidError
from app.extensions import db
from app.feedback import services
from app.moderation import deciding
from app.moderation.deciding import DecidedError

bp = Blueprint("desk_reports", __name__)
PATH = "/admin/signalements"
ONE = f"{PATH}/<int:number>"


@bp.get(PATH)
@team(PortalRole.MODERATOR, PortalRole.EDITOR)
def index() -> str:
    """What waits, the oldest first."""
    return render_template("desk/reports.html", page=read_page(services.waiting(), PATH))


@bp.get(ONE)
@team(PortalRole.MODERATOR, PortalRole.EDITOR)
def show(number: int) -> str:
    """One report, and what was done of it."""
    return show_one(number)


def show_one(number: int, problems: tuple[tuple[str, str], ...] = (), note: str = "") -> str:
    """The page of a report, with what is to mend and what was typed."""
    row = services.get_report(db.session(), number)
    return render_template(
        "desk/report.html",
        row=row,
        page=own_path(row.path),
        history=deciding.history(db.session(), deciding.REPORT, number),
        note=note,
        problems=problems,
    )


@bp.post(f"{ONE}/clore")
@team(PortalRole.MODERATOR, PortalRole.EDITOR)
def close(number: int) -> tuple[str, int] | Response:
    """Close it with a note; commits."""
    note = written("note")
    try:
        deciding.close_report(db.session(), number, note, decider())
    except InvalidError as error:
        db.session.rollback()
        is_decided = isinstance(error, DecidedError)
        problems = (("titre" if is_decided else "note", str(error)),)
        return show_one(number, problems, note), 409 if is_decided else 422
    db.session.commit()
    return go_back(f"Le signalement {number} est clos.", PATH)
