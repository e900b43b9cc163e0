"""The filters of an inbox of requests: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.matching.kinds import Modality
from app.partnerships.queries import Age, InboxCriteria
from app.partnerships.states import MatchState

NAMES = ("etat", "type", "age", "page")
MOST_PAGES = 10_000
STATE_WORDS = {
    MatchState.SENT: "a-repondre",
    MatchState.INTERESTED: "interesse",
    MatchState.TOGETHER: "ensemble",
    MatchState.LATER: "plus-tard",
    MatchState.AGREED: "accord",
    MatchState.DECLINED: "non",
    MatchState.REFUSED: "ecartee",
    MatchState.EXPIRED: "sans-reponse",
    MatchState.CLOSED: "close",
}
STATES_BY_WORD = {word: state for state, word in STATE_WORDS.items()}


@dataclass(frozen=True, kw_only=True)
class InboxFilters:
    """What an inbox is asked for; `ignored` says what was not understood."""

    states: tuple[MatchState, ...] = ()
    modality: Modality | None = None
    age: Age | None = None
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        arguments = Arguments(args, NAMES)
        return cls(
            states=arguments.many("etat", STATES_BY_WORD.get),
            modality=arguments.one("type", {m.value: m for m in Modality}, default=None),
            age=arguments.one("age", {a.value: a for a in Age}, default=None),
            page=arguments.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(arguments.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, but the page."""
        pairs = [("etat", STATE_WORDS[state]) for state in self.states]
        pairs += [("type", self.modality.value)] if self.modality else []
        return pairs + ([("age", self.age.value)] if self.age else [])

    def criteria(self) -> InboxCriteria:
        """What is asked of the database."""
        return InboxCriteria(states=self.states, modality=self.modality, age=self.age)
