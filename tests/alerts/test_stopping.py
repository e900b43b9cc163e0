from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.alerts import queries, retention, services
from app.alerts.frequency import Frequency
from app.alerts.models import Alert, Subscriber
from app.alerts.watching import Search
from app.blueprints.alerts import links
from app.cli.alerts import keep_alerts, send_alerts
from app.mail.models import Letter, LetterState
from tests.alerts.shelf import LINKS, Shelf, add_account, add_reader, run, watch
from tests.events.builders import add_event
from tests.pages import Page
from tests.people import make_person

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def followed(session: Session) -> tuple[str, str, list[int]]:
    """An address with two alerts: where to stop the first, where to stop all, their ids."""
    now = clock.now()
    reader, shelf = add_reader(session, now), Shelf(key="marches")
    mine = [watch(session, reader, shelf, now, query=query) for query in ("q=a", "q=b")]
    session.commit()
    one, everything = links().stop(mine[0].key), links().stop_all(reader.key)
    root = links().root
    return one.removeprefix(root), everything.removeprefix(root), [alert.id for alert in mine]


def ids(session: Session) -> list[int]:
    return list(session.scalars(sa.select(Alert.id).order_by(Alert.id)))


def test_opening_a_link_stops_nothing_its_button_does(
    client: FlaskClient,
    session: Session,
    page: Callable[..., Page],
    followed: tuple[str, str, list[int]],
) -> None:
    one, everything, numbers = followed
    page(one)
    page(everything)
    assert ids(session) == numbers
    assert client.post(one).status_code == 200
    assert ids(session) == numbers[1:]
    page("/alertes/arretees")
    assert client.post(one).status_code == 200
    assert "Vous ne suivez plus" in page(one).text
    assert ids(session) == numbers[1:]


def test_a_mailbox_stops_them_all_without_cookie_or_token(
    app: Flask, session: Session, followed: tuple[str, str, list[int]]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client(use_cookies=False)
    for _ in range(2):
        assert client.post(followed[1], data=ONE_CLICK).status_code == 200
    assert not ids(session)
    assert not session.scalars(sa.select(Subscriber)).all()
    assert client.get(followed[1]).status_code == 200


def test_forged_links_stop_nothing(
    client: FlaskClient, session: Session, followed: tuple[str, str, list[int]]
) -> None:
    one, everything, numbers = followed
    swapped = f"/alertes/arreter-tout/{one.rpartition('/')[2]}"
    for path in (
        f"{one}a",
        f"{everything}a",
        swapped,
        "/alertes/arreter/x",
        "/alertes/arreter-tout/x",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, data=ONE_CLICK).status_code == 404
    assert ids(session) == numbers


def test_a_digest_that_waits_does_not_leave_once_all_is_stopped(
    client: FlaskClient, session: Session
) -> None:
    now, shelf = clock.now(), Shelf()
    reader = add_reader(session, now)
    watch(session, reader, shelf, now)
    shelf.put("chose", now + timedelta(minutes=1))
    later = now + timedelta(minutes=15)
    assert run(session, shelf, later) == 1
    services.stop_all(session, session.get_one(Subscriber, reader.id))
    session.commit()
    (letter,) = session.scalars(sa.select(Letter)).all()
    assert letter.state == LetterState.FAILED
    assert run(session, shelf, later + timedelta(minutes=15)) == 0


def test_stopping_an_address_leaves_the_account_that_has_the_same(session: Session) -> None:
    now = clock.now()
    person = make_person(session, "lea@exemple.fr")
    search = Search(listing="agenda", query="", title="Agenda")
    services.follow(session, person.id, search, Frequency.DAILY, now)
    reader = add_reader(session, now, "lea@exemple.fr")
    watch(session, reader, Shelf(), now)
    services.stop_all(session, reader)
    assert session.scalars(queries.of_person(person.id)).all()


def test_erasing_an_account_erases_its_alerts(session: Session) -> None:
    person = make_person(session)
    search = Search(listing="agenda", query="", title="Agenda")
    services.follow(session, person.id, search, Frequency.DAILY, clock.now())
    session.delete(person)
    session.commit()
    assert not ids(session)


def test_what_nobody_confirms_is_erased_after_seven_days(session: Session, now: datetime) -> None:
    search = Search(listing="agenda", query="", title="Agenda")
    services.ask(session, "lea@exemple.fr", search, Frequency.DAILY, LINKS, now)
    before = now + timedelta(days=7) - timedelta(minutes=1)
    assert retention.keep_up(session, LINKS, before).erased == 0
    assert retention.keep_up(session, LINKS, now + timedelta(days=7)).erased == 1
    assert not session.scalars(sa.select(Subscriber)).all()


def test_an_address_is_asked_every_year_and_paused_without_an_answer(
    app: Flask, client: FlaskClient, session: Session, page: Callable[..., Page]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    now = clock.now() - timedelta(days=366)
    silent, faithful = (add_reader(session, now, f"{n}@exemple.fr") for n in ("a", "b"))
    for reader in (silent, faithful):
        watch(session, reader, Shelf(key="marches"), now)
        services.renew(reader, now)
    account = add_account(session, now, make_person(session))
    watch(session, account, Shelf(key="marches"), now)
    session.commit()
    asked = now + timedelta(days=365)
    assert retention.keep_up(session, links(), asked).asked == 2
    assert retention.keep_up(session, links(), asked).asked == 0
    session.commit()
    assert {letter.key for letter in session.scalars(sa.select(Letter))} == {"alert-renewal"}
    base = links().manage(faithful.key).removeprefix(links().root)
    assert "Voulez-vous encore" in page(base).text
    assert client.post(f"{base}/continuer").status_code == 303
    done = retention.keep_up(session, links(), asked + timedelta(days=30))
    assert done.paused == 1
    session.expire_all()
    paused = session.scalars(sa.select(Alert).where(Alert.paused_at.is_not(None))).all()
    assert [alert.subscriber_id for alert in paused] == [silent.id]


def test_the_command_tells_a_new_event_from_end_to_end(app: Flask, session: Session) -> None:
    now = clock.now()
    send_alerts()
    search = Search(listing="agenda", query="territoire=seine-saint-denis-93", title="Agenda : 93")
    reader = add_account(session, now, make_person(session))
    begun = now - timedelta(minutes=5)
    services.add_alert(session, reader, search, Frequency.IMMEDIATE, begun, confirmed_at=begun)
    day = f"{now + timedelta(days=40):%Y-%m-%d} 09:30"
    event = add_event(session, now, debut=day, titre="Forum [du lac]")
    session.commit()
    assert "À envoyer : 1 ; nouveautés : 1" in send_alerts(is_dry=True)
    assert not session.scalars(sa.select(Letter)).all()
    assert "envoyées : 1 sur 1" in send_alerts()
    assert "envoyées : 0 sur 0" in send_alerts()
    (letter,) = session.scalars(sa.select(Letter)).all()
    assert "Forum (du lac)" in letter.text
    assert f"/agenda/{event.slug}\n" in letter.text
    assert "annoncé aujourd’hui" in letter.text
    assert "effacées : 0" in keep_alerts()
