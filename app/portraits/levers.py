"""What a local authority can do, each with its article, its guide and its sources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml


@dataclass(frozen=True, kw_only=True)
class Lever:
    """One lever; `guide` is the slug of the page that says how, `article` empty where none is."""

    slug: str
    title: str
    text: str
    guide: str
    sources: tuple[str, ...]
    article: str = ""

    @property
    def legal_basis(self) -> str:
        """« Article L2112-2 du code… » as a sentence; empty where there is none."""
        return f"{self.article[:1].upper()}{self.article[1:]}." if self.article else ""

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where what is said comes from."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class LeverFile:
    """The file as it is written."""

    levers: tuple[Lever, ...]


@cache
def load_levers(path: Path = CONTENT / "levers.yaml") -> tuple[Lever, ...]:
    """The levers in the order of the file; `InvalidError` says what is wrong with it."""
    levers = read_yaml(path, LeverFile).levers
    for lever in levers:
        cite(lever.sources)
    return levers
