"""The consultations that the person's organisations work on: what is due, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.blueprints.dashboard.block import Block, Desk
from app.blueprints.formatting import format_left
from app.blueprints.pursuits_cards import page_path
from app.clock import say_moment
from app.extensions import db
from app.pursuits import queries
from app.pursuits.states import PursuitState

SHOWN = 6
AHEAD = timedelta(days=14)


@dataclass(frozen=True, kw_only=True)
class PursuitRow:
    """A consultation in hand and when it closes."""

    title: str
    href: str
    state: str
    deadline: str
    deadline_iso: str
    remaining: str


@dataclass(frozen=True, kw_only=True)
class PursuitsView:
    """What closes within two weeks, then the moves since the last visit, (sentence, address)."""

    rows: tuple[PursuitRow, ...]
    moves: tuple[tuple[str, str], ...]


def read(desk: Desk) -> PursuitsView | None:
    """The nearest deadlines and the latest moves of all the person's organisations."""
    numbers = [membership.organisation_id for membership in desk.memberships]
    due = queries.deadlines_between(numbers, desk.now, desk.now + AHEAD).limit(SHOWN)
    rows = tuple(
        PursuitRow(
            title=pursuit.title,
            href=page_path(pursuit),
            state=pursuit.pursuit_state.label,
            deadline=say_moment(deadline),
            deadline_iso=deadline.isoformat(),
            remaining=format_left(deadline, desk.now),
        )
        for pursuit, deadline in db.session.execute(due)
    )
    moves = read_moves(desk, numbers)
    return PursuitsView(rows=rows, moves=moves) if rows or moves else None


def read_moves(desk: Desk, numbers: list[int]) -> tuple[tuple[str, str], ...]:
    """What others moved since the last visit."""
    if desk.since is None:
        return ()
    select = queries.changes_since(numbers, desk.since).limit(SHOWN)
    return tuple(
        (f"{pursuit.title}\u00a0: {PursuitState(move.after).label}", page_path(pursuit))
        for move, pursuit in db.session.execute(select)
        if move.person_id != desk.person.id
    )


BLOCK = Block(
    key="suivis",
    title="Les marchés que vous suivez",
    template="dashboard/pursuits.html",
    read=read,
    empty=lambda _desk: "Aucun marché suivi ne ferme dans les quatorze jours",
    tries=lambda _desk: (("Ouvrir le tableau de vos marchés", "/espace/consultations"),),
    is_for=lambda desk: bool(desk.memberships),
)
