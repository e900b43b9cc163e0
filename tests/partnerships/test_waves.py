"""Waves: six at most, the next after three working days, the portal team where nobody is left."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.clock import PARIS
from app.errors import InvalidError
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from app.partnerships import waves
from app.partnerships.links import Links
from app.partnerships.models import NeedMatch, NeedMove
from app.partnerships.moves import move_match
from app.partnerships.states import Decline, MatchState, Side
from tests.partnerships.builders import make_cleaner, make_need
from tests.people import make_member, make_person

LINKS = Links(secret="a secret of tests only", root="https://portail.example")


def matches_of(session: Session) -> list[NeedMatch]:
    return list(session.scalars(sa.select(NeedMatch).order_by(NeedMatch.id)))


def letters(session: Session, key: str) -> list[Letter]:
    return list(session.scalars(sa.select(Letter).where(Letter.key == key).order_by(Letter.id)))


def decline(session: Session, match: NeedMatch, now: datetime) -> None:
    move_match(
        session, match, MatchState.DECLINED, Side.ORGANISATION, now, reason=Decline.NO_CAPACITY
    )


def test_the_first_wave_asks_six(session: Session, now: datetime) -> None:
    first = make_cleaner(session)
    member = make_member(session, first.organisation, MemberRole.EDITOR)
    second = make_cleaner(session)
    second.organisation.contact_email = "accueil@propre.fr"
    for _ in range(6):
        make_cleaner(session, latitude=48.4, longitude=2.7, commune_code="77186")  # far: no tie
    need = make_need(session)
    assert waves.open_need(session, need, LINKS, now) == waves.WAVE == 6
    found = matches_of(session)
    assert [match.position for match in found] == [1, 2, 3, 4, 5, 6]
    assert need.state == "open"
    assert need.confirmed_at == now
    by_address = {letter.recipient: letter for letter in letters(session, "need-received")}
    assert set(by_address) == {member.email, "accueil@propre.fr"}
    assert sum(match.relayed_to for match in found) == 2
    assert "List-Unsubscribe" in by_address["accueil@propre.fr"].headers
    assert "List-Unsubscribe" not in by_address[member.email].headers
    for letter in by_address.values():
        assert need.email not in letter.text + letter.html
        assert need.asker_name not in letter.text + letter.html
        assert "Pourquoi vous recevez" in letter.text
    (told,) = letters(session, "need-sent")
    assert told.recipient == need.email
    assert all(match.organisation_name in told.text for match in found)


def test_nobody_fits_goes_to_the_team(session: Session, now: datetime) -> None:
    team = make_person(session, role=PortalRole.MODERATOR)
    need = make_need(session)
    assert waves.open_need(session, need, LINKS, now) == 0
    assert need.state == "orphan"
    assert [letter.recipient for letter in letters(session, "need-team")] == [team.email]
    (told,) = letters(session, "need-orphan")
    assert told.recipient == need.email
    with pytest.raises(InvalidError):
        waves.open_need(session, need, LINKS, now)


def test_an_orphan_is_sent_once_a_structure_fits(session: Session, now: datetime) -> None:
    need = make_need(session)
    waves.open_need(session, need, LINKS, now)
    assert need.next_wave_at is not None
    make_cleaner(session)
    assert waves.send_due_wave(session, need.id, LINKS, need.next_wave_at) == 1
    assert need.state == "open"
    moves = session.scalars(sa.select(NeedMove).order_by(NeedMove.id)).all()
    assert [(m.before, m.after, m.side) for m in moves] == [
        ("unconfirmed", "orphan", "portal"),
        ("orphan", "open", "portal"),
    ]


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (datetime(2026, 11, 23, 10, tzinfo=PARIS), datetime(2026, 11, 26, 9, tzinfo=PARIS)),
        (datetime(2026, 12, 23, 10, tzinfo=PARIS), datetime(2026, 12, 29, 9, tzinfo=PARIS)),
        (datetime(2027, 5, 4, 10, tzinfo=PARIS), datetime(2027, 5, 10, 9, tzinfo=PARIS)),
    ],
)
def test_three_working_days_skip_holidays(
    session: Session, sent: datetime, expected: datetime
) -> None:
    make_cleaner(session)
    need = make_need(session)
    waves.open_need(session, need, LINKS, sent)
    assert need.next_wave_at == expected


def test_the_next_wave_goes_once_and_only_where_few_answered(
    session: Session, now: datetime
) -> None:
    for _ in range(14):
        make_cleaner(session)
    need = make_need(session)
    assert waves.open_need(session, need, LINKS, now) == waves.WAVE
    assert waves.send_due_wave(session, need.id, LINKS, now + timedelta(days=2)) == 0
    due = now + timedelta(days=3)
    assert list(session.scalars(waves.due(due))) == [need.id]
    assert waves.send_due_wave(session, need.id, LINKS, due) == 6
    assert waves.send_due_wave(session, need.id, LINKS, due) == 0, "twice sends nothing twice"
    first, second, third, *_ = matches_of(session)
    move_match(session, first, MatchState.INTERESTED, Side.ORGANISATION, due)
    decline(session, second, due)
    decline(session, third, due)
    assert waves.send_due_wave(session, need.id, LINKS, due + timedelta(days=7)) == 0
    decline(session, first, due)
    assert waves.send_due_wave(session, need.id, LINKS, due + timedelta(days=14)) == 2
    assert len({match.organisation_id for match in matches_of(session)}) == 14


def test_an_agreement_ends_the_waves_that_go_by_themselves(session: Session, now: datetime) -> None:
    for _ in range(8):
        make_cleaner(session)
    need = make_need(session)
    waves.open_need(session, need, LINKS, now)
    match = matches_of(session)[0]
    move_match(session, match, MatchState.INTERESTED, Side.ORGANISATION, now)
    move_match(session, match, MatchState.AGREED, Side.ASKER, now)
    assert waves.send_due_wave(session, need.id, LINKS, now + timedelta(days=5)) == 0
    assert need.next_wave_at is None
    day_after = now + timedelta(days=6)
    assert waves.send_wave(session, need, LINKS, day_after, Side.ASKER) == 2


def test_the_asker_demands_one_wave_a_day(session: Session, now: datetime) -> None:
    for _ in range(8):
        make_cleaner(session)
    need = make_need(session)
    waves.open_need(session, need, LINKS, now)
    with pytest.raises(InvalidError, match="vague"):
        waves.send_wave(session, need, LINKS, now + timedelta(hours=1), Side.ASKER)
    assert waves.send_wave(session, need, LINKS, now + timedelta(days=1), Side.ASKER) == 2
    assert waves.send_wave(session, need, LINKS, now + timedelta(days=3), Side.ASKER) == 0
    assert need.state == "open", "somebody may still answer"


def test_all_said_no_and_nobody_is_left(session: Session, now: datetime) -> None:
    make_cleaner(session)
    need = make_need(session)
    waves.open_need(session, need, LINKS, now)
    decline(session, matches_of(session)[0], now)
    assert waves.send_due_wave(session, need.id, LINKS, now + timedelta(days=5)) == 0
    assert need.state == "orphan"
    (told,) = letters(session, "need-orphan")
    assert "ont toutes répondu" in told.text


def test_no_wave_leaves_too_little_time_to_answer(session: Session, now: datetime) -> None:
    for _ in range(8):
        make_cleaner(session)
    need = make_need(session)
    waves.open_need(session, need, LINKS, now)
    waves.send_wave(session, need, LINKS, now + timedelta(days=40), Side.ASKER)
    assert need.next_wave_at is None
