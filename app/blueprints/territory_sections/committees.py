"""The committees that cover the territory, and the experiments that take place in it."""

from __future__ import annotations

from dataclasses import dataclass

from app import clock
from app.blueprints.committee_page import CommitteeCard
from app.blueprints.territory_sections.section import Reading, Section
from app.committees import queries
from app.extensions import db


@dataclass(frozen=True, kw_only=True)
class CommitteesView:
    """The committees in force, the widest last."""

    cards: tuple[CommitteeCard, ...]


def read(reading: Reading) -> CommitteesView | None:
    """The committees in force that day, those of the territory before those of what holds it."""
    day = clock.to_paris(reading.now).date()
    found = list(db.session.scalars(queries.of_territory(reading.territory.code, day)))
    found.sort(key=lambda committee: committee.territory != reading.territory.code)
    cards = tuple(CommitteeCard.of(committee, day) for committee in found)
    return CommitteesView(cards=cards) if cards else None


SECTION = Section(
    key="instances",
    title="Instances",
    template="territories/sections/instances.html",
    read=read,
    empty="Aucune instance connue ici",
)
