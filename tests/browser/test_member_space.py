"""The member space and the desk, as a member of a structure and an admin see them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import expect
from sqlalchemy.orm import joinedload

from app.accounts.roles import PortalRole
from app.extensions import db
from app.organisations.roles import MemberRole
from app.siae.models import Activity, Siae
from app.siae.profile_fields import Section
from app.tenders.models import Consultation
from tests.browser.checks import complaints_of, faults_of
from tests.browser.conftest import Served
from tests.browser.signed_in import OpenContext, cookie_of, open_as
from tests.people import make_member, make_person

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody signed in by this cookie; the private pages of their structure begin by `own`."""

    cookie: str
    own: str
    organisation: str
    tender: str


@pytest.fixture(scope="module")
def owner(served: Served) -> Member:
    """The owner of the first structure of the demonstration that says what it does."""
    with served.app.app_context():
        session = db.session()
        siae = session.scalars(
            sa.select(Siae).join(Activity).options(joinedload(Siae.organisation)).limit(1)
        ).one()
        person = make_member(session, siae.organisation, MemberRole.OWNER)
        tender = session.scalars(sa.select(Consultation.reference).limit(1)).one()
        organisation = f"/espace/organisations/{siae.organisation_id}"
        return Member(
            cookie=cookie_of(served.app, person),
            own=f"{organisation}/structures/{siae.id}",
            organisation=organisation,
            tender=tender,
        )


def pages_of(owner: Member) -> list[str]:
    """A page of every template of the member space."""
    return [
        "/espace",
        owner.own,
        *(f"{owner.own}/rubriques/{section.value}" for section in Section),
        f"{owner.own}/activites/nouvelle",
        f"{owner.own}/historique",
        f"{owner.own}/photos",
        f"{owner.own}/apercu",
        f"{owner.own}/completude",
        f"{owner.organisation}/consultations",
        f"{owner.organisation}/consultations?vue=liste",
        f"{owner.organisation}/consultations/statistiques",
        f"{owner.organisation}/equipe",
        "/espace/organisations",
        "/espace/organisations/rejoindre",
        "/espace/alertes",
        "/alertes/nouvelle?liste=marches",
        "/espace/compte",
        "/espace/compte/double-authentification",
    ]


DESK = ("/admin/courriers", "/admin/courriers/textes", "/admin/rattachements", "/admin/reseaux")


def test_every_page_of_a_member_passes_axe(
    open_context: OpenContext, site: str, axe: Path, owner: Member
) -> None:
    tab = open_as(open_context, site, owner.cookie)
    faults: list[str] = []
    for path in pages_of(owner):
        answer = tab.goto(f"{site}{path}")
        assert answer, path
        assert answer.status == 200, path
        faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_of_a_member_scrolls_sideways_nor_complains(
    open_context: OpenContext, site: str, owner: Member, size: str
) -> None:
    tab = open_as(open_context, site, owner.cookie, size)
    assert not complaints_of(tab, site, pages_of(owner))


def test_the_desk_passes_axe_and_holds_on_a_phone(
    open_context: OpenContext, site: str, axe: Path, served: Served
) -> None:
    with served.app.app_context():
        cookie = cookie_of(served.app, make_person(db.session(), role=PortalRole.ADMIN))
    tab = open_as(open_context, site, cookie, "phone")
    faults: list[str] = []
    for path in DESK:
        answer = tab.goto(f"{site}{path}")
        assert answer, path
        assert answer.status == 200, path
        faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)
    assert not complaints_of(tab, site, DESK)


def test_a_member_follows_a_tender_then_decides_with_the_keyboard(
    open_context: OpenContext, site: str, axe: Path, owner: Member
) -> None:
    tab = open_as(open_context, site, owner.cookie)
    tab.goto(f"{site}/marches/{owner.tender}")
    tab.get_by_role("link", name=re.compile("Suivre ce marché")).or_(
        tab.get_by_role("button", name=re.compile("Suivre ce marché"))
    ).first.focus()
    tab.keyboard.press("Enter")
    if not re.search(r"/consultations/\d+", tab.url):
        tab.get_by_role("main").get_by_role("button", name=re.compile("Suivre")).first.focus()
        tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/consultations/\d+"))
    expect(tab.get_by_role("main")).to_contain_text("À étudier")
    assert not faults_of(tab, axe)


def test_a_section_is_saved_and_can_be_taken_back(
    open_context: OpenContext, site: str, owner: Member
) -> None:
    tab = open_as(open_context, site, owner.cookie, "phone")
    tab.goto(f"{site}{owner.own}/rubriques/{Section.IDENTITY.value}")
    field = tab.locator("main textarea").first
    before = field.input_value()
    field.fill("Nous entretenons les parcs de la ville depuis dix ans.")
    tab.get_by_role("button", name=re.compile("Enregistrer")).first.click()
    expect(tab.get_by_role("main")).to_contain_text("Nous entretenons les parcs")
    tab.goto(f"{site}{owner.own}/historique")
    tab.get_by_role("button", name=re.compile("Rétablir|Revenir|Restaurer")).first.click()
    tab.goto(f"{site}{owner.own}/rubriques/{Section.IDENTITY.value}")
    expect(tab.locator("main textarea").first).to_have_value(before)
