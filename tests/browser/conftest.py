"""The portal served for real, with the demonstration data, to a real Chromium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from app import clock
from app.blueprints.assets import DIST
from app.cli.indexing import every_document
from app.cli.own_data import import_own_data
from app.demo.services import load_demo
from app.extensions import db
from app.factory import create_app
from config import ROOT, Settings

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
        secret_key="a secret of tests only, long enough to sign",
        instance=tmp_path_factory.mktemp("site"),
    )
    application = create_app(settings)
    with application.app_context():
        db.create_all()
        import_own_data(db.session(), clock.now())
        load_demo(db.session(), clock.now())
        db.session.commit()
        application.extensions["search"].replace_all(every_document())
        db.session.remove()
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(application, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()
    with application.app_context():
        db.engine.dispose()


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
