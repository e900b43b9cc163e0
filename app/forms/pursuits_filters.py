"""The filters of a board of pursuits: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.pursuits import STATES_BY_WORD
from app.pursuits.queries import NOBODY, BoardCriteria
from app.pursuits.states import STATE_WORDS, PursuitState

NAMES = ("etat", "responsable", "echeance", "vue", "page")
MINE, NOBODYS = "moi", "personne"
WINDOWS = {"7": "Dans les 7 jours", "30": "Dans les 30 jours", "passee": "Passée"}
MOST_PAGES = 10_000


class BoardView(StrEnum):
    """How pursuits are shown."""

    COLUMNS = "tableau"
    LIST = "liste"


@dataclass(frozen=True, kw_only=True)
class BoardFilters:
    """What a board is asked for; `ignored` says what was not understood.

    `assignee` is « moi », « personne », the id of a member, or empty.
    """

    states: tuple[PursuitState, ...] = ()
    assignee: str = ""
    window: str = ""
    view: BoardView = BoardView.COLUMNS
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str], members: set[str]) -> Self:
        """The filters an address asks for; `members` are the ids of those of the organisation."""
        arguments = Arguments(args, NAMES)
        people = {word: word for word in (MINE, NOBODYS, *members)}
        return cls(
            states=arguments.many("etat", STATES_BY_WORD.get),
            assignee=arguments.one("responsable", people, default=""),
            window=arguments.one("echeance", {word: word for word in WINDOWS}, default=""),
            view=arguments.one("vue", {v.value: v for v in BoardView}, default=BoardView.COLUMNS),
            page=arguments.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(arguments.ignored),
        )

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, but the page."""
        pairs = [("etat", STATE_WORDS[state]) for state in self.states]
        pairs += [("responsable", self.assignee)] if self.assignee else []
        pairs += [("echeance", self.window)] if self.window else []
        return pairs + ([("vue", self.view.value)] if self.view is not BoardView.COLUMNS else [])

    def shown_as(self, view: BoardView) -> Self:
        """The same filters, shown otherwise."""
        return replace(self, view=view, page=1)

    def criteria(self, me: int, now: datetime) -> BoardCriteria:
        """What is asked of the database by that person at that instant."""
        people = {"": None, MINE: me, NOBODYS: NOBODY}
        assignee = people[self.assignee] if self.assignee in people else int(self.assignee)
        days = int(self.window) if self.window.isdecimal() else None
        return BoardCriteria(
            states=self.states,
            assignee=assignee,
            due_after=now if days else None,
            due_before=now + timedelta(days=days or 0) if self.window else None,
        )
