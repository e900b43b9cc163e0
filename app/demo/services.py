"""Load the demonstration, remove it and nothing else, say whether it is there.

Loading again first removes what was loaded before: dates count from today, so that an old
demonstration grows young again, and two loads at the same instant leave the same content. All of
this flushes and never commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.clock import to_paris
from app.consortia.models import Consortium, Place
from app.demo.agenda import clear_events, clear_premises, load_events, load_premises
from app.demo.consultations import SOURCE, make_notices
from app.demo.samples import consultation_samples, structure_samples
from app.demo.structures import make_structure
from app.events.models import Event
from app.imports.report import FileReport
from app.organisations.models import Organisation
from app.premises.models import Premises
from app.siae.models import Siae
from app.tenders.models import Consultation, Lot, Notice
from app.tenders.services import store_notices


@dataclass(frozen=True, kw_only=True)
class DemoCount:
    """How many of each were loaded or removed."""

    structures: int
    consultations: int
    events: int = 0
    premises: int = 0


def load_demo(session: Session, now: datetime) -> DemoCount:
    """Load every sample, dated from that instant, in place of a demonstration already there."""
    clear_demo(session)
    structures = [make_structure(sample, now) for sample in structure_samples()]
    session.add_all(structures)
    session.flush()
    records = [notice for sample in consultation_samples() for notice in make_notices(sample, now)]
    report = FileReport(file=SOURCE)
    consultations = store_notices(session, records, report, now=now, is_demo=True)
    return DemoCount(
        structures=len(structures),
        consultations=len(consultations),
        events=load_events(session, now),
        premises=load_premises(session, now),
    )


def clear_demo(session: Session) -> DemoCount:
    """Remove what is marked as a demonstration, and what hangs on it."""
    count = DemoCount(
        structures=clear_structures(session),
        consultations=clear_consultations(session),
        events=clear_events(session),
        premises=clear_premises(session),
    )
    session.flush()
    return count


def clear_structures(session: Session) -> int:
    """Remove the fictional structures, then the fictional organisations left without any."""
    select = sa.select(Siae).where(Siae.is_demo).options(selectinload(Siae.activities))
    structures = session.scalars(select).all()
    for structure in structures:
        session.delete(structure)
    session.flush()
    kept = sa.select(Siae.organisation_id)
    orphans = sa.select(Organisation).where(Organisation.is_demo, Organisation.id.not_in(kept))
    for organisation in session.scalars(orphans):
        session.delete(organisation)
    session.flush()
    clear_consortia(session)
    return len(structures)


def clear_consortia(session: Session) -> None:
    """Remove the groups for fictional consultations where nobody is left."""
    kept = sa.select(Place.consortium_id).where(Place.organisation_id.is_not(None))
    session.execute(sa.delete(Consortium).where(Consortium.is_demo, Consortium.id.not_in(kept)))


def clear_consultations(session: Session) -> int:
    """Remove the fictional consultations, with their notices, lots and clauses."""
    select = (
        sa.select(Consultation)
        .where(Consultation.is_demo)
        .options(
            selectinload(Consultation.notices).selectinload(Notice.links),
            selectinload(Consultation.lots).options(
                selectinload(Lot.sectors), selectinload(Lot.territories)
            ),
            selectinload(Consultation.clauses),
        )
    )
    consultations = session.scalars(select).all()
    for consultation in consultations:
        for notice in consultation.notices:
            session.delete(notice)
        session.delete(consultation)
    return len(consultations)


def has_demo(session: Session) -> bool:
    """Whether anything of the demonstration is in the database."""
    marked = (
        sa.select(model.id).where(model.is_demo).exists()
        for model in (Siae, Consultation, Event, Premises)
    )
    return bool(session.scalar(sa.select(sa.or_(*marked))))


def needs_demo(session: Session, today: date) -> bool:
    """Whether to load it: over an empty portal, or over a demonstration of another day.

    A portal that holds something else and no demonstration was cleared of it by a person.
    """
    loaded = session.scalar(sa.select(sa.func.max(Siae.created_at)).where(Siae.is_demo))
    if loaded is not None:
        return to_paris(loaded).date() != today
    models = (Siae, Consultation, Event, Premises)
    anything = sa.or_(*(sa.select(model.id).exists() for model in models))
    return not session.scalar(sa.select(anything))
