"""What the portal team's pages of requests show: values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.blueprints.asker_page import AskerView
from app.blueprints.asker_page import describe as describe_asker
from app.clock import to_paris
from app.extensions import db
from app.forms.exchanges import CHOICES
from app.partnerships import queries
from app.partnerships.describing import asker_of, closing_day, place_of
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import ANSWERED, LIVE, MatchState

MOST_ROWS = 100
PATH = "/admin/demandes"


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """A request of a queue; `age` is in days."""

    title: str
    href: str
    modality: str
    asker: str
    place: str
    age: int
    closing_on: str
    about: str


@dataclass(frozen=True, kw_only=True)
class QueuesView:
    """The three lists, the oldest first, and how many there are in all."""

    orphans: tuple[QueueRow, ...]
    to_relay: tuple[QueueRow, ...]
    in_hand: tuple[QueueRow, ...]
    orphan_count: int
    relay_count: int
    open_count: int


@dataclass(frozen=True, kw_only=True)
class DeskMatch:
    """An organisation that received a request, as the team sees it."""

    id: int
    version: int
    name: str
    state: str
    must_relay: bool
    may_answer: bool
    link: str


@dataclass(frozen=True, kw_only=True)
class DeskNeed:
    """A request as the team sees it; the asker's contact serves to write to them."""

    asked: AskerView
    contact: tuple[tuple[str, str], ...]
    matches: tuple[DeskMatch, ...]
    answers: tuple[tuple[str, str], ...]
    is_live: bool
    base: str


def describe_queues(now: datetime) -> QueuesView:
    """The queues at that instant."""
    orphans, relays, opened = queries.orphans(), queries.to_relay(), queries.in_hand()
    return QueuesView(
        orphans=tuple(row_of(n, now) for n in db.session.scalars(orphans.limit(MOST_ROWS))),
        to_relay=tuple(
            row_of(m.need, now, m.organisation_name)
            for m in db.session.scalars(relays.limit(MOST_ROWS))
        ),
        in_hand=tuple(row_of(n, now) for n in db.session.scalars(opened.limit(MOST_ROWS))),
        orphan_count=db.session.scalars(queries.count_of(orphans)).one(),
        relay_count=db.session.scalars(queries.count_of(relays)).one(),
        open_count=db.session.scalars(queries.count_of(opened)).one(),
    )


def row_of(need: Need, now: datetime, name: str = "") -> QueueRow:
    """A row; `name` is the organisation to reach, else the answers are counted."""
    since = need.confirmed_at or need.created_at
    if name:
        about = name
    else:
        states = [match.match_state for match in need.matches]
        answered = sum(state in ANSWERED for state in states)
        about = f"{len(states)} sollicitées, {answered} ont répondu"
    return QueueRow(
        title=need.title or need.kind.label,
        href=f"{PATH}/{need.id}",
        modality=need.kind.label,
        asker=asker_of(need),
        place=place_of(need),
        age=(to_paris(now).date() - to_paris(since).date()).days,
        closing_on=closing_day(need),
        about=about,
    )


def describe_need(need: Need, links: Links, now: datetime) -> DeskNeed:
    """A request, its matches loaded."""
    contact = (
        ("Organisation", need.asker_organisation),
        ("Nom", need.asker_name),
        ("Adresse électronique", need.email),
        ("Téléphone", need.phone),
    )
    is_live = need.need_state in LIVE
    base = f"{PATH}/{need.id}"
    return DeskNeed(
        asked=describe_asker(need, base, now),
        contact=tuple((label, value) for label, value in contact if value),
        matches=tuple(desk_match(match, links, is_live=is_live) for match in need.matches),
        answers=tuple(CHOICES),
        is_live=is_live,
        base=base,
    )


def desk_match(match: NeedMatch, links: Links, *, is_live: bool) -> DeskMatch:
    """One organisation; the link serves where the team reaches it by its own means."""
    waits = match.match_state is MatchState.SENT and match.organisation_id is not None and is_live
    return DeskMatch(
        id=match.id,
        version=match.version,
        name=match.organisation_name,
        state=match.match_state.label,
        must_relay=waits and match.relayed_to == 0,
        may_answer=waits,
        link=links.answer(match) if waits else "",
    )
