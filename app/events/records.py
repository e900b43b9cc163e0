"""What a file or a proposal says of one event, checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.clock import to_paris, to_utc
from app.errors import InvalidError
from app.events.kinds import Audience, EventKind, EventStatus
from app.imports.text import fold


class FieldError(InvalidError):
    """A field that cannot be used: `field` is its column, the message a French reason."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field, self.why = field, why


@dataclass(frozen=True, kw_only=True)
class EventTime:
    """When: aware instants. All-day events go from a midnight of Paris to the one after the last.

    Raises FieldError where the end is not after the start.
    """

    start: datetime
    end: datetime | None = None
    is_all_day: bool = False

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise FieldError("fin", "la fin n’est pas après le début")

    def over_at(self, kind: EventKind) -> datetime:
        """When it stops being to come; without an end, at the end of its day in Paris."""
        if self.end is not None:
            return self.end
        if kind is EventKind.DEADLINE:
            return self.start
        midnight = to_paris(self.start).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class EventRecord:
    """One event; `where` is its place in the file, `uid` empty where the file gives none.

    See `Event` for the meaning of the others.
    """

    title: str
    kind: EventKind
    time: EventTime
    organiser: str
    where: str = ""
    uid: str = ""
    place: str = ""
    territory_code: str = ""
    online_url: str = ""
    audiences: tuple[Audience, ...] = ()
    sectors: tuple[str, ...] = ()
    description: str = ""
    url: str = ""
    committee: str = ""
    agenda_themes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    source: str = ""
    status: EventStatus = EventStatus.PLANNED

    @property
    def fingerprint(self) -> str:
        """The same for the same title, start and place, whatever their spelling."""
        place = self.place or self.territory_code or self.online_url
        words = (fold(self.title), to_utc(self.time.start).isoformat(), fold(place))
        text = "\n".join(" ".join(word.split()) for word in words)
        return hashlib.sha256(text.encode()).hexdigest()[:40]

    @property
    def key(self) -> str:
        """What names it across imports."""
        return self.uid or self.fingerprint
