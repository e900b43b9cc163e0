"""Pages behind a secret address."""

from __future__ import annotations

from flask import Response, make_response

PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


def keep_private(page: str | tuple[str, int]) -> Response:
    """A page that nobody keeps a copy of: not stored, not indexed."""
    answer = make_response(page)
    answer.headers.update(PRIVATE)
    return answer
