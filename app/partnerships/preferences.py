"""How an organisation receives requests: a pause until a day, a cap each calendar month."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit import services as audit
from app.clock import NBSP, say_day, to_paris
from app.errors import InvalidError
from app.partnerships.models import PartnershipPreference

SUBJECT = "partnership-preference"
MOST_A_MONTH = 99
LONGEST_PAUSE = timedelta(days=366)
BY_LETTER = "lien d’un courriel"


def read(session: Session, organisation_id: int) -> PartnershipPreference | None:
    """What an organisation prefers; None where it never said."""
    return session.get(PartnershipPreference, organisation_id)


def save(
    session: Session,
    organisation_id: int,
    paused_until: date | None,
    monthly_cap: int | None,
    author: str,
    now: datetime,
) -> PartnershipPreference:
    """Keep what an organisation prefers, with its history. Flushes.

    `author` is a name in words. Raises InvalidError for a day that is past or too far, or a cap
    out of bounds.
    """
    check_day(paused_until, to_paris(now).date())
    if monthly_cap is not None and not 1 <= monthly_cap <= MOST_A_MONTH:
        raise InvalidError(f"Demandes par mois{NBSP}: de 1 à {MOST_A_MONTH}.")
    found = open_preference(session, organisation_id, now)
    before = snapshot(found)
    found.paused_until, found.monthly_cap, found.updated_at = paused_until, monthly_cap, now
    session.flush()
    changes = audit.differences(before, snapshot(found))
    audit.record(session, (SUBJECT, str(organisation_id)), changes, author=author, now=now)
    return found


def pause(session: Session, organisation_id: int, until: date, author: str, now: datetime) -> None:
    """Pause an organisation, its cap as it was. Flushes; InvalidError for a day that is past."""
    known = read(session, organisation_id)
    cap = known.monthly_cap if known else None
    save(session, organisation_id, until, cap, author, now)


def open_preference(session: Session, organisation_id: int, now: datetime) -> PartnershipPreference:
    """The row of an organisation, made where there is none, even when two ask at once."""
    found = read(session, organisation_id)
    if found is not None:
        return found
    made = PartnershipPreference(organisation_id=organisation_id, updated_at=now)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return session.get_one(PartnershipPreference, organisation_id)
    return made


def check_day(day: date | None, today: date) -> None:
    """Raise InvalidError for the end of a pause that is past, or further than a year."""
    if day is not None and not today <= day <= today + LONGEST_PAUSE:
        raise InvalidError(f"Fin de la pause{NBSP}: un jour à venir, dans un an au plus.")


def snapshot(found: PartnershipPreference) -> dict[str, object]:
    """What the history compares, in French."""
    return {
        "en pause jusqu’au": say_day(found.paused_until) if found.paused_until else "",
        "demandes par mois": found.monthly_cap or "sans limite",
    }
