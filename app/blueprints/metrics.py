"""`/metrics`, for Prometheus alone: absent without a token in the settings."""

from __future__ import annotations

import hmac
import time
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, g, request

from app.blueprints.health import this_installation, unkept
from app.blueprints.request_log import OWN_VISIT
from app.errors import NotFoundError
from app.operating import exposition
from app.operating.counters import Counters
from app.operating.figures import count_request, list_figures
from config import Settings

bp = Blueprint("metrics", __name__)
TYPE = "text/plain; version=0.0.4; charset=utf-8"
KEY = "counters"


@bp.get("/metrics")
def show() -> Response:
    """The figures, for who has the token."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.metrics_token:
        raise NotFoundError("Cette page n’existe pas.")
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    is_known = hmac.compare_digest(token.strip().encode(), settings.metrics_token.encode())
    if kind.lower() != "bearer" or not is_known:
        refused = Response("jeton attendu\n", status=401, content_type="text/plain; charset=utf-8")
        refused.headers["WWW-Authenticate"] = "Bearer"
        return unkept(refused)
    counters: Counters = current_app.extensions[KEY]
    figures = list_figures(this_installation(), counters.totals())
    return unkept(Response(exposition.write(figures), content_type=TYPE))


def count(response: Response) -> Response:
    """Count the answer."""
    if "began" in g and OWN_VISIT not in request.environ:
        count_request(
            current_app.extensions[KEY],
            endpoint=request.endpoint,
            method=request.method,
            status=response.status_code,
            seconds=time.perf_counter() - g.began,
        )
    return response


def register(app: Flask) -> None:
    """Count every answer, where somebody may read the counts."""
    settings: Settings = app.config["SETTINGS"]
    app.extensions[KEY] = Counters(Path(app.instance_path) / "metrics")
    if settings.metrics_token:
        app.after_request(count)
