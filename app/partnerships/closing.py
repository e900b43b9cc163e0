"""The end of a request: found, withdrawn, or its time over; everybody who waits is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.partnerships import letters
from app.partnerships.answering import Actor
from app.partnerships.describing import asker_of
from app.partnerships.limits import CLOSING
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.moves import hold, move_match, move_need
from app.partnerships.states import (
    ANSWERED,
    LIVE,
    MATCH_NEXT,
    POSITIVE,
    Closing,
    MatchState,
    NeedState,
    Side,
)

ASKER_REASONS = (Closing.FOUND, Closing.ELSEWHERE, Closing.WITHDRAWN)
HOPEFUL = (MatchState.INTERESTED, MatchState.TOGETHER)
KEPT = (MatchState.AGREED, MatchState.DECLINED)
"""What stays as it is when a request is closed."""
GONE = "L’organisation a quitté le portail."


def close(
    session: Session, need: Need, closing: Closing, by: Actor, note: str = ""
) -> list[NeedMatch]:
    """Close a request and all that waits; those who were interested are told. Flushes.

    Gives the matches as they are now. Raises InvalidError where it is closed already.
    """
    hold(session, need.id, by.now, is_live=True)
    session.refresh(need, ["state", "version"])
    move_need(session, need, NeedState.CLOSED, by.side, by.now, by.person, note, closing)
    fresh = sa.select(NeedMatch).where(NeedMatch.need_id == need.id).order_by(NeedMatch.id)
    matches = list(session.scalars(fresh.execution_options(populate_existing=True)))
    for match in matches:
        close_match(session, need, match, closing, by)
    return matches


def close_match(
    session: Session, need: Need, match: NeedMatch, closing: Closing, by: Actor
) -> None:
    """End one match with its request; a silent one whose time is over expires."""
    before = match.match_state
    if before in KEPT or MatchState.CLOSED not in MATCH_NEXT[before]:
        return
    is_over = closing in (Closing.OVER, Closing.UNANSWERED)
    silent = before is MatchState.SENT and is_over
    after = MatchState.EXPIRED if silent else MatchState.CLOSED
    move_match(session, match, after, by.side, by.now, by.person)
    if before in HOPEFUL:
        values = {"who": asker_of(need), "reason": closing.label}
        letters.to_organisation(session, "need-closed", need, match, values, by.now)


def due(now: datetime) -> sa.Select[int]:
    """The numbers of the requests whose time is over."""
    return (
        sa.select(Need.id)
        .where(
            Need.state.in_([state.value for state in LIVE]),
            Need.confirmed_at <= now - timedelta(days=CLOSING),
        )
        .order_by(Need.id)
    )


def close_due(session: Session, number: int, links: Links, now: datetime) -> bool:
    """Close a request whose time is over, and tell the asker honestly; whether it was. Flushes."""
    need = session.scalars(due(now).with_only_columns(Need).where(Need.id == number)).one_or_none()
    if need is None:
        return False
    states = [
        match.match_state
        for match in session.scalars(sa.select(NeedMatch).where(NeedMatch.need_id == number))
    ]
    answered = sum(state in ANSWERED for state in states)
    closing = Closing.OVER if answered else Closing.UNANSWERED
    by = Actor(side=Side.PORTAL, now=now, links=links)
    close(session, need, closing, by)
    tell_asker(session, need, states, links, now)
    return True


def tell_asker(
    session: Session, need: Need, states: Iterable[MatchState], links: Links, now: datetime
) -> None:
    """The honest account of a request whose time is over, from the states before it."""
    listed = list(states)
    values = {
        "days": CLOSING,
        "asked": len(listed),
        "answered": sum(state in ANSWERED for state in listed),
        "silent": listed.count(MatchState.SENT),
        "hopeful": sum(state in POSITIVE for state in listed),
        "agreed": listed.count(MatchState.AGREED),
        "new_link": f"{links.root}/mise-en-relation",
    }
    letters.to_asker(session, "need-over", need, values, links, now, once="need-over")


def orphaned() -> sa.Select[int]:
    """The numbers of the matches in hand whose organisation was deleted."""
    still = [state.value for state, afters in MATCH_NEXT.items() if MatchState.CLOSED in afters]
    return (
        sa.select(NeedMatch.id)
        .where(NeedMatch.organisation_id.is_(None), NeedMatch.state.in_(still))
        .order_by(NeedMatch.id)
    )


def close_orphaned(session: Session, number: int, links: Links, now: datetime) -> bool:
    """Close a match whose organisation was deleted, and tell the asker; whether it was. Flushes."""
    match = session.scalars(
        orphaned().with_only_columns(NeedMatch).where(NeedMatch.id == number)
    ).one_or_none()
    if match is None:
        return False
    need = session.get_one(Need, match.need_id)
    before = match.match_state
    move_match(session, match, MatchState.CLOSED, Side.PORTAL, now, note=GONE)
    match.contact_name = match.contact_email = match.contact_phone = ""
    session.refresh(need, ["state"])
    if need.need_state in LIVE and before in POSITIVE:
        values = {"name": match.organisation_name}
        once = f"need-gone:{match.id}"
        letters.to_asker(session, "need-gone", need, values, links, now, once=once)
    if need.need_state is NeedState.OPEN:
        need.next_wave_at = min(need.next_wave_at or now, now)
    session.flush()
    return True
