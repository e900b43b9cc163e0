"""Who an elected official or a project holder calls about a territory: functions, no person."""

from __future__ import annotations

from app.portraits.places import departments_of
from app.territories import Territory
from app.toolkit.actors import Actor, FunctionHolders, load_actors

FUNCTIONS = ("service-iae", "departement", "reseau", "prescripteur", "clauses", "marches", "region")


def find_holders(territory: Territory) -> tuple[FunctionHolders, ...]:
    """Who holds these functions in the départements of the territory, the local ones first.

    Whoever works in the whole région comes after; across the whole région, they come alone, but
    for the functions that only départements have.
    """
    places = departments_of(territory)
    directory = load_actors()
    wanted = (function for function in directory.functions if function.slug in FUNCTIONS)
    found = []
    for function in wanted:
        held = [directory.holders(function.slug, place.code) for place in places]
        actors = {actor.slug: actor for some in held for actor in some}
        ordered = sorted(actors.values(), key=lambda actor: (not actor.territories, actor.name))
        found.append(FunctionHolders(function=function, actors=tuple(ordered)))
    return tuple(found)


def name_actor(actor: Actor) -> str:
    """Its name, with a word where it is still to be verified."""
    return actor.name if actor.is_confirmed else f"{actor.name} (à vérifier)"
