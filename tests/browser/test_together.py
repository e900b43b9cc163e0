"""Requests answered, groups and the dashboard, by axe and by the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.consortia import places
from app.organisations.roles import MemberRole
from tests.browser.checks import complaints_of, faults_of, faults_on
from tests.browser.keyboard import reach, stops_of
from tests.browser.serving import own_portal
from tests.browser.signed_in import OpenContext, cookie_of, open_as
from tests.consortia.builders import join, make_circle, read
from tests.partnerships.browsing import answer_path, space_path
from tests.partnerships.exchanges import begin
from tests.people import make_member
from tests.showcase.builders import relay

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@dataclass(frozen=True, kw_only=True)
class Portal:
    """A portal of its own: requests received, a group, and the cookies of those who see them.

    `editor` answers for the structure of `inbox` and leads the group; `guest` is invited to it.
    """

    address: str
    letters: tuple[str, ...]
    joined_letter: str
    inbox: str
    match: str
    messages: str
    group: str
    guest_group: str
    editor: str
    guest: str


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with own_portal(tmp_path_factory.mktemp("together"), fill) as (address, values):
        yield Portal(address=address, **values)


def fill(application: Flask, session: Session) -> dict[str, object]:
    """Requests received with and without a space, a group of two with a third invited; commits."""
    now = clock.now()
    alone = [begin(session, now, joined=False) for _ in range(2)]
    found = begin(session, now)
    circle = make_circle(session, now)
    whole = join(session, circle, circle.second)
    places.invite(session, whole, circle.third.organisation, "Venez", circle.lead.actor)
    editor: Person = make_member(
        session, circle.lead.organisation, MemberRole.OWNER, person=found.member
    )
    relay(session, circle.lead.siae, now, text="Entretenez-vous des parcs ?", gives=True)
    whole = read(session, circle.lead, circle.consortium)
    return {
        "letters": tuple(map(answer_path, alone)),
        "joined_letter": answer_path(found),
        "inbox": f"/espace/organisations/{found.siae.organisation_id}/demandes",
        "match": space_path(found),
        "messages": f"/espace/organisations/{circle.lead.organisation.id}/messages",
        "group": circle.lead.page(whole),
        "guest_group": circle.third.page(whole),
        "editor": cookie_of(application, editor),
        "guest": cookie_of(application, circle.third.editor),
    }


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_page_of_a_letter_passes_axe_and_fits(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    tab = open_context(size).new_page()
    pages = [portal.letters[0], portal.joined_letter, f"{portal.letters[0]}/pause"]
    assert not faults_on(tab, portal.address, axe, pages)
    assert not complaints_of(tab, portal.address, pages)


def test_a_request_is_answered_by_its_letter_with_the_keyboard(
    open_context: OpenContext, portal: Portal, axe: Path
) -> None:
    tab = open_context("phone").new_page()
    tab.goto(f"{portal.address}{portal.letters[1]}")
    reach(tab, "Envoyer la réponse")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Ce n’est pas enregistré")
    assert not faults_of(tab, axe)
    tab.get_by_role("alert").get_by_role("link").first.focus()
    tab.keyboard.press("Enter")
    reach(tab, "Nous sommes intéressés")
    tab.keyboard.press("Space")
    reach(tab, "Envoyer la réponse")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Changer votre réponse")).to_be_visible()
    assert not faults_of(tab, axe)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_of_requests_pass_axe_and_fit(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    tab = open_as(open_context, portal.address, portal.editor, size)
    pages = [
        "/espace/demandes",
        portal.inbox,
        f"{portal.inbox}/reception",
        portal.match,
        portal.messages,
    ]
    assert not faults_on(tab, portal.address, axe, pages)
    assert not complaints_of(tab, portal.address, pages)


def test_a_member_writes_in_an_exchange_with_the_keyboard(
    open_context: OpenContext, portal: Portal, axe: Path
) -> None:
    tab = open_as(open_context, portal.address, portal.editor)
    tab.goto(f"{portal.address}/espace/demandes")
    reach(tab, "Nettoyage de bureaux")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{portal.match}")
    reach(tab, "Votre message")
    tab.keyboard.type("Pouvez-vous préciser les horaires ?")
    reach(tab, "Envoyer le message")
    tab.keyboard.press("Enter")
    expect(tab.locator(".m-thread")).to_contain_text("préciser les horaires")
    assert not faults_of(tab, axe)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_pages_of_a_group_pass_axe_and_fit(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    tab = open_as(open_context, portal.address, portal.editor, size)
    group = portal.group
    mine = group.rpartition("/")[0]
    pages = [
        "/espace/groupements",
        "/espace/groupements/nouveau?marche=26-1",
        mine,
        f"{mine}/ouverts",
        group,
        f"{group}?structure=tri",
    ]
    assert not faults_on(tab, portal.address, axe, pages)
    assert not complaints_of(tab, portal.address, pages)
    guest = open_as(open_context, portal.address, portal.guest, size)
    assert not faults_on(guest, portal.address, axe, [portal.guest_group])
    assert not complaints_of(guest, portal.address, [portal.guest_group])


def test_a_lead_settles_a_point_with_the_keyboard(
    open_context: OpenContext, portal: Portal, axe: Path
) -> None:
    tab = open_as(open_context, portal.address, portal.editor)
    tab.goto(f"{portal.address}{portal.group}")
    reach(tab, "Écrire ce qui est convenu")
    tab.keyboard.press("Enter")
    reach(tab, "Ce qui est convenu")
    tab.keyboard.type("Réunion chaque lundi.")
    reach(tab, "Enregistrer")
    tab.keyboard.press("Enter")
    expect(tab.locator("#points + ul")).to_contain_text("Réunion chaque lundi.")
    assert not faults_of(tab, axe)


def test_shares_that_are_wrong_are_said_to_the_keyboard(
    open_context: OpenContext, portal: Portal, axe: Path
) -> None:
    tab = open_as(open_context, portal.address, portal.editor, "phone")
    tab.goto(f"{portal.address}{portal.group}")
    reach(tab, "Lot 1")
    tab.keyboard.type("beaucoup")
    reach(tab, "Enregistrer les parts")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("Ce n’est pas enregistré")
    assert not faults_of(tab, axe)
    tab.get_by_role("alert").get_by_role("link").first.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.value") == "beaucoup"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_dashboard_is_read_by_the_keyboard_alone(
    open_context: OpenContext, portal: Portal, axe: Path, size: str
) -> None:
    tab = open_as(open_context, portal.address, portal.editor, size)
    assert not faults_on(tab, portal.address, axe, ["/espace"])
    stops = stops_of(tab)
    assert [stop["at"] for stop in stops] == sorted(stop["at"] for stop in stops)  # type: ignore[type-var]
    assert not [stop["name"] for stop in stops if not (stop["name"] and stop["isSeen"])]
    inside = tab.locator("main :is(a[href], button, summary, input:not([type=hidden]))")
    assert sum(bool(stop["inMain"]) for stop in stops) >= inside.count()


def test_the_dashboard_leads_to_a_request_with_the_keyboard(
    open_context: OpenContext, portal: Portal
) -> None:
    tab = open_as(open_context, portal.address, portal.editor)
    tab.goto(f"{portal.address}/espace")
    reach(tab, "Contenu")
    tab.keyboard.press("Enter")
    reach(tab, "J’ai fait le tour")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("button", name="Tout marquer comme vu")).to_be_visible()
    reach(tab, "Nettoyage de bureaux")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{portal.match}")
