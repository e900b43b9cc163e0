"""Ask the editors of a structure, once, whether a capacity that expired is still true."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.clock import to_paris
from app.mail import outbox
from app.matching.weights import FRESH_DAYS
from app.organisations import members
from app.siae.activities import is_stale
from app.siae.activities_words import say_sector
from app.siae.models import Activity, Siae

KEY = "nudge-capacity"


def expired(on: date) -> sa.Select[Siae]:
    """The structures with a declared capacity older than ninety days, each with its activities."""
    old = sa.select(Activity.siae_id).where(
        Activity.capacity_as_of < on - timedelta(days=FRESH_DAYS),
        sa.or_(Activity.capacity_fte.is_not(None), Activity.capacity_volume.is_not(None)),
    )
    return (
        sa.select(Siae)
        .where(Siae.id.in_(old), Siae.is_demo.is_(False))
        .options(selectinload(Siae.activities))
        .order_by(Siae.id)
    )


def nudge(session: Session, base_url: str, now: datetime) -> int:
    """Queue a letter to each editor, for all the capacities of a structure that expired.

    It is not queued again until another capacity expires. Gives the number of letters; flushes.
    """
    on, count = to_paris(now).date(), 0
    for siae in session.scalars(expired(on)):
        stale = [activity for activity in siae.activities if is_stale(activity, on)]
        latest = max(a.capacity_as_of for a in stale if a.capacity_as_of)
        path = f"/espace/organisations/{siae.organisation_id}/structures/{siae.id}"
        values = {
            "name": siae.display_name,
            "sectors": ", ".join(dict.fromkeys(say_sector(a.sector) for a in stale)),
            "link": f"{base_url}{path}#activites",
        }
        for person in session.scalars(members.writers([siae.organisation_id])):
            once = f"{KEY}:{siae.id}:{latest:%Y-%m-%d}:{person.id}"
            letter = outbox.queue(session, KEY, person.email, values, now, once=once)
            count += letter is not None
    return count
