"""What time does: reminders, the closing, surveys, oblivion; a job that runs twice acts once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.files.store import FileStore
from app.organisations.models import Organisation
from app.partnerships import answering, closing, reminding, retention, surveying, threads, waves
from app.partnerships.answering import Actor, Reply
from app.partnerships.links import Links
from app.partnerships.models import MatchFile, MatchMessage, NeedMatch
from app.partnerships.states import Closing, Decline, MatchState, Outcome, Side
from tests.partnerships.builders import make_need
from tests.partnerships.exchanges import LINKS, Exchange, begin, letters_of, matches_of

INTERESTED = Reply(after=MatchState.INTERESTED)
LATER = Reply(after=MatchState.LATER)
NO = Reply(after=MatchState.DECLINED, reason=Decline.NO_CAPACITY)


def days(now: datetime, count: float) -> datetime:
    return now + timedelta(days=count)


def test_reminders_come_at_three_nine_and_twenty_one_days(
    session: Session, now: datetime, exchange: Exchange, links: Links
) -> None:
    twice = sorted([*range(46), *range(46)])  # a job that runs twice sends once
    sent = [d for d in twice if reminding.send_reminders(session, links, days(now, d))]
    assert sent == [3, 9, 21]
    found = letters_of(session, "need-reminder")
    assert {letter.recipient for letter in found} == {exchange.member.email}
    assert "dernier rappel" in found[-1].text
    assert exchange.match.reminders == 3


def test_missed_reminders_are_not_caught_up_one_by_one(
    session: Session, now: datetime, exchange: Exchange, links: Links
) -> None:
    assert exchange.match.reminders == 0
    assert reminding.send_reminders(session, links, days(now, 30)) == 1
    assert reminding.send_reminders(session, links, days(now, 31)) == 0
    assert len(letters_of(session, "need-reminder")) == 1


def test_one_letter_holds_all_that_a_reader_owes(
    session: Session, now: datetime, exchange: Exchange, links: Links
) -> None:
    assert exchange.match.state == "sent"
    second = begin_again(session, now)
    assert reminding.send_reminders(session, links, days(now, 3)) == 1
    (letter,) = letters_of(session, "need-reminder")
    assert letter.subject.startswith("2 demandes")
    assert links.answer(second) in letter.text


def begin_again(session: Session, now: datetime) -> NeedMatch:
    """Another request, received by the same structure."""
    need = make_need(session, created_at=now, updated_at=now)
    waves.open_need(session, need, LINKS, now)
    return matches_of(session, need)[0]


@pytest.mark.parametrize("reply", [NO, INTERESTED])
def test_who_answered_is_not_recalled(
    session: Session,
    now: datetime,
    exchange: Exchange,
    organisation: Actor,
    links: Links,
    reply: Reply,
) -> None:
    answering.answer(session, exchange.need, exchange.match, reply, organisation)
    for day in range(46):
        assert reminding.send_reminders(session, links, days(now, day)) == 0


def test_who_asked_for_time_has_the_last_letter_alone(
    session: Session, now: datetime, exchange: Exchange, organisation: Actor, links: Links
) -> None:
    answering.answer(session, exchange.need, exchange.match, LATER, organisation)
    sent = [d for d in range(46) if reminding.send_reminders(session, links, days(now, d))]
    assert sent == [21]


def test_nobody_is_recalled_after_the_closing(
    session: Session, now: datetime, exchange: Exchange, asker: Actor, links: Links
) -> None:
    closing.close(session, exchange.need, Closing.ELSEWHERE, asker)
    assert exchange.match.state == "closed"
    assert reminding.send_reminders(session, links, days(now, 21)) == 0
    with pytest.raises(InvalidError):
        closing.close(session, exchange.need, Closing.FOUND, asker)


def test_the_closing_says_what_happened(
    session: Session, now: datetime, organisation: Actor, asker: Actor, links: Links
) -> None:
    found = begin(session, now, others=3)
    first, second, third, fourth = matches_of(session, found.need)
    answering.answer(session, found.need, first, INTERESTED, organisation)
    answering.agree(session, found.need, first, asker)
    answering.answer(session, found.need, second, INTERESTED, organisation)
    answering.answer(session, found.need, third, NO, organisation)
    assert list(session.scalars(closing.due(days(now, 44)))) == []
    assert list(session.scalars(closing.due(days(now, 45)))) == [found.need.id]
    assert closing.close_due(session, found.need.id, links, days(now, 45))
    assert not closing.close_due(session, found.need.id, links, days(now, 45))
    assert (found.need.state, found.need.closing) == ("closed", "over")
    states = [m.state for m in (first, second, third, fourth)]
    assert states == ["agreed", "closed", "declined", "expired"]
    (told,) = letters_of(session, "need-over")
    assert told.recipient == found.need.email
    text = told.text.replace("\u00a0", " ")
    assert "Structures sollicitées : 4" in text
    assert "Réponses reçues : 3" in text
    assert "Coordonnées échangées : 1" in text
    (closed,) = letters_of(session, "need-closed")
    assert closed.text.count(found.need.email) == 0


def test_silence_is_called_silence(
    session: Session, now: datetime, exchange: Exchange, links: Links
) -> None:
    closing.close_due(session, exchange.need.id, links, days(now, 45))
    assert exchange.need.closing == "unanswered"
    assert exchange.match.state == "expired"
    assert letters_of(session, "need-closed") == []


def test_an_organisation_deleted_in_mid_exchange(
    session: Session, now: datetime, organisation: Actor, links: Links
) -> None:
    found = begin(session, now, others=1)
    need, match = found.need, found.match
    answering.answer(session, need, match, INTERESTED, organisation)
    threads.write(session, need, match, "Bonjour", organisation)
    name = match.organisation_name
    number = match.organisation_id
    session.execute(sa.delete(type(found.siae)).where(type(found.siae).id == found.siae.id))
    session.execute(sa.delete(Organisation).where(Organisation.id == number))
    session.expire_all()
    assert list(session.scalars(closing.orphaned())) == [match.id]
    assert closing.close_orphaned(session, match.id, links, now)
    assert not closing.close_orphaned(session, match.id, links, now)
    assert (match.state, match.organisation_id, match.organisation_name) == ("closed", None, name)
    assert match.contact_email == ""
    (told,) = letters_of(session, "need-gone")
    assert told.recipient == need.email
    assert name in told.text
    assert len(session.scalars(sa.select(MatchMessage)).all()) == 1


def test_each_side_is_asked_once_what_became_of_it(
    session: Session, now: datetime, exchange: Exchange, organisation: Actor, asker: Actor
) -> None:
    links = asker.links
    answering.answer(session, exchange.need, exchange.match, INTERESTED, organisation)
    answering.agree(session, exchange.need, exchange.match, asker)
    assert surveying.send_surveys(session, links, days(now, 29)) == 0
    assert surveying.send_surveys(session, links, days(now, 30)) == 2
    assert surveying.send_surveys(session, links, days(now, 31)) == 0
    surveying.keep_outcome(session, exchange.match, Side.ASKER, Outcome.DONE)
    assert exchange.match.asker_outcome == "done"
    readers = {letter.recipient for letter in letters_of(session, "need-survey")}
    assert readers == {exchange.need.email, exchange.member.email}


def test_threads_then_askers_are_forgotten(
    session: Session,
    now: datetime,
    exchange: Exchange,
    organisation: Actor,
    asker: Actor,
    tmp_path: Path,
) -> None:
    need, match, store = exchange.need, exchange.match, FileStore(tmp_path / "files")
    answering.answer(session, need, match, replace(INTERESTED, note="Oui"), organisation)
    threads.write(session, need, match, "Bonjour", organisation)
    kept = threads.add_file(session, store, need, match, "devis.txt", b"Devis", organisation)
    closing.close(session, need, Closing.FOUND, asker)
    assert retention.erase_threads(session, days(now, 364)) == []
    assert retention.erase_threads(session, days(now, 366)) == [kept.key]
    assert session.scalars(sa.select(MatchMessage)).all() == []
    assert session.scalars(sa.select(MatchFile)).all() == []
    assert retention.anonymise(session, days(now, 729)) == 0
    assert retention.anonymise(session, days(now, 731)) == 1
    assert retention.anonymise(session, days(now, 731)) == 0
    session.expire_all()
    assert (need.email, need.asker_name, need.text, match.note) == ("", "", "", "")
    assert need.modality
    assert need.department_code == "93"
