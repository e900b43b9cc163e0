"""What is to come here: the events of the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from app import territories
from app.blueprints.event_cards import EventCard
from app.blueprints.presenters import Link
from app.blueprints.territory_sections.section import Reading, Section
from app.events import queries
from app.extensions import db
from app.territories import Territory

SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class AgendaView:
    """The next events, and where the others are."""

    cards: tuple[EventCard, ...]
    more: str


def read(reading: Reading) -> AgendaView | None:
    """The next events of the territory and of what it holds."""
    codes = territories.codes_within(reading.territory.code)
    select = queries.upcoming_in(codes, reading.now).limit(SHOWN + 1)
    found = [EventCard.of(event, reading.now) for event in db.session.scalars(select)]
    if not found:
        return None
    more = f"/agenda?territoire={reading.territory.slug}" if len(found) > SHOWN else ""
    return AgendaView(cards=tuple(found[:SHOWN]), more=more)


def tries(territory: Territory) -> tuple[Link, ...]:
    """Where else to look."""
    return (
        ("Voir l’agenda de toute la région", "/agenda"),
        ("Proposer un événement", f"/agenda/proposer?territoire={territory.slug}"),
    )


SECTION = Section(
    key="agenda",
    title="Agenda",
    template="territories/sections/agenda.html",
    read=read,
    empty="Aucun événement annoncé ici",
    tries=tries,
)
