"""How many consultations are open in each sector; holds no session."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from app.tenders.criteria import StateFilter, in_state
from app.tenders.models import Consultation, Lot, LotSector


def open_by_sector(now: datetime) -> sa.Select[str, int]:
    """How many consultations are open in each sector at that instant; one may count in several."""
    return (
        sa.select(LotSector.sector, sa.func.count(Consultation.id.distinct()))
        .join(Lot, Lot.id == LotSector.lot_id)
        .join(Consultation, Consultation.id == Lot.consultation_id)
        .where(*in_state(StateFilter.OPEN, now))
        .group_by(LotSector.sector)
    )
