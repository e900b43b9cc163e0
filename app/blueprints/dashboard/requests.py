"""The requests for a partnership that wait for an answer of the person's organisations."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dashboard.block import Block, Desk
from app.blueprints.inbox import MINE_PATH, InboxRow
from app.extensions import db
from app.partnerships import queries

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class RequestsView:
    """The oldest requests to answer, and how many there are in all."""

    rows: tuple[InboxRow, ...]
    total: int


def read(desk: Desk) -> RequestsView | None:
    """What waits, the oldest first."""
    numbers = [membership.organisation_id for membership in desk.memberships]
    select = queries.waiting(numbers)
    rows = tuple(InboxRow.of(match) for match in db.session.scalars(select.limit(SHOWN)))
    if not rows:
        return None
    total = db.session.scalars(queries.count_of(select)).one() if len(rows) == SHOWN else len(rows)
    return RequestsView(rows=rows, total=total)


BLOCK = Block(
    key="demandes",
    title="Les demandes qui attendent votre réponse",
    template="dashboard/requests.html",
    read=read,
    empty=lambda _desk: "Aucune demande de mise en relation à traiter",
    tries=lambda _desk: (("Ouvrir les demandes", MINE_PATH),),
    is_for=lambda desk: bool(desk.memberships),
)
