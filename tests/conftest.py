"""Fixtures every test may ask for: an application on a database of its own, pages, queries."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.clock import PARIS
from app.extensions import db
from config import ROOT, Settings
from tests.databases import postgresql_database
from tests.pages import Page, read_page

# A busy machine is no failure: speed is measured by the benchmarks.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SHARED = ROOT.parent / "shared"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real public files; tests that need it skip, visibly, where it is absent."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is absent: the real public files are not on this machine")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        environment="test",
        secret_key="a secret of tests only, long enough to sign",
        instance=tmp_path / "instance",
        search="memory",
        demo=False,
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    from tests.worlds import serving  # noqa: PLC0415 - a test of one package loads only that one

    with serving(settings) as application:
        application.extensions["search"].replace_all([])
        yield application


@pytest.fixture
def session(app: Flask) -> Session:
    return db.session()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def page(client: FlaskClient) -> Callable[..., Page]:
    """Open an address and give the page, checked: one h1, title, unique ids, labels, policy."""

    def open_page(address: str, *, status: int = 200, **kwargs: Any) -> Page:
        response = client.get(address, **kwargs)
        assert response.status_code == status, response.get_data(as_text=True)[:500]
        return read_page(response)

    return open_page


@dataclass
class Queries:
    """The SQL statements sent while a block ran."""

    statements: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.statements)


@pytest.fixture
def queries(app: Flask) -> Callable[[], Any]:
    """Count the statements of a block: `with queries() as sent: …; assert len(sent) <= 6`."""

    @contextmanager
    def count() -> Iterator[Queries]:
        sent = Queries()

        def record(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            sent.statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", record)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", record)

    return count


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all the tests of a process, where its driver cannot be started twice."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - for those who have one

    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = next((path for name in names if (path := shutil.which(name))), None)
    if chromium is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu"]
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield launched
        launched.close()


@pytest.fixture
def postgresql() -> Iterator[str]:
    """The address of a database of its own on the PostgreSQL of this machine."""
    with postgresql_database() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of its own, on each engine in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    address: str = request.getfixturevalue("postgresql")
    return address


@pytest.fixture
def now() -> datetime:
    return NOW
