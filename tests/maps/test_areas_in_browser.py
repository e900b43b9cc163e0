"""Shaded areas in a real browser: names stay text, the keyboard reads and opens them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from app.blueprints.assets import DIST, asset_url
from app.maps import (
    SHADES,
    AreaClass,
    AreaFeature,
    AreaLayer,
    MapAssets,
    MapOptions,
    map_page,
    security_policy,
)

ORIGIN = "http://maillage.test"
NAMES = ["</script><img src=x onerror=alert(1)>", "L’Œuvre {{ 7 * 7 }}", "${alert(1)}"]
TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (DIST / "manifest.json").exists(), reason="the assets are not built"),
]


def square(at: int) -> dict[str, object]:
    west, south = 1.8 + at / 2, 48.5
    ring = [[west, south], [west + 0.4, south], [west + 0.4, 48.9], [west, 48.9], [west, south]]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}


def build_page() -> tuple[str, str]:
    layer = AreaLayer(
        key="indice",
        label="Indice de besoin",
        classes=[
            AreaClass(number=n, label=f"Classe dite {n}", colour=colour)
            for n, colour in enumerate(SHADES, start=1)
        ],
        features=[
            AreaFeature(
                outline=square(at),
                title=name,
                subtitle="Indice 60",
                url="/territoires/93",
                area_class=None if at == 2 else at + 1,
            )
            for at, name in enumerate(NAMES)
        ],
        is_shown=True,
    )
    assets = MapAssets(
        leaflet_js=asset_url("leaflet.js"),
        leaflet_css=asset_url("leaflet.css"),
        markercluster_js=asset_url("markercluster.js"),
        markercluster_css=asset_url("markercluster.css"),
        map_js=asset_url("map.js"),
        map_css=asset_url("map.css"),
    )
    page = map_page([layer], options=MapOptions(assets=assets, script_url="/cadre.js"))
    return page.html, page.script


def answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    html, script = build_page()
    if path == "/cadre":
        policy = {"Content-Security-Policy": security_policy()}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
    elif path == "/cadre.js":
        route.fulfill(body=script, content_type="text/javascript")
    elif path.startswith("/static/dist/"):
        file = DIST / Path(path).name
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    else:
        route.fulfill(status=404, body="")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1000, "height": 800}) as context:
        opened = context.new_page()
        opened.route("**/*", answer)
        yield opened


def test_the_keyboard_goes_from_area_to_area_and_nothing_runs(page: Page) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if "Security Policy" in m.text else None)
    page.goto(f"{ORIGIN}/cadre")

    areas = page.locator("path.leaflet-interactive")
    assert areas.count() == 3
    assert [areas.nth(n).get_attribute("tabindex") for n in range(3)] == ["0", "-1", "-1"]
    areas.first.focus()
    page.keyboard.press("ArrowRight")
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == f"{NAMES[1]}, classe 2, Classe dite 2, Indice 60"
    page.keyboard.press("Enter")
    title = page.locator(".carte-popup-title")
    title.wait_for()
    assert title.text_content() == NAMES[1]
    assert page.evaluate("document.activeElement.textContent") == "Voir la fiche"
    assert page.locator(".carte-popup a").get_attribute("href") == f"{ORIGIN}/territoires/93"
    assert page.locator(".carte-popup img").count() == 0
    assert errors == []


def test_each_area_has_the_number_of_its_class_and_the_legend_hides_them(page: Page) -> None:
    page.goto(f"{ORIGIN}/cadre")
    assert page.locator(".carte-class").all_text_contents() == ["1", "2", "–"]
    legend = page.locator(".carte-legend")
    assert "Classe dite 5" in (legend.text_content() or "")
    assert "Indice inconnu" in (legend.text_content() or "")
    box = legend.get_by_role("checkbox")
    box.uncheck()
    assert page.locator("path.leaflet-interactive").count() == 0
    box.check()
    assert page.locator("path.leaflet-interactive[role=button]").count() == 3
