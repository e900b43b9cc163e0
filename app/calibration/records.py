"""The lines of a file of labelled pairs: one JSON object each, its kind under `record`.

A need and a structure carry their own facts, as the portal read them, so that a file says all that
it takes to be judged again: no database, no other file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.matching.kinds import Modality, ServiceType, SiaeKind
from app.matching.rules import Verdict
from app.toolkit.scheme_terms import BeneficiaryKind, Expense


@dataclass(frozen=True, kw_only=True)
class NeedLine:
    """A need: a lot of a notice, or a request for a partnership (`modality`).

    `grid` is the key of the grid that judges it; `source` names the notice, or says that the case
    was written by hand; `asked_at` is the instant of the question, with its offset from UTC.
    `sectors` are slugs with how surely the portal read them, `reserved_by` the articles of its
    reservations as the portal keeps them, `fte` the volume in full-time equivalents.
    """

    need: str
    grid: str
    source: str
    object: str
    asked_at: datetime
    sectors: tuple[tuple[str, float], ...]
    deadline: datetime | None = None
    cpv: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    service: ServiceType | None = None
    reserved_by: tuple[str, ...] = ()
    fte: float | None = None
    fte_source: str = ""
    buyer_siret: str = ""
    modality: Modality | None = None
    starts_on: date | None = None
    days: int | None = None
    hours: int | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActivityLine:
    """An activity of a structure; days count from the instant of the question.

    `area` are codes of territories, empty where nobody declared one; `radius_km` is around the
    seat.
    """

    sector: str
    service: ServiceType | None = None
    area: tuple[str, ...] = ()
    radius_km: float | None = None
    capacity_fte: float | None = None
    declared_days_ago: int | None = None
    free_in_days: int | None = None
    inferred: bool = False


@dataclass(frozen=True, kw_only=True)
class StructureLine:
    """A structure; `point` is latitude and longitude, `siret` empty for a fictional one."""

    structure: str
    source: str
    kind: SiaeKind
    name: str
    activities: tuple[ActivityLine, ...]
    siret: str = ""
    naf: str = ""
    commune: str | None = None
    point: tuple[float, float] | None = None
    partnerships: tuple[Modality, ...] = ()
    conditions: tuple[str, ...] = ()
    references: int | None = None


@dataclass(frozen=True, kw_only=True)
class PairLine:
    """What a person judged of a need and a structure."""

    need: str
    structure: str
    grade: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, kw_only=True)
class ProjectLine:
    """What a project asks the finder of money; what is left out was not said."""

    project: str
    source: str
    asked_on: date
    stage: str = ""
    kind: SiaeKind | None = None
    territory: str = ""
    expense: Expense | None = None
    amount: Decimal | None = None
    beneficiary: BeneficiaryKind | None = None


@dataclass(frozen=True, kw_only=True)
class SchemeLine:
    """A scheme; `values` are its fields as `funding.values` writes them."""

    scheme: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FundingLine:
    """What a person judged of a project and a scheme."""

    project: str
    scheme: str
    grade: int
    verdict: Verdict
    why: str


Record = NeedLine | StructureLine | PairLine | ProjectLine | SchemeLine | FundingLine
SHAPES: dict[str, type[Record]] = {
    "need": NeedLine,
    "structure": StructureLine,
    "pair": PairLine,
    "project": ProjectLine,
    "scheme": SchemeLine,
    "funding": FundingLine,
}
"""What the value of `record` announces."""
