"""The letters of proximities: to holders once a day at the most, to both on agreement, to the team.

None says who another holder is before both agreed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.accounts import tokens
from app.clock import to_paris
from app.dossiers.models import Dossier
from app.dossiers.proximity.holders import Holder, holders_of
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.moves import UNSYNCED, Actor
from app.dossiers.proximity.states import OPEN
from app.imports.text import shorten
from app.mail import outbox
from app.mail.models import Letter
from app.organisations.membership import moderators
from app.projects.models import Project

ANCHOR = "#proximites"
DESK = "/admin/proximites"
STILL_OPEN = Proximity.state.in_([state.value for state in OPEN])


@dataclass(frozen=True, kw_only=True)
class News:
    """A project, its holder, and how many signals of each kind they were not told."""

    dossier: Dossier
    holder: Holder
    projects: int
    structures: int


def page_of(dossier_id: int, site: str) -> str:
    """The part of the page of a project where its proximities are."""
    return f"{site}/espace/projet/{dossier_id}{ANCHOR}"


def key_of(key: str, day: str, address: str) -> str:
    """What makes a letter leave once a day to an address."""
    return f"{key}:{day}:{tokens.digest(address)[:24]}"


def tell_holders(session: Session, now: datetime, site: str) -> int:
    """One letter to each holder with new signals, all projects together; how many. Flushes.

    Those who were written to that day of Paris wait until the next.
    """
    day = to_paris(now).date().isoformat()
    by_address: dict[str, list[News]] = defaultdict(list)
    for news in read_news(session, now):
        for address in news.holder.addresses:
            by_address[address].append(news)
    keys = {address: key_of("proximity-new", day, address) for address in by_address}
    sent = set(session.scalars(sa.select(Letter.once).where(Letter.once.in_(keys.values()))))
    waiting = {address for address, key in keys.items() if key in sent}
    # A project whose readers were not all written to that day keeps its news for one letter.
    held = {news.dossier.id for address in waiting for news in by_address[address]}
    told, count = set[int](), 0
    for address, listed in by_address.items():
        due = [news for news in listed if news.dossier.id not in held]
        if address in waiting or not due:
            continue
        values = {"items": [describe(news, site) for news in due]}
        count += (
            outbox.queue(session, "proximity-new", address, values, now, once=keys[address])
            is not None
        )
        told |= {news.dossier.id for news in due}
    mark_told(session, told, now)
    return count


def describe(news: News, site: str) -> dict[str, object]:
    """A project in the letter of its holder."""
    return {
        "title": shorten(news.dossier.title),
        "projects": news.projects,
        "structures": news.structures,
        "link": page_of(news.dossier.id, site),
    }


def read_news(session: Session, now: datetime) -> list[News]:
    """The projects with signals that their holder was not told, in the order of their numbers."""
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    select = sa.select(
        Proximity.dossier_id,
        Proximity.other_id,
        Proximity.told_at,
        Proximity.other_told_at,
    ).where(
        STILL_OPEN,
        sa.or_(
            Proximity.told_at.is_(None),
            sa.and_(Proximity.other_id.is_not(None), Proximity.other_told_at.is_(None)),
        ),
    )
    for first, other, told_at, other_told_at in session.execute(select):
        kind = 1 if other is None else 0
        if told_at is None:
            counts[first][kind] += 1
        if other is not None and other_told_at is None:
            counts[other][kind] += 1
    dossiers = read_dossiers(session, counts, now)
    holders = holders_of(session, (dossier.project for dossier in dossiers))
    return [
        News(dossier=one, holder=holder, projects=counts[one.id][0], structures=counts[one.id][1])
        for one in dossiers
        if (holder := holders.get(one.id)) is not None
    ]


def read_dossiers(session: Session, numbers: Iterable[int], now: datetime) -> list[Dossier]:
    """These dossiers that are kept at that instant, each with its project."""
    select = (
        sa.select(Dossier)
        .join(Dossier.project)
        .where(Dossier.id.in_(sorted(numbers)), Project.expires_at > now)
        .options(contains_eager(Dossier.project))
        .order_by(Dossier.id)
    )
    return list(session.scalars(select))


def mark_told(session: Session, numbers: set[int], now: datetime) -> None:
    """Keep that the holders of these dossiers were told of what is new. Flushes."""
    sides = (
        (Proximity.dossier_id, Proximity.told_at),
        (Proximity.other_id, Proximity.other_told_at),
    )
    for number, told in sides if numbers else ():
        session.execute(
            sa.update(Proximity)
            .where(number.in_(sorted(numbers)), told.is_(None), STILL_OPEN)
            .values({told.key: now}),
            execution_options=UNSYNCED,
        )
    session.flush()


def tell_team(session: Session, now: datetime, site: str) -> int:
    """One letter a day to each of the team who looks after signals; how many. Flushes."""
    untold = sa.and_(STILL_OPEN, Proximity.team_told_at.is_(None))
    count = session.scalars(sa.select(sa.func.count(Proximity.id)).where(untold)).one()
    if not count:
        return 0
    day = to_paris(now).date().isoformat()
    letters = [
        outbox.queue(
            session,
            "proximity-team",
            person.email,
            {"count": count, "agreed": False, "link": f"{site}{DESK}"},
            now,
            once=key_of("proximity-team", day, person.email),
        )
        for person in session.scalars(moderators())
    ]
    sent = sum(letter is not None for letter in letters)
    if sent:
        session.execute(
            sa.update(Proximity).where(untold).values(team_told_at=now), execution_options=UNSYNCED
        )
    return sent


def write_agreed(session: Session, row: Proximity, by: Actor) -> None:
    """Tell both holders how to reach the other, and the team that they agreed. Flushes."""
    numbers = {row.dossier_id, row.other_id or row.dossier_id}
    dossiers = {d.id: d for d in read_dossiers(session, numbers, by.now)}
    holders = holders_of(session, (dossier.project for dossier in dossiers.values()))
    for number, dossier in dossiers.items():
        other = next((d for d in dossiers.values() if d.id != number), None)
        if other is None or number not in holders or other.id not in holders:
            continue
        values = {
            "title": shorten(dossier.title),
            "other_title": shorten(other.title),
            "name": holders[other.id].name,
            "addresses": list(holders[other.id].addresses),
            "link": page_of(number, by.site),
        }
        for address in holders[number].addresses:
            once = key_of(f"proximity-agreed:{row.id}:{number}", f"{row.version}", address)
            outbox.queue(session, "proximity-agreed", address, values, by.now, once=once)
    for person in session.scalars(moderators()):
        told = {"count": 0, "agreed": True, "link": f"{by.site}{DESK}/{row.id}"}
        once = key_of(f"proximity-met:{row.id}", f"{row.version}", person.email)
        outbox.queue(session, "proximity-team", person.email, told, by.now, once=once)
