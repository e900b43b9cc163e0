"""Fictional events and announcements of premises, from their samples to rows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import to_paris
from app.demo.samples import EventSample, PremisesSample, event_samples, premises_samples
from app.events import services as events
from app.events.fields import read_cells
from app.events.models import Event
from app.premises import services as premises
from app.premises.fields import PremisesRecord
from app.premises.models import Premises

SOURCE = "demo"


def load_events(session: Session, now: datetime) -> int:
    """Load every event, dated from that instant, and give their number."""
    for sample in event_samples():
        item = read_cells(cells_of(sample, to_paris(now).date()))
        values = events.values_of(item)
        events.create(session, item, values, origin=SOURCE, now=now, is_demo=True)
    return len(event_samples())


def cells_of(sample: EventSample, on: date) -> dict[str, str]:
    """The same texts as a file would hold."""
    first = on + timedelta(days=sample.in_days)
    last = first + timedelta(days=sample.lasts_days - 1)
    return {
        "titre": sample.title,
        "genre": sample.kind,
        "debut": f"{first:%Y-%m-%d} {sample.starts}".strip(),
        "fin": sample.ends or ("" if sample.starts else f"{last:%Y-%m-%d}"),
        "lieu": sample.place,
        "territoire": sample.territory,
        "en_ligne": sample.online_url,
        "organisateur": sample.organiser,
        "publics": "|".join(sample.audiences),
        "filieres": "|".join(sample.sectors),
        "description": sample.description,
        "instance": sample.committee,
        "themes": "|".join(sample.agenda_themes),
        "pieces": "|".join(sample.documents),
        "source": "Démonstration",
        "statut": sample.status,
    }


def load_premises(session: Session, now: datetime) -> int:
    """Load every announcement, dated from that instant, and give their number."""
    for sample in premises_samples():
        item = record_of(sample, to_paris(now).date())
        premises.create(session, item, now, origin=SOURCE, is_demo=True)
    return len(premises_samples())


def record_of(sample: PremisesSample, on: date) -> PremisesRecord:
    """The announcement of a sample."""
    days = sample.free_in_days
    return PremisesRecord(
        title=sample.title,
        direction=sample.direction,
        uses=sample.uses,
        territory_code=sample.territory,
        owner=sample.owner,
        surface_min=sample.surface_min,
        surface_max=sample.surface_max or sample.surface_min,
        lease=sample.lease,
        rent=sample.rent,
        access=sample.access,
        available_from=None if days is None else on + timedelta(days=days),
        description=sample.description,
    )


def clear_events(session: Session) -> int:
    """Remove the fictional events, and give their number."""
    found = session.scalars(sa.select(Event).where(Event.is_demo)).all()
    for event in found:
        session.delete(event)
    return len(found)


def clear_premises(session: Session) -> int:
    """Remove the fictional announcements, and give their number."""
    found = session.scalars(sa.select(Premises).where(Premises.is_demo)).all()
    for item in found:
        session.delete(item)
    return len(found)
