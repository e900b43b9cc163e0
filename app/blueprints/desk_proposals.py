"""What visitors and imports propose, for the portal team: read, accepted, refused with a reason."""

from __future__ import annotations

import sqlalchemy as sa
from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from app.accounts.roles import PortalRole
from app.blueprints.access import team
from app.blueprints.desk_acts import decider, go_back, read_page, written
from app.blueprints.search_sheets import index_path
from app.errors import InvalidError
from app.extensions import db
from app.moderation import deciding, wording
from app.moderation.deciding import DecidedError
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind, ProposalState

bp = Blueprint("desk_proposals", __name__)
PATH = "/admin/propositions"
ONE = f"{PATH}/<int:number>"
Problems = tuple[tuple[str, str], ...]
Answer = tuple[str, int] | Response


@bp.get(PATH)
@team(PortalRole.MODERATOR)
def index() -> str:
    """What waits, the oldest first."""
    return show_list(services.waiting())


@bp.get(ONE)
@team(PortalRole.MODERATOR)
def show(number: int) -> str:
    """One proposal; NotFoundError, and what was decided where it is."""
    return show_one(number)


def show_list(select: sa.Select[Proposal]) -> str:
    """A page of proposals."""
    page = read_page(select, PATH)
    return render_template(
        "desk/proposals.html",
        page=page,
        found=[(row, ProposalKind(row.kind).label, wording.lines(row)) for row in page.rows],
    )


def show_one(number: int, problems: Problems = (), reason: str = "") -> str:
    """The page of a proposal, with what is to mend and what was typed."""
    row = deciding.get_proposal(db.session(), number)
    return render_template(
        "desk/proposal.html",
        row=row,
        kind=ProposalKind(row.kind).label,
        lines=wording.lines(row),
        is_waiting=row.state == ProposalState.WAITING,
        is_accepted=row.state == ProposalState.ACCEPTED,
        history=deciding.history(db.session(), deciding.PROPOSAL, number),
        reason=reason,
        problems=problems,
    )


@bp.post(f"{ONE}/accepter")
@team(PortalRole.MODERATOR)
def accept(number: int) -> Answer:
    """Do what it asks; commits, then writes the search."""
    by = decider()
    try:
        where = deciding.accept_proposal(db.session(), number, by)
    except InvalidError as error:
        db.session.rollback()
        return show_one(number, (("titre", str(error)),)), status_of(error)
    db.session.commit()
    index_path(where, by.now)
    return go_back(f"La proposition {number} est acceptée\u00a0: {where}", PATH)


@bp.post(f"{ONE}/refuser")
@team(PortalRole.MODERATOR)
def refuse(number: int) -> Answer:
    """Close it with a reason; commits."""
    reason = written("motif")
    try:
        deciding.refuse_proposal(db.session(), number, reason, decider())
    except InvalidError as error:
        db.session.rollback()
        anchor = "titre" if isinstance(error, DecidedError) else "motif"
        return show_one(number, ((anchor, str(error)),), reason), status_of(error)
    db.session.commit()
    return go_back(f"La proposition {number} est refusée.", PATH)


def status_of(error: InvalidError) -> int:
    """409 where somebody decided before, else 422."""
    return 409 if isinstance(error, DecidedError) else 422
