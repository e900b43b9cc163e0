"""Where a person is signed in: begun, seen, listed, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import LoginSession, Person
from app.accounts.tokens import digest, draw_secret
from app.errors import NotFoundError

LASTS = timedelta(days=14)  # since the last visit
SEEN_EVERY = timedelta(minutes=10)  # a visit is written at most that often


def begin(
    session: Session, person: Person, *, method: str, agent: str, now: datetime
) -> tuple[LoginSession, str]:
    """Sign a person in somewhere: the session and the secret of its cookie. Flushes."""
    secret = draw_secret()
    made = LoginSession(
        person_id=person.id,
        token_digest=digest(secret),
        method=method,
        agent=agent[:120],
        created_at=now,
        last_seen_at=now,
        expires_at=now + LASTS,
    )
    session.add(made)
    session.flush()
    return made, secret


def find(session: Session, secret: str, now: datetime) -> LoginSession | None:
    """The session of that secret, its person loaded; None where it ended or is no longer allowed.

    A person who is blocked, or whose address is not confirmed, is signed in nowhere.
    """
    found = session.scalars(
        sa.select(LoginSession)
        .where(LoginSession.token_digest == digest(secret), LoginSession.expires_at > now)
        .options(joinedload(LoginSession.person))
    ).one_or_none()
    if found is None or found.person.blocked_at or not found.person.confirmed_at:
        return None
    return found


def is_to_be_seen(found: LoginSession, now: datetime) -> bool:
    """Whether the visit is worth writing."""
    return now - found.last_seen_at >= SEEN_EVERY


def see(found: LoginSession, now: datetime) -> None:
    """Keep that the person is still there: the session lasts from now on."""
    found.last_seen_at = now
    found.expires_at = now + LASTS


def of_person(person_id: int, now: datetime) -> sa.Select[LoginSession]:
    """Where a person is signed in, the last used first."""
    return (
        sa.select(LoginSession)
        .where(LoginSession.person_id == person_id, LoginSession.expires_at > now)
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )


def end(session: Session, person_id: int, number: int) -> None:
    """End one session of that person; NotFoundError where it is not one of theirs. Flushes."""
    ended = session.execute(
        sa.delete(LoginSession).where(
            LoginSession.id == number, LoginSession.person_id == person_id
        )
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise NotFoundError("Cette connexion est déjà terminée.")


def end_all(session: Session, person_id: int, *, but: int | None = None) -> None:
    """End every session of that person, `but` one. Flushes."""
    which = [LoginSession.person_id == person_id]
    if but is not None:
        which.append(LoginSession.id != but)
    session.execute(sa.delete(LoginSession).where(*which))


def purge(session: Session, now: datetime) -> int:
    """Erase the sessions that are over, and how many. Flushes."""
    erased = session.execute(sa.delete(LoginSession).where(LoginSession.expires_at <= now))
    return int(erased.rowcount)  # type: ignore[attr-defined]
