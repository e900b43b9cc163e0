"""Schemes that may pay for a project: who, for what, how much, until when, with what cumulation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Self

from app import territories
from app.matching.kinds import SiaeKind
from app.toolkit.scheme_terms import (
    AmountBasis,
    BeneficiaryKind,
    Expense,
    Recurrence,
    SchemeForm,
    SchemeState,
)
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

__all__ = ["Call", "Expense", "Scheme", "SchemeForm", "SchemeState", "load_schemes"]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A dated call of a scheme; days are those of Paris, the closing one included.

    `year` is the label of the campaign. A date that nobody knows is None.
    """

    opens_on: date | None = None
    pre_deposit_on: date | None = None
    closes_on: date | None = None
    year: str = ""
    url: str = ""
    pieces: tuple[str, ...] = ()

    def state_on(self, day: date) -> SchemeState:
        """Open, upcoming, closed, or uncertain where its dates do not tell."""
        if self.closes_on is not None and self.closes_on < day:
            return SchemeState.CLOSED
        if self.opens_on is not None and self.opens_on > day:
            return SchemeState.UPCOMING
        return SchemeState.UNCERTAIN if self.closes_on is None else SchemeState.OPEN

    def next_date(self, day: date) -> date | None:
        """The first day to hand something in, from that day on."""
        dates = (self.pre_deposit_on, self.closes_on)
        return min((d for d in dates if d is not None and d >= day), default=None)

    @property
    def sort_key(self) -> tuple[date, date, str]:
        """The order of the calls of a scheme."""
        return (self.opens_on or self.closes_on or date.min, self.closes_on or date.max, self.year)


def compute_state(declared: SchemeState, calls: Iterable[Call], day: date) -> SchemeState:
    """What is shown at that day: dates win over what was declared, except that over is over.

    A scheme whose calls are all past is closed, whatever anybody declared.
    """
    found = {call.state_on(day) for call in calls}
    if declared.is_over or not found:
        return declared
    for state in (SchemeState.OPEN, SchemeState.UPCOMING, SchemeState.UNCERTAIN):
        if state in found:
            is_said_open = state is SchemeState.UNCERTAIN and declared.is_open
            return declared if is_said_open else state
    return SchemeState.CLOSED


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A scheme; `territories` are codes, none for the whole region.

    `amount` and `when` are words: a figure there carries its year. `floor` and `ceiling` are euros
    counted by `basis`, `max_rate` the most it pays of an expense, in [0, 1]. `cumul` says what it
    does not go with, `not_with` names those schemes; `asks_beneficiary` what the beneficiary
    brings. `generic` is the slug of the scheme that this one replaces in its territories.
    `sources` are keys of `content/sources.yaml`, `source` words for what comes from elsewhere.
    `declared` is what somebody wrote; `state` what holds at `as_of`.
    """

    slug: str
    name: str
    funders: tuple[str, ...]
    form: SchemeForm
    purpose: str
    beneficiaries: str
    amount: str
    when: str
    declared: SchemeState
    instructors: tuple[str, ...] = ()
    beneficiary_kinds: tuple[BeneficiaryKind, ...] = ()
    kinds: tuple[SiaeKind, ...] = ()
    stages: tuple[str, ...] = ()
    expenses: tuple[Expense, ...] = ()
    themes: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    basis: AmountBasis | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    max_rate: Decimal | None = None
    cumul: str = ""
    not_with: tuple[str, ...] = ()
    is_minimis: bool = False
    asks_beneficiary: str = ""
    recurrence: Recurrence | None = None
    pieces: tuple[str, ...] = ()
    calls: tuple[Call, ...] = ()
    url: str = ""
    contact: str = ""
    sources: tuple[str, ...] = ()
    source: str = ""
    source_url: str = ""
    verified_on: date | None = None
    generic: str = ""
    former_names: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    as_of: date = date.max

    @property
    def funder(self) -> str:
        """Who pays, in words."""
        return ", ".join(self.funders)

    @property
    def state(self) -> SchemeState:
        """What is shown at the day the scheme was read for."""
        return compute_state(self.declared, self.calls, self.as_of)

    @property
    def next_date(self) -> date | None:
        """The first day to hand something in; None where there is none, or where it is over."""
        if self.state.is_over:
            return None
        dates = (call.next_date(self.as_of) for call in self.calls)
        return min((d for d in dates if d is not None), default=None)

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where what is said of it comes from."""
        said = cite(self.sources)
        if not self.source:
            return said
        day = f"{self.verified_on:%d/%m/%Y}" if self.verified_on else "date inconnue"
        own = FactSource(
            title=self.source, url=self.source_url, reliability="institution", date=day
        )
        return (*said, own)

    def at(self, day: date) -> Self:
        """The same scheme, as it is that day."""
        return replace(self, as_of=day)

    def serves(self, code: str) -> bool:
        """Whether it is open somewhere in that territory; everywhere where none is given."""
        return not self.territories or not code or any(touches(t, code) for t in self.territories)


def touches(mine: str, asked: str) -> bool:
    """Whether one of these territories holds the other."""
    return mine == asked or territories.contains(mine, asked) or territories.contains(asked, mine)


@dataclass(frozen=True, kw_only=True)
class SchemeFile:
    """The file as it is written."""

    schemes: tuple[Scheme, ...]


@cache
def load_schemes(path: Path = CONTENT / "schemes.yaml") -> tuple[Scheme, ...]:
    """The schemes of that file, in its order; `InvalidError` says what is wrong with it."""
    schemes = read_yaml(path, SchemeFile).schemes
    for scheme in schemes:
        cite(scheme.sources)
    return schemes
