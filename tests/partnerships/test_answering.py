"""Answers, agreements, and what each side is told: no contact before both agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.mail.models import Letter
from app.partnerships import answering, telling
from app.partnerships.answering import Actor, Contact, Reply
from app.partnerships.links import Links
from app.partnerships.models import NeedMatch
from app.partnerships.states import Decline, MatchState
from tests.partnerships.exchanges import (
    PHONE,
    REASON_OF,
    Exchange,
    begin,
    letters_of,
    matches_of,
)

INTERESTED = Reply(after=MatchState.INTERESTED, note="Avec joie")


def reply(after: MatchState) -> Reply:
    return Reply(after=after, reason=REASON_OF.get(after))


def holds_contact(letter: Letter, exchange: Exchange) -> bool:
    whole = letter.subject + letter.text + letter.html
    return any(part in whole for part in (exchange.need.email, PHONE, exchange.need.asker_name))


def test_contacts_are_given_both_ways_on_agreement_only(
    session: Session, exchange: Exchange, organisation: Actor, asker: Actor
) -> None:
    need, match = exchange.need, exchange.match
    contact = Contact(name="Dominique", phone="06 11 22 33 44")
    said = replace(INTERESTED, contact=contact)
    by = replace(organisation, person=exchange.member)
    answering.answer(session, need, match, said, by)
    (told,) = letters_of(session, "need-answer")
    assert "Avec joie" in told.text
    assert exchange.member.email not in told.text
    assert "06 11" not in told.text
    for letter in session.scalars(sa.select(Letter).where(Letter.recipient != need.email)):
        assert not holds_contact(letter, exchange)
    answering.agree(session, need, match, asker)
    assert match.agreed_at == asker.now
    by_reader = {letter.recipient: letter.text for letter in letters_of(session, "need-agreed")}
    assert set(by_reader) == {exchange.member.email, need.email}
    assert need.email in by_reader[exchange.member.email]
    assert PHONE in by_reader[exchange.member.email].replace("\u00a0", " ")
    assert exchange.member.email in by_reader[need.email]
    assert "Dominique" in by_reader[need.email]


def test_who_shares_at_once_agrees_with_the_interested(
    session: Session, now: datetime, organisation: Actor
) -> None:
    found = begin(session, now, shares_contact=True)
    answering.answer(session, found.need, found.match, INTERESTED, organisation)
    assert found.match.state == "agreed"
    assert len(letters_of(session, "need-agreed")) == 2
    assert letters_of(session, "need-answer") == []


def test_too_small_alone_does_not_agree_by_itself(
    session: Session, now: datetime, organisation: Actor
) -> None:
    found = begin(session, now, shares_contact=True)
    answering.answer(session, found.need, found.match, reply(MatchState.TOGETHER), organisation)
    assert found.match.state == "together"


def test_answers_are_told_together_and_the_first_hope_at_once(
    session: Session, now: datetime, organisation: Actor, links: Links
) -> None:
    found = begin(session, now, others=4)
    first, second, third, fourth, _ = matches_of(session, found.need)

    def say(match: NeedMatch, after: MatchState, hours: int) -> None:
        by = replace(organisation, now=now + timedelta(hours=hours))
        answering.answer(session, found.need, match, reply(after), by)

    say(first, MatchState.DECLINED, 1)  # told at once: nothing was told before
    say(second, MatchState.LATER, 2)  # waits
    assert len(letters_of(session, "need-answer")) == 1
    say(third, MatchState.INTERESTED, 3)  # the first hope: at once, with the other
    assert len(letters_of(session, "need-answer")) == 2
    assert second.organisation_name in letters_of(session, "need-answer")[1].text
    say(fourth, MatchState.INTERESTED, 4)  # waits
    assert len(letters_of(session, "need-answer")) == 2
    assert list(session.scalars(telling.untold(now + timedelta(hours=5)))) == []
    later = now + timedelta(hours=28)
    assert list(session.scalars(telling.untold(later))) == [found.need.id]
    assert telling.tell_asker(session, found.need, links, later)
    assert not telling.tell_asker(session, found.need, links, later)
    last = letters_of(session, "need-answer")[-1]
    assert fourth.organisation_name in last.text
    assert third.organisation_name not in last.text


def test_the_last_no_asks_for_the_next_wave_at_once(
    session: Session, exchange: Exchange, organisation: Actor
) -> None:
    answering.answer(
        session, exchange.need, exchange.match, reply(MatchState.DECLINED), organisation
    )
    assert exchange.need.next_wave_at == organisation.now


def test_who_changes_their_mind_takes_the_request_back_from_the_team(
    session: Session, exchange: Exchange, organisation: Actor
) -> None:
    need, match = exchange.need, exchange.match
    answering.answer(session, need, match, reply(MatchState.DECLINED), organisation)
    session.execute(sa.update(type(need)).values(state="orphan", came_from="open"))
    session.refresh(need)
    answering.answer(session, need, match, INTERESTED, organisation)
    assert (need.state, match.state, match.reason) == ("open", "interested", "")


def test_a_refused_organisation_is_told_and_the_thread_says_no_more(
    session: Session, exchange: Exchange, organisation: Actor, asker: Actor
) -> None:
    need, match = exchange.need, exchange.match
    answering.answer(session, need, match, INTERESTED, organisation)
    answering.refuse(session, need, match, "Trop loin pour nous.", asker)
    (told,) = letters_of(session, "need-refused")
    assert told.recipient == exchange.member.email
    assert "Trop loin pour nous." in told.text
    assert not holds_contact(told, exchange)
    with pytest.raises(InvalidError):
        answering.answer(session, need, match, INTERESTED, organisation)


@pytest.mark.parametrize("after", [MatchState.AGREED, MatchState.CLOSED, MatchState.SENT])
def test_an_organisation_says_nothing_but_the_four_answers(
    session: Session, exchange: Exchange, organisation: Actor, after: MatchState
) -> None:
    with pytest.raises(InvalidError):
        answering.answer(session, exchange.need, exchange.match, Reply(after=after), organisation)


def test_a_no_has_a_reason(session: Session, exchange: Exchange, organisation: Actor) -> None:
    bare = Reply(after=MatchState.DECLINED)
    with pytest.raises(InvalidError):
        answering.answer(session, exchange.need, exchange.match, bare, organisation)
    said = Reply(after=MatchState.DECLINED, reason=Decline.PRICE)
    answering.answer(session, exchange.need, exchange.match, said, organisation)
    assert exchange.match.reason == "price"
