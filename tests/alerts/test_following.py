from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock
from app.accounts.throttling import LETTERS_ADDRESS
from app.alerts import queries, services
from app.alerts.frequency import Frequency
from app.alerts.links import Links
from app.alerts.models import Alert, Subscriber
from app.alerts.watching import Search
from app.blueprints.alerts import links
from app.mail.models import Letter
from tests.alerts.shelf import add_reader
from tests.pages import Page
from tests.people import browser_of, make_person

NEW = "/alertes/nouvelle?liste=marches&secteur=nettoyage-de-locaux&territoire=93"
SECRET = re.compile(r"/alertes/(?:confirmer/)?[\w.-]+")


@pytest.fixture(autouse=True)
def without_tokens(app: Flask) -> None:
    """The token of forms has its own test."""
    app.config["WTF_CSRF_ENABLED"] = False


def post(client: FlaskClient, address: str = NEW, **form: str) -> TestResponse:
    given = {"frequence": "quotidienne", "courriel": "Lea@Exemple.fr", **form}
    return client.post(address, data=given)


def last_letter(session: Session) -> Letter:
    session.expire_all()
    letter = session.scalars(sa.select(Letter).order_by(Letter.id.desc())).first()
    assert letter is not None
    return letter


def path_in(letter: Letter) -> str:
    found = SECRET.search(letter.text)
    assert found is not None
    return found[0]


def alerts(session: Session) -> list[Alert]:
    session.expire_all()
    return list(session.scalars(sa.select(Alert).order_by(Alert.id)))


def test_without_an_account_nothing_runs_before_the_button(
    client: FlaskClient, session: Session, page: Callable[..., Page]
) -> None:
    form = page(NEW)
    assert "Seine-Saint-Denis (93)" in form.text
    answer = post(client)
    assert answer.status_code == 303
    assert answer.location == "/alertes/demandee"
    page("/alertes/demandee")
    letter = last_letter(session)
    assert letter.recipient == "lea@exemple.fr"
    assert "Seine-Saint-Denis" in letter.text
    path = path_in(letter)
    assert path.startswith("/alertes/confirmer/")
    page(path)
    page(path)
    assert alerts(session)[0].confirmed_at is None
    confirmed = client.post(path)
    assert confirmed.status_code == 303
    assert alerts(session)[0].confirmed_at is not None
    mine = page(confirmed.location)
    assert "nettoyage" in mine.text.lower()
    assert client.post(path).status_code == 404
    assert client.get(path).status_code == 404


def test_a_confirmation_is_lost_after_seven_days(client: FlaskClient, session: Session) -> None:
    now = clock.now() - timedelta(days=7, minutes=1)
    search = Search(listing="marches", query="", title="Marchés")
    services.ask(session, "lea@exemple.fr", search, Frequency.DAILY, links(), now)
    session.commit()
    path = path_in(last_letter(session))
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    assert alerts(session)[0].confirmed_at is None


def test_the_page_does_not_tell_what_an_address_follows(
    client: FlaskClient, session: Session
) -> None:
    first = post(client)
    client.post(path_in(last_letter(session)))
    second = post(client, frequence="immediate")
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert last_letter(session).key == "alert-known"
    (alert,) = alerts(session)
    assert alert.pace is Frequency.DAILY


def test_an_address_is_not_flooded(client: FlaskClient, session: Session) -> None:
    for number in range(12):
        answer = post(client, f"/alertes/nouvelle?liste=marches&q=mot{number}")
        assert answer.location == "/alertes/demandee"
    assert session.scalar(sa.select(sa.func.count(Letter.id))) == LETTERS_ADDRESS.free


def test_an_address_is_not_flooded_over_the_day_either(session: Session) -> None:
    now, made = clock.now(), Links(secret="a secret of tests", root="https://maillage.exemple.fr")
    for number in range(12):
        search = Search(listing="marches", query=f"q=mot{number}", title="Marchés")
        services.ask(session, "lea@exemple.fr", search, Frequency.DAILY, made, now)
    assert session.scalar(sa.select(sa.func.count(Letter.id))) == services.MOST_LETTERS


def test_two_requests_at_the_same_moment_make_one_alert(session: Session) -> None:
    now, person = clock.now(), make_person(session)
    search = Search(listing="marches", query="", title="Marchés")
    alert, _is_new = services.follow(session, person.id, search, Frequency.DAILY, now)
    twin = Subscriber(key="autre", person_id=person.id, created_at=now)
    of_person = queries.subscriber_of(person.id)
    known = session.scalars(of_person).one()
    assert services.add_once(session, twin, of_person) is known
    assert services.add_alert(session, known, search, Frequency.DAILY, now) is alert


def test_a_machine_is_thanked_and_ignored(client: FlaskClient, session: Session) -> None:
    assert post(client, website="https://evil.example").status_code == 303
    assert not alerts(session)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"courriel": ""}, "Écrivez votre adresse"),
        ({"courriel": "lea"}, "nom@exemple.fr"),
        ({"courriel": "a@b.fr\r\nBcc: c@d.fr"}, "nom@exemple.fr"),
        ({"frequence": "chaque-seconde"}, "choisissez dans la liste"),
        ({"frequence": ""}, "Choisissez une fréquence"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    client: FlaskClient, session: Session, form: dict[str, str], said: str
) -> None:
    answer = post(client, **form)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert not alerts(session)


@pytest.mark.parametrize(
    "liste",
    ["", "espace", "/espace", "../admin", "admin/courriers", "https://evil.example", "marches\x00"],
)
def test_only_public_lists_are_followed(client: FlaskClient, liste: str) -> None:
    for answer in (
        client.get("/alertes/nouvelle", query_string={"liste": liste}),
        client.post("/alertes/nouvelle", query_string={"liste": liste}),
    ):
        assert answer.status_code == 404


def test_no_way_out_of_the_site(client: FlaskClient) -> None:
    for name in ("next", "suite", "retour"):
        answer = post(client, f"{NEW}&{name}=https://evil.example")
        assert answer.location == "/alertes/demandee"


def test_a_query_string_of_100_kb_makes_a_short_search(
    client: FlaskClient, session: Session
) -> None:
    address = f"/alertes/nouvelle?liste=marches&q={'a' * 100_000}"
    assert client.get(address).status_code == 200
    post(client, address)
    assert len(alerts(session)[0].query) < 300


def test_the_host_of_the_request_is_in_no_letter(client: FlaskClient, session: Session) -> None:
    client.post(
        NEW,
        data={"frequence": "quotidienne", "courriel": "lea@exemple.fr"},
        headers={"Host": "evil.example"},
    )
    assert "evil.example" not in last_letter(session).text


def test_forms_need_their_token(app: Flask, client: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert post(client).status_code == 400


def test_with_an_account_it_is_followed_at_once(app: Flask, session: Session) -> None:
    person = make_person(session)
    client = browser_of(app, session, person)
    assert (
        "courriel" not in client.get(NEW).get_data(as_text=True).partition("<form class")[2][:900]
    )
    assert post(client).location == "/espace/alertes"
    assert post(client, frequence="hebdomadaire").location == "/espace/alertes"
    (alert,) = alerts(session)
    assert alert.pace is Frequency.WEEKLY
    assert alert.confirmed_at is not None
    assert not session.scalars(sa.select(Letter)).all()
    assert alert.title in client.get("/espace/alertes").get_data(as_text=True)


def test_an_account_follows_fifty_searches_at_most(app: Flask, session: Session) -> None:
    person = make_person(session)
    for number in range(services.MOST_ALERTS):
        search = Search(listing="marches", query=f"q=mot{number}", title="Marchés")
        services.follow(session, person.id, search, Frequency.DAILY, clock.now())
    client = browser_of(app, session, person)
    answer = post(client)
    assert answer.status_code == 422
    assert "le plus possible" in answer.get_data(as_text=True)


def followed_by(session: Session, address: str) -> tuple[Subscriber, Alert, str]:
    """An address with a confirmed alert, and its secret page."""
    subscriber = add_reader(session, clock.now(), address)
    search = Search(listing="marches", query="", title=f"Marchés de {address}")
    now = clock.now()
    alert = services.add_alert(session, subscriber, search, Frequency.DAILY, now, confirmed_at=now)
    session.commit()
    return subscriber, alert, f"/alertes/{links().manage(subscriber.key).rpartition('/')[2]}"


def test_the_secret_page_changes_its_own_alerts_alone(
    client: FlaskClient, session: Session, page: Callable[..., Page]
) -> None:
    _mine, alert, base = followed_by(session, "lea@exemple.fr")
    _theirs, other, other_base = followed_by(session, "tom@exemple.fr")
    number, others = alert.id, other.id
    page(base)
    assert client.get(base).headers["Cache-Control"] == "no-store"
    assert client.post(f"{base}/{number}", data={"frequence": "immediate"}).location == base
    client.post(f"{base}/{number}", data={"action": "suspendre"})
    found = session.get_one(Alert, number, populate_existing=True)
    assert found.pace is Frequency.IMMEDIATE
    assert found.paused_at is not None
    page(base)
    client.post(f"{base}/{number}", data={"action": "reprendre"})
    assert session.get_one(Alert, number, populate_existing=True).paused_at is None
    assert client.post(f"{base}/{number}", data={"frequence": "jamais"}).status_code == 422
    for data in ({"action": "supprimer"}, {"action": "suspendre"}, {"frequence": "immediate"}):
        assert client.post(f"{base}/{others}", data=data).status_code == 404
    assert client.post(f"{base}/999999", data={"action": "supprimer"}).status_code == 404
    assert client.post(f"{base}/{number}", data={"action": "supprimer"}).status_code == 303
    assert client.get(base).location == "/alertes/arretees"
    assert client.post(f"{base}/continuer").status_code == 303
    assert client.post(f"{base}/tout-arreter").status_code == 303
    assert client.get(other_base).status_code == 200


def test_a_person_changes_their_own_alerts_alone(app: Flask, session: Session) -> None:
    ours, theirs = make_person(session), make_person(session)
    search = Search(listing="agenda", query="", title="Agenda")
    now = clock.now()
    mine, _ = services.follow(session, ours.id, search, Frequency.DAILY, now)
    other, _ = services.follow(session, theirs.id, search, Frequency.DAILY, now)
    visitor, unowned, _base = followed_by(session, ours.email)
    numbers = [other.id, unowned.id, 999_999]
    client = browser_of(app, session, ours)
    for number in numbers:
        for data in ({"action": "supprimer"}, {"frequence": "immediate"}):
            assert client.post(f"/espace/alertes/{number}", data=data).status_code == 404
    client.post(f"/espace/alertes/{mine.id}", data={"frequence": "hebdomadaire"})
    assert session.get_one(Alert, mine.id, populate_existing=True).pace is Frequency.WEEKLY
    text = client.get("/espace/alertes").get_data(as_text=True)
    assert f"Marchés de {ours.email}" not in text
    assert client.post("/espace/alertes/tout-arreter").status_code == 303
    session.expire_all()
    assert session.get(Alert, unowned.id) is not None
    assert session.scalars(queries.of_person(theirs.id)).all()
    assert not session.scalars(queries.of_person(ours.id)).all()
    assert session.get(Subscriber, visitor.id) is not None


def test_forged_secrets_open_nothing(client: FlaskClient, session: Session) -> None:
    subscriber, _alert, base = followed_by(session, "lea@exemple.fr")
    for path in (
        f"{base}x",
        f"/alertes/{subscriber.key}",
        f"/alertes/{subscriber.key}.",
        "/alertes/é",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(f"{path}/tout-arreter").status_code == 404
    assert session.scalars(queries.of_subscriber(subscriber.id)).all()
