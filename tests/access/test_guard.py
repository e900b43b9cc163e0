from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts import sessions
from app.accounts.roles import PortalRole
from app.blueprints.access import access_of, is_private, member, signed_in, team
from app.blueprints.urls import own_path
from app.organisations.roles import MemberRole
from tests.people import browser_of, make_member, make_organisation, make_person


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """Pages of each kind, and one that says nothing."""
    say = lambda **_values: "ouvert"  # noqa: E731
    app.add_url_rule("/espace/essai", "essai", signed_in(lambda: "ouvert"))
    app.add_url_rule("/admin/essai", "essai-equipe", team(PortalRole.MODERATOR)(lambda: "ouvert"))
    app.add_url_rule("/espace/oubli", "oubli", say)
    app.add_url_rule(
        "/espace/<int:organisation>/essai",
        "essai-membre",
        member(MemberRole.EDITOR)(lambda organisation: "ouvert"),
    )
    return app


def test_every_private_route_says_who_may_open_it(app: Flask) -> None:
    silent = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if is_private(rule.rule) and access_of(app, rule.endpoint) is None
    ]
    assert not silent


def test_a_forgotten_decorator_closes_the_page(guarded: Flask, session: Session) -> None:
    client = browser_of(guarded, session, make_person(session))
    assert client.get("/espace/oubli").status_code == 403


def test_a_visitor_signs_in_first_and_comes_back(guarded: Flask) -> None:
    answer = guarded.test_client().get("/espace/essai?q=a b")
    assert answer.status_code == 302
    assert answer.location == "/connexion?suite=/espace/essai%3Fq%3Da%20b"


def test_who_signed_in_enters_and_who_was_signed_out_does_not(
    guarded: Flask, session: Session
) -> None:
    person = make_person(session)
    client = browser_of(guarded, session, person)
    assert client.get("/espace/essai").get_data(as_text=True) == "ouvert"
    sessions.end_all(session, person.id)
    session.commit()
    assert client.get("/espace/essai").status_code == 302


def test_the_team_page_asks_for_a_role_and_a_double_authentication(
    guarded: Flask, session: Session
) -> None:
    asked = {
        None: 403,
        PortalRole.EDITOR: 403,
        PortalRole.MODERATOR: 200,
        PortalRole.ADMIN: 200,
    }
    for role, status in asked.items():
        client = browser_of(guarded, session, make_person(session, role=role))
        assert client.get("/admin/essai").status_code == status, role
    bare = make_person(session, role=PortalRole.ADMIN, totp_since=None)
    answer = browser_of(guarded, session, bare).get("/admin/essai")
    assert answer.status_code == 302
    assert answer.location.startswith("/espace/compte/double-authentification")


def test_an_organisation_opens_to_its_members_by_role(guarded: Flask, session: Session) -> None:
    ours, theirs = make_organisation(session), make_organisation(session, "Voisine")
    asked = {MemberRole.OWNER: 200, MemberRole.EDITOR: 200, MemberRole.READER: 403}
    for role, status in asked.items():
        client = browser_of(guarded, session, make_member(session, ours, role))
        assert client.get(f"/espace/{ours.id}/essai").status_code == status, role
        assert client.get(f"/espace/{theirs.id}/essai").status_code == 404
        assert client.get("/espace/999999/essai").status_code == 404


@pytest.mark.parametrize(
    "raw",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "https://evil.example",
        "espace",
        "/a\nb",
        "",
    ],
)
def test_no_way_out_of_the_site(raw: str) -> None:
    assert own_path(raw) == ""


def test_a_blocked_person_is_signed_in_nowhere(guarded: Flask, session: Session) -> None:
    person = make_person(session)
    client = browser_of(guarded, session, person)
    person.blocked_at = person.created_at
    session.commit()
    assert client.get("/espace/essai").status_code == 302
