"""A project from its creation to its sharing, by its holder, an adviser, a funder and the team."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import PortalRole
from app.dossiers import sharing
from app.organisations.roles import MemberRole
from tests.browser.checks import complaints_of, faults_of, faults_on
from tests.browser.keyboard import reach
from tests.browser.serving import own_portal
from tests.browser.signed_in import OpenContext, cookie_of, open_as
from tests.dossiers.builders import make_dossier, make_sheet
from tests.dossiers.funders import fitting_schemes, make_funder, show
from tests.people import make_member, make_organisation, make_person

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
TITLE = "Une blanchisserie à Bondy"


@dataclass(frozen=True, kw_only=True)
class Portal:
    """A portal of its own: two projects near each other, a link to one, a funder, the team."""

    address: str
    project: str
    shared: str
    fundable: str
    holder: str
    funder: str
    team: str


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with own_portal(tmp_path_factory.mktemp("projects"), fill) as (address, values):
        yield Portal(address=address, **values)


def fill(application: Flask, session: Session) -> dict[str, str]:
    """The rows that the pages show, and the cookies of those who open them; commits."""
    holder, other = make_person(session), make_person(session)
    dossier = make_dossier(session, holder)
    make_dossier(session, other, title="Un pressing solidaire")
    show(session, dossier)
    secret = sharing.give(session, dossier, "Conseillère DLA", 30, holder, clock.now())
    fund = make_organisation(session, "Fondation du Canal")
    make_funder(session, fund, fitting_schemes(make_sheet())[0])
    editor = make_member(session, fund, MemberRole.EDITOR)
    admin = make_person(session, role=PortalRole.ADMIN)
    session.commit()
    return {
        "project": f"/espace/projet/{dossier.id}",
        "shared": f"/projet-partage/{secret}",
        "fundable": f"/espace/organisations/{fund.id}/projets-a-financer",
        "holder": cookie_of(application, holder),
        "funder": cookie_of(application, editor),
        "team": cookie_of(application, admin),
    }


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_of_a_project_pass_axe_and_fit(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    tab = open_as(open_context, portal.address, portal.holder, size)
    pages = [
        "/espace/projet",
        "/espace/projet/nouveau",
        portal.project,
        *(f"{portal.project}/{part}" for part in ("modifier", "financements", "supprimer")),
        portal.shared,
    ]
    assert not faults_on(tab, portal.address, axe, pages)
    assert not complaints_of(tab, portal.address, pages)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_of_funders_and_of_the_team_pass_axe_and_fit(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    funder = open_as(open_context, portal.address, portal.funder, size)
    pages = [portal.fundable, f"{portal.fundable}/conference"]
    assert not faults_on(funder, portal.address, axe, pages)
    assert not complaints_of(funder, portal.address, pages)
    team = open_as(open_context, portal.address, portal.team, size)
    desk = ["/admin/proximites", "/admin/proximites/1", "/admin/financeurs"]
    assert not faults_on(team, portal.address, axe, desk)
    assert not complaints_of(team, portal.address, desk)


def test_a_project_is_created_with_the_keyboard_and_faults_are_said(
    open_context: OpenContext, portal: Portal, axe: Path
) -> None:
    tab = open_as(open_context, portal.address, portal.funder, "phone")
    tab.goto(f"{portal.address}/espace/projet/nouveau")
    reach(tab, "Lieu du projet")
    tab.keyboard.type("Nulle part ailleurs")
    reach(tab, "Créer le projet")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Donnez un nom au projet.")
    assert not faults_of(tab, axe)
    tab.get_by_role("alert").get_by_role("link").first.focus()
    tab.keyboard.press("Enter")
    tab.keyboard.type(TITLE)
    tab.fill("[name=territoire]", "Bondy")
    reach(tab, "Créer le projet")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", level=1)).to_contain_text(TITLE)


def test_a_holder_shares_a_project_and_an_adviser_reads_it_without_scripts(
    open_context: OpenContext, portal: Portal
) -> None:
    tab = open_as(open_context, portal.address, portal.holder)
    tab.goto(f"{portal.address}{portal.project}")
    reach(tab, "Pour qui")
    tab.keyboard.type("Mon réseau")
    reach(tab, "Créer un lien")
    tab.keyboard.press("Enter")
    link = tab.locator("#lien-de-partage").input_value()
    guest = open_context("phone", java_script_enabled=False).new_page()
    guest.goto(f"{portal.address}/{link.split('/', 3)[3]}")
    expect(guest.get_by_role("heading", level=1)).to_contain_text(TITLE)
    expect(guest.locator("main")).to_contain_text("Mon réseau")
    expect(guest.locator("main form")).to_have_count(0)
    expect(guest.locator("main")).not_to_contain_text("à discuter")
