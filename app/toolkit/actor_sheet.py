"""A function and a sheet of the directory, as files and the database say them.

Functions are never persons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.imports.text import slugify
from app.toolkit.actor_words import (
    BodyKind,
    FormerName,
    Letter,
    Part,
    Theme,
    read_former_name,
    read_part,
)
from app.toolkit.sources import load_sources


@dataclass(frozen=True, kw_only=True)
class ActorFunction:
    """What an actor is called for; `ask` is what to ask or bring on the first call.

    `is_local` where every territory should have its own: without one there is a hole. `parts` are
    what it does stage by stage, written as `actor_words` says.
    """

    slug: str
    name: str
    role: str
    ask: str
    is_local: bool = False
    parts: tuple[str, ...] = ()

    @cached_property
    def read_parts(self) -> tuple[Part, ...]:
        """Its part in each stage."""
        return tuple(map(read_part, self.parts))

    def part_in(self, stage: str) -> Part | None:
        """Its part in a stage, None where it is not known to have one."""
        return next((part for part in self.read_parts if part.stage == stage), None)


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A source as a sheet shows it; `words` say what it is worth and when it was published."""

    title: str
    url: str = ""
    words: str = ""

    @classmethod
    def of(cls, text: str) -> Cited:
        """A source by its key in `content/sources.yaml`, or written in full with its address."""
        known = load_sources().get(text)
        if known is not None:
            return cls(title=known.title, url=known.url, words=known.words)
        words = text.split()
        url = next((w for w in words if w.startswith(("http://", "https://"))), "")
        return cls(title=" ".join(w for w in words if w != url) or url, url=url)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An institution, a network or a scheme, as its sheet says.

    `parent` is a slug. `territories` are codes; without any it has those of its parent, and the
    whole region where nobody above has any. `parts` and `former_names` are written as
    `actor_words` says. `contact` is an office or a public page, never a person. `verified_on` is an
    ISO date, or empty. `is_confirmed` is false where its existence or its part is to be verified.
    """

    slug: str
    name: str
    functions: tuple[str, ...]
    kind: BodyKind = BodyKind.OTHER
    acronym: str = ""
    parent: str = ""
    former_names: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    role: str = ""
    parts: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    territories: tuple[str, ...] = ()
    contact: str = ""
    url: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    is_confirmed: bool = False
    verified_on: str = ""

    @property
    def path(self) -> str:
        """The address of its sheet."""
        return f"/acteurs/{self.slug}"

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Where what is said of it comes from."""
        return tuple(map(Cited.of, self.sources))

    @property
    def verified(self) -> date | None:
        """When its sheet was last verified."""
        return date.fromisoformat(self.verified_on) if self.verified_on else None

    @property
    def read_former_names(self) -> tuple[FormerName, ...]:
        """The names that it bore."""
        return tuple(map(read_former_name, self.former_names))

    @property
    def read_parts(self) -> tuple[Part, ...]:
        """What is known of its own part, stage by stage."""
        return tuple(map(read_part, self.parts))

    @property
    def old_slugs(self) -> tuple[str, ...]:
        """The addresses that lead to it: those it had, and those of its former names."""
        names = (slugify(former.name, limit=80) for former in self.read_former_names)
        return tuple(dict.fromkeys((*self.former_slugs, *names)))

    def letter(self, function: ActorFunction, stage: str) -> Letter | None:
        """Its part in a stage: its own where it is known, else that of its function."""
        own = [
            part
            for part in self.read_parts
            if part.stage == stage and part.function in {"", function.slug}
        ]
        if own:
            return own[0].letter
        common = function.part_in(stage)
        return common.letter if common else None


@dataclass(frozen=True, kw_only=True)
class ActorFile:
    """The file as it is written."""

    functions: tuple[ActorFunction, ...]
    actors: tuple[Actor, ...]
