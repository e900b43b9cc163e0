"""Where the facts of the toolbox come from: `content/sources.yaml`, shared by all its texts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from app.errors import InvalidError
from app.toolkit.yaml_files import read_yaml

CONTENT = Path(__file__).parents[2] / "content"
Reliability = Literal["law", "institution", "press", "code", "old"]
RELIABILITIES: dict[Reliability, str] = {
    "law": "texte de loi",
    "institution": "site institutionnel",
    "press": "site spécialisé",
    "code": "code public d’un service",
    "old": "document ancien, à vérifier",
}


@dataclass(frozen=True, kw_only=True)
class FactSource:
    """Where a fact comes from; `date` is in words, as precise as it is known."""

    title: str
    reliability: Reliability
    date: str
    url: str = ""

    @property
    def words(self) -> str:
        """What it is worth and when it was published, in words."""
        return f"{RELIABILITIES[self.reliability]}, {self.date}"


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    """Every source, by its key."""

    sources: dict[str, FactSource]


@cache
def load_sources(path: Path = CONTENT / "sources.yaml") -> dict[str, FactSource]:
    """The sources of that file, by key; `InvalidError` says what is wrong with it."""
    return read_yaml(path, SourceFile).sources


def cite(keys: Iterable[str]) -> tuple[FactSource, ...]:
    """The sources of these keys; `InvalidError` names one that is unknown."""
    known = load_sources()
    found = []
    for key in keys:
        if key not in known:
            raise InvalidError(f"La source « {key} » n’existe pas dans content/sources.yaml.")
        found.append(known[key])
    return tuple(found)
