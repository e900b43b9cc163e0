"""How well a consultation fits the organisation that follows it: the engine's score and reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from app.matching.engine import Match, Matcher
from app.matching.grids import TENDER
from app.pursuits.models import Pursuit
from app.siae.models import Siae
from app.siae.profiles import profile_of
from app.tenders import queries as tender_queries
from app.tenders.matching import need_of
from app.weighting import services as weighting

MOST_LOTS = 3  # shown for a consultation followed as a whole, those that fit best


@dataclass(frozen=True, kw_only=True)
class LotFit:
    """A lot and how one profile of the organisation fits it."""

    number: str
    title: str
    match: Match


def find_fits(session: Session, pursuit: Pursuit, now: datetime) -> list[LotFit]:
    """How the organisation fits what it follows at that instant, the best lots first.

    Nothing where it has no profile with activities, or where the consultation is gone.
    """
    select = (
        sa.select(Siae)
        .where(Siae.organisation_id == pursuit.organisation_id)
        .options(joinedload(Siae.organisation), selectinload(Siae.activities))
        .order_by(Siae.id)
    )
    profiles = [p for p in map(profile_of, session.scalars(select)) if p.activities]
    if not profiles:
        return []
    consultation = session.scalar(tender_queries.by_reference(pursuit.reference))
    if consultation is None:
        return []
    matcher = Matcher(profiles, weighting.in_force(session, TENDER))
    fits = []
    for lot in consultation.lots:
        if pursuit.lot in {"", lot.number}:
            need = need_of(consultation, lot)
            pairs = [matcher.pair(need, profile, now) for profile in profiles]
            best = max(pairs, key=lambda m: m.score * m.confidence)
            fits.append(LotFit(number=lot.number, title=lot.title, match=best))
    fits.sort(key=lambda fit: -fit.match.score * fit.match.confidence)
    return fits[:MOST_LOTS]
