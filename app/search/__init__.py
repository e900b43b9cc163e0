"""One search over everything: French analysis, ranking, and the indexes that keep the words.

It owns the `SearchBackend` protocol, what is searched (`Document`) and what is found (`Hit`). A
model knows its document; nothing here knows a model, a page or a database. Adding a backend is one
file and one line of `BACKENDS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.errors import InvalidError
from app.search.backend import SearchBackend


def _open_whoosh(folder: Path) -> SearchBackend:
    from app.search.whoosh_backend import WhooshBackend  # noqa: PLC0415 - only where it is chosen

    return WhooshBackend(folder)


def _open_memory(folder: Path) -> SearchBackend:
    from app.search.memory_backend import MemoryBackend  # noqa: PLC0415 - only where it is chosen

    return MemoryBackend()


BACKENDS: Final[dict[str, Callable[[Path], SearchBackend]]] = {
    "whoosh": _open_whoosh,
    "memory": _open_memory,
}


def open_backend(name: str, folder: Path) -> SearchBackend:
    """The backend of that name over that folder; `InvalidError` lists the names it could be."""
    try:
        factory = BACKENDS[name]
    except KeyError:
        known = ", ".join(sorted(BACKENDS))
        raise InvalidError(f"Moteur de recherche inconnu : « {name} ». Connus : {known}.") from None
    return factory(folder)
