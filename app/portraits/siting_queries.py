"""The two selects of « Où implanter ? »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.siae.models import Activity, Siae
from app.tenders.models import Clause, Consultation, Lot, LotSector, LotTerritory
from app.tenders.records import ClauseKind


def structures(sectors: Sequence[str]) -> sa.Select[*tuple[Any, ...]]:
    """The structures of these sectors, every kind, a row for each activity, by name."""
    return (
        sa.select(
            Siae.slug, Siae.name, Siae.brand, Siae.kind, Siae.city, Siae.commune_code,
            Siae.department_code, Siae.latitude, Siae.longitude, Siae.is_demo, Activity.is_inferred,
        )
        .join(Activity, Activity.siae_id == Siae.id)
        .where(Activity.sector.in_(sectors))
        .order_by(Siae.sort_name, Siae.id)
    )  # fmt: skip


def tender_places(sectors: Sequence[str], since: date) -> sa.Select[int, str, bool]:
    """Each place of the lots of these sectors, and whether the consultation has a social clause.

    A weak mention is none. Those published before `since`, or on no known day, are left out.
    """
    clause = sa.exists().where(
        Clause.consultation_id == Consultation.id, Clause.kind != ClauseKind.WEAK
    )
    return (
        sa.select(Consultation.id, LotTerritory.territory, clause)
        .join(Lot, Lot.consultation_id == Consultation.id)
        .join(LotSector, LotSector.lot_id == Lot.id)
        .join(LotTerritory, LotTerritory.lot_id == Lot.id)
        .where(LotSector.sector.in_(sectors), Consultation.published_on >= since)
        .distinct()
    )
