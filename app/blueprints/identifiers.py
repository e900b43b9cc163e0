"""Numbers in addresses: those that the database can hold; a bigger one names nothing."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

BIGGEST = 2**31 - 1  # an INTEGER of PostgreSQL


class IdentifierConverter(IntegerConverter):
    """`<int:…>`, no bigger than a key: beyond, the page does not exist, and no query breaks."""

    def __init__(self, url_map: Map, **options: Any) -> None:  # noqa: ANN401  those of the route
        options.setdefault("max", BIGGEST)
        super().__init__(url_map, **options)


def register(app: Flask) -> None:
    """Read the numbers of every address with it; to be done before any route is added."""
    app.url_map.converters["int"] = IdentifierConverter
