"""Every role on every private route: what is declared is what happens.

The routes are read from the map of the application: a new one is covered by being there. A route
whose address names something that is not one organisation's alone says so in `OPEN`, and why.
"""

from __future__ import annotations

import hashlib

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.blueprints.access import Access
from app.extensions import db
from config import Settings
from tests.access.world import (
    ELSEWHERE,
    FOREIGN,
    NETWORK,
    OURS,
    ROLES,
    Snapshot,
    Someone,
    addresses,
    build_world,
    private_rules,
)

OPEN = {
    "memberships_joining.choose": "the directory is public: anybody may ask to join",
    "memberships_joining.ask": "the same",
    "memberships_joining.join_by_domain": "the same; the address proves",
    "memberships_joining.send_code": "the same; the code goes to the address on record",
    "memberships_joining.join_by_code": "the same; the code proves",
    "consortia.ask": "a group that looks for partners hears any structure; its lead answers",
    "memberships_networks.propose": "a network proposes to an organisation of the directory",
}
REFUSED = {403, 404}
ACTED = {200, 201, 204, 302, 303}


def expected(someone: Someone, access: Access, organisation: int) -> int:
    """The status of who may not open a route; 0 for who may."""
    if not someone.is_signed_in:
        return 302
    if access.roles and someone.team not in access.roles:
        return 403
    if access.member is None:
        return 0
    role = someone.roles.get(organisation)
    if role is None:
        return 404
    return 0 if role.covers(access.member) else 403


def organisations_of(access: Access) -> tuple[int, ...]:
    """Those whose id is tried in the address."""
    return (FOREIGN, OURS, NETWORK, ELSEWHERE) if access.argument else (FOREIGN,)


def judge(
    someone: Someone, access: Access, organisation: int, *, status: int, location: str
) -> str:
    """What is wrong with an answer; nothing where it is what was declared."""
    want = expected(someone, access, organisation)
    is_sign_in = status == 302 and location.startswith("/connexion")
    if status >= 500:
        return f"{status}: it broke"
    if want:
        is_right = is_sign_in if want == 302 else status == want
        return "" if is_right else f"{status} {location} instead of {want}"
    return "it asks to sign in again" if is_sign_in else ""


def is_another_s(access: Access, endpoint: str, *, names_more: bool) -> bool:
    """Whether the address names something that is not the person's."""
    return names_more and not access.roles and endpoint not in OPEN


@pytest.mark.parametrize("name", ROLES)
def test_a_page_opens_to_whom_it_says(app: Flask, session: Session, name: str) -> None:
    someone = build_world(app, session)[name]
    wrong = []
    for rule, access in private_rules(app):
        if "GET" not in (rule.methods or ()):
            continue
        for number in organisations_of(access):
            for address, names_more in addresses(app, rule, access, number):
                answer = someone.client.get(address)
                found, location = answer.status_code, answer.location or ""
                fault = judge(someone, access, number, status=found, location=location)
                if found == 200 and is_another_s(access, rule.endpoint, names_more=names_more):
                    fault = "200 on what is not theirs"
                if fault:
                    wrong.append(f"GET {address}: {fault}")
    assert not wrong


@pytest.mark.parametrize("name", ROLES)
def test_an_act_is_done_by_whom_it_says(
    app: Flask, session: Session, settings: Settings, name: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    someone = build_world(app, session)[name]
    snapshot = Snapshot(settings.instance / "portal.sqlite3")
    wrong = []
    for rule, access in private_rules(app):
        if "POST" not in (rule.methods or ()):
            continue
        for number in organisations_of(access):
            for address, names_more in addresses(app, rule, access, number):
                answer = someone.client.post(address, data={"action": "accepter"})
                found, location = answer.status_code, answer.location or ""
                fault = judge(someone, access, number, status=found, location=location)
                is_another = is_another_s(access, rule.endpoint, names_more=names_more)
                if someone.is_signed_in and found in ACTED and is_another:
                    fault = f"{found}: it acts on what is not theirs"
                if fault:
                    wrong.append(f"POST {address}: {fault}")
                if someone.is_signed_in and found not in REFUSED:
                    snapshot.restore()
    assert not wrong


def content() -> str:
    """A digest of every row of the database, but where people are signed in."""
    tables = [table for table in db.metadata.sorted_tables if table.name != "login_session"]
    rows = [
        (table.name, sorted(map(repr, db.session.execute(sa.select(table)).all())))
        for table in tables
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


@pytest.mark.parametrize("name", ["owner", "network", "admin"])
def test_nothing_is_done_without_the_token_of_the_form(
    app: Flask, session: Session, name: str
) -> None:
    someone = build_world(app, session)[name]
    before = content()
    wrong = []
    for rule, access in private_rules(app):
        methods = (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}
        for method in sorted(methods):
            for number in organisations_of(access):
                for address, _ in addresses(app, rule, access, number):
                    data = {"action": "accepter"}
                    answer = someone.client.open(address, method=method, data=data)
                    if answer.status_code != 400:
                        wrong.append(f"{method} {address}: {answer.status_code}")
    assert not wrong
    db.session.rollback()
    assert content() == before


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_that_no_database_holds_is_no_page(
    app: Flask, session: Session, number: int
) -> None:
    client = build_world(app, session)["owner"].client
    assert client.get(f"/espace/organisations/{number}/equipe").status_code == 404
    assert client.get(f"/espace/organisations/rejoindre/{number}").status_code == 404
