"""Which actors a list shows, and in what order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.imports.text import fold
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor
from app.toolkit.actor_words import Theme

FAR = (True, 1_000_000)


class ActorOrder(StrEnum):
    """How the list is sorted."""

    NAME = "nom"
    NEAREST = "proximite"
    RELEVANCE = "pertinence"
    VERIFIED = "verification"


@dataclass(frozen=True, kw_only=True)
class ActorCriteria:
    """What the list is asked for; an empty part asks for nothing.

    Within a part one answer is enough. `slugs` is what a full-text search found, the best first.
    """

    functions: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    themes: tuple[Theme, ...] = ()
    territories: tuple[str, ...] = ()
    slugs: Sequence[str] | None = None
    order: ActorOrder = ActorOrder.NAME


def select_actors(directory: Directory, criteria: ActorCriteria) -> list[Actor]:
    """The actors asked for, in order; a directory holds some hundreds, read whole."""
    found = [actor for actor in directory.actors if answers(directory, actor, criteria)]
    found.sort(key=lambda actor: (fold(actor.name), actor.slug))
    if criteria.order is ActorOrder.NEAREST:
        found.sort(key=lambda actor: nearness(directory, actor, criteria.territories))
    elif criteria.order is ActorOrder.VERIFIED:
        found.sort(key=lambda actor: actor.verified_on, reverse=True)
    elif criteria.order is ActorOrder.RELEVANCE and criteria.slugs is not None:
        place = {slug: at for at, slug in enumerate(criteria.slugs)}
        found.sort(key=lambda actor: place[actor.slug])
    return found


def answers(directory: Directory, actor: Actor, criteria: ActorCriteria) -> bool:
    """Whether an actor is asked for."""
    coverage = directory.coverages[actor.slug]
    return (
        (not criteria.functions or bool(set(criteria.functions) & set(actor.functions)))
        and (not criteria.themes or bool(set(criteria.themes) & set(actor.themes)))
        and (not criteria.stages or bool(set(criteria.stages) & stages_of(directory, actor)))
        and (not criteria.territories or any(map(coverage.reaches, criteria.territories)))
        and (criteria.slugs is None or actor.slug in criteria.slugs)
    )


def stages_of(directory: Directory, actor: Actor) -> set[str]:
    """The stages in which an actor, or one of its functions, is known to have a part."""
    stages = {part.stage for part in actor.read_parts}
    for slug in actor.functions:
        function = directory.function(slug)
        stages |= {part.stage for part in function.read_parts} if function else set()
    return stages


def nearness(directory: Directory, actor: Actor, codes: Sequence[str]) -> tuple[bool, int]:
    """How near an actor is to the nearest of these places."""
    coverage = directory.coverages[actor.slug]
    return min((coverage.rank(code) for code in codes if coverage.reaches(code)), default=FAR)


def count_functions(directory: Directory, criteria: ActorCriteria) -> Counter[str]:
    """How many actors of each function the other parts leave."""
    found = select_actors(directory, replace(criteria, functions=()))
    return Counter(slug for actor in found for slug in actor.functions)
