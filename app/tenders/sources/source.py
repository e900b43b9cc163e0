"""What a source is: how its notices are recognised in a file, and how one of them is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.tenders.sources.fields import ParsedNotice
from app.tenders.sources.node import Node

Fields = dict[str, object]


def recognise_nothing(_fields: Fields) -> bool:
    """No object is of a source that publishes XML only."""
    return False


@dataclass(frozen=True, kw_only=True)
class Source:
    """A publisher's format.

    `name` is kept with each notice and is the same for the formats of one publisher that number
    notices alike. `roots` are the names of its XML documents, `recognises` tells its JSON objects.
    `parse_notice` reads one, whichever it is, and raises ValueError in French where it cannot.
    """

    name: str
    label: str
    parse_notice: Callable[[Node], ParsedNotice]
    roots: frozenset[str] = frozenset()
    recognises: Callable[[Fields], bool] = recognise_nothing
