"""The links of the letters about requests, and the answers that nobody keeps a copy of."""

from __future__ import annotations

from flask import Response, current_app, make_response

from app.blueprints.urls import letter_url
from app.partnerships.links import Links

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def links() -> Links:
    """The links of letters, of this portal."""
    return Links(secret=current_app.config["SECRET_KEY"], root=letter_url())


def keep_private(page: str | tuple[str, int]) -> Response:
    """A page behind a secret address: not stored, not indexed."""
    answer = make_response(page)
    answer.headers.update(PRIVATE)
    return answer
