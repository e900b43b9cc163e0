"""The second step of signing in: one-time codes (RFC 6238) and the codes that replace them."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person, RecoveryCode
from app.accounts.sealing import fingerprint, seal, unseal
from app.errors import InvalidError, NotAllowedError
from app.mail import outbox

ISSUER = "Maillage"
STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be early or late
CODES = 10
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none is taken for another
WRONG = (
    "Ce code ne convient pas. Attendez le code suivant, et vérifiez l’heure de votre "
    "appareil\u00a0: chaque code ne sert qu’une fois."
)
MANDATORY = "La double authentification est obligatoire dans l’équipe du portail."
ALREADY = "La double authentification est déjà active."


def begin(session: Session, person: Person, key: str) -> None:
    """Draw the secret that the person will put in their authenticator. Flushes.

    It protects nothing until `activate` proved it. Raises InvalidError where one is active.
    """
    if person.has_totp:
        raise InvalidError(ALREADY)
    person.totp_secret = seal(key, pyotp.random_base32())
    session.flush()


def secret_of(person: Person, key: str) -> str:
    """The secret of a person, in base 32; empty before there is one."""
    return unseal(key, person.totp_secret) if person.totp_secret else ""


def address_of(person: Person, key: str) -> str:
    """The `otpauth:` address that the QR code holds."""
    return pyotp.TOTP(secret_of(person, key)).provisioning_uri(
        name=person.email, issuer_name=ISSUER
    )


def activate(session: Session, person: Person, typed: str, key: str, now: datetime) -> list[str]:
    """Ask for a code at each sign-in from now on: the recovery codes, shown once. Flushes.

    Raises InvalidError for a wrong code. A letter tells the person.
    """
    if person.has_totp or not person.totp_secret:
        raise InvalidError(ALREADY if person.has_totp else "Commencez par créer une clé.")
    if not use_step(session, person, typed, key, now):
        raise InvalidError(WRONG)
    person.totp_since = now
    outbox.queue(session, "totp-on", person.email, {}, now)
    return draw_codes(session, person, key)


def remove(session: Session, person: Person, now: datetime) -> None:
    """Sign in without a code again; NotAllowedError for the portal team. Flushes."""
    if person.portal_role is not None:
        raise NotAllowedError(MANDATORY)
    clear(session, person)
    outbox.queue(session, "totp-off", person.email, {}, now)


def clear(session: Session, person: Person) -> None:
    """Take the second step away, whoever the person is; the team sets another up. Flushes."""
    person.totp_secret, person.totp_since = "", None
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.flush()


def prove(session: Session, person: Person, typed: str, key: str, now: datetime) -> None:
    """Take a one-time code, or a recovery code, which then never serves again. Flushes.

    Raises InvalidError for a wrong one, and for one that served already.
    """
    if re.fullmatch(r"\d{6}", bare(typed)):
        if not use_step(session, person, typed, key, now):
            raise InvalidError(WRONG)
        return
    if not use_recovery(session, person, typed, key, now):
        raise InvalidError(WRONG)
    values = {"left": left(session, person.id)}
    outbox.queue(session, "recovery-used", person.email, values, now)


def use_step(session: Session, person: Person, typed: str, key: str, now: datetime) -> bool:
    """Whether the code is that of this moment, and this call the first to use it."""
    secret = secret_of(person, key)
    if not secret:
        return False
    codes = pyotp.TOTP(secret, interval=STEP)
    present = int(now.timestamp()) // STEP
    found = None
    for step in range(present - DRIFT, present + DRIFT + 1):
        if compare_digest(codes.generate_otp(step).encode(), bare(typed).encode()):
            found = step
    if found is None:
        return False
    claimed = session.execute(
        sa.update(Person)
        .where(Person.id == person.id, Person.totp_step < found)
        .values(totp_step=found)
        .execution_options(synchronize_session=False)
    )
    session.expire(person, ["totp_step"])
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def draw_again(session: Session, person: Person, key: str) -> list[str]:
    """The same, for who has a second step; InvalidError for who has none. Flushes."""
    if not person.has_totp:
        raise InvalidError("La double authentification n’est pas active.")
    return draw_codes(session, person, key)


def draw_codes(session: Session, person: Person, key: str) -> list[str]:
    """Ten new recovery codes, in place of those before; only their digests are kept. Flushes."""
    session.execute(sa.delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    drawn = ["".join(secrets.choice(SIGNS) for _ in range(12)) for _ in range(CODES)]
    session.add_all(
        RecoveryCode(person_id=person.id, digest=fingerprint(key, f"{person.id}:{code}"))
        for code in drawn
    )
    session.flush()
    return ["-".join((code[:4], code[4:8], code[8:])) for code in drawn]


def use_recovery(session: Session, person: Person, typed: str, key: str, now: datetime) -> bool:
    """Whether it is a recovery code of that person, and this call the first to use it."""
    claimed = session.execute(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.digest == fingerprint(key, f"{person.id}:{bare(typed)}"),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def left(session: Session, person_id: int) -> int:
    """How many recovery codes a person has left."""
    select = sa.select(sa.func.count(RecoveryCode.id)).where(
        RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(select) or 0


def bare(typed: str) -> str:
    """A code as it is compared: without spaces or hyphens, in lower case."""
    return re.sub(r"[\s–-]+", "", typed).lower()[:40]
