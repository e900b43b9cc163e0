"""Notices made of the few values a test is about."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.tenders.deadlines import read_field
from app.tenders.records import (
    Buyer,
    ClauseKind,
    Deadline,
    LotRecord,
    NoticeKind,
    NoticeRecord,
    Origin,
    SocialClause,
)


def notice(number: str = "26-1", kind: NoticeKind = NoticeKind.CALL, **values: Any) -> NoticeRecord:
    """A notice; `day` is its publication in July 2026, `until` its deadline, ISO."""
    day, until = values.pop("day", 1), values.pop("until", None)
    given = {
        "source": "boamp",
        "title": "Nettoyage des écoles",
        "buyer": Buyer(name="Ville de Bobigny", postal_code="93000", city="Bobigny"),
        "published_on": date(2026, 7, day),
        "deadline": moment(until) if until else None,
        **values,
    }
    return NoticeRecord(id=number, kind=kind, **given)


def moment(raw: str) -> Deadline:
    """The deadline at that hour of Paris."""
    deadline = read_field(raw, "donnees")
    assert deadline is not None
    return deadline


def lot(number: str = "1", **values: Any) -> LotRecord:
    """A lot."""
    return LotRecord(number=number, title=f"Lot {number}", **values)


def clause(kind: ClauseKind = ClauseKind.EXECUTION, **values: Any) -> SocialClause:
    """A clause read in a text."""
    given = {
        "quotation": "Clause d’insertion : 500 heures",
        "field": "description",
        "lot": None,
        "article": "L2112-2",
        "origin": Origin.TEXT,
        **values,
    }
    return SocialClause(kind=kind, **given)
