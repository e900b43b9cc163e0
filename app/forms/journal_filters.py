"""The filters of the audit: from a query string and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from werkzeug.datastructures import MultiDict

from app.audit.journal import JournalCriteria
from app.clock import PARIS
from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES

SIZE = 50
NAMES = ("genre", "sujet", "auteur", "du", "au", "q", "page")


@dataclass(frozen=True, kw_only=True)
class JournalFilters:
    """Which changes are asked for, the days included; `ignored` says what was not understood."""

    kind: str = ""
    key: str = ""
    author: str = ""
    first: date | None = None
    last: date | None = None
    text: str = ""
    page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def from_args(cls, args: MultiDict[str, str], kinds: Collection[str]) -> Self:
        """The filters an address asks for; `kinds` are those of the audit."""
        given = Arguments(args, NAMES)
        return cls(
            kind=given.one("genre", {kind: kind for kind in kinds}, default=""),
            key=given.text("sujet"),
            author=given.text("auteur"),
            first=next(iter(given.many("du", read_day)), None),
            last=next(iter(given.many("au", read_day)), None),
            text=given.text("q"),
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(given.ignored),
        )

    @property
    def criteria(self) -> JournalCriteria:
        """What the audit is asked for."""
        return JournalCriteria(
            kind=self.kind,
            key=self.key,
            author=self.author,
            since=midnight(self.first) if self.first else None,
            before=midnight(self.last + timedelta(days=1)) if self.last else None,
            text=self.text,
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, but the page."""
        pairs = [
            ("genre", self.kind),
            ("sujet", self.key),
            ("auteur", self.author),
            ("du", self.first.isoformat() if self.first else ""),
            ("au", self.last.isoformat() if self.last else ""),
            ("q", self.text),
        ]
        return [(name, value) for name, value in pairs if value]


def midnight(day: date) -> datetime:
    """When a day begins in Paris."""
    return datetime.combine(day, time(), PARIS)


def read_day(raw: str) -> date | None:
    """The day of « 2026-11-25 », of a century that a calendar may hold; else None."""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
