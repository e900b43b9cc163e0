"""The only two ways a request and a match change state: illegal ones are refused twice."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.partnerships.models import MatchMove, Need, NeedMatch, NeedMove
from app.partnerships.moves import ConflictError, move_match, move_need
from app.partnerships.states import (
    MATCH_NEXT,
    NEED_NEXT,
    Closing,
    Decline,
    MatchState,
    NeedState,
    Side,
)
from tests.partnerships.builders import make_cleaner, make_match, make_need


def open_one(session: Session) -> tuple[Need, NeedMatch]:
    need = make_need(session, state="open", came_from="unconfirmed")
    return need, make_match(session, need, make_cleaner(session))


@pytest.mark.parametrize("before", NeedState)
@pytest.mark.parametrize("after", NeedState)
def test_a_request_moves_as_drawn(
    session: Session, now: datetime, before: NeedState, after: NeedState
) -> None:
    origin = next((b for b, afters in NEED_NEXT.items() if before in afters), "")
    closing = "team" if before is NeedState.CLOSED else ""
    need = make_need(session, state=before.value, came_from=origin, closing=closing)
    why = Closing.FOUND if after is NeedState.CLOSED else None
    if after not in NEED_NEXT[before]:
        with pytest.raises(InvalidError):
            move_need(session, need, after, Side.PORTAL, now, closing=why)
        return
    move_need(session, need, after, Side.ASKER, now, note="Essai", closing=why)
    kept = session.scalars(sa.select(NeedMove)).one()
    assert (kept.before, kept.after, kept.side, kept.note) == (before, after, "asker", "Essai")
    assert (need.state, need.came_from, need.version) == (after, before, 2)


@pytest.mark.parametrize("before", MatchState)
@pytest.mark.parametrize("after", MatchState)
def test_a_match_moves_as_drawn(
    session: Session, now: datetime, before: MatchState, after: MatchState
) -> None:
    need, match = open_one(session)
    origin = next((b for b, afters in MATCH_NEXT.items() if before in afters), "")
    row = {"state": before.value, "came_from": origin, "reason": "other"}
    session.execute(sa.update(NeedMatch).values(row))
    session.refresh(match)
    reason = Decline.TOO_FAR if after is MatchState.DECLINED else None
    if after not in MATCH_NEXT[before]:
        with pytest.raises(InvalidError):
            move_match(session, match, after, Side.ORGANISATION, now, reason=reason)
        return
    move_match(session, match, after, Side.ORGANISATION, now, reason=reason)
    kept = session.scalars(sa.select(MatchMove)).one()
    assert (kept.before, kept.after) == (before, after)
    assert match.version == 2
    assert (need.state, match.state) == ("open", after)


def test_the_database_refuses_what_the_machine_has_not(session: Session) -> None:
    _, match = open_one(session)
    for values in (
        {"state": "agreed"},
        {"state": "agreed", "came_from": "sent"},
        {"state": "declined", "came_from": "sent"},  # without its reason
        {"state": "rien"},
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(sa.update(NeedMatch).where(NeedMatch.id == match.id).values(values))
    for values in (
        {"state": "closed", "came_from": "draft", "closing": "found"},
        {"state": "closed", "came_from": "open"},  # without its reason
    ):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(sa.update(Need).values(values))


def test_reasons_are_asked_where_they_belong(session: Session, now: datetime) -> None:
    need, match = open_one(session)
    for after, reason in (
        (MatchState.DECLINED, None),
        (MatchState.INTERESTED, Decline.TOO_FAR),
    ):
        with pytest.raises(InvalidError):
            move_match(session, match, after, Side.ORGANISATION, now, reason=reason)
    for state, closing in ((NeedState.CLOSED, None), (NeedState.ORPHAN, Closing.OVER)):
        with pytest.raises(InvalidError):
            move_need(session, need, state, Side.TEAM, now, closing=closing)
    with pytest.raises(InvalidError):
        move_match(session, match, MatchState.LATER, Side.ORGANISATION, now, note="x" * 501)
    assert (match.state, need.state) == ("sent", "open")


def test_an_answer_to_a_closed_request_is_refused(session: Session, now: datetime) -> None:
    need, match = open_one(session)
    move_need(session, need, NeedState.CLOSED, Side.ASKER, now, closing=Closing.WITHDRAWN)
    with pytest.raises(InvalidError, match="close"):
        move_match(session, match, MatchState.INTERESTED, Side.ORGANISATION, now)
    move_match(session, match, MatchState.CLOSED, Side.PORTAL, now)
    assert match.answered_at is None


def test_the_first_answer_keeps_its_instant(session: Session, now: datetime) -> None:
    _, match = open_one(session)
    move_match(session, match, MatchState.LATER, Side.ORGANISATION, now)
    later = now.replace(hour=18)
    move_match(session, match, MatchState.INTERESTED, Side.ORGANISATION, later, note="Avec joie")
    assert (match.answered_at, match.note) == (now, "Avec joie")


def test_what_was_seen_must_still_hold(session: Session, now: datetime) -> None:
    need, match = open_one(session)
    move_match(session, match, MatchState.INTERESTED, Side.ORGANISATION, now, seen=1)
    with pytest.raises(ConflictError):
        move_match(session, match, MatchState.AGREED, Side.ASKER, now, seen=1)
    session.execute(
        sa.update(Need).where(Need.id == need.id).values(version=9),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(ConflictError):
        move_need(session, need, NeedState.ORPHAN, Side.TEAM, now)
