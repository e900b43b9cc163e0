"""The filters of committees: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app import territories
from app.committees.kinds import CommitteeKind, Standing
from app.forms.arguments import Arguments
from app.forms.filters import read_territory

NAMES = ("q", "type", "territoire", "etat")
ALL = "tous"
STATES = (
    (Standing.IN_FORCE.value, "En vigueur"),
    (Standing.PAST.value, "Historiques"),
    (Standing.COMING.value, "À venir"),
    (ALL, "Toutes"),
)


@dataclass(frozen=True, kw_only=True)
class CommitteeFilters:
    """What the list of committees is asked for; `state` is a standing, or None for all."""

    text: str = ""
    kinds: tuple[CommitteeKind, ...] = ()
    territories: tuple[str, ...] = ()
    state: Standing | None = Standing.IN_FORCE
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, NAMES)
        states: dict[str, Standing | None] = {s.value: s for s in Standing}
        return cls(
            text=given.text("q"),
            kinds=given.many("type", {k.value: k for k in CommitteeKind}.get),
            territories=given.many("territoire", read_territory),
            state=given.one("etat", states | {ALL: None}, default=Standing.IN_FORCE),
            ignored=tuple(given.ignored),
        )

    @property
    def state_word(self) -> str:
        """The word of the state in the address."""
        return self.state.value if self.state else ALL

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        return [pair for pair, _ in self.labels()]

    def labels(self) -> list[tuple[tuple[str, str], str]]:
        """Each filter in use, with how a page names it."""
        found = [(("q", self.text), f"« {self.text} »")] if self.text else []
        found += [(("type", kind.value), kind.label) for kind in self.kinds]
        places = [territories.get(code) for code in self.territories]
        found += [(("territoire", place.slug), place.label) for place in places]
        if self.state is not Standing.IN_FORCE:
            found.append((("etat", self.state_word), dict(STATES)[self.state_word]))
        return found
