"""Who to call: functions, and the institutions and networks that hold them in each département.

Functions are never persons. Where nobody is known for a function in a département, the hole is
shown as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.errors import InvalidError
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml


@dataclass(frozen=True, kw_only=True)
class ActorFunction:
    """What an actor is called for; `ask` is what to ask or bring on the first call."""

    slug: str
    name: str
    role: str
    ask: str


@dataclass(frozen=True, kw_only=True)
class Actor:
    """An institution or a network; `territories` are départements, none for the whole region.

    `is_confirmed` is false where its existence or its part is still to be verified.
    """

    slug: str
    name: str
    function: str
    role: str
    territories: tuple[str, ...] = ()
    url: str = ""
    is_confirmed: bool = False
    note: str = ""
    sources: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where what is said of it comes from."""
        return cite(self.sources)

    def serves(self, department: str) -> bool:
        """Whether it works in that département; everybody does where none is given."""
        return not self.territories or not department or department in self.territories


@dataclass(frozen=True, kw_only=True)
class ActorFile:
    """The file as it is written."""

    functions: tuple[ActorFunction, ...]
    actors: tuple[Actor, ...]


@dataclass(frozen=True, kw_only=True)
class FunctionHolders:
    """A function and who holds it somewhere; nobody is a hole, and is shown."""

    function: ActorFunction
    actors: tuple[Actor, ...]


@dataclass(frozen=True, kw_only=True)
class Directory:
    """Every function in the order a project holder meets them, and every actor."""

    functions: tuple[ActorFunction, ...]
    actors: tuple[Actor, ...]

    def for_territory(
        self, department: str = "", functions: Iterable[str] | None = None
    ) -> tuple[FunctionHolders, ...]:
        """Who holds these functions (all of them by default) in a département, the local first."""
        wanted = None if functions is None else frozenset(functions)
        return tuple(
            FunctionHolders(function=function, actors=self.holders(function.slug, department))
            for function in self.functions
            if wanted is None or function.slug in wanted
        )

    def holders(self, function: str, department: str) -> tuple[Actor, ...]:
        """Who holds a function in a département, those of that territory before the regional."""
        found = (a for a in self.actors if a.function == function and a.serves(department))
        return tuple(sorted(found, key=lambda actor: (not actor.territories, actor.name)))


@cache
def load_actors(path: Path = CONTENT / "actors.yaml") -> Directory:
    """The directory of that file; `InvalidError` says what is wrong with it."""
    file = read_yaml(path, ActorFile)
    known = {function.slug for function in file.functions}
    for actor in file.actors:
        if actor.function not in known:
            raise InvalidError(f"L’acteur « {actor.slug} » a une fonction inconnue.")
        cite(actor.sources)
    return Directory(functions=file.functions, actors=file.actors)
