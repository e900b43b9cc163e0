"""The filters of the letters: from a query string and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES
from app.mail.desk import LetterCriteria
from app.mail.models import LetterState

SIZE = 50


@dataclass(frozen=True, kw_only=True)
class LetterFilters:
    """Which letters the team asks for; `ignored` says what was not understood."""

    state: LetterState | None = None
    recipient: str = ""
    key: str = ""
    page: int = 1
    ignored: tuple[str, ...] = ()

    @classmethod
    def from_args(cls, args: MultiDict[str, str], keys: Collection[str]) -> Self:
        """The filters an address asks for; `keys` are those of the texts."""
        given = Arguments(args, ("etat", "destinataire", "texte", "page"))
        return cls(
            state=given.one("etat", {state.value: state for state in LetterState}, default=None),
            recipient=given.text("destinataire"),
            key=given.one("texte", {key: key for key in keys}, default=""),
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(given.ignored),
        )

    @property
    def criteria(self) -> LetterCriteria:
        """What the outbox is asked for."""
        return LetterCriteria(state=self.state, recipient=self.recipient, key=self.key)

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, but the page."""
        pairs = [
            ("etat", self.state.value if self.state else ""),
            ("destinataire", self.recipient),
            ("texte", self.key),
        ]
        return [(name, value) for name, value in pairs if value]
