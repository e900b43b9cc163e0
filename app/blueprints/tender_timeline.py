"""The life of a consultation as one timeline: its notices, and the deadlines they strike out."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.formatting import format_day, format_moment
from app.blueprints.presenters import TenderCard
from app.tenders.lifecycle import ChainSummary, TimelineEntry
from app.tenders.records import Deadline

SOURCES = {
    "boamp": "BOAMP",
    "ted": "TED, journal officiel de l’Union européenne",
    "demo": "",
    "reseau": "Publié par un réseau",
}


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """One item; `struck` is the deadline that is no longer true, `deadline` the one that is."""

    date: str
    iso: str
    title: str
    text: str
    source: str = ""
    struck: str = ""
    deadline: str = ""
    proposed: str = ""
    is_now: bool = False

    @classmethod
    def of(cls, entry: TimelineEntry) -> TimelineItem:
        """A notice."""
        return cls(
            date=format_day(entry.on) if entry.on else "Date de parution inconnue",
            iso=entry.on.isoformat() if entry.on else "",
            title=entry.kind.label,
            text=entry.sentence,
            source=SOURCES.get(entry.source, entry.source),
            struck=show(entry.replaced),
            deadline=show(entry.deadline),
            proposed=show(entry.proposed),
        )


def show(deadline: Deadline | None) -> str:
    """A deadline in Paris time, or nothing."""
    return format_moment(deadline.at, deadline.precision) if deadline else ""


def build_timeline(summary: ChainSummary, card: TenderCard) -> tuple[TimelineItem, ...]:
    """The notices in order, then, while it is to come, the deadline."""
    items = [TimelineItem.of(entry) for entry in summary.timeline]
    if card.deadline and card.remaining:
        items.append(
            TimelineItem(
                date=card.deadline,
                iso=card.deadline_iso,
                title="Date limite de réponse",
                text=card.remaining.capitalize() + ".",
                is_now=True,
            )
        )
    return tuple(items)
