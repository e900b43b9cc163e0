"""One page of the consultations, whatever its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.tenders import queries
from app.tenders.criteria import TenderCriteria, TenderOrder
from app.tenders.models import Consultation


@dataclass(frozen=True, kw_only=True)
class TenderPage:
    """The consultations of one page, and how many there are in all."""

    rows: tuple[Consultation, ...]
    total: int


def read_page(
    session: Session,
    criteria: TenderCriteria,
    now: datetime,
    *,
    page: int,
    size: int,
    whole: bool = False,
) -> TenderPage:
    """The page asked for, from 1; past the end it is empty. `whole` loads lots and clauses too."""
    load = queries.with_lots if whole else keep_as_is
    first = (page - 1) * size
    if criteria.order is TenderOrder.RELEVANCE and criteria.references is not None:
        found = set(session.scalars(queries.references(criteria, now)))
        ranked = [reference for reference in criteria.references if reference in found]
        wanted = ranked[first : first + size]
        loaded = {c.reference: c for c in session.scalars(load(queries.by_references(wanted)))}
        return TenderPage(rows=tuple(loaded[reference] for reference in wanted), total=len(ranked))
    total = session.scalar(queries.total(criteria, now)) or 0
    select = load(queries.consultations(criteria, now)).offset(first).limit(size)
    return TenderPage(rows=tuple(session.scalars(select)), total=total)


def keep_as_is(select: sa.Select[Consultation]) -> sa.Select[Consultation]:
    """The select, nothing more loaded."""
    return select


def find(session: Session, reference: str) -> Consultation:
    """The consultation of that number or of a notice of that number, whole; NotFoundError."""
    consultation = session.scalar(queries.by_reference(reference))
    if consultation is None:
        raise NotFoundError("Aucune consultation ne porte ce numéro.")
    return consultation


def read_all(
    session: Session, criteria: TenderCriteria, now: datetime
) -> sa.ScalarResult[Consultation]:
    """Every consultation asked for, streamed: for exports."""
    return session.scalars(queries.consultations(criteria, now).execution_options(yield_per=300))
