"""The filters of contracts that end soon: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from werkzeug.datastructures import MultiDict

from app.forms.arguments import Arguments
from app.forms.filters import LIST_NAMES, ListFilters, read_shared

NAMES = tuple(name for name in LIST_NAMES if name not in {"q", "tri", "vue"})
SOCIAL = {"avec": True, "sans": False}
SOCIAL_LABELS = {
    "avec": "Avec clause, critère ou réservation",
    "sans": "Sans, ou non déclarée",
}


@dataclass(frozen=True, kw_only=True)
class RenewalFilters(ListFilters):
    """The filters of the contracts that end soon; `social` is one of the words of `SOCIAL`."""

    social: str = ""

    @classmethod
    def from_args(cls, args: MultiDict[str, str]) -> Self:
        """The filters an address asks for."""
        given = Arguments(args, (*NAMES, "social"))
        social = given.one("social", {word: word for word in SOCIAL}, default="")
        return cls(**read_shared(given), social=social, ignored=tuple(given.ignored))  # type: ignore[arg-type]

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters."""
        return self.shared_args() + ([("social", self.social)] if self.social else [])

    @property
    def is_social(self) -> bool | None:
        """Whether a social consideration is asked for, refused, or indifferent."""
        return SOCIAL.get(self.social)
