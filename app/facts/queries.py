"""Selects on figures; they hold no session."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.facts.models import Fact

ORDER = (Fact.measure, Fact.dated, Fact.territory, Fact.kind, Fact.sector, Fact.source, Fact.id)


def all_facts(measures: Collection[str] | None = None) -> sa.Select[Fact]:
    """Every figure, or those of these measures, the oldest first within each."""
    select = sa.select(Fact).order_by(*ORDER)
    return select if measures is None else select.where(Fact.measure.in_(sorted(measures)))


def of_territory(code: str) -> sa.Select[Fact]:
    """The figures of that very territory, the latest first within each measure."""
    select = sa.select(Fact).where(Fact.territory == code, Fact.sector == "")
    return select.order_by(Fact.measure, Fact.dated.desc(), Fact.kind, Fact.id)
