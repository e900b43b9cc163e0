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
from app.extensions import db
from app.siae.models import Siae
from app.tenders.models import Consultation
from config import Settings
from tests.pages import Page, read_page
from tests.worlds import SECRET, demo_world, serving


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = Settings(
        environment="test",
        secret_key=SECRET,
        instance=tmp_path_factory.mktemp("world"),
        search="memory",
    )
    database, documents = demo_world()
    with serving(settings, database) as application:
        application.extensions["search"].replace_all(documents)
        yield application


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
