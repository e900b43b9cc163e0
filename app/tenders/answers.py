"""How one structure could answer each of several consultations: alone, with others, not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app import sectors
from app.matching.answering import Answering, can_answer
from app.matching.profiles import Profile
from app.siae import queries as siae_queries
from app.siae.profiles import profile_of
from app.tenders import queries
from app.tenders.criteria import TenderCriteria
from app.tenders.matching import need_of
from app.tenders.models import Consultation


def find_profiles(session: Session, siret: str) -> list[Profile]:
    """The profiles of an establishment that say what it does; a SIRET may have two kinds."""
    found = (profile_of(siae) for siae in session.scalars(siae_queries.of_siret(siret)))
    return [profile for profile in found if profile.activities]


def answer_of(consultation: Consultation, profiles: Iterable[Profile], now: datetime) -> Answering:
    """The best answer that these profiles could give to a consultation, its lots loaded."""
    needs = [need_of(consultation, lot) for lot in consultation.lots]
    answers = {can_answer(needs, profile, now) for profile in profiles}
    return next((answer for answer in Answering if answer in answers), Answering.NO)


def references_answered(
    session: Session,
    profiles: Iterable[Profile],
    criteria: TenderCriteria,
    answer: Answering,
    now: datetime,
) -> list[str]:
    """The consultations asked for that these profiles could answer so.

    Only those of their sectors, and of the same groups of sectors, are judged: others are refused.
    """
    known = list(profiles)
    groups = {activity.group for profile in known for activity in profile.activities}
    near = {s.slug for group in sectors.groups() if group.slug in groups for s in group.sectors}
    asked = set(criteria.sectors) & near if criteria.sectors else near
    if not asked:
        return []
    narrowed = replace(criteria, sectors=tuple(sorted(asked)))
    select = queries.with_lots(queries.consultations(narrowed, now))
    return [c.reference for c in session.scalars(select) if answer_of(c, known, now) is answer]
