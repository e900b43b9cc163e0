from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
OpenContext = Callable[..., BrowserContext]
TOOLS = "/boite-a-outils/outils"


def fill_budget(tab: Page, site: str) -> None:
    tab.goto(f"{site}{TOOLS}/budget?type=ACI")
    tab.fill("[name=opening]", "10 000 €")
    tab.fill("[name=person_cost]", "1 500")
    for quarter in range(12):
        tab.fill(f"[name=people-{quarter}]", "6")
    tab.fill("[name=permanents-0-fte]", "1")
    tab.fill("[name=permanents-0-cost]", "3400")
    tab.fill("[name=sales-0-year1]", "20000")


def test_a_founder_computes_keeps_and_resumes_a_budget_without_an_account(
    open_context: OpenContext, site: str
) -> None:
    tab = open_context("phone", java_script_enabled=False).new_page()
    fill_budget(tab, site)
    tab.get_by_role("button", name="Calculer le budget").last.click()
    expect(tab.get_by_role("heading", name="Votre budget ACI")).to_be_visible()
    tab.get_by_role("button", name="Enregistrer").click()
    expect(tab.get_by_role("main")).to_contain_text("C’est enregistré")
    tab.goto(f"{site}/mon-projet")
    link = tab.get_by_label("Lien privé").input_value()
    other = open_context("desktop").new_page()
    other.goto(link)
    expect(other).to_have_url(re.compile("/mon-projet$"))
    other.get_by_role("link", name="Budget prévisionnel", exact=True).click()
    expect(other.locator("[name=opening]")).to_have_value("10 000 €")


def test_two_tabs_are_told_of_each_other(open_context: OpenContext, site: str) -> None:
    context = open_context("desktop")
    first = context.new_page()
    fill_budget(first, site)
    first.get_by_role("button", name="Enregistrer").click()
    second = context.new_page()
    second.goto(f"{site}{TOOLS}/budget")
    first.goto(f"{site}{TOOLS}/budget")
    first.fill("[name=opening]", "1")
    first.get_by_role("button", name="Enregistrer").click()
    second.fill("[name=opening]", "2")
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_role("alert")).to_contain_text("modifié ailleurs")
    expect(second.locator("[name=opening]")).to_have_value("2")
    second.get_by_role("button", name="Remplacer par ma version").click()
    expect(second.get_by_role("main")).to_contain_text("C’est enregistré")
    first.reload()
    expect(first.locator("[name=opening]")).to_have_value("2")


def test_results_pass_axe_and_hold_on_a_phone(
    open_context: OpenContext, site: str, axe: Path
) -> None:
    tab = open_context("phone").new_page()
    fill_budget(tab, site)
    tab.get_by_role("button", name="Calculer le budget").last.click()
    faults = faults_of(tab, axe)
    width = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    tab.goto(f"{site}{TOOLS}/etude-de-besoins")
    tab.fill("[name=territoire]", "Bondy")
    tab.get_by_role("button", name="Mettre à jour l’étude").last.click()
    expect(tab.locator("#resultat-titre")).to_contain_text("Bondy")
    faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)
    assert width <= 0


def test_the_keyboard_alone_computes(tab: Page, site: str) -> None:
    tab.goto(f"{site}{TOOLS}/etude-de-besoins")
    tab.locator("[name=territoire]").focus()
    tab.keyboard.type("Bondy")
    tab.keyboard.press("Enter")
    expect(tab.locator("#resultat-titre")).to_contain_text("Bondy")


def test_an_error_takes_the_focus_and_leads_to_its_field(tab: Page, site: str) -> None:
    tab.goto(f"{site}{TOOLS}/budget?type=ACI")
    tab.fill("[name=opening]", "-3")
    tab.get_by_role("button", name="Calculer le budget").last.click()
    summary = tab.get_by_role("alert")
    expect(summary).to_contain_text("négatif")
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    expect(tab.locator("[name=opening]")).to_have_value("-3")


def test_the_departement_chosen_on_a_guide_follows_to_the_stages(tab: Page, site: str) -> None:
    tab.goto(f"{site}/guide/l-aide-au-poste")
    tab.get_by_label("Mon département").select_option("93")
    tab.get_by_role("button", name="Choisir").click()
    expect(tab.get_by_role("main")).to_contain_text("Inser’Eco93")
    tab.goto(f"{site}/boite-a-outils/idee")
    expect(tab.get_by_role("main")).to_contain_text("Inser’Eco93")
