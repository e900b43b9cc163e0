"""Where an answer goes on: the last key given, signed with what was asked.

A cursor serves the same question only: on another list, or with other filters, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer

from app.blueprints.api.problems import BadCallError
from app.blueprints.api.resource import Key

SALT = "api-cursor"
BAD_CURSOR = (
    "Le curseur est illisible, ou vient d’une autre recherche\u00a0: "
    "reprenez l’adresse « next » telle quelle, ou recommencez sans « cursor »."
)


def seal(secret: str, name: str, filters: Iterable[tuple[str, str]], key: Key) -> str:
    """The cursor after that key."""
    return str(URLSafeSerializer(secret, SALT).dumps([digest(name, filters), key]))


def unseal(secret: str, name: str, filters: Iterable[tuple[str, str]], raw: str) -> Key:
    """The key of a cursor made for that question; BadCallError otherwise."""
    try:
        asked, key = URLSafeSerializer(secret, SALT).loads(raw)
    except (BadData, ValueError, TypeError) as error:
        raise BadCallError(BAD_CURSOR) from error
    if asked != digest(name, filters) or not isinstance(key, str | int):
        raise BadCallError(BAD_CURSOR)
    return key


def digest(name: str, filters: Iterable[tuple[str, str]]) -> str:
    """What names a question, whatever the order of its filters."""
    asked = repr((name, sorted(filters)))
    return sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:16]
