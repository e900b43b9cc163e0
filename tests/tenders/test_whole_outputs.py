"""Everything at once: hostile texts, the demonstration, the real notices of the shared data."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from icalendar import Calendar
from jsonschema import Draft4Validator, FormatChecker
from sqlalchemy.orm import Session

from app.demo.services import load_demo
from app.exports.ics import CalendarHead, EventStatus, write_calendar
from app.exports.rss import FeedHead, write_feed
from app.imports.report import FileReport
from app.tenders.calendar import deadline_events
from app.tenders.feed import feed_item
from app.tenders.models import Consultation
from app.tenders.reading import read_batches
from app.tenders.records import Place
from app.tenders.services import store_notices
from tests.tenders.builders import lot, notice
from tests.tenders.outputs import BASE, package, read, store


def test_no_contact_of_a_person_leaves(session: Session, now: datetime) -> None:
    contact = "Voir jean.dupont@ville.fr ou 01 02 03 04 05"
    record = notice(
        title=contact, description=contact, criteria=contact, amendment_text=contact,
        lots=(lot("1", description=contact),), until="2026-12-01T12:00",
        places=(Place(text=contact),),
    )  # fmt: skip
    (consultation,) = store(session, now, record)
    calendar = write_calendar(CalendarHead(name="x"), deadline_events(consultation)).decode()
    written = [json.dumps(package(now, [consultation])), calendar.replace("\r\n ", "")]
    assert not [text for text in written if "jean.dupont" in text or "01 02 03" in text]


def check_everything(consultations: list[Consultation], now: datetime) -> dict[str, Any]:
    """The calendar and the feed of these consultations are well formed; gives their package."""
    listed = [e for c in consultations for e in deadline_events(c, base_url=BASE)]
    content = write_calendar(CalendarHead(name="Échéances"), listed)
    calendar = Calendar.from_ical(content)
    names = [str(event["UID"]) for event in calendar.walk("VEVENT")]
    assert len(set(names)) == len(names) == len(listed)
    assert max(map(len, content.split(b"\r\n"))) <= 75
    head = FeedHead(title="x", link=BASE, self_url=f"{BASE}/x.rss", description="", updated_at=now)
    feed = fromstring(write_feed(head, [feed_item(c, base_url=BASE) for c in consultations]))
    guids = [guid.text for guid in feed.iter("guid")]
    assert len(set(guids)) == len(guids) == len(consultations)
    found = package(now, consultations)
    keys = [(r["ocid"], r["id"]) for r in found["releases"]]
    assert len(set(keys)) == len(keys) == sum(len(c.notices) for c in consultations)
    return found


@pytest.fixture(scope="module")
def published_schema(shared_data: Path) -> Draft4Validator:
    schema = json.loads((shared_data / "ocds" / "release-schema.json").read_text("utf-8"))
    return Draft4Validator(schema, format_checker=FormatChecker())


def errors(schema: Draft4Validator, found: dict[str, Any]) -> list[str]:
    return [
        f"{release['id']} {error.json_path}: {error.message[:200]}"
        for release in found["releases"]
        for error in schema.iter_errors(release)
    ]


def test_the_whole_demonstration_is_exported_and_says_what_it_is(
    session: Session, now: datetime
) -> None:
    load_demo(session, now)
    session.commit()
    consultations = read(session)
    found = check_everything(consultations, now)
    titles = [r["tender"]["title"] for r in found["releases"]]
    items = [feed_item(c, base_url=BASE) for c in consultations]
    listed = [event for c in consultations for event in deadline_events(c)]
    marked = [*titles, *(item.title for item in items), *(event.summary for event in listed)]
    assert {text.startswith("[Démonstration] ") for text in marked} == {True}
    assert {event.status for event in listed} == {EventStatus.CONFIRMED, EventStatus.CANCELLED}


def test_the_demonstration_follows_the_published_schema(
    session: Session, now: datetime, published_schema: Draft4Validator
) -> None:
    load_demo(session, now)
    session.commit()
    assert errors(published_schema, package(now, read(session))) == []


def test_real_notices_are_exported_and_follow_the_published_schema(
    session: Session, now: datetime, shared_data: Path, published_schema: Draft4Validator
) -> None:
    for path in sorted((shared_data / "boamp_api_json").glob("*.json")):
        report = FileReport(file=path.name)
        with path.open("rb") as file:
            for records in read_batches(file, report):
                store_notices(session, records, report, now=now)
    session.commit()
    consultations = read(session)
    assert len(consultations) >= 20
    found = check_everything(consultations, now)
    assert errors(published_schema, found) == []
    by_number = {r["id"]: r for r in found["releases"]}
    assert by_number["25-50122"]["ocid"] == by_number["25-12212"]["ocid"]
    assert by_number["25-50122"]["tag"] == ["award"]
    assert len(by_number["25-12220"]["tender"]["lots"]) == 16
    puteaux = by_number["25-123130"]
    assert puteaux["buyer"]["id"] == "FR-INSEE-21920062300011"
    assert puteaux["tender"]["tenderPeriod"]["endDate"] == "2025-12-09T12:00:00+01:00"
