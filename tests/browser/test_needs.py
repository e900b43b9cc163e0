"""Asking for a partnership without an account and without a script, until the confirmation."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, expect

from app.extensions import db
from app.mail.models import Letter
from app.partnerships import asking
from app.partnerships.modalities import load_modalities
from tests.browser.checks import complaints_of, faults_of
from tests.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
OpenContext = Callable[..., BrowserContext]
EMAIL = "camille@imprimerie-du-canal.fr"
PAGES = ["/mise-en-relation", "/mise-en-relation/regles", *(s.path for s in load_modalities())]


def press(tab: Page, name: str) -> None:
    """Press the button of that name in the page."""
    tab.get_by_role("main").get_by_role("button", name=name).click()


def fill_subject(tab: Page, site: str) -> None:
    """From the cards to the end of the first step."""
    tab.goto(f"{site}/mise-en-relation")
    tab.get_by_role("link", name="Je veux acheter une prestation ou un produit").click()
    tab.get_by_label("Que voulez-vous acheter").fill("Nettoyage de nos bureaux à Saint-Denis")
    tab.get_by_label("Votre besoin, en quelques lignes").fill("Deux fois par semaine, 300 m².")
    press(tab, "Continuer")
    tab.wait_for_url(re.compile(r"/lieu$"))  # a page that is still on its way has no way back


def fill_who(tab: Page) -> None:
    """The second and the third step."""
    expect(tab.get_by_label("Une entreprise, une association")).to_be_checked()
    tab.get_by_label("Nom de votre organisation").fill("Imprimerie du Canal")
    tab.get_by_label("Où").fill("Saint-Denis")
    press(tab, "Continuer")
    tab.get_by_label("Votre nom").fill("Camille Martin")
    tab.get_by_label("Votre adresse électronique").fill(EMAIL)
    press(tab, "Voir l’aperçu")


def make_older(served: Served, secret: str) -> None:
    """Let a minute pass since the draft was begun."""
    with served.app.app_context():
        need = asking.find(db.session(), secret)
        need.created_at -= timedelta(minutes=1)
        db.session.commit()


def letter_link(served: Served) -> str:
    """The path of the link in the letter that asks to confirm."""
    with served.app.app_context():
        select = sa.select(Letter.text).where(
            Letter.key == "need-confirm", Letter.recipient == EMAIL
        )
        found = re.search(
            r"http://[^/\s]+(/mes-demandes/\S+)", db.session.scalars(select).all()[-1]
        )
        assert found
        return found[1]


def test_a_company_asks_for_cleaning_without_a_script(
    open_context: OpenContext, site: str, served: Served
) -> None:
    tab = open_context("phone", java_script_enabled=False).new_page()
    fill_subject(tab, site)
    tab.go_back()
    expect(tab.get_by_label("Que voulez-vous acheter")).to_have_value(
        re.compile("Nettoyage de nos")
    )
    press(tab, "Continuer")
    fill_who(tab)
    expect(tab.get_by_role("heading", name="Qui la recevra")).to_be_visible()
    expect(tab.get_by_role("main")).to_contain_text("Étincelle de la Plaine")
    make_older(served, tab.url.split("/")[-2])
    press(tab, "Envoyer, et confirmer mon adresse")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Confirmez votre adresse")
    tab.goto(f"{site}{letter_link(served)}")
    press(tab, "Envoyer cette demande")
    expect(tab.get_by_role("main")).to_contain_text("de recevoir votre demande")


def test_the_pages_of_asking_pass_axe_and_hold_on_a_phone(
    open_context: OpenContext, site: str, axe: Path
) -> None:
    tab = open_context("phone").new_page()
    faults: list[str] = []
    for path in ("/mise-en-relation", "/mise-en-relation/regles", "/mise-en-relation/locaux"):
        tab.goto(f"{site}{path}")
        faults += faults_of(tab, axe)
    fill_subject(tab, site)
    faults += faults_of(tab, axe)
    fill_who(tab)
    for detail in tab.locator("main details").all():
        detail.evaluate("one => one.open = true")
    faults += faults_of(tab, axe)
    base = tab.url.removeprefix(site).rpartition("/")[0]
    steps = [f"{base}/{step}" for step in ("besoin", "lieu", "contact", "apercu", "lien")]
    assert not faults, "\n".join(faults)
    assert not complaints_of(tab, site, [*PAGES, *steps])
