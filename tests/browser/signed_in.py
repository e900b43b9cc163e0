"""A real browser where somebody is signed in."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from playwright.sync_api import BrowserContext, Page

from app import clock
from app.accounts import sessions
from app.accounts.models import Person
from app.extensions import db

OpenContext = Callable[..., BrowserContext]


def cookie_of(application: Flask, person: Person) -> str:
    """The cookie of a browser where that person is signed in; commits."""
    _, secret = sessions.begin(
        db.session(), person, method="password", agent="Essai", now=clock.now()
    )
    db.session.commit()
    signer = application.session_interface.get_signing_serializer(application)  # type: ignore[attr-defined]
    return str(signer.dumps({"_user_id": secret, "_fresh": True}))


def open_as(open_context: OpenContext, site: str, cookie: str, size: str = "desktop") -> Page:
    """A page where that cookie signs in."""
    context = open_context(size)
    context.add_cookies([{"name": "session", "value": cookie, "url": site}])
    return context.new_page()
