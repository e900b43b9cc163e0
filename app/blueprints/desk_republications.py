"""The consultations that may be one, for the portal team: joined, or left apart for good."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.accounts.roles import PortalRole
from app.blueprints.access import team
from app.blueprints.desk_acts import decider, go_back, read_page
from app.blueprints.search_sheets import index_pending
from app.blueprints.waiting.republications import oldest
from app.errors import InvalidError
from app.extensions import db
from app.moderation import deciding
from app.moderation.deciding import DecidedError
from app.tenders.models import Republication
from app.tenders.queries import by_references

bp = Blueprint("desk_republications", __name__)
PATH = "/admin/republications"
ONE = f"{PATH}/<int:number>"
Problems = tuple[tuple[str, str], ...]
Answer = tuple[str, int] | Response


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """The pairs to judge, the oldest first."""
    return show_pairs(oldest())


@bp.get(ONE)
@team(PortalRole.MODERATOR)
def show(number: int) -> str:
    """One pair, side by side."""
    return show_one(number)


def show_one(number: int, problems: Problems = ()) -> str:
    """The page of a pair, and what was decided of it."""
    pair = deciding.get_pair(db.session(), number)
    history = deciding.history(db.session(), deciding.REPUBLICATION, number)
    select = sa.select(Republication).where(Republication.id == pair.id)
    return show_pairs(select, problems, history=history, number=number)


def show_pairs(select: sa.Select[Republication], problems: Problems = (), **more: object) -> str:
    """Pairs, each with its two consultations where they still exist."""
    page = read_page(select, PATH)
    references = sorted({r for pair in page.rows for r in (pair.earlier, pair.later)})
    found = db.session.scalars(by_references(references)) if references else ()
    return render_template(
        "desk/republications.html",
        page=page,
        consultations={one.reference: one for one in found},
        problems=problems,
        **{"history": (), "number": None, **more},
    )


@bp.post(f"{ONE}/reunir")
@team(PortalRole.MODERATOR)
def join(number: int) -> Answer:
    """Make one of two; commits, then writes the search."""
    return judge(number, is_one=True)


@bp.post(f"{ONE}/separer")
@team(PortalRole.MODERATOR)
def part(number: int) -> Answer:
    """Leave them apart; commits."""
    return judge(number, is_one=False)


def judge(number: int, *, is_one: bool) -> Answer:
    """Decide, or say why not."""
    by = decider()
    try:
        pair = deciding.judge_republication(db.session(), number, by, is_one=is_one)
    except InvalidError as error:
        db.session.rollback()
        status = 409 if isinstance(error, DecidedError) else 422
        return show_one(number, (("titre", str(error)),)), status
    said = "sont réunies" if is_one else "restent séparées"
    message = f"Les consultations {pair.earlier} et {pair.later} {said}."
    db.session.commit()
    index_pending(by.now)
    return go_back(message, PATH)
