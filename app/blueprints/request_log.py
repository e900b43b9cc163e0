"""Each request in the log, under an id that its answer carries too; never with a secret.

What is logged of an address is its rule, with the values of its arguments where they are public:
whole numbers, and the names of `PUBLIC`. Any other is masked – a new link with a secret needs no
line anywhere to be kept out of the log, and a test asks that each name be declared. Query strings,
addresses that no rule knows, cookies, headers and forms are never logged.
"""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Mapping

from flask import Flask, Response, current_app, g, request
from werkzeug.routing import Rule

from app.operating.logs import REQUEST_ID
from config import Settings

PUBLIC = frozenset(
    {"code", "key", "kind", "name", "number", "reference", "rest", "section", "siret", "slug"}
)
"""Arguments of addresses that anybody may read: names of sheets, codes, numbers of notices."""
SECRET = frozenset({"secret", "token"})
"""Arguments that open something. Masked as any name outside `PUBLIC`; declared for the reader."""
MASK = "…"
UNKNOWN = "(adresse inconnue)"
HEADER = "X-Request-Id"
OWN_VISIT = "maillage.own_visit"  # in the WSGI environment of what the portal asks of itself
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
ARGUMENT = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")
logger = logging.getLogger("app.requests")


def loggable_path(rule: Rule | None, arguments: Mapping[str, object] | None) -> str:
    """An address as the log may hold it."""
    if rule is None:
        return UNKNOWN
    values = arguments or {}

    def say(found: re.Match[str]) -> str:
        name = found[1]
        value = values.get(name)
        return str(value) if isinstance(value, int) or name in PUBLIC else MASK

    return ARGUMENT.sub(say, rule.rule)


def begin() -> None:
    """Give the request its id: the proxy's where one is trusted, else one drawn here."""
    settings: Settings = current_app.config["SETTINGS"]
    given = request.headers.get(HEADER, "") if settings.trusted_proxies else ""
    g.request_id = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()
    REQUEST_ID.set(g.request_id)


def finish(response: Response) -> Response:
    """Log the answer and give it the id."""
    if "request_id" not in g:
        return response  # refused before `begin`
    response.headers[HEADER] = g.request_id
    if OWN_VISIT in request.environ:
        return response
    path = loggable_path(request.url_rule, request.view_args)
    spent = round((time.perf_counter() - g.began) * 1000, 1)
    details = {
        "method": request.method,
        "path": path,
        "endpoint": request.endpoint or "",
        "status": response.status_code,
        "milliseconds": spent,
    }
    logger.info(
        "%s %s %s %s ms",
        request.method,
        path,
        response.status_code,
        spent,
        extra={"details": details},
    )
    return response


def forget(_error: BaseException | None) -> None:
    """Leave no id on the thread that answered."""
    REQUEST_ID.set("")


class QuietFlask(Flask):
    """Flask, which logs a defect by the address that the log may hold, and not by the one asked."""

    def log_exception(self, exc_info: object) -> None:
        """Log a defect with its trace."""
        path = loggable_path(request.url_rule, request.view_args)
        self.logger.error("%s %s", request.method, path, exc_info=exc_info)  # type: ignore[arg-type]


def request_id() -> str:
    """The id of this request; empty outside of one."""
    found: str = g.get("request_id", "")
    return found


def register(app: Flask) -> None:
    """Log every request; first of all that is registered, so that refusals have their id too."""
    app.before_request(begin)
    app.after_request(finish)
    app.teardown_request(forget)
    app.jinja_env.globals["request_id"] = request_id
