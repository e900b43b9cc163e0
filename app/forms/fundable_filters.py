"""The filters of the projects to fund: from a query string and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from werkzeug.datastructures import MultiDict

from app import territories
from app.dossiers.fundable import FundableCriteria
from app.forms.arguments import Arguments
from app.forms.filters import MOST_PAGES, read_territory
from app.forms.funding_filters import read_one, read_stage
from app.imports.text import clean_line

NAMES = ("territoire", "dispositif", "etape", "page")


@dataclass(frozen=True, kw_only=True)
class FundableFilters:
    """What the list was asked; `ignored` says what it did not understand."""

    territory: str = ""
    scheme: str = ""
    stage: str = ""
    page: int = 1
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_args(cls, args: MultiDict[str, str], schemes: frozenset[str]) -> Self:
        """The filters of an address; `schemes` are the slugs that may be asked for."""
        given = Arguments(args, NAMES)

        def read_scheme(raw: str) -> str | None:
            return raw if raw in schemes else None

        return cls(
            territory=read_one(given, "territoire", read_territory),
            scheme=read_one(given, "dispositif", read_scheme),
            stage=read_one(given, "etape", read_stage),
            page=given.integer("page", default=1, least=1, most=MOST_PAGES),
            ignored=tuple(clean_line(text) for text in given.ignored),
        )

    @property
    def criteria(self) -> FundableCriteria:
        """What they narrow."""
        return FundableCriteria(territory=self.territory, scheme=self.scheme, stage=self.stage)

    @property
    def place(self) -> str:
        """The territory, in words."""
        return territories.get(self.territory).label if self.territory else ""

    def to_args(self) -> list[tuple[str, str]]:
        """The parameters that ask for these filters, the page apart."""
        pairs = (
            ("territoire", territories.get(self.territory).slug if self.territory else ""),
            ("dispositif", self.scheme),
            ("etape", self.stage),
        )
        return [(name, value) for name, value in pairs if value]
