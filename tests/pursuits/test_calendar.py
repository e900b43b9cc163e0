from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask import Flask
from icalendar import Calendar
from sqlalchemy.orm import Session

from app import clock
from app.organisations.members import Membership
from app.pursuits import contents
from app.pursuits.models import PursuitFeed
from app.tenders.records import NoticeKind
from tests.pursuits.browsing import Visitor
from tests.pursuits.builders import Team, make_team, publish
from tests.tenders.builders import notice

SECRET = re.compile(r"/calendrier/([\w-]+)\.ics")


@pytest.fixture
def reader(app: Flask, session: Session, today_team: Team) -> Visitor:
    return Visitor(app, session, today_team.reader)


def draw(visitor: Visitor, team: Team) -> str:
    answer = visitor.post(f"{team.path}/calendrier")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    found = SECRET.search(answer.text)
    assert found is not None
    return found[0]


def events(content: bytes) -> list[str]:
    return sorted(str(e["summary"]) for e in Calendar.from_ical(content).walk("VEVENT"))


def test_a_secret_address_gives_the_deadlines_and_the_reminders(
    app: Flask, session: Session, today_team: Team, reader: Visitor
) -> None:
    day = clock.today()
    contents.add_reminder(
        session, today_team.pursuit, day, "Visiter", today_team.owner, clock.now()
    )
    session.commit()
    answer = app.test_client().get(draw(reader, today_team))
    assert answer.mimetype == "text/calendar"
    assert events(answer.data) == ["Date limite : Nettoyage des écoles", "Rappel : Visiter"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_secret_is_shown_once_and_never_kept(
    session: Session, today_team: Team, reader: Visitor
) -> None:
    secret = SECRET.search(draw(reader, today_team))[1]  # type: ignore[index]
    assert secret not in reader.open(f"{today_team.path}/calendrier").html
    kept = session.scalars(sa.select(PursuitFeed)).one()
    assert secret not in {str(value) for value in vars(kept).values()}


def test_another_address_or_none_closes_the_first(
    app: Flask, today_team: Team, reader: Visitor
) -> None:
    first, visitor = draw(reader, today_team), app.test_client()
    second = draw(reader, today_team)
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200
    assert reader.post(f"{today_team.path}/calendrier/supprimer").status_code == 303
    assert visitor.get(second).status_code == 404
    assert visitor.get("/calendrier/rien.ics").status_code == 404


def test_the_address_of_who_left_or_is_blocked_opens_nothing(
    app: Flask, session: Session, today_team: Team, reader: Visitor
) -> None:
    address, visitor = draw(reader, today_team), app.test_client()
    today_team.reader.blocked_at = clock.now()
    session.commit()
    assert visitor.get(address).status_code == 404
    today_team.reader.blocked_at = None
    session.commit()
    assert visitor.get(address).status_code == 200
    session.execute(sa.delete(Membership).where(Membership.person_id == today_team.reader.id))
    session.commit()
    assert visitor.get(address).status_code == 404


def test_the_calendar_of_an_organisation_holds_nothing_of_another(
    app: Flask, session: Session, today_team: Team, reader: Visitor
) -> None:
    other = make_team(session, clock.now(), "Voisine")
    contents.add_reminder(session, other.pursuit, clock.today(), "secret", other.owner, clock.now())
    session.commit()
    assert b"secret" not in app.test_client().get(draw(reader, today_team)).data


def test_one_pursuit_is_taken_to_a_diary_and_cancelled_with_its_consultation(
    session: Session, today_team: Team, reader: Visitor
) -> None:
    answer = reader.get(f"{today_team.page}.ics")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"STATUS:CONFIRMED" in answer.data
    cancelled = notice("26-3", NoticeKind.CANCELLATION, previous=("26-1",), day=9)
    publish(session, clock.now(), cancelled)
    session.commit()
    assert b"STATUS:CANCELLED" in reader.get(f"{today_team.page}.ics").data
