"""Two holders who agree to be put in touch: each says so, and may take it back until both have.

What each says is one UPDATE of its own column: of two who agree at once, the second sees the first,
and the letters leave once.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.dossiers.models import Dossier
from app.dossiers.proximity import letters
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.moves import UNSYNCED, Actor, log, move
from app.dossiers.proximity.states import ProximityState, Side
from app.errors import InvalidError, NotFoundError
from app.extensions import refresh_columns

LOST = "Cette proximité n’existe pas, ou ne concerne pas votre projet."
OVER = "Ce signal est terminé\u00a0: il n’y a plus d’autre projet proche."
TOGETHER = "Vous êtes déjà en relation\u00a0: vos coordonnées ont été échangées."


def find(session: Session, dossier_id: int, number: int) -> Proximity:
    """A signal between that dossier and another project, as it is now; NotFoundError."""
    select = sa.select(Proximity).where(
        Proximity.id == number,
        Proximity.other_id.is_not(None),
        sa.or_(Proximity.dossier_id == dossier_id, Proximity.other_id == dossier_id),
    )
    found = session.scalars(select.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def agree(session: Session, row: Proximity, dossier: Dossier, by: Actor) -> bool:
    """Say for the holder of a dossier that they may be put in touch; whether both agreed. Flushes.

    Nothing more happens where it was said already. Raises InvalidError where the signal is over.
    """
    column = row.agreement_of(dossier.id)
    mine = getattr(Proximity, column)
    is_open = Proximity.state != ProximityState.ENDED.value
    if not write(session, row, by, sa.and_(mine.is_(None), is_open), {column: by.now}):
        if row.proximity_state is ProximityState.ENDED:
            raise InvalidError(OVER)
        return row.is_agreed
    log(session, row, by, "Accepte d’être mis en relation.")
    if row.is_agreed:
        meet(session, row, by)
    return row.is_agreed


def meet(session: Session, row: Proximity, by: Actor) -> None:
    """Both agreed: they are in discussion, and each is told how to reach the other."""
    portal = Actor(side=Side.PORTAL, now=by.now, site=by.site)
    if row.proximity_state is not ProximityState.DISCUSSED:
        note = "Les deux porteurs ont accepté d’être mis en relation."
        move(session, row, ProximityState.DISCUSSED, portal, note=note)
    letters.write_agreed(session, row, portal)


def withdraw(session: Session, row: Proximity, dossier: Dossier, by: Actor) -> None:
    """Take back what the holder of a dossier said, while the other has not agreed. Flushes.

    Nothing happens where it was not said. Raises InvalidError where both agreed.
    """
    column = row.agreement_of(dossier.id)
    mine = getattr(Proximity, column)
    both = sa.and_(Proximity.agreed_at.is_not(None), Proximity.other_agreed_at.is_not(None))
    if write(session, row, by, sa.and_(mine.is_not(None), sa.not_(both)), {column: None}):
        log(session, row, by, "Ne souhaite plus être mis en relation.")
    elif row.is_agreed:
        raise InvalidError(TOGETHER)


def write(
    session: Session,
    row: Proximity,
    by: Actor,
    condition: sa.ColumnElement[bool],
    values: dict[str, object],
) -> bool:
    """Change a signal where a condition holds at that instant; whether it did."""
    done = session.execute(
        sa.update(Proximity)
        .where(Proximity.id == row.id, condition)
        .values({**values, "version": Proximity.version + 1, "updated_at": by.now}),
        execution_options=UNSYNCED,
    )
    refresh_columns(session, row)
    return bool(done.rowcount)  # type: ignore[attr-defined]
