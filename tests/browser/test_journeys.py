from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.checks import complaints_of, faults_of

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

PAGES = (
    "/",
    "/guide",
    "/guide?type=ACI&territoire=93",
    "/guide/les-types-de-siae-compares",
    "/guide/s-installer-en-seine-saint-denis",
    "/boite-a-outils",
    "/boite-a-outils?profil=company&type=EI&territoire=93&maturite=ready",
    "/boite-a-outils/conventionnement?territoire=77",
    "/boite-a-outils/documents",
    "/boite-a-outils/outils/autodiagnostic",
    "/boite-a-outils/outils/budget",
    "/boite-a-outils/outils/etude-de-besoins",
    "/boite-a-outils/outils/etude-de-marche",
    "/boite-a-outils/outils/plan-de-financement",
    "/boite-a-outils/outils/quel-statut",
    "/boite-a-outils/outils/recrutement-cip",
    "/mon-projet",
    "/signaler?page=/guide",
    "/donnees-personnelles",
    "/glossaire",
    "/recherche?q=espaces+verts",
    "/recherche?q=zzzzzz",
    "/structures",
    "/structures?type=ACI&territoire=93&rayon=20",
    "/filieres",
    "/marches",
    "/marches?q=zzzzzz",
    "/marches?valeur_min=beaucoup&reponse=seul",
    "/marches/reconductions",
    "/marches/heures-insertion?heures=140",
    "/carte",
    "/mentions-legales",
    "/accessibilite",
    "/nulle-part",
)
OpenContext = Callable[..., BrowserContext]


def first_link(tab: Page, site: str, path: str) -> str:
    """The address of the first thing a list shows."""
    tab.goto(f"{site}{path}")
    href = tab.locator(".m-card__title a").first.get_attribute("href")
    assert href
    return href


def every_page(tab: Page, site: str) -> list[str]:
    """A page of every template."""
    lists = ("/structures", "/marches")
    sector = tab.goto(f"{site}/filieres") and tab.locator("main a[href^='/filieres/']").first
    return [
        *PAGES,
        *(first_link(tab, site, path) for path in lists),
        *([sector.get_attribute("href") or "/filieres"] if sector else []),
    ]


def test_every_page_passes_axe(tab: Page, site: str, axe: Path) -> None:
    faults: list[str] = []
    for path in every_page(tab, site):
        tab.goto(f"{site}{path}")
        faults += faults_of(tab, axe)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_no_page_scrolls_sideways_nor_complains_nor_calls_elsewhere(
    open_context: OpenContext, site: str, size: str
) -> None:
    tab = open_context(size).new_page()
    assert not complaints_of(tab, site, every_page(tab, site))


def test_within_a_minute_a_visitor_sees_who_fits_a_tender_and_why(tab: Page, site: str) -> None:
    tab.goto(site)
    tab.get_by_role("navigation", name="Menu principal").get_by_role("link", name="Marchés").click()
    tab.locator(".m-card__title a").first.click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    main = tab.get_by_role("main")
    expect(main).to_contain_text("Filière")
    expect(main).to_contain_text("heure de Paris", ignore_case=True)
    main.locator("a[href^='/structures/']").first.click()
    expect(tab).to_have_url(re.compile(r"/structures/[\w-]+$"))


def test_the_whole_journey_needs_no_script(open_context: OpenContext, site: str) -> None:
    tab = open_context("phone", java_script_enabled=False).new_page()
    tab.goto(f"{site}/structures")
    tab.locator("input[name=territoire]").first.fill("Seine-Saint-Denis")
    tab.locator("input[name=q]").last.fill("")
    tab.get_by_role("button", name="Afficher les résultats").click()
    expect(tab).to_have_url(re.compile("territoire="))
    expect(tab.get_by_role("main")).to_contain_text("Seine-Saint-Denis")
    tab.locator(".m-card__title a").first.click()
    expect(tab.get_by_role("heading", level=1)).to_be_visible()
    tab.goto(f"{site}/")
    tab.locator("input[type=search]").last.fill("ACI")
    tab.keyboard.press("Enter")
    expect(tab).to_have_url(re.compile(r"/recherche\?q=ACI"))
    expect(tab.get_by_role("main")).to_contain_text("ACI")


def test_the_keyboard_alone_reaches_the_content_then_the_search(tab: Page, site: str) -> None:
    tab.goto(site)
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    tab.keyboard.press("Enter")
    expect(tab.locator("#contenu")).to_be_focused()
    seen = set()
    for _ in range(40):
        tab.keyboard.press("Tab")
        seen.add(
            tab.evaluate(
                "document.activeElement.getAttribute('name') || document.activeElement.href"
            )
        )
    assert "q" in seen


def test_filters_refresh_the_results_in_place_and_can_be_undone(tab: Page, site: str) -> None:
    tab.goto(f"{site}/structures")
    before = tab.locator("#resultats .m-card").count()
    tab.locator("summary", has_text="Type").click()
    tab.get_by_label(re.compile(r"\(ESAT\)")).check()
    expect(tab).to_have_url(re.compile("type=ESAT"))
    expect(tab.locator("#resultats .m-card").first).to_contain_text("ESAT")
    assert tab.locator("#resultats .m-card").count() < before
    tab.go_back()
    expect(tab.locator("#resultats .m-card")).to_have_count(before)


def test_the_map_draws_its_places_and_lists_them(tab: Page, site: str) -> None:
    tab.goto(f"{site}/carte")
    frame = tab.frame_locator("iframe").first
    expect(frame.locator(".leaflet-marker-icon, .m-mark").first).to_be_visible()
    expect(tab.locator(".m-card").first).to_be_visible()
