"""What waits for the team, in a real browser: axe, a phone, the keys, and without script."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app import clock
from app.accounts.roles import PortalRole
from app.extensions import db
from app.feedback import services as feedback
from app.proposals import services as proposals
from app.proposals.models import ProposalKind
from app.proposals.services import Draft
from tests.browser.checks import complaints_of, faults_of
from tests.browser.conftest import Served
from tests.browser.signed_in import OpenContext, cookie_of, open_as
from tests.people import make_person

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
PATHS = (
    "/admin", "/admin/propositions", "/admin/signalements", "/admin/republications",
    "/admin/taches", "/admin/journal",
)  # fmt: skip


@pytest.fixture(scope="module")
def admin(served: Served) -> str:
    """The cookie of an administrator; a proposal and two reports wait, the oldest of all."""
    with served.app.app_context():
        session, past = db.session(), clock.now() - timedelta(days=3_000)
        for number in (1, 2):
            feedback.report(session, f"/p{number}", "Faux", "", past + timedelta(days=number))
        draft = Draft(kind=ProposalKind.ACTOR, title="Un acteur", payload={"name": "X"})
        proposals.submit(session, draft, past)
        return cookie_of(served.app, make_person(session, role=PortalRole.ADMIN))


def test_the_pages_pass_axe_and_hold_on_a_phone(
    open_context: OpenContext, site: str, axe: Path, admin: str
) -> None:
    tab = open_as(open_context, site, admin, "phone")
    faults: list[str] = []
    paths = [*PATHS, "/admin/propositions/1", "/admin/signalements/1"]
    for path in paths:
        answer = tab.goto(f"{site}{path}")
        assert answer, path
        assert answer.status == 200, path
        faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)
    assert not complaints_of(tab, site, paths)


def test_j_and_k_walk_the_list_and_enter_opens(
    open_context: OpenContext, site: str, admin: str
) -> None:
    tab = open_as(open_context, site, admin)
    tab.goto(f"{site}/admin")
    tab.keyboard.press("j")  # outside the list, nothing
    titles = tab.locator("[data-queue] h2 a")
    titles.first.focus()
    tab.keyboard.press("j")
    expect(titles.nth(1)).to_be_focused()
    tab.keyboard.press("j")
    tab.keyboard.press("k")
    expect(titles.nth(1)).to_be_focused()
    tab.keyboard.press("k")
    tab.keyboard.press("k")
    expect(titles.first).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(f"{site}/admin/propositions/1")
