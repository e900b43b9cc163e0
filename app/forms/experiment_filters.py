"""The filters of experiments: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app import territories
from app.experiments.kinds import LegalStatus, Need, Public
from app.forms.arguments import Arguments
from app.forms.filters import read_territory

NAMES = ("q", "public", "besoin", "territoire", "statut")


@dataclass(frozen=True, kw_only=True)
class ExperimentFilters:
    """What the list of experiments is asked for; `ignored` says what was not understood."""

    text: str = ""
    publics: tuple[Public, ...] = ()
    needs: tuple[Need, ...] = ()
    territories: tuple[str, ...] = ()
    statuses: tuple[LegalStatus, ...] = ()
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, NAMES)
        return cls(
            text=given.text("q"),
            publics=given.many("public", {p.value: p for p in Public}.get),
            needs=given.many("besoin", {n.value: n for n in Need}.get),
            territories=given.many("territoire", read_territory),
            statuses=given.many("statut", {s.value: s for s in LegalStatus}.get),
            ignored=tuple(given.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [("public", public.value) for public in self.publics]
        pairs += [("besoin", need.value) for need in self.needs]
        pairs += [("territoire", territories.get(code).slug) for code in self.territories]
        return pairs + [("statut", status.value) for status in self.statuses]

    def labels(self) -> list[tuple[tuple[str, str], str]]:
        """Each filter in use, with how a page names it."""
        found = [(("q", self.text), f"« {self.text} »")] if self.text else []
        found += [(("public", public.value), public.label) for public in self.publics]
        found += [(("besoin", need.value), need.label) for need in self.needs]
        places = [territories.get(code) for code in self.territories]
        found += [(("territoire", place.slug), place.label) for place in places]
        return found + [(("statut", status.value), status.label) for status in self.statuses]
