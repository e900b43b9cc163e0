"""The directory of actors: who holds a function where, who serves a place, where nobody does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from app import territories
from app.territories import Area
from app.toolkit.actor_sheet import Actor, ActorFunction

SHOWN = 6  # names of one function in a list beside a text; the others are counted


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Where an actor works; no zone is the whole region. `giver` is who it inherits them from."""

    zones: tuple[str, ...] = ()
    giver: Actor | None = None

    def reaches(self, code: str) -> bool:
        """Whether it works in that territory, even a part of it; empty is anywhere."""
        return not self.zones or not code or reaches(self.zones, code)

    def rank(self, code: str) -> tuple[bool, int]:
        """An order: those of the place or of a part of it, the wider ones, the whole region."""
        if not self.zones:
            return (True, 0)
        wide = breadth(self.zones)
        return (False, wide if code and wide > breadth((code,)) else 0)


@cache
def reaches(zones: tuple[str, ...], code: str) -> bool:
    """Whether some of that territory is in these zones."""
    return territories.reaches(Area.of_zones(*zones), code)


@cache
def breadth(zones: tuple[str, ...]) -> int:
    """How many communes are in these zones."""
    return sum(len(territories.communes_of(zone)) for zone in zones)


@dataclass(frozen=True, kw_only=True)
class FunctionHolders:
    """A function and who holds it somewhere, those of the place before those of the whole region.

    Nobody, or nobody of the place where it should have its own, is a hole, and is shown.
    """

    function: ActorFunction
    local: tuple[Actor, ...] = ()
    regional: tuple[Actor, ...] = ()

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Both."""
        return self.local + self.regional

    @property
    def is_hole(self) -> bool:
        """Whether somebody is missing."""
        return not self.actors or (self.function.is_local and not self.local)

    @property
    def shown(self) -> tuple[Actor, ...]:
        """The first of them: a list beside a text is short."""
        return self.actors[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not among the first."""
        return len(self.actors) - len(self.shown)

    @property
    def words(self) -> str:
        """The names of the first and how many others, or « À confirmer »."""
        if not self.actors:
            return "À confirmer"
        names = ", ".join(actor.name for actor in self.shown)
        return f"{names} et {self.more} autres" if self.more else names


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Every function in the order a project holder meets them, and every actor."""

    functions: tuple[ActorFunction, ...]
    actors: tuple[Actor, ...]

    @cached_property
    def by_slug(self) -> dict[str, Actor]:
        """The actors by their slug of today."""
        return {actor.slug: actor for actor in self.actors}

    @cached_property
    def present(self) -> dict[str, Actor]:
        """The actors by the slugs that lead to them and are not of today."""
        return {
            slug: actor
            for actor in reversed(self.actors)
            for slug in actor.old_slugs
            if slug not in self.by_slug
        }

    @cached_property
    def by_function(self) -> dict[str, tuple[Actor, ...]]:
        """Who holds each function, anywhere."""
        held: dict[str, list[Actor]] = {function.slug: [] for function in self.functions}
        for actor in self.actors:
            for slug in actor.functions:
                held.setdefault(slug, []).append(actor)
        return {slug: tuple(actors) for slug, actors in held.items()}

    @cached_property
    def coverages(self) -> dict[str, Coverage]:
        """Where each works, by slug."""
        return {actor.slug: self._climb(actor) for actor in self.actors}

    def _climb(self, actor: Actor) -> Coverage:
        if actor.territories:
            return Coverage(zones=actor.territories)
        seen = {actor.slug}
        above = self.by_slug.get(actor.parent)
        while above is not None and above.slug not in seen:
            if above.territories:
                return Coverage(zones=above.territories, giver=above)
            seen.add(above.slug)
            above = self.by_slug.get(above.parent)
        return Coverage()

    def function(self, slug: str) -> ActorFunction | None:
        """A function, or None."""
        return next((function for function in self.functions if function.slug == slug), None)

    def children(self, slug: str) -> tuple[Actor, ...]:
        """Who depends on that actor."""
        return tuple(actor for actor in self.actors if actor.parent == slug)

    def for_territory(
        self, code: str = "", functions: Iterable[str] | None = None
    ) -> tuple[FunctionHolders, ...]:
        """Who holds these functions (all of them by default) in a territory, the local first."""
        wanted = None if functions is None else frozenset(functions)
        return tuple(
            self.holders(function, code)
            for function in self.functions
            if wanted is None or function.slug in wanted
        )

    def holders(self, function: ActorFunction, code: str) -> FunctionHolders:
        """Who holds a function in a territory of any level; empty is the whole region."""
        found = self.near(self.by_function.get(function.slug, ()), code)
        return FunctionHolders(
            function=function,
            local=tuple(actor for actor in found if self.coverages[actor.slug].zones),
            regional=tuple(actor for actor in found if not self.coverages[actor.slug].zones),
        )

    def near(self, actors: Iterable[Actor], code: str) -> tuple[Actor, ...]:
        """Those of these actors that work in a territory, the nearest first."""
        found = (actor for actor in actors if self.coverages[actor.slug].reaches(code))
        return tuple(sorted(found, key=lambda a: (*self.coverages[a.slug].rank(code), a.name)))

    def serving(self, code: str) -> tuple[Actor, ...]:
        """Every actor that works in a territory, the nearest first, the whole region last."""
        return self.near(self.actors, code)
