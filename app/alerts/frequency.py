"""How often somebody wants to be told, and the instants at which they are."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from enum import StrEnum

from app.clock import PARIS, to_paris

DIGEST_AT = time(7)  # in Paris, before the working day; public holidays change nothing


class Frequency(StrEnum):
    """How often."""

    IMMEDIATE = "immediate"
    DAILY = "quotidienne"
    WEEKLY = "hebdomadaire"

    @property
    def label(self) -> str:
        """As a form offers it."""
        return LABELS[self]


LABELS = {
    Frequency.IMMEDIATE: "Dès qu’il y a du nouveau (au plus un courriel tous les quarts d’heure)",
    Frequency.DAILY: "Chaque jour, à 7\u00a0h, s’il y a du nouveau",
    Frequency.WEEKLY: "Chaque lundi, à 7\u00a0h, s’il y a du nouveau",
}


def last_turn(frequency: Frequency, now: datetime) -> datetime:
    """The last instant, now at the latest, at which an alert of that frequency was to be looked at.

    An alert looked at before it is due: what a stopped worker missed joins its next digest.
    """
    if frequency is Frequency.IMMEDIATE:
        return now
    local = to_paris(now)
    day = local.date() if local.timetz().replace(tzinfo=None) >= DIGEST_AT else None
    day = day or local.date() - timedelta(days=1)
    if frequency is Frequency.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, DIGEST_AT, PARIS)
