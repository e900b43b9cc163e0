"""One application with the demonstration data, read by every test of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import clock
from app.cli.indexing import every_document
from app.cli.own_data import import_own_data
from app.demo.services import load_demo
from app.extensions import db
from app.factory import create_app
from app.siae.models import Siae
from app.tenders.models import Consultation
from config import Settings
from tests.pages import Page, read_page
from tests.people import Browser


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(
        environment="test",
        secret_key="a secret of tests only, long enough to sign",
        instance=tmp_path_factory.mktemp("world"),
        search="memory",
    )
    application = create_app(settings)
    application.test_client_class = Browser
    with application.app_context():
        db.create_all()
        import_own_data(db.session(), clock.now())
        load_demo(db.session(), clock.now())
        db.session.commit()
        application.extensions["search"].replace_all(every_document())
        yield application
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def visitor(world: Flask) -> Iterator[FlaskClient]:
    yield world.test_client()
    db.session.rollback()


@pytest.fixture
def visit(visitor: FlaskClient) -> Callable[..., Page]:
    """Open an address and give the page, its frame checked."""

    def open_page(address: str, *, status: int = 200, **kwargs: Any) -> Page:
        response = visitor.get(address, **kwargs)
        assert response.status_code == status, response.get_data(as_text=True)[:800]
        return read_page(response)

    return open_page


@pytest.fixture
def count_queries(world: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """The statements sent while a block runs."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        sent: list[str] = []

        def record(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            sent.append(statement)

        db.session.remove()
        sa.event.listen(db.engine, "before_cursor_execute", record)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", record)

    return count


@pytest.fixture
def structure(world: Flask) -> Siae:
    return db.session.scalars(sa.select(Siae).order_by(Siae.id)).first()  # type: ignore[return-value]


@pytest.fixture
def consultation(world: Flask) -> Consultation:
    """The open consultation that closes first."""
    select = (
        sa.select(Consultation)
        .where(Consultation.deadline_at > clock.now(), Consultation.status == "active")
        .order_by(Consultation.deadline_at)
    )
    return db.session.scalars(select).first()  # type: ignore[return-value]
