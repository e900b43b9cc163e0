"""What a parser says of a contract awarded: frozen values, before any database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from app.imports.text import fold

Value = TypeVar("Value")


class Nature(StrEnum):
    """What kind of contract it is."""

    MARKET = "market"
    FRAMEWORK = "framework"
    SUBSEQUENT = "subsequent"
    PARTNERSHIP = "partnership"
    DEFENCE = "defence"
    CONCESSION = "concession"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The words people read."""
        return NATURE_LABELS[self]


NATURE_LABELS = {
    Nature.MARKET: "Marché",
    Nature.FRAMEWORK: "Accord-cadre",
    Nature.SUBSEQUENT: "Marché subséquent",
    Nature.PARTNERSHIP: "Marché de partenariat",
    Nature.DEFENCE: "Marché de défense ou de sécurité",
    Nature.CONCESSION: "Concession",
    Nature.UNKNOWN: "Nature non précisée",
}


class Consideration(StrEnum):
    """How a contract serves insertion, as its buyer declares it; NONE is declared too."""

    RESERVED = "reserved"
    CLAUSE = "clause"
    CRITERION = "criterion"
    NONE = "none"

    @property
    def label(self) -> str:
        """The words people read."""
        return CONSIDERATION_LABELS[self]


CONSIDERATION_LABELS = {
    Consideration.RESERVED: "Marché réservé",
    Consideration.CLAUSE: "Clause sociale",
    Consideration.CRITERION: "Critère social",
    Consideration.NONE: "Pas de considération sociale",
}


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a contract: an identifier of that kind (SIRET, TVA…), a name; either may be empty.

    The identifier is as declared: nobody checks those of other countries.
    """

    identifier: str = ""
    kind: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Modification:
    """A later state of the contract; what it leaves unsaid is None or empty."""

    on: date | None = None
    published_on: date | None = None
    amount: float | None = None
    duration_months: float | None = None
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AwardRecord:
    """One contract as a file describes it; empty parts and None are unknown.

    `number` is the buyer's own, empty where he gave a filler; `buyer_siret` is 14 digits; `amount`
    is in euros before tax, and with `duration_months` and `holders` what was agreed at first: the
    properties `current_…` follow the modifications, the last one that says something. `place_code`
    and `place_type` are as declared, `buyer_place` the postal code or département of the buyer.
    `considerations` is None where nothing is declared, as before 2024. `source` is the format read;
    `is_row` tells a table where a contract takes a row per holder and per modification. `remarks`
    say in French what could not be read.
    """

    buyer_siret: str
    number: str
    object: str
    source: str
    buyer_name: str = ""
    buyer_place: str = ""
    cpv: str = ""
    nature: Nature = Nature.UNKNOWN
    procedure: str = ""
    place_code: str = ""
    place_type: str = ""
    place_name: str = ""
    duration_months: float | None = None
    notified_on: date | None = None
    published_on: date | None = None
    amount: float | None = None
    considerations: frozenset[Consideration] | None = None
    holders: tuple[Holder, ...] = ()
    offers_received: int | None = None
    framework_id: str = ""
    modifications: tuple[Modification, ...] = ()
    is_row: bool = False
    remarks: tuple[str, ...] = ()

    @property
    def uid(self) -> str:
        """What makes it one contract: the buyer's SIRET and number, as in the national data.

        Without a number, its object and date stand for it.
        """
        number = self.number or f"~{self.notified_on or ''}~{self.object_key[:60]}"
        return f"{self.buyer_siret}{number}"

    @property
    def object_key(self) -> str:
        """The object, for comparing: letters and digits only, as far as every format keeps it."""
        return "".join(c for c in fold(self.object) if c.isalnum())[:120]

    @property
    def as_of(self) -> date | None:
        """The day of the latest state that the record tells."""
        days = [self.published_on, self.notified_on, *(m.on for m in self.modifications)]
        return max((day for day in days if day is not None), default=None)

    @property
    def current_amount(self) -> float | None:
        """The amount in force, in euros before tax."""
        return self._last(lambda m: m.amount) or self.amount

    @property
    def current_duration(self) -> float | None:
        """The duration in force, in months from the notification."""
        return self._last(lambda m: m.duration_months) or self.duration_months

    @property
    def current_holders(self) -> tuple[Holder, ...]:
        """Who holds the contract now."""
        return self._last(lambda m: m.holders) or self.holders

    @property
    def modified_on(self) -> date | None:
        """The day of the last modification."""
        return max((m.on for m in self.modifications if m.on is not None), default=None)

    def _last(self, read: Callable[[Modification], Value | None]) -> Value | None:
        """What the last modification that says it says."""
        return next((value for m in reversed(self.modifications) if (value := read(m))), None)
