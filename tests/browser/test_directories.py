from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import complaints_of, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
OpenContext = Callable[..., BrowserContext]

PAGES = (
    "/acteurs",
    "/acteurs/proposer",
    "/guide/qui-fait-quoi",
    "/guide/qui-fait-quoi?niveau=ept",
    "/instances",
    "/instances/commission-iae-93",
    "/financements",
    "/financements/trouver",
    "/financements/trouver?etape=conventionnement&type=ACI&territoire=93&montant=50000",
    "/territoires",
    "/territoires/93",
    "/territoires/T6",
    "/territoires/93066",
    "/territoires/ou-implanter",
    "/territoires/ou-implanter?secteur=reemploi-et-recyclage&type=ACI",
    "/indicateurs",
    "/agenda",
    "/agenda/proposer",
    "/locaux",
    "/locaux/proposer",
    "/experimentations",
    "/experimentations/seve-emploi",
    "/filieres/reemploi-et-recyclage",
    "/filieres/reemploi-et-recyclage/me-lancer",
    "/plan-du-site",
    "/api/docs",
    "/api/docs/consultations",
)
LISTS = {
    "/acteurs": r"^/acteurs/(?!proposer|format)[\w-]+$",
    "/financements": r"^/financements/(?!trouver|format)[\w-]+$",
    "/indicateurs": r"^/indicateurs/[\w-]+$",
    "/agenda": r"^/agenda/(?!proposer|format)[\w-]+$",
}


def first_sheet(tab: Page, site: str, path: str) -> str:
    """The first sheet that a list leads to."""
    tab.goto(f"{site}{path}")
    links = tab.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return next(href for href in links if href and re.match(LISTS[path], href))


def every_page(tab: Page, site: str) -> list[str]:
    """A page of every template of the directories, the territories and the figures."""
    return [*PAGES, *(first_sheet(tab, site, path) for path in LISTS)]


def test_every_page_passes_axe(tab: Page, site: str, axe: Path) -> None:
    faults: list[str] = []
    for path in every_page(tab, site):
        answer = tab.goto(f"{site}{path}")
        assert answer, path
        assert answer.status == 200, path
        faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_scrolls_sideways_nor_complains_nor_calls_elsewhere(
    open_context: OpenContext, site: str, size: str
) -> None:
    tab = open_context(size).new_page()
    assert not complaints_of(tab, site, every_page(tab, site))


def test_a_founder_without_a_script_finds_who_to_call_and_what_to_ask(
    open_context: OpenContext, site: str
) -> None:
    tab = open_context("phone", java_script_enabled=False).new_page()
    tab.goto(f"{site}/acteurs")
    tab.locator("input[name=territoire]").first.fill("Seine-Saint-Denis")
    tab.get_by_role("button", name="Afficher les résultats").click()
    expect(tab).to_have_url(re.compile("territoire="))
    expect(tab.get_by_role("main")).to_contain_text("Inser’Eco93")
    tab.goto(f"{site}/financements/trouver")
    tab.get_by_label("Type de SIAE").select_option("ACI")
    tab.locator("main input[name=territoire]").fill("93")
    tab.get_by_label("Coût de cette dépense").fill("50 000")
    tab.get_by_role("button", name="Chercher", exact=True).last.click()
    expect(tab).to_have_url(re.compile("montant="))
    expect(tab.get_by_role("heading", level=2).first).to_contain_text("(")
    tab.locator(".m-match__title a").first.click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    expect(tab.get_by_role("main")).to_contain_text("Source")


def test_the_keyboard_alone_goes_from_a_territory_to_where_to_settle(tab: Page, site: str) -> None:
    tab.goto(f"{site}/territoires/ou-implanter")
    tab.get_by_label("Filière", exact=True).focus()
    tab.keyboard.type("Transport")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    tab.keyboard.type("Seine-Saint")
    tab.get_by_role("button", name="Afficher les résultats").focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile("secteur=transport-et-logistique"))
    expect(tab).to_have_url(re.compile("departement=93"))
    first = tab.locator(".m-match__title a").first
    expect(first).to_be_visible()
    first.focus()
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/territoires/\w+$"))
    expect(tab.get_by_role("link", name=re.compile("PDF")).first).to_be_visible()


def test_a_proposal_with_faults_leads_to_its_fields(tab: Page, site: str) -> None:
    tab.goto(f"{site}/acteurs/proposer")
    submit = tab.locator("main form button[type=submit]").last
    submit.click()
    summary = tab.get_by_role("alert").first
    expect(summary).to_be_focused()
    summary.get_by_role("link").first.click()
    assert tab.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"


def test_each_bar_of_a_chart_stands_beside_its_number_in_a_table(tab: Page, site: str) -> None:
    tab.goto(f"{site}/indicateurs")
    bars = tab.locator("svg.m-bar")
    rows = tab.locator("main table tbody tr", has=tab.locator("svg.m-bar"))
    assert bars.count() == rows.count() > 0
    assert all(re.search(r"\d", text) for text in rows.all_text_contents())
