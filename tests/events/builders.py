"""Events made for tests."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.events import services
from app.events.fields import read_cells
from app.events.models import Event

GOOD = {
    "titre": "Forum de l’emploi",
    "genre": "forum",
    "debut": "2027-01-12 09:30",
    "fin": "17h",
    "lieu": "Salle des fêtes",
    "territoire": "Montreuil",
    "organisateur": "Réseau de test",
}


def add_event(session: Session, now: datetime, **cells: str) -> Event:
    """An event with these texts in place of the usual ones."""
    item = read_cells({**GOOD, **cells})
    return services.create(session, item, services.values_of(item), origin="test", now=now)
