"""The decisions on a project: written down, corrected, deleted."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.dossiers.content_models import DossierDecision
from app.dossiers.models import Dossier
from app.dossiers.services import take_turn
from app.dossiers.words import Outcome
from app.errors import InvalidError, NotFoundError, PortalError
from app.projects import services as projects

MOST = 100  # decisions of one dossier
GONE = "Cette décision n’est plus là."


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a person writes of a decision; `committee` is a slug, empty for who has no page."""

    on: date
    body: str
    committee: str
    what: str
    outcome: Outcome


class ConflictError(PortalError):
    """The decision was corrected meanwhile; `current` is what it says now."""

    def __init__(self, current: DossierDecision) -> None:
        super().__init__("Cette décision a été corrigée entre-temps, par vous ou par un autre.")
        self.current = current


def of_dossier(number: int) -> sa.Select[DossierDecision]:
    """The decisions on a project, the newest first."""
    return (
        sa.select(DossierDecision)
        .where(DossierDecision.dossier_id == number)
        .order_by(DossierDecision.on.desc(), DossierDecision.id.desc())
    )


def add(session: Session, dossier: Dossier, decided: Decided, now: datetime) -> DossierDecision:
    """Write a decision down; InvalidError where there are too many. Flushes."""
    take_turn(session, dossier)
    count = sa.select(sa.func.count(DossierDecision.id))
    if session.scalars(count.where(DossierDecision.dossier_id == dossier.id)).one() >= MOST:
        raise InvalidError(f"Un projet garde {MOST} décisions{NBSP}: supprimez-en d’abord.")
    made = DossierDecision(dossier_id=dossier.id, **asdict(decided))
    session.add(made)
    projects.keep_longer(dossier.project, now)
    session.flush()
    return made


def find(session: Session, dossier: Dossier, number: int) -> DossierDecision:
    """A decision on that project, as the database has it; NotFoundError for any other."""
    select = of_dossier(dossier.id).where(DossierDecision.id == number)
    found = session.scalars(select.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFoundError(GONE)
    return found


def correct(
    session: Session, dossier: Dossier, number: int, decided: Decided, version: int, now: datetime
) -> None:
    """Write a decision again; `version` is the one that the person had before them. Flushes.

    Raises ConflictError where another correction came between, and writes nothing; NotFoundError.
    """
    changed = session.execute(
        sa.update(DossierDecision)
        .where(
            DossierDecision.id == number,
            DossierDecision.dossier_id == dossier.id,
            DossierDecision.version == version,
        )
        .values(version=version + 1, **asdict(decided))
    )
    current = find(session, dossier, number)
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise ConflictError(current)
    projects.keep_longer(dossier.project, now)
    session.flush()


def remove(session: Session, dossier: Dossier, number: int, now: datetime) -> None:
    """Delete a decision; NotFoundError where it is not there any more. Flushes."""
    session.delete(find(session, dossier, number))
    projects.keep_longer(dossier.project, now)
    session.flush()
