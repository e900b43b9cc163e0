"""Our own data file, `content/actors.yaml`."""

from __future__ import annotations

from collections.abc import Iterator

from app.stakeholders.sources.rows import ActorRow
from app.stakeholders.values import values_of
from app.toolkit.actors import load_actors

ORIGIN = "content/actors.yaml"


def read_own_file() -> Iterator[ActorRow]:
    """Every sheet of the file; InvalidError says what is wrong with it."""
    for actor in load_actors().actors:
        yield ActorRow(where=actor.slug, values=values_of(actor))
