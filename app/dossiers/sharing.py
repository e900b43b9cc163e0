"""The links that open a dossier to an adviser: given, opened, taken back, forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.accounts.models import Person
from app.accounts.tokens import digest, draw_secret
from app.clock import NBSP
from app.dossiers.content_models import DossierShare
from app.dossiers.models import Dossier
from app.dossiers.services import take_turn
from app.errors import InvalidError, NotFoundError
from app.projects.models import Project

DURATIONS = (7, 30, 90)  # days
MOST = 20  # links of one dossier that are open at once
LISTED = timedelta(days=30)  # how long a link that ended is still listed
LOST = (
    "Ce lien n’ouvre aucun projet. Il est peut-être incomplet, il est arrivé à sa fin, ou la "
    "personne qui vous l’a donné l’a fermé. Demandez-lui-en un autre."
)


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What a secret opens: a dossier, its project loaded, and the link itself."""

    dossier: Dossier
    share: DossierShare


def of_dossier(number: int) -> sa.Select[DossierShare]:
    """The links of a dossier, those that end last first."""
    return (
        sa.select(DossierShare)
        .where(DossierShare.dossier_id == number)
        .order_by(DossierShare.expires_at.desc(), DossierShare.id.desc())
    )


def give(
    session: Session, dossier: Dossier, label: str, days: int, person: Person, now: datetime
) -> str:
    """A new link, and its secret, which is kept nowhere else. Flushes.

    `days` is one of `DURATIONS`. Raises InvalidError where too many are open.
    """
    if days not in DURATIONS:
        raise InvalidError("Choisissez une durée de la liste.")
    take_turn(session, dossier)
    count = sa.select(sa.func.count(DossierShare.id)).where(
        DossierShare.dossier_id == dossier.id, DossierShare.expires_at > now
    )
    if session.scalars(count).one() >= MOST:
        raise InvalidError(f"{MOST} liens sont déjà ouverts{NBSP}: fermez-en d’abord.")
    secret = draw_secret()
    session.add(
        DossierShare(
            dossier_id=dossier.id,
            label=label,
            digest=digest(secret),
            author=person.display_name[:255],
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    session.flush()
    return secret


def note_opening(session: Session, secret: str, now: datetime) -> None:
    """Note that a link is opened; nothing where it is none. The caller commits, then reads it."""
    session.execute(
        sa.update(DossierShare)
        .where(DossierShare.digest == digest(secret), DossierShare.expires_at > now)
        .values(opened_at=now)
    )


def read_link(session: Session, secret: str, now: datetime) -> Shared:
    """What a secret opens; NotFoundError explains a link that opens nothing."""
    select = (
        sa.select(DossierShare, Dossier)
        .join(Dossier, Dossier.id == DossierShare.dossier_id)
        .join(Dossier.project)
        .where(
            DossierShare.digest == digest(secret),
            DossierShare.expires_at > now,
            Project.expires_at > now,
        )
        .options(contains_eager(Dossier.project))
    )
    found = session.execute(select).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    share, dossier = found
    return Shared(dossier=dossier, share=share)


def revoke(session: Session, dossier: Dossier, number: int) -> None:
    """Take a link back: it opens nothing any more. Flushes; NotFoundError."""
    select = of_dossier(dossier.id).where(DossierShare.id == number)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce lien est déjà fermé.")
    session.delete(found)
    session.flush()


def purge(session: Session, now: datetime) -> int:
    """Forget the links that ended a month ago, and how many. Flushes."""
    erased = session.execute(sa.delete(DossierShare).where(DossierShare.expires_at <= now - LISTED))
    return int(erased.rowcount)  # type: ignore[attr-defined]
