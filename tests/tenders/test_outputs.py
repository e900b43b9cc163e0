"""Consultations as they leave the portal: events, items of a feed, and everything at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy.orm import Session

from app.clock import PARIS
from app.exports.ics import CalendarEvent, EventStatus
from app.tenders.calendar import deadline_events
from app.tenders.feed import feed_item
from app.tenders.records import ClauseKind, NoticeKind, NoticeRecord
from tests.tenders.builders import clause, lot, moment, notice
from tests.tenders.outputs import BASE, store


def events(session: Session, now: datetime, *records: NoticeRecord) -> list[CalendarEvent]:
    (consultation,) = store(session, now, *records)
    return deadline_events(consultation, base_url=BASE)


def test_one_event_for_one_deadline_with_buyer_and_links(session: Session, now: datetime) -> None:
    record = notice(
        until="2026-12-01T12:00",
        lots=(lot("1"), lot("2")),
        url="https://www.boamp.fr/avis/26-1",
        documents_url="https://profil.exemple.fr/26-1",
    )
    (event,) = events(session, now, record)
    assert event.uid == "26-1-all@maillage"
    assert event.start == datetime(2026, 12, 1, 12, tzinfo=PARIS)
    assert event.status is EventStatus.CONFIRMED
    assert event.url == f"{BASE}/marches/26-1"
    assert event.summary == "Date limite\u00a0: Nettoyage des écoles"
    for said in ("Ville de Bobigny", record.url, record.documents_url, "12\u00a0h\u00a000"):
        assert said in event.description
    assert [before.days for before in event.reminders] == [7, 1]


def test_without_a_public_address_the_event_leads_to_the_notice(
    session: Session, now: datetime
) -> None:
    (consultation,) = store(
        session, now, notice(until="2026-12-01T12:00", url="https://www.boamp.fr/26-1")
    )
    (event,) = deadline_events(consultation)
    assert event.url == "https://www.boamp.fr/26-1"
    assert event.description.count(event.url) == 1
    (elsewhere,) = deadline_events(consultation, domain="exemple.fr")
    assert elsewhere.uid == "26-1-all@exemple.fr"


def test_lots_that_part_give_an_event_each_and_the_first_keeps_its_name(
    session: Session, now: datetime
) -> None:
    first, second = moment("2026-12-01T12:00"), moment("2026-12-15T17:30")
    record = notice(
        until="2026-12-01T12:00",
        lots=(
            lot("1", deadline=first),
            lot("2", deadline=second),
            lot("3", deadline=first),
        ),
    )
    whole, other = events(session, now, record)
    assert (whole.uid, other.uid) == ("26-1-all@maillage", "26-1-lot-2@maillage")
    assert "lots 1, 3" in whole.summary
    assert "lot 2" in other.summary
    assert "Lot 3" in whole.description
    assert "Lot 3" not in other.description
    assert other.start == datetime(2026, 12, 15, 17, 30, tzinfo=PARIS)


def test_a_deadline_put_off_for_all_replaces_those_of_the_lots(
    session: Session, now: datetime
) -> None:
    call = notice(
        "26-1",
        until="2026-12-01T12:00",
        lots=(
            lot("1", deadline=moment("2026-12-01T12:00")),
            lot("2", deadline=moment("2026-12-15T12:00")),
        ),
    )
    later = notice(
        "26-2", NoticeKind.AMENDMENT, day=5, until="2027-01-10T12:00", previous=("26-1",)
    )
    (event,) = events(session, now, call, later)
    assert (event.uid, event.start) == (
        "26-1-all@maillage",
        datetime(2027, 1, 10, 12, tzinfo=PARIS),
    )


def test_an_imported_calendar_is_put_right_by_the_next_one(session: Session, now: datetime) -> None:
    call = notice("26-1", until="2026-12-01T12:00")
    moved = notice(
        "26-2", NoticeKind.AMENDMENT, day=5, until="2026-12-08T12:00", previous=("26-1",)
    )
    end = notice("26-3", NoticeKind.CANCELLATION, day=9, previous=("26-2",))
    seen = [
        events(session, now + timedelta(hours=hour), record)[0]
        for hour, record in enumerate((call, moved, end))
    ]
    assert {event.uid for event in seen} == {"26-1-all@maillage"}
    assert all(early.updated_at < late.updated_at for early, late in pairwise(seen))
    assert [event.status for event in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert seen[1].start == datetime(2026, 12, 8, 12, tzinfo=PARIS)
    assert "Annulée" in seen[2].summary
    assert "n’a plus cours" in seen[2].description


def test_no_follow_up_cancels_too(session: Session, now: datetime) -> None:
    call = notice("26-1", until="2026-12-01T12:00")
    end = notice("26-3", NoticeKind.WITHOUT_FOLLOW_UP, day=9, previous=("26-1",))
    (event,) = events(session, now, call, end)
    assert event.status is EventStatus.CANCELLED
    assert event.summary.startswith("Sans suite")


def test_a_day_without_an_hour_is_an_all_day_event(session: Session, now: datetime) -> None:
    (event,) = events(session, now, notice(until="2026-12-01"))
    assert event.start == date(2026, 12, 1)
    assert not isinstance(event.start, datetime)
    assert "heure non précisée" in event.description


def test_an_announced_deadline_is_tentative_and_says_so(session: Session, now: datetime) -> None:
    call = notice("26-1", until="2026-12-01T12:00")
    text = "La date limite de réception des offres est reportée au 14 décembre 2026 à 16:00."
    announced = notice("26-2", NoticeKind.AMENDMENT, day=5, previous=("26-1",), amendment_text=text)
    held, proposed = events(session, now, call, announced)
    assert held.status is EventStatus.CONFIRMED
    assert proposed.status is EventStatus.TENTATIVE
    assert proposed.uid == "26-1-proposed@maillage"
    assert proposed.start == datetime(2026, 12, 14, 16, tzinfo=PARIS)
    assert "à confirmer" in proposed.summary
    assert "À confirmer" in proposed.description


def test_without_a_deadline_there_is_no_event(session: Session, now: datetime) -> None:
    assert events(session, now, notice()) == []


def test_an_item_of_the_feed_says_who_until_when_and_what(session: Session, now: datetime) -> None:
    record = notice(
        until="2026-12-01T12:00",
        cpv=("90919300",),
        description="Écoles. Contact : jean.dupont@ville.fr, 01 02 03 04 05.",
        clauses=(clause(ClauseKind.EXECUTION),),
    )
    (consultation,) = store(session, now, record)
    item = feed_item(consultation, base_url=BASE)
    assert item.guid == feed_item(consultation, base_url="https://autre.fr").guid
    assert item.link == f"{BASE}/marches/26-1"
    assert item.published_at == datetime(2026, 7, 1, tzinfo=PARIS)
    assert "Clause d’insertion" in item.categories
    assert len(item.categories) >= 2
    for said in ("Ville de Bobigny (93000 Bobigny)", "01/12/2026 à 12\u00a0h\u00a000"):
        assert said in item.description
    assert "jean.dupont" not in item.description
    assert "01 02 03" not in item.description


def test_an_item_without_a_date_takes_the_day_it_was_received(
    session: Session, now: datetime
) -> None:
    (consultation,) = store(session, now, notice(published_on=None))
    assert feed_item(consultation, base_url=BASE).published_at == now


def test_an_item_says_that_a_consultation_is_over(session: Session, now: datetime) -> None:
    end = notice("26-3", NoticeKind.CANCELLATION, day=9, previous=("26-1",))
    (consultation,) = store(session, now, notice(), end)
    assert feed_item(consultation, base_url=BASE).title == "Annulée – Nettoyage des écoles"
