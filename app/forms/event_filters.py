"""The filters of the agenda: from a query string and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Self

from werkzeug.datastructures import MultiDict

from app.clock import MONTHS, NBSP, PARIS
from app.events.kinds import Audience, EventKind
from app.forms.arguments import Arguments
from app.forms.filters import LIST_NAMES, ListFilters, read_shared
from app.forms.path import read_choice

NAMES = tuple(name for name in LIST_NAMES if name not in {"tri", "vue"})
MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MONTHS_OFFERED = 12


class AgendaState(StrEnum):
    """Which part of the agenda."""

    COMING = "a-venir"
    PAST = "passes"

    @property
    def label(self) -> str:
        """As a page names it."""
        return "Passés" if self is AgendaState.PAST else "À venir"


@dataclass(frozen=True, kw_only=True)
class EventFilters(ListFilters):
    """The filters of the agenda; `month` is « AAAA-MM », `committee` a slug; or they are empty."""

    kinds: tuple[EventKind, ...] = ()
    audiences: tuple[Audience, ...] = ()
    month: str = ""
    committee: str = ""
    state: AgendaState = AgendaState.COMING

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, (*NAMES, "genre", "public", "mois", "instance", "etat"))
        kinds = given.many("genre", lambda raw: read_choice(EventKind, raw))
        audiences = given.many("public", lambda raw: read_choice(Audience, raw))
        (month,) = given.many("mois", read_month)[:1] or ("",)
        (committee,) = given.many("instance", read_slug)[:1] or ("",)
        state = given.one("etat", {s.value: s for s in AgendaState}, default=AgendaState.COMING)
        return cls(
            **read_shared(given),  # type: ignore[arg-type]
            kinds=kinds,
            audiences=audiences,
            month=month,
            committee=committee,
            state=state,
            ignored=tuple(given.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        state = "" if self.state is AgendaState.COMING else self.state.value
        pairs = [
            *self.shared_args(),
            *(("genre", kind.value) for kind in self.kinds),
            *(("public", audience.value) for audience in self.audiences),
            ("mois", self.month),
            ("instance", self.committee),
            ("etat", state),
        ]
        return [(name, value) for name, value in pairs if value]

    def without_committee(self) -> Self:
        """The same where no event is of that instance: it is ignored, and said so."""
        said = f"instance = « {self.committee} »"
        return replace(self, committee="", ignored=(*self.ignored, said))

    @property
    def between(self) -> tuple[datetime, datetime] | None:
        """The instants that begin the month asked for and the next one, in Paris."""
        if not self.month:
            return None
        first = date.fromisoformat(f"{self.month}-01")
        return (
            datetime.combine(first, time(), PARIS),
            datetime.combine(next_month(first), time(), PARIS),
        )


def read_month(raw: str) -> str | None:
    """« AAAA-MM », or None."""
    return raw if MONTH.fullmatch(raw) else None


def read_slug(raw: str) -> str | None:
    """A slug as addresses write them, or None."""
    return raw if SLUG.fullmatch(raw) else None


def next_month(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def say_month(month: str) -> str:
    """« janvier 2027 » for « 2027-01 »."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]}{NBSP}{year}"


def month_options(today: date, chosen: str, *, is_past: bool) -> list[tuple[str, str]]:
    """The months that a list offers: a year ahead, or a year back, and the one chosen."""
    count = today.year * 12 + today.month - 1
    steps = range(0, -MONTHS_OFFERED, -1) if is_past else range(MONTHS_OFFERED)
    months = [f"{(count + step) // 12}-{(count + step) % 12 + 1:02d}" for step in steps]
    if chosen and chosen not in months:
        months.insert(0, chosen)
    return [(month, say_month(month)) for month in months]
