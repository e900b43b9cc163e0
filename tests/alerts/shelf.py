"""A list for tests: things on a shelf, and what it takes to send alerts about it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.accounts.tokens import draw_secret
from app.alerts import ledger, sending
from app.alerts.frequency import Frequency
from app.alerts.links import Links
from app.alerts.models import Alert, Subscriber
from app.alerts.services import add_alert
from app.alerts.watching import Entry, Search, WatchedItem, key_of
from app.errors import PortalError

BROKEN = "en panne"
LINKS = Links(secret="secret of tests", root="https://maillage.exemple.fr")


@dataclass
class Shelf:
    """Things by name, with when they came and in what version; a search is a letter of the name."""

    key: str = "etagere"
    things: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    asked: int = 0

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.key,)

    def put(self, name: str, now: datetime, version: str = "") -> None:
        self.things[name] = (now, version)

    def entries(self, _s: Session, _since: datetime | None, _now: datetime) -> Iterable[Entry]:
        for name, (added_at, version) in self.things.items():
            yield Entry(id=name, added_at=added_at, version=version)

    def find(
        self, _s: Session, query: str, keys: Collection[str], _now: datetime
    ) -> Sequence[WatchedItem]:
        self.asked += 1
        if query == BROKEN:
            raise PortalError("La recherche ne répond pas.")
        return [
            WatchedItem(
                key=key_of(self.key, name), title=name, path=f"/etagere/{quote(name)}", why=("ici",)
            )
            for name in self.things
            if key_of(self.key, name) in keys and query in name
        ]

    def address(self, query: str) -> str:
        return f"/etagere?q={query}"


def add_reader(session: Session, now: datetime, address: str = "lea@exemple.fr") -> Subscriber:
    return keep(session, Subscriber(key=draw_secret(), address=address, created_at=now))


def add_account(session: Session, now: datetime, person: Person) -> Subscriber:
    return keep(session, Subscriber(key=draw_secret(), person_id=person.id, created_at=now))


def keep(session: Session, made: Subscriber) -> Subscriber:
    session.add(made)
    session.flush()
    return made


def watch(
    session: Session,
    reader: Subscriber,
    shelf: Shelf,
    now: datetime,
    *,
    query: str = "",
    pace: Frequency = Frequency.IMMEDIATE,
) -> Alert:
    """A confirmed alert."""
    search = Search(listing=shelf.key, query=query, title=f"Étagère : {query or 'tout'}")
    return add_alert(session, reader, search, pace, now, confirmed_at=now)


def run(session: Session, shelf: Shelf, now: datetime, *, most: int | None = None) -> int:
    """A run of the job, stopped after `most` letters as a crash would; how many it sent."""
    watches = {shelf.key: shelf}
    ledger.observe_all(session, watches, now)
    session.commit()
    due = sending.prepare(session, watches, now)
    sent = 0
    for digest in due.digests[:most]:
        if sending.send(session, digest, LINKS):
            session.commit()
            sent += 1
        else:
            session.rollback()
    if most is None:
        sending.move(session, due.silent, now)
        session.commit()
    return sent
