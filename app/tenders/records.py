"""What a parser says of a notice: frozen values, before any database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.imports.report import RowError

__all__ = [
    "Buyer",
    "ClauseKind",
    "Deadline",
    "LotRecord",
    "NoticeKind",
    "NoticeRecord",
    "Origin",
    "Place",
    "Precision",
    "RowError",
    "SocialClause",
]


class NoticeKind(StrEnum):
    """What a notice does to its consultation."""

    CALL = "call"
    AMENDMENT = "amendment"
    CANCELLATION = "cancellation"
    WITHOUT_FOLLOW_UP = "without_follow_up"
    AWARD = "award"
    PRIOR_INFORMATION = "prior_information"
    MODIFICATION = "modification"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The word people read."""
        return NOTICE_LABELS[self]


NOTICE_LABELS = {
    NoticeKind.CALL: "Avis de marché",
    NoticeKind.AMENDMENT: "Rectificatif",
    NoticeKind.CANCELLATION: "Annulation",
    NoticeKind.WITHOUT_FOLLOW_UP: "Déclaration sans suite",
    NoticeKind.AWARD: "Attribution",
    NoticeKind.PRIOR_INFORMATION: "Pré-information",
    NoticeKind.MODIFICATION: "Modification de marché",
    NoticeKind.UNKNOWN: "Avis d’une autre nature",
}


class Precision(StrEnum):
    """How precisely a deadline is known; a day without an hour ends at 23:59 in Paris."""

    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The last instant for an answer.

    `at` is aware, in UTC; `local` is naive, what a clock in Paris shows; `source` names the field
    it was read from (`donnees`, `gestion`, `datelimitereponse`), with the rule applied.
    """

    at: datetime
    local: datetime
    precision: Precision
    source: str
    to_confirm: bool = False


class ClauseKind(StrEnum):
    """How a consultation serves insertion, the strongest first."""

    RESERVED = "reserved"
    EXECUTION = "execution"
    CRITERION = "criterion"
    INSERTION_OBJECT = "insertion_object"
    WEAK = "weak"


class Origin(StrEnum):
    """A coded value is what the buyer ticked; a text is what we read in his sentences."""

    CODED = "coded"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class SocialClause:
    """One clause, with its proof: the quotation, the field it stands in, its lot, its article.

    `lot` is None for the whole consultation; `article` is empty where none is said or implied;
    several articles are separated by a comma.
    """

    kind: ClauseKind
    quotation: str
    field: str
    lot: str | None
    article: str
    origin: Origin


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """Who buys; `siret` is 14 valid digits or empty."""

    name: str
    siret: str = ""
    postal_code: str = ""
    city: str = ""
    nuts: str = ""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of performance as the notice writes it; empty parts are unknown."""

    nuts: str = ""
    postal_code: str = ""
    city: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class LotRecord:
    """One lot; a consultation without lots has a single one, numbered "1".

    `cpv` are codes of 8 digits, the main one first; `value` is in euros before tax;
    `duration_months` may be None.
    """

    number: str
    title: str
    description: str = ""
    cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    deadline: Deadline | None = None
    value: float | None = None
    duration_months: float | None = None


@dataclass(frozen=True, kw_only=True)
class NoticeRecord:
    """One notice.

    `id` is the publisher's number (`25-12212`); `previous` the numbers of the notices it follows;
    `folder_id` the procedure's UUID in eForms; `departments` where it was published, two or three
    characters with the leading zero; `remarks` what could not be read, one French sentence each.
    `family` is the BOAMP's (MAPA, FNS, JOUE, DSP, DIVERS), empty elsewhere. `publisher` is who
    gave the notice to the portal where it is no official journal: a network.
    """

    id: str
    source: str
    kind: NoticeKind
    published_on: date | None
    title: str
    buyer: Buyer
    description: str = ""
    reference: str = ""
    family: str = ""
    nature: tuple[str, ...] = ()
    procedure: str = ""
    departments: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    lots: tuple[LotRecord, ...] = ()
    deadline: Deadline | None = None
    value: float | None = None
    duration_months: float | None = None
    clauses: tuple[SocialClause, ...] = ()
    criteria: str = ""
    previous: tuple[str, ...] = ()
    folder_id: str = ""
    url: str = ""
    documents_url: str = ""
    amendment_text: str = ""
    publisher: str = ""
    remarks: tuple[str, ...] = ()
