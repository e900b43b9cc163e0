"""Every resource of the API, in the order of its documentation: a module each, a line each."""

from __future__ import annotations

from typing import Any

from app.blueprints.api import (
    actors,
    awards,
    committees,
    consultations,
    events,
    facts,
    glossary,
    schemes,
    search,
    sectors,
    structures,
    territories,
)
from app.blueprints.api.resource import Resource
from app.errors import NotFoundError

RESOURCES: tuple[Resource[Any], ...] = (
    structures.RESOURCE,
    sectors.RESOURCE,
    territories.RESOURCE,
    consultations.RESOURCE,
    awards.RESOURCE,
    schemes.RESOURCE,
    actors.RESOURCE,
    committees.RESOURCE,
    events.RESOURCE,
    facts.RESOURCE,
    glossary.RESOURCE,
    search.RESOURCE,
)
BY_NAME = {resource.name: resource for resource in RESOURCES}


def find_resource(name: str) -> Resource[Any]:
    """The resource of that name; NotFoundError otherwise."""
    if name not in BY_NAME:
        raise NotFoundError("Aucune ressource ne porte ce nom\u00a0: la liste est à /api/v1.")
    return BY_NAME[name]
