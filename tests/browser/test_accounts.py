"""From signing up to leaving, in a real browser, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from app.extensions import db
from app.mail.models import Letter
from tests.accounts.visits import GOOD, OTHER
from tests.browser.checks import faults_of
from tests.browser.serving import own_portal

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
ACCOUNT = "/espace/compte"
TOTP = f"{ACCOUNT}/double-authentification"


@dataclass(frozen=True)
class Place:
    """A portal of its own, and the letters that left it."""

    app: Flask
    address: str

    def link(self, key: str, email: str) -> str:
        """The last link of the last letter of that key to that address."""
        select = sa.select(Letter.text).where(Letter.key == key, Letter.recipient == email)
        with self.app.app_context():
            text = db.session.scalars(select.order_by(Letter.id.desc())).first() or ""
        path = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)[-1]
        return f"{self.address}{path}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("accounts")
    with own_portal(folder, lambda application, _session: application) as (address, application):
        yield Place(application, address)


def fill(tab: Page, values: dict[str, str]) -> None:
    """Fill in the form of the page, and send it."""
    for name, value in values.items():
        tab.fill(f"main form [name={name}]", value)
    tab.click("main form.m-form button[type=submit]")


def sign_up(tab: Page, place: Place, email: str) -> None:
    tab.goto(f"{place.address}/inscription")
    tab.check("input[name=purpose][value=project]")
    fill(tab, {"email": email, "name": "Camille Martin", "password": GOOD})
    assert tab.url.endswith("/inscription/messagerie")
    tab.goto(place.link("account-confirm", email))


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_the_accounts_passes_axe_and_fits(
    open_context: Callable[..., BrowserContext], place: Place, axe: Path, size: str
) -> None:
    tab, faults = open_context(size).new_page(), []

    def check() -> None:
        faults.extend(faults_of(tab, axe))
        width = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        faults.extend([f"{tab.url} is {width} px too wide"] if width > 0 else [])

    for path in ("/inscription", "/connexion", "/mot-de-passe-oublie", "/mot-de-passe/perdu"):
        tab.goto(place.address + path)
        check()
    sign_up(tab, place, f"{size}@exemple.fr")
    check()
    fill(tab, {"password": GOOD})
    for path in ("", "/nom", "/adresse", "/mot-de-passe", "/supprimer"):
        tab.goto(place.address + ACCOUNT + path)
        check()
    tab.goto(place.address + TOTP)
    tab.click("text=Commencer")
    check()
    seed = tab.inner_text("code").replace(" ", "")
    fill(tab, {"code": pyotp.TOTP(seed).now()})
    assert tab.locator("main li code").count() == 10
    check()
    assert not faults, "\n".join(faults)


def test_a_person_without_a_script_does_everything(
    open_context: Callable[..., BrowserContext], place: Place
) -> None:
    tab = open_context("phone", java_script_enabled=False).new_page()
    sign_up(tab, place, "sans-script@exemple.fr")
    fill(tab, {"password": GOOD})
    tab.goto(f"{place.address}{ACCOUNT}/mot-de-passe")
    fill(tab, {"password": GOOD, "new": OTHER})
    assert tab.url.endswith(ACCOUNT)
    tab.click("text=Se déconnecter")
    tab.goto(place.address + ACCOUNT)
    fill(tab, {"email": "sans-script@exemple.fr", "password": OTHER})
    assert tab.url.endswith(ACCOUNT)


def test_the_password_says_how_far_it_is_and_may_be_read(tab: Page, place: Place) -> None:
    tab.goto(f"{place.address}/inscription")
    field, told = tab.locator("#password"), tab.locator(".m-password [role=status]")
    field.fill("azerty")
    assert "pas encore assez" in told.inner_text()
    field.fill(GOOD)
    assert told.inner_text() == "Assez long et varié."
    tab.click("text=Afficher le mot de passe")
    assert field.get_attribute("type") == "text"
    assert field.get_attribute("autocomplete") == "new-password"
