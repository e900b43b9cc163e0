"""The map in a real browser: hostile names show as plain text, and nothing runs."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

from app.blueprints.assets import DIST, asset_url
from app.maps import (
    PALETTE,
    Layer,
    MapAssets,
    MapOptions,
    PlaceFeature,
    map_page,
    security_policy,
)
from app.territories.kinds import Point

ORIGIN = "http://maillage.test"
NAMES = [
    "${alert(1)}",
    "`${alert(1)}`",
    "</script><script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}",
    "L’Œuvre d’été & Cie",
]
TYPES = {".js": "text/javascript", ".css": "text/css", ".png": "image/png"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.enable_socket,
    pytest.mark.skipif(not (DIST / "manifest.json").exists(), reason="the assets are not built"),
]


def build_page() -> tuple[str, str]:
    """The map of the hostile names, far enough from one another not to be clustered."""
    places = [
        PlaceFeature(
            point=Point(lat=48.3 + n / 5, lon=1.8 + n / 5), title=name, url="/structures/x"
        )
        for n, name in enumerate(NAMES)
    ]
    layer = Layer(key="aci", label="ACI", letter="ACI", mark=PALETTE[0], features=places)
    assets = MapAssets(
        leaflet_js=asset_url("leaflet.js"),
        leaflet_css=asset_url("leaflet.css"),
        markercluster_js=asset_url("markercluster.js"),
        markercluster_css=asset_url("markercluster.css"),
        map_js=asset_url("map.js"),
        map_css=asset_url("map.css"),
    )
    page = map_page([layer], options=MapOptions(assets=assets, script_url="/carte/figure.js"))
    return page.html, page.script


def answer(route: Route) -> None:
    """The page, its script and the built files, from memory: no server is needed."""
    path = urlsplit(route.request.url).path
    html, script = build_page()
    if path == "/carte/figure":
        policy = {"Content-Security-Policy": security_policy()}
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=policy)
    elif path == "/carte/figure.js":
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


def test_hostile_names_are_plain_text_and_the_keyboard_opens_them(page: Page) -> None:
    dialogs: list[str] = []
    errors: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if "Security Policy" in m.text else None)
    page.goto(f"{ORIGIN}/carte/figure")

    for name in NAMES:
        mark = page.get_by_role("button", name=f"{name}, ACI", exact=True)
        mark.focus()
        page.keyboard.press("Enter")
        title = page.locator(".carte-popup-title", has_text=name)
        title.wait_for()
        assert title.text_content() == name
        assert page.locator(".carte-popup img, .carte-popup script").count() == 0
        link = page.get_by_role("link", name="Voir la fiche")
        assert link.get_attribute("href") == f"{ORIGIN}/structures/x"
        page.get_by_role("button", name="Fermer la fiche").click()
        title.wait_for(state="detached")

    assert dialogs == []
    assert errors == []


def test_a_layer_can_be_hidden_and_shown_again(page: Page) -> None:
    page.goto(f"{ORIGIN}/carte/figure")
    marks = page.locator(".carte-icon")
    marks.first.wait_for()
    box = page.get_by_role("checkbox", name="ACI")
    box.uncheck()
    marks.first.wait_for(state="detached")
    box.check()
    marks.first.wait_for()
