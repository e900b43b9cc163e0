"""What is known of an experiment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from app import territories
from app.clock import say_day
from app.experiments.kinds import LegalStatus, Need, Public
from app.imports.text import fold, slugify
from app.toolkit.sources import FactSource, cite

TO_CONFIRM = "à confirmer"


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date in words, as precise as it is known; `day` where it is known to the day."""

    words: str
    day: date | None = None


@dataclass(frozen=True, kw_only=True)
class Status:
    """The legal status: the text it rests on, what it means in words, the day it was checked."""

    state: LegalStatus
    words: str
    legal_basis: str
    verified_on: date


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where it takes place: the code of a territory, and a precision."""

    territory: str
    words: str = ""
    is_confirmed: bool = False

    @property
    def label(self) -> str:
        """The territory by name, with what is known of it."""
        known = self.words or ("" if self.is_confirmed else TO_CONFIRM)
        name = territories.get(self.territory).label
        return f"{name}\u00a0: {known}" if known else name

    def meets(self, code: str) -> bool:
        """Whether it holds, or is within, the territory of that code."""
        return territories.contains(self.territory, code) or territories.contains(
            code, self.territory
        )


@dataclass(frozen=True, kw_only=True)
class Partner:
    """An institution and its part; `actor` is its slug in `content/actors.yaml`, or empty."""

    name: str
    role: str
    actor: str = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A result: what is counted, how many, when, and where it was read."""

    label: str
    value: str
    date: str
    sources: tuple[str, ...]

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where it was read."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class Practice:
    """A way of working that an experiment teaches: why, and how to begin."""

    title: str
    why: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Complement:
    """Another experiment that goes with it, and how."""

    experiment: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Successor:
    """What took its place; `path` is a page of the portal."""

    name: str
    words: str
    path: str = ""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One experiment; `former` are the names and acronyms that lead to it too.

    `guides` and `schemes` are slugs of what goes with it; `actors` of functions to call.
    """

    slug: str
    order: int
    name: str
    summary: str
    what: tuple[str, ...]
    public_words: str
    publics: tuple[Public, ...]
    needs: tuple[Need, ...]
    carriers: tuple[Partner, ...]
    places: tuple[Place, ...]
    since: Moment
    status: Status
    join: tuple[str, ...]
    money: tuple[str, ...]
    sources: tuple[str, ...]
    verified_on: date
    acronym: str = ""
    expansion: str = ""
    former: tuple[str, ...] = ()
    until: Moment | None = None
    results: tuple[Figure, ...] = ()
    tools: tuple[Practice, ...] = ()
    partners: tuple[Partner, ...] = ()
    cautions: tuple[str, ...] = ()
    complements: tuple[Complement, ...] = ()
    replaced_by: Successor | None = None
    guides: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/experimentations/{self.slug}"

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where what is said of it comes from."""
        return cite(self.sources)

    @property
    def place_labels(self) -> tuple[str, ...]:
        """Where it takes place, in words."""
        return tuple(place.label for place in self.places) or (f"Lieux {TO_CONFIRM}",)

    @property
    def other_slugs(self) -> frozenset[str]:
        """The addresses that its former names, acronym and full name would have."""
        names = (self.name, self.acronym, self.expansion, *self.former)
        return frozenset(filter(None, map(slugify, names))) - {self.slug}

    @property
    def text(self) -> str:
        """All that a search may look for in it."""
        lines = (self.summary, self.public_words, self.status.words, *self.what, *self.join)
        tools = (f"{tool.title}. {tool.why}" for tool in self.tools)
        carriers = (f"{carrier.name}. {carrier.role}" for carrier in self.carriers)
        return "\n".join((*lines, *tools, *carriers))

    def status_on(self, day: date) -> Status:
        """The status that day: what had to end before, and is not known to have, is to verify."""
        is_running = self.status.state in {LegalStatus.CURRENT, LegalStatus.EXTENDED}
        end = self.until.day if self.until else None
        if not is_running or end is None or day <= end:
            return self.status
        words = (
            f"Le terme connu, le {say_day(end)}, est passé\u00a0: la suite est à vérifier. "
            f"{self.status.words}"
        )
        return replace(self.status, state=LegalStatus.TO_VERIFY, words=words)

    def is_in(self, code: str) -> bool:
        """Whether it takes place in the territory of that code, or may: confirmed or not."""
        return not self.places or any(place.meets(code) for place in self.places)

    def holds(self, words: str) -> bool:
        """Whether every one of these words is somewhere in it, whatever the accents."""
        names = (self.name, self.acronym, self.expansion, *self.former, self.text)
        found = fold("\n".join(names))
        return all(word in found for word in fold(words).split())
