"""The person signed in, as Flask-Login knows them: the cookie holds the secret of their session."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request, session
from flask_login import UserMixin, login_user, logout_user

from app import clock
from app.accounts import sessions
from app.accounts.models import LoginSession, Person
from app.blueprints.access import me, my_session
from app.extensions import db, login_manager

PROVED = "oidc_proof"  # the ID token of who came by a provider, asked for to sign out there
KEPT = ("project", PROVED)  # of a visitor's cookie, what signing in does not take away


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]
    """A person, where they are signed in, and the secret of that session."""

    login: LoginSession
    secret: str

    @property
    def person(self) -> Person:
        """Who it is."""
        return self.login.person

    def get_id(self) -> str:
        """What the cookie keeps."""
        return self.secret


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(secret: str) -> SignedIn | None:
    """Who is signed in with that secret; commits the visit, at most every ten minutes."""
    now = clock.now()
    found = sessions.find(db.session(), secret, now)
    if found is None:
        return None
    if sessions.is_to_be_seen(found, now):
        sessions.see(found, now)
        db.session.commit()
        found = sessions.find(db.session(), secret, now)
    return SignedIn(found, secret) if found else None


def sign_in(person: Person, method: str) -> None:
    """Sign a person in here, in a cookie made anew; the caller commits first what it changed."""
    kept = {name: session[name] for name in KEPT if name in session}
    session.clear()
    session.update(kept)
    now = clock.now()
    agent = describe_agent(request.user_agent.string)
    login, secret = sessions.begin(db.session(), person, method=method, agent=agent, now=now)
    login.person = person
    login_user(SignedIn(login, secret), force=True)


def sign_out() -> None:
    """End the session of this browser; the caller commits."""
    sessions.end(db.session(), me().id, my_session().id)
    logout_user()
    session.clear()


def describe_agent(text: str) -> str:
    """« Firefox sur Windows »: the browser and the system in words, never the whole string."""
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"))
    systems = (
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
        ("Mac OS", "macOS"), ("Linux", "Linux"),
    )  # fmt: skip
    browser = next((name for mark, name in (*browsers, ("Safari", "Safari")) if mark in text), "")
    system = next((name for mark, name in systems if mark in text), "")
    return " sur ".join(part for part in (browser or "Navigateur inconnu", system) if part)


def register(_app: Flask) -> None:
    """Trust the secret alone: an address that changes on a phone signs nobody out."""
    login_manager.session_protection = None
