"""A person takes away everything that is kept of them, and nothing of anybody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts import settings
from app.accounts.models import Person
from app.extensions import db
from app.privacy.mine.registry import LEFT_OUT, SOURCES, gather
from tests.people import browser_of, make_organisation, make_person
from tests.privacy.world import Place
from tests.showcase.builders import make_siae

SIGNED = {"author", "email", "address", "recipient", "contact", "contact_email", "edited_by"}
DATA = "/espace/compte/donnees"
WORLD = tuple[Person, Person]


@pytest.fixture
def people(session: Session) -> WORLD:
    organisation = make_organisation(session, "Atelier du Canal")
    place = Place(session, organisation, make_siae(session, organisation))
    return place.fill("ADA"), place.fill("BOB")


def read(app: Flask, session: Session, person: Person) -> dict[str, Any]:
    answer = browser_of(app, session, person).get(f"{DATA}.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.get_data(as_text=True))
    return found


def test_every_table_that_names_a_person_has_a_source_or_a_reason() -> None:
    covered = {table for source in SOURCES for table in source.tables}
    for table in db.metadata.tables.values():
        points = any(key.column.table.name == "person" for key in table.foreign_keys)
        if points or SIGNED & set(table.columns.keys()):
            assert (table.name in covered) != (table.name in LEFT_OUT), table.name


def test_a_source_reads_tables_that_exist_and_has_a_key_of_its_own() -> None:
    assert {table for source in SOURCES for table in source.tables} <= set(db.metadata.tables)
    assert len({source.key for source in SOURCES}) == len(SOURCES)


def test_every_source_gives_what_is_kept(app: Flask, session: Session, people: WORLD) -> None:
    found = read(app, session, people[0])["données"]
    assert [key for key, part in found.items() if not part["lignes"]] == []


@pytest.mark.parametrize(("who", "theirs", "other"), [(0, "ADA", "BOB"), (1, "BOB", "ADA")])
def test_nothing_of_another_is_given(
    app: Flask, session: Session, people: WORLD, who: int, theirs: str, other: str
) -> None:
    text = json.dumps(read(app, session, people[who]), ensure_ascii=False).lower()
    assert text.count(theirs.lower()) > 40
    assert other.lower() not in text
    assert "tiers" not in text
    assert "tierce" not in text


def test_no_secret_is_given(app: Flask, session: Session, people: WORLD) -> None:
    person = people[0]
    person.password_hash, person.totp_secret = "empreinte-du-mot", "secret-du-code"
    text = json.dumps(read(app, session, person))
    assert not [
        word for word in ("empreinte-du-mot", "secret-du-code", "chemin-du-secret") if word in text
    ]


def test_a_name_that_two_accounts_bear_gives_nothing(
    app: Flask, session: Session, people: WORLD
) -> None:
    people[1].name = people[0].name
    found = read(app, session, people[0])["données"]
    by_name = ("group_messages", "group_files", "group_points", "group_steps", "team_documents")
    assert not [key for key in by_name if found[key]["lignes"]]


def test_who_left_an_organisation_reads_its_groups_no_more(
    app: Flask, session: Session, people: WORLD
) -> None:
    from app.organisations.members import Membership  # noqa: PLC0415 - this test alone

    session.execute(sa.delete(Membership).where(Membership.person_id == people[0].id))
    found = read(app, session, people[0])["données"]
    assert not found["group_messages"]["lignes"]
    assert not found["team_documents"]["lignes"]


def test_what_is_said_to_go_with_the_account_goes(session: Session, people: WORLD) -> None:
    person = people[0]
    gone = Person(id=person.id, email=person.email, name=person.name)
    settings.leave(session, person, clock.now())
    session.flush()
    rows = gather(session, gone)
    assert not [source.key for source in SOURCES if not source.stays and rows[source.key]]


def test_an_address_that_nobody_proved_gives_no_message(
    app: Flask, session: Session, people: WORLD
) -> None:
    from app.siae.contacts import ContactMessage  # noqa: PLC0415 - this test alone

    session.execute(sa.update(ContactMessage).values(confirmed_at=None))
    assert not read(app, session, people[0])["données"]["contacts"]["lignes"]


def test_the_file_is_kept_by_nobody(app: Flask, session: Session) -> None:
    answer = browser_of(app, session, make_person(session)).get(f"{DATA}.json")
    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("address", [DATA, f"{DATA}.json"])
def test_a_visitor_signs_in_first(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/connexion")


def test_the_page_says_what_stays(
    app: Flask, session: Session, people: WORLD, queries: Callable[[], Any]
) -> None:
    browser = browser_of(app, session, people[0])
    with queries() as sent:
        text = browser.get(DATA).get_data(as_text=True)
    assert len(sent) <= len(SOURCES) + 6
    assert all(source.label in text for source in SOURCES)
    assert "Effacé avec le compte." in text
    account = browser.get("/espace/compte").get_data(as_text=True)
    assert f'href="{DATA}"' in account
