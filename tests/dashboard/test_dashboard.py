"""The dashboard: what each person sees there, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.accounts.roles import Purpose
from app.organisations.requests import JoinRequest
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.tenders.models import Consultation
from tests.pages import Page, read_page
from tests.people import browser_of, make_member, make_organisation, make_person

Add = Callable[..., Any]


def read(browser: FlaskClient) -> tuple[Page, str]:
    answer = browser.get("/espace")
    assert answer.status_code == 200
    return read_page(answer), answer.get_data(as_text=True)


def see(app: Flask, session: Session, person: Person) -> str:
    return read(browser_of(app, session, person))[1]


def test_a_visitor_signs_in_first(client: FlaskClient) -> None:
    assert client.get("/espace").location == "/connexion?suite=/espace"
    assert client.post("/espace/vu").status_code in (302, 400)


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_newcomer_is_greeted_with_three_steps(
    app: Flask, session: Session, purpose: Purpose
) -> None:
    person = make_person(session, name="Marie Curie", purpose=purpose.value)
    page = see(app, session, person)
    assert "<h1>Bonjour Marie Curie</h1>" in page
    assert "Bienvenue dans votre espace" in page
    assert page.count("<h3>") in (2, 3)  # the sheet of a structure may not be served yet
    assert "J’ai fait le tour" in page


def test_a_name_is_text(app: Flask, session: Session) -> None:
    page = see(app, session, make_person(session, name="<script>alert(1)</script>"))
    assert "<script>alert(1)" not in page
    assert "Bonjour &lt;script&gt;" in page


def test_without_a_name_there_is_a_greeting(app: Flask, session: Session) -> None:
    assert "<h1>Bonjour</h1>" in see(app, session, make_person(session))


def test_the_fitting_tenders_of_a_structure(
    app: Flask, session: Session, add_structure: Add, add_tender: Add
) -> None:
    organisation = make_organisation(session)
    add_structure(organisation)
    old = clock.now() - timedelta(days=10)
    add_tender(1, came=old)
    add_tender(2, closes_in=3)
    add_tender(3, closes_in=-1)
    visited = clock.now() - timedelta(days=2)
    person = make_person(session, last_visit_at=visited)
    make_member(session, organisation, MemberRole.READER, person)
    page = see(app, session, person)
    assert "2\u00a0marchés ouverts correspondent, dont 1&nbsp;depuis votre dernière visite" in page
    assert "1\u00a0nouveau marché vous correspond" in page
    assert page.index("/marches/26-2") < page.index("/marches/26-1")  # what is new comes first
    assert "/marches/26-3" not in page
    week = page[page.index('id="echeances"') : page.index('id="marches"')]
    assert "/marches/26-2" in week
    assert "/marches/26-1" not in week
    assert "des critères connus" in page


def test_an_import_is_seen_at_once_and_so_is_a_removal(
    app: Flask, session: Session, add_structure: Add, add_tender: Add
) -> None:
    organisation = make_organisation(session)
    add_structure(organisation)
    add_tender(1)
    browser = browser_of(app, session, make_member(session, organisation, MemberRole.OWNER))
    assert "1\u00a0marché ouvert correspond" in read(browser)[1]
    added = add_tender(2)
    session.commit()
    assert "2\u00a0marchés ouverts correspondent" in read(browser)[1]
    added.status, added.updated_at = "cancelled", clock.now()
    session.commit()
    assert "1\u00a0marché ouvert correspond" in read(browser)[1]
    for consultation in session.query(Consultation).all():
        session.delete(consultation)
    session.commit()
    assert "Aucun marché ouvert ne correspond" in read(browser)[1]


def test_each_block_says_why_it_is_empty(app: Flask, session: Session, add_structure: Add) -> None:
    organisation = make_organisation(session)
    person = make_member(session, organisation, MemberRole.OWNER)
    assert "pas de fiche de structure" in see(app, session, person)
    siae: Siae = add_structure(organisation)
    page = see(app, session, person)
    assert "Aucun marché ouvert ne correspond" in page
    assert "Aucune capacité n’est déclarée" in page
    assert "ne ferme dans les sept jours" in page
    siae.activities.clear()
    session.commit()
    assert "ne dit pas encore ce qu’elle fait" in see(app, session, person)


@pytest.mark.parametrize(
    ("age", "said"),
    [(0, "comptent encore"), (76, "comptent encore"), (77, "Compte jusqu’au"), (91, "(dépassé)")],
)
def test_a_capacity_that_expires(
    app: Flask, session: Session, add_structure: Add, age: int, said: str
) -> None:
    organisation = make_organisation(session)
    declared = clock.today() - timedelta(days=age)
    add_structure(organisation, capacity_fte=2.5, capacity_as_of=declared)
    page = see(app, session, make_member(session, organisation, MemberRole.EDITOR))
    assert said in page
    assert ("2,5\u00a0ETP" in page) is (age > 76)


def test_the_team_and_its_requests_are_for_those_who_answer(app: Flask, session: Session) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER, make_person(session, name="Ada"))
    reader = make_member(session, organisation, MemberRole.READER)
    asker = make_person(session, name="Inconnu")
    session.add(
        JoinRequest(organisation_id=organisation.id, person_id=asker.id, created_at=clock.now())
    )
    page = see(app, session, owner)
    assert "1\u00a0demande attend votre réponse" in page
    assert f"/espace/organisations/{organisation.id}/equipe" in page
    page = see(app, session, reader)
    assert "Ada" in page
    assert "attend votre réponse" not in page
    assert "Inconnu" not in page


def test_nothing_of_another_organisation_shows(
    app: Flask, session: Session, add_structure: Add, add_tender: Add
) -> None:
    theirs = make_organisation(session, "Voisine secrète")
    add_structure(theirs)
    add_tender(1)
    make_member(session, theirs, MemberRole.OWNER, make_person(session, name="Leur membre"))
    ours = make_organisation(session)
    page = see(app, session, make_member(session, ours, MemberRole.OWNER))
    assert "Voisine secrète" not in page
    assert "Leur membre" not in page
    assert "/marches/26-1" not in page


def test_the_last_visit_moves_when_the_person_says_so(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    browser = browser_of(app, session, person)
    read(browser)
    read(browser)
    session.refresh(person)
    assert person.last_visit_at is None
    shown = clock.now() - timedelta(minutes=5)
    assert browser.post("/espace/vu", data={"vu": shown.isoformat()}).status_code == 303
    session.refresh(person)
    assert person.last_visit_at == shown
    assert "Bienvenue" not in read(browser)[1]


@pytest.mark.parametrize("raw", ["", "demain", "9999-01-01T00:00:00+00:00", "2026-01-01T00:00:00"])
def test_the_last_visit_is_never_in_the_future(app: Flask, session: Session, raw: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    browser = browser_of(app, session, person)
    browser.post("/espace/vu", data={"vu": raw})
    session.refresh(person)
    assert person.last_visit_at is not None
    assert person.last_visit_at <= clock.now()
    before = person.last_visit_at
    browser.post("/espace/vu", data={"vu": "2020-01-01T00:00:00+00:00"})
    session.refresh(person)
    assert person.last_visit_at >= before  # nor does it go back


def test_marking_asks_for_a_token(app: Flask, session: Session) -> None:
    person = make_person(session)
    assert browser_of(app, session, person).post("/espace/vu").status_code == 400
    session.refresh(person)
    assert person.last_visit_at is None


def test_the_statements_do_not_grow_with_what_there_is(
    app: Flask, session: Session, add_structure: Add, add_tender: Add, queries: Add
) -> None:
    person = make_person(session, last_visit_at=clock.now() - timedelta(days=3))

    def count(first: int, last: int) -> int:
        for number in range(first, last):
            organisation = make_organisation(session, f"Organisation {number}")
            make_member(session, organisation, MemberRole.OWNER, person)
            add_structure(organisation)
            add_tender(number, closes_in=2)
        session.commit()
        browser = browser_of(app, session, person)
        read(browser)  # what is kept is read
        session.expunge_all()
        with queries() as sent:
            read(browser)
        return len(sent)

    few = count(0, 2)
    assert count(2, 12) == few
    assert few <= 16
