from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.mail.models import Letter
from app.organisations.members import Membership
from app.pursuits import contents
from app.pursuits.models import Pursuit
from app.pursuits.moves import assign
from app.pursuits.reminding import send_reminders
from app.pursuits.states import PursuitState, Reason
from app.tenders.records import NoticeKind
from tests.pursuits.builders import Team, advance, publish
from tests.tenders.builders import lot, notice

S = PursuitState


def address(pursuit: Pursuit) -> str:
    return f"https://portail.exemple/{pursuit.id}"


def letters(session: Session) -> list[tuple[str, str]]:
    found = session.scalars(sa.select(Letter).order_by(Letter.id))
    return [(letter.recipient, letter.subject) for letter in found]


def test_a_reminder_is_sent_once_to_who_is_in_charge(
    session: Session, team: Team, now: datetime
) -> None:
    on = now.date() + timedelta(days=2)
    contents.add_reminder(session, team.pursuit, on, "Visiter le site", team.editor, now)
    assert send_reminders(session, now, address) == 0
    later = now + timedelta(days=2)
    assert send_reminders(session, later, address) == 1
    assert send_reminders(session, later, address) == 0
    assert letters(session) == [(team.owner.email, "Rappel\u00a0: Visiter le site")]


def test_without_anybody_in_charge_it_goes_to_who_asked_then_to_the_owners(
    session: Session, team: Team, now: datetime
) -> None:
    assign(session, team.pursuit, None, version=1, person=team.owner, now=now)
    contents.add_reminder(session, team.pursuit, now.date(), "Un", team.editor, now)
    send_reminders(session, now, address)
    contents.add_reminder(session, team.pursuit, now.date(), "Deux", team.editor, now)
    session.execute(sa.delete(Membership).where(Membership.person_id == team.editor.id))
    send_reminders(session, now, address)
    assert letters(session) == [
        (team.editor.email, "Rappel\u00a0: Un"),
        (team.owner.email, "Rappel\u00a0: Deux"),
    ]


@pytest.mark.parametrize(
    ("days", "count"), [(20, 0), (8, 0), (7, 1), (5, 1), (2, 1), (1, 1), (-1, 0)]
)
def test_a_deadline_is_recalled_seven_days_and_two_days_before(
    session: Session, team: Team, now: datetime, days: int, count: int
) -> None:
    pursuit = advance(session, team, now, S.GO)
    assert pursuit.deadline_at is not None
    moment = pursuit.deadline_at - timedelta(days=days)
    assert send_reminders(session, moment, address) == count
    assert send_reminders(session, moment + timedelta(hours=1), address) == 0


def test_both_letters_go_and_a_deadline_put_off_is_recalled_again(
    session: Session, team: Team, now: datetime
) -> None:
    pursuit = advance(session, team, now, S.GO, S.GROUPING)
    deadline = pursuit.deadline_at
    assert deadline is not None
    for days in range(9, 0, -1):
        send_reminders(session, deadline - timedelta(days=days), address)
    assert len(letters(session)) == 2
    publish(session, now, notice("26-1", until="2026-12-22T12:00:00", lots=(lot("1"),)))
    assert send_reminders(session, deadline, address) == 1


@pytest.mark.parametrize("states", [(), (S.GO, S.SUBMITTED)])
def test_a_deadline_is_recalled_only_while_an_answer_is_written(
    session: Session, team: Team, now: datetime, states: tuple[PursuitState, ...]
) -> None:
    advance(session, team, now, *states)
    assert team.pursuit.deadline_at is not None
    assert send_reminders(session, team.pursuit.deadline_at - timedelta(days=2), address) == 0


def test_nothing_is_recalled_of_what_is_called_off_or_given_up(
    session: Session, team: Team, now: datetime
) -> None:
    advance(session, team, now, S.GO)
    publish(session, now, notice("26-3", NoticeKind.CANCELLATION, previous=("26-1",), day=9))
    assert team.pursuit.deadline_at is not None
    assert send_reminders(session, team.pursuit.deadline_at - timedelta(days=2), address) == 0
    contents.add_reminder(session, team.pursuit, now.date(), "Visiter", team.editor, now)
    advance(session, team, now, S.NO_GO, reason=Reason.WITHOUT_FOLLOW_UP)
    assert send_reminders(session, now, address) == 0


def test_the_command_says_how_many(app: Flask, session: Session, team: Team) -> None:
    run = app.test_cli_runner().invoke
    assert "0 rappel à envoyer" in run(args=["pursuits", "send-reminders"]).output
    assert "0 fichier effacé" in run(args=["pursuits", "purge-files"]).output
