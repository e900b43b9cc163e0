"""Actors made for tests."""

from __future__ import annotations

from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor, ActorFunction
from app.toolkit.actors import load_functions


def actor(slug: str = "maison", **changes: object) -> Actor:
    values: dict[str, object] = {"name": slug.title(), "functions": ("dla",)}
    return Actor(**{"slug": slug, **values, **changes})  # type: ignore[arg-type]


def directory(*actors: Actor, functions: tuple[ActorFunction, ...] | None = None) -> Directory:
    return Directory(functions=functions or load_functions(), actors=actors)
