"""What every call of the API goes through: the quota before, the headers after, the problems."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, current_app, g, request
from werkzeug.exceptions import HTTPException

from app import clock
from app.accounts.throttling import network_of
from app.blueprints.api import problems
from app.blueprints.api.limits import Counter, LocalCounter, Quota, Taken
from app.errors import PortalError, TooManyError

READ = Quota(name="lecture", most=120)
MATCH = Quota(name="rapprochement", most=20)
EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
ASKED = "If-None-Match, If-Modified-Since"
OPEN_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def get_counter() -> Counter:
    """What counts the calls of this application."""
    counter: Counter = current_app.extensions.setdefault("api_counter", LocalCounter())
    return counter


def count_call() -> None:
    """Count the call; TooManyError for one too many.

    What comes from this machine – a proxy that was not declared – is not counted: it would be
    everybody at once.
    """
    network = network_of(request.remote_addr)
    if network is None or request.method == "OPTIONS":
        return
    quota = MATCH if request.method == "POST" else READ
    taken = g.api_taken = get_counter().take(quota, network, clock.now())
    if taken.is_over:
        raise TooManyError(timedelta(seconds=taken.reset))


def add_headers(response: Response) -> Response:
    """Open to every site for reading, without cookies; the quota said; asked again each time."""
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers.setdefault("Cache-Control", "public, no-cache")
    if request.method in OPEN_METHODS:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
        response.headers["Access-Control-Allow-Headers"] = ASKED
        response.headers["Access-Control-Max-Age"] = "86400"
    taken: Taken | None = g.get("api_taken")
    if taken is not None:
        response.headers.update(taken.headers())
    return response


def bind(bp: Blueprint) -> None:
    """Have every call of a blueprint go through these."""
    bp.before_request(count_call)
    bp.after_request(add_headers)
    bp.register_error_handler(PortalError, problems.show_portal_error)
    bp.register_error_handler(HTTPException, problems.show_http_error)
