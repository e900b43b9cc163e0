"""Secrets that are drawn, sent once and never kept: only their digest is."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import OneTimeToken
from app.errors import NotFoundError

TOKEN_BYTES = 24
LOST = (
    "Ce lien n’est plus valable\u00a0: il a déjà servi, il a expiré, ou il est incomplet. "
    "Demandez-en un nouveau."
)


def draw_secret() -> str:
    """A secret of 192 bits, fit for an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(secret: str) -> str:
    """The SHA-256 of a secret, in hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue(
    session: Session,
    purpose: str,
    subject: str,
    *,
    lasts: timedelta,
    now: datetime,
    value: str = "",
) -> str:
    """A secret for that subject, which ends those given before for the same purpose. Flushes."""
    session.execute(
        sa.update(OneTimeToken)
        .where(
            OneTimeToken.purpose == purpose,
            OneTimeToken.subject == subject,
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=now)
    )
    secret = draw_secret()
    session.add(
        OneTimeToken(
            purpose=purpose,
            subject=subject,
            value=value,
            digest=digest(secret),
            created_at=now,
            expires_at=now + lasts,
        )
    )
    session.flush()
    return secret


def look_up(session: Session, purpose: str, secret: str, now: datetime) -> OneTimeToken:
    """What a secret opens, without using it; NotFoundError where it opens nothing any more."""
    found = session.scalars(
        sa.select(OneTimeToken).where(
            OneTimeToken.purpose == purpose,
            OneTimeToken.digest == digest(secret),
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > now,
        )
    ).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def use(session: Session, purpose: str, secret: str, now: datetime) -> OneTimeToken:
    """What a secret opens, used by this call alone, even when two arrive at the same moment.

    Raises NotFoundError where it opens nothing any more. Flushes.
    """
    found = look_up(session, purpose, secret, now)
    claimed = session.execute(
        sa.update(OneTimeToken)
        .where(OneTimeToken.id == found.id, OneTimeToken.used_at.is_(None))
        .values(used_at=now)
    )
    if claimed.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFoundError(LOST)
    return found


def revoke(session: Session, subject: str, *purposes: str, now: datetime) -> None:
    """End the secrets of a subject, and of « subject:… », for these purposes. Flushes."""
    session.execute(
        sa.update(OneTimeToken)
        .where(
            OneTimeToken.purpose.in_(purposes),
            sa.or_(
                OneTimeToken.subject == subject,
                OneTimeToken.subject.startswith(f"{subject}:", autoescape=True),
            ),
            OneTimeToken.used_at.is_(None),
        )
        .values(used_at=now)
    )


def purge(session: Session, now: datetime) -> int:
    """Erase the secrets that expired, and how many. Flushes."""
    erased = session.execute(sa.delete(OneTimeToken).where(OneTimeToken.expires_at <= now))
    return int(erased.rowcount)  # type: ignore[attr-defined]
