"""An application that answers a real browser, on a port of this machine."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from app.blueprints.assets import DIST
from app.extensions import db
from config import Settings
from tests.worlds import SECRET, make_app

V = TypeVar("V")
_ANSWER = "tests.answer"


class Answer:
    """What an application answers, closed once, whoever asks for it first."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = parts
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        if not self._closed and hasattr(self._parts, "close"):
            self._closed = True
            self._parts.close()


class Handler(WSGIRequestHandler):
    """Closes the answer of a browser that left in the middle of it.

    The server reads what is left of the request before it closes an answer,
    and a connection that is gone raises there: the file would stay open.
    """

    def connection_dropped(
        self, error: BaseException, environ: dict[str, Any] | None = None
    ) -> None:
        if environ and _ANSWER in environ:
            environ[_ANSWER].close()


@contextmanager
def at_address(application: Flask) -> Iterator[str]:
    """Where the application answers, until the block ends."""

    def answering(environ: dict[str, Any], start_response: Any) -> Answer:
        environ[_ANSWER] = Answer(application(environ, start_response))
        return environ[_ANSWER]

    server = make_server("127.0.0.1", 0, answering, threaded=True, request_handler=Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with application.app_context():
        db.engine.dispose()


@contextmanager
def own_portal(folder: Path, fill: Callable[[Flask, Session], V]) -> Iterator[tuple[str, V]]:
    """A portal of its own in that folder: where it answers, and what `fill` gave once it did."""
    if not (DIST / "manifest.json").exists():
        pytest.skip("the assets are not built: make assets")
    settings = Settings(
        environment="test", secret_key=SECRET, instance=folder, search="memory", demo=False
    )
    application = make_app(settings)
    with application.app_context():
        values = fill(application, db.session())
        db.session.remove()
    with at_address(application) as address:
        yield address, values
