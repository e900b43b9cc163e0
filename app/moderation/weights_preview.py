"""What other weights would change: the first structures of open lots and of recent requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matching.engine import Matcher
from app.matching.grids import PARTNERSHIP, Grid
from app.matching.profiles import Need
from app.partnerships.models import Need as Request
from app.partnerships.routing import engine_need
from app.siae.profiles import matchers
from app.tenders import queries as tender_queries
from app.tenders.criteria import StateFilter, TenderCriteria
from app.tenders.matching import need_of
from app.weighting.services import in_force

MOST_LISTS = 150  # lots or requests that are ranked again
MOST_MOVES = 12
FIRST, SHOWN = 3, 10  # the places that people read
RECENT = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A structure that would change place for one lot or request; 0 is out of the ten first."""

    what: str
    href: str
    name: str
    before: int
    after: int

    @property
    def length(self) -> int:
        """How many places it would move, out of the ten first being the eleventh."""
        return abs((self.before or SHOWN + 1) - (self.after or SHOWN + 1))


@dataclass(frozen=True, kw_only=True)
class Preview:
    """How many lists were ranked again, how many would change, and the greatest moves."""

    lists: int
    other_first: int
    other_shown: int
    moves: tuple[Move, ...]


def preview(session: Session, grid: Grid, points: Mapping[str, int], now: datetime) -> Preview:
    """What those points would change at that instant, against the weights in force."""
    matcher = matchers.get(session)
    before = matcher.judging_by(in_force(session, grid))
    after = matcher.judging_by(replace(grid, points=points))
    read = read_requests if grid.key == PARTNERSHIP.key else read_lots
    questions = read(session, now)
    moves: list[Move] = []
    other_first = other_shown = 0
    for what, href, need in questions:
        old, new = rank(before, need, now), rank(after, need, now)
        other_first += [key for key, _ in old[:FIRST]] != [key for key, _ in new[:FIRST]]
        other_shown += old != new
        moves += list_moves(what, href, old, new)
    moves.sort(key=lambda move: (-move.length, move.href, move.name))
    return Preview(
        lists=len(questions),
        other_first=other_first,
        other_shown=other_shown,
        moves=tuple(moves[:MOST_MOVES]),
    )


def rank(matcher: Matcher, need: Need, now: datetime) -> list[tuple[int, str]]:
    """The key and name of the first structures of a need."""
    found = matcher.match(need, now, limit=SHOWN, near=0)
    return [(match.profile.key, match.profile.name) for match in found.matches]


def list_moves(
    what: str, href: str, old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]
) -> list[Move]:
    """The structures of two lists that are not at the same place in both."""
    names = dict([*old, *new])
    places = [{key: at for at, (key, _) in enumerate(row, start=1)} for row in (old, new)]
    return [
        Move(
            what=what,
            href=href,
            name=name,
            before=places[0].get(key, 0),
            after=places[1].get(key, 0),
        )
        for key, name in names.items()
        if places[0].get(key) != places[1].get(key)
    ]


def read_lots(session: Session, now: datetime) -> list[tuple[str, str, Need]]:
    """The lots of open consultations, the most urgent first."""
    select = tender_queries.consultations(TenderCriteria(state=StateFilter.OPEN), now)
    found = session.scalars(tender_queries.with_lots(select).limit(MOST_LISTS))
    lots = [
        (lot.title or consultation.title, f"/marches/{consultation.reference}", need)
        for consultation in found
        for lot in consultation.lots
        if (need := need_of(consultation, lot)).sectors
    ]
    return lots[:MOST_LISTS]


def read_requests(session: Session, now: datetime) -> list[tuple[str, str, Need]]:
    """The requests confirmed in the last twelve months, the latest first, without their author."""
    select = (
        sa.select(Request)
        .where(Request.confirmed_at > now - RECENT)
        .order_by(Request.confirmed_at.desc(), Request.id)
        .limit(MOST_LISTS)
    )
    return [
        (f"{one.kind.label} ({one.reference})", "", engine_need(one))
        for one in session.scalars(select)
    ]
