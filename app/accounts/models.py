"""A person, the places where they are signed in, their proofs."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.roles import PortalRole, Purpose
from app.extensions import Model, UtcDateTime


class Person(Model):
    """Somebody with an account.

    `email` is in lower case, unique. `password_hash` is Argon2's, empty for who only signs in by
    OpenID Connect. `totp_secret` is encrypted; `totp_since` is empty until a first code proved it,
    and `totp_step` is the last step of thirty seconds that was used, so that no code serves twice.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
    purpose: Mapped[str] = mapped_column(sa.String(12), default=Purpose.OTHER.value)
    role: Mapped[str] = mapped_column(sa.String(12), default="")
    password_hash: Mapped[str] = mapped_column(sa.String(255), default="")
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_secret: Mapped[str] = mapped_column(sa.String(255), default="")
    totp_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_step: Mapped[int] = mapped_column(default=0)
    oidc_subject: Mapped[str | None] = mapped_column(sa.String(255), unique=True)
    blocked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_visit_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def portal_role(self) -> PortalRole | None:
        """Its place in the portal team, if any."""
        return PortalRole(self.role) if self.role else None

    @property
    def display_name(self) -> str:
        """How it is named to those who work with it."""
        return self.name or self.email

    @property
    def has_totp(self) -> bool:
        """Whether signing in asks for a one-time code."""
        return self.totp_since is not None


def author_key() -> Mapped[int | None]:
    """The column that says who did something, empty once they have left, or without an account."""
    return mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"), index=True)


class LoginSession(Model):
    """A browser where a person is signed in.

    `token_digest` is the SHA-256 of the secret that its cookie holds. `method` says what was
    proved: password, totp, oidc. `agent` is the browser in words that a person recognises.
    """

    __tablename__ = "login_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    token_digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    method: Mapped[str] = mapped_column(sa.String(12))
    agent: Mapped[str] = mapped_column(sa.String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class OneTimeToken(Model):
    """A secret sent by e-mail that serves once.

    `purpose` is a word of the domain that made it, `subject` what it bears on, `value` what it
    carries (a new address, for instance). Only the SHA-256 of the secret is kept.
    """

    __tablename__ = "one_time_token"
    __table_args__ = (sa.Index("ix_one_time_token_subject", "purpose", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    subject: Mapped[str] = mapped_column(sa.String(254))
    value: Mapped[str] = mapped_column(sa.String(254), default="")
    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Model):
    """A code that replaces the authenticator once; only its digest is kept."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        sa.ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    digest: Mapped[str] = mapped_column(sa.String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Attempt(Model):
    """A try that may be a guess; `key` is the digest of an address or of an account."""

    __tablename__ = "attempt"
    __table_args__ = (sa.Index("ix_attempt_key", "action", "key", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(sa.String(20))
    key: Mapped[str] = mapped_column(sa.String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
