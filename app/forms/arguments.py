"""A query string, read value by value: what is not understood is ignored and said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from app.imports.text import clean_line

Value = TypeVar("Value")

LONGEST_TEXT = 200
MOST_VALUES = 50  # of one repeatable parameter; a person never needs more


class Arguments:
    """The parameters of one address; `ignored` collects a French sentence per value not used."""

    def __init__(self, args: MultiDict[str, str], known: Iterable[str]) -> None:
        self._args = args
        self.ignored: list[str] = []
        allowed = set(known)
        for name in args:
            if name not in allowed:
                self._ignore(name, None)

    def _ignore(self, name: str, raw: str | None) -> None:
        shown = clean_line(name, limit=40)
        value = "" if raw is None else f" = « {clean_line(raw, limit=60)} »"
        self.ignored.append(f"{shown}{value}")

    def text(self, name: str) -> str:
        """A text on one line."""
        return clean_line(self._args.get(name, ""), limit=LONGEST_TEXT)

    def integer(self, name: str, *, default: int, least: int, most: int) -> int:
        """A whole number within bounds; out of them, the default."""
        raw = self._args.get(name, "").strip()
        if not raw:
            return default
        if raw.isascii() and raw.isdigit() and len(raw) < 10 and least <= int(raw) <= most:
            return int(raw)
        self._ignore(name, raw)
        return default

    def decimal(self, name: str, *, least: float, most: float) -> float | None:
        """A number within bounds, with a point or a comma, or None."""
        raw = self._args.get(name, "").strip()
        if not raw:
            return None
        try:
            value = float(raw.replace(",", "."))
        except ValueError:
            value = float("nan")
        if least <= value <= most:
            return value
        self._ignore(name, raw)
        return None

    def one(self, name: str, choices: Mapping[str, Value], *, default: Value) -> Value:
        """One of the choices, by its word."""
        raw = self._args.get(name, "").strip()
        if not raw:
            return default
        if raw in choices:
            return choices[raw]
        self._ignore(name, raw)
        return default

    def many(
        self, name: str, read: Callable[[str], Value | None], *, separated: bool = False
    ) -> tuple[Value, ...]:
        """Each value of a repeatable parameter that `read` understands, once, in order.

        Where values are `separated`, a field may hold several, with spaces or commas between.
        """
        values: dict[Value, None] = {}
        given = self._args.getlist(name)
        if separated:
            given = [part for raw in given for part in re.split(r"[\s,;]+", raw)]
        for raw in given[:MOST_VALUES]:
            if not raw.strip():
                continue
            value = read(raw.strip()[:LONGEST_TEXT])
            if value is None:
                self._ignore(name, raw)
            else:
                values[value] = None
        return tuple(values)
