"""The portal served for real, with the demonstration data, to a real Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from app.blueprints.assets import DIST
from config import ROOT, Settings
from tests.browser.serving import at_address
from tests.worlds import SECRET, demo_world, make_app

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (375, 812), "desktop": (1280, 900)}


@dataclass(frozen=True)
class Served:
    """The portal, and the address where it answers."""

    app: Flask
    address: str


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The portal as it is served, whose index is Whoosh's as in the embedded default."""
    if not (DIST / "manifest.json").exists():
        pytest.skip("the assets are not built: make assets")
    settings = Settings(
        environment="test",
        secret_key=SECRET,
        instance=tmp_path_factory.mktemp("site"),
    )
    database, documents = demo_world()
    application = make_app(settings, database)
    application.extensions["search"].replace_all(documents)
    with at_address(application) as address:
        yield Served(application, address)


@pytest.fixture(scope="session")
def site(served: Served) -> str:
    """The address of the portal."""
    return served.address


@pytest.fixture
def open_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A context of its own: `open_context("phone", java_script_enabled=False)`."""
    opened: list[BrowserContext] = []

    def open_one(size: str = "desktop", **options: object) -> BrowserContext:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def tab(open_context: Callable[..., BrowserContext]) -> Page:
    """A page on a desktop."""
    return open_context().new_page()


@pytest.fixture(scope="session")
def axe() -> Path:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: npm ci")
    return AXE
