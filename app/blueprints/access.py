"""Who may open a page: each private route says it, and what says nothing is closed.

Everything under `/espace` and `/admin` is private. A view there carries `@signed_in`, `@team(…)`
or `@member(…)`; `guard` refuses the others: a forgotten decorator closes a page and opens none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

from flask import Flask, current_app, g, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts.models import LoginSession, Person
from app.accounts.roles import PortalRole
from app.blueprints.urls import own_path
from app.errors import NotAllowedError, NotFoundError
from app.extensions import db
from app.organisations import members
from app.organisations.members import Membership
from app.organisations.roles import MemberRole

View = TypeVar("View", bound=Callable[..., Any])
PRIVATE = ("/espace", "/admin")
NO_TEAM = "Cette page est réservée à l’équipe du portail."
SIGN_IN = "/connexion"
SET_TOTP = "/espace/compte/double-authentification"


@dataclass(frozen=True, kw_only=True)
class Access:
    """What a view asks of who opens it; `argument` names the organisation's id in its address."""

    roles: tuple[PortalRole, ...] = ()
    member: MemberRole | None = None
    argument: str = ""
    needs_totp: bool = True


def declare(access: Access) -> Callable[[View], View]:
    """Write on a view what it asks; `guard` reads it."""

    def mark(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Anybody with an account."""
    return declare(Access())(view)


def team(*roles: PortalRole) -> Callable[[View], View]:
    """The portal team, in one of these roles; the administration has them all."""
    return declare(Access(roles=(PortalRole.ADMIN, *roles)))


def member(least: MemberRole, argument: str = "organisation") -> Callable[[View], View]:
    """The members of the organisation whose id is in the address, with at least that role."""
    return declare(Access(member=least, argument=argument))


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What a route asks, or None where it says nothing."""
    found: Access | None = getattr(app.view_functions[endpoint], "access", None)
    return found


def is_private(path: str) -> bool:
    """Whether an address is in the member space or the desk."""
    return any(path == root or path.startswith(f"{root}/") for root in PRIVATE)


def guard() -> Response | None:
    """Let in who may, send to the sign-in page who might, refuse the others."""
    if request.endpoint is None or request.endpoint not in current_app.view_functions:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        if is_private(request.path):
            raise NotAllowedError("Cette page n’est ouverte à personne.")
        return None
    if not current_user.is_authenticated:
        return redirect(sign_in_address())
    person = me()
    if access.needs_totp and person.role and not person.has_totp:
        return redirect(SET_TOTP)
    if access.roles and person.portal_role not in access.roles:
        raise NotAllowedError(NO_TEAM)
    if access.member is not None:
        number = int((request.view_args or {})[access.argument])
        g.membership = members.require(db.session(), person.id, number, access.member)
    return None


def sign_in_address() -> str:
    """The sign-in page, which comes back to a page that was asked for with GET."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
    return f"{SIGN_IN}?suite={quote(wanted)}" if own_path(wanted) else SIGN_IN


def me() -> Person:
    """The person signed in; NotFoundError where nobody is."""
    if not current_user.is_authenticated:
        raise NotFoundError("Vous n’êtes pas connecté.")
    person: Person = current_user.person
    return person


def my_session() -> LoginSession:
    """The session of this browser; only where somebody is signed in."""
    found: LoginSession = current_user.login
    return found


def my_membership() -> Membership:
    """The membership that opened this page; only behind `@member`."""
    found: Membership = g.membership
    return found


def register(app: Flask) -> None:
    """Guard every request."""
    app.before_request(guard)
