"""The only place that knows which HTTP status an error of the portal has."""

from __future__ import annotations

import sys

from flask import Flask, Response, current_app, make_response, render_template
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from app.errors import InvalidError, NotAllowedError, NotFoundError, PortalError, TooManyError
from app.search.backend import IndexMissingError

STATUSES: dict[type[PortalError], int] = {
    NotFoundError: 404,
    NotAllowedError: 403,
    InvalidError: 422,
    TooManyError: 429,
    IndexMissingError: 503,
}
TOO_LONG = "Ce que vous avez envoyé est trop volumineux\u00a0: raccourcissez-le."
TOO_SLOW = "La base de données n’a pas répondu, ou a pris trop de temps."
PAGES = {400, 403, 404, 429, 500, 503}


def show_error(status: int, message: str = "") -> tuple[str, int]:
    """The page of a status; those without one of their own borrow the nearest."""
    page = status if status in PAGES else (500 if status >= 500 else 400)
    return render_template(f"errors/{page}.html", message=message), status


def show_portal_error(error: PortalError) -> tuple[str, int]:
    """The page of an error of the portal, with its own words."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)
    return show_error(status, str(error))


def show_too_many(error: TooManyError) -> Response:
    """The page of who tries too often, with the seconds to wait before the next try."""
    response = make_response(show_error(429, str(error)))
    response.headers["Retry-After"] = str(max(int(error.wait.total_seconds()) + 1, 1))
    return response


def show_http_error(error: HTTPException) -> tuple[str, int] | HTTPException:
    """The page of an error raised by the framework; redirects pass through."""
    if error.code is None or error.code < 400:
        return error
    return show_error(error.code, TOO_LONG if error.code == 413 else "")


def show_database_error(_error: OperationalError) -> tuple[str, int]:
    """The page of a database that is away, busy, or slower than what a page may wait for."""
    current_app.log_exception(sys.exc_info())
    return show_error(503, TOO_SLOW)


def register(app: Flask) -> None:
    """Answer every error with a page that helps."""
    app.register_error_handler(PortalError, show_portal_error)
    app.register_error_handler(TooManyError, show_too_many)
    app.register_error_handler(OperationalError, show_database_error)
    app.register_error_handler(HTTPException, show_http_error)
