"""Follow a consultation, say that its changes were seen, forget it."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import services as audit
from app.errors import NotFoundError
from app.pursuits import queries
from app.pursuits.checklist import fill_checklist
from app.pursuits.models import Pursuit
from app.pursuits.source import GONE_STATUS, Source, read_source, require_lot
from app.tenders import directory

LOST = "Ce marché n’est pas suivi par votre organisation."
SUBJECT = "pursuit"


def find(session: Session, organisation_id: int, pursuit_id: int) -> Pursuit:
    """A pursuit of that organisation; NotFoundError for any other."""
    found = session.scalars(queries.one(organisation_id, pursuit_id)).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def find_whole(session: Session, organisation_id: int, pursuit_id: int) -> Pursuit:
    """The same with all its contents, read again from the database; NotFoundError."""
    select = queries.whole(organisation_id, pursuit_id).execution_options(populate_existing=True)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError(LOST)
    return found


def follow(
    session: Session, organisation_id: int, reference: str, lot: str, person: Person, now: datetime
) -> tuple[Pursuit, bool]:
    """The pursuit of a consultation or of one of its lots, and whether it is a new one. Flushes.

    Raises NotFoundError where there is no such consultation or lot. What the organisation follows
    already is given as it is, even when two members follow at the same moment.
    """
    consultation = directory.find(session, reference)
    require_lot(consultation, lot)
    source = read_source(consultation, lot)
    known = find_followed(session, organisation_id, source.reference, lot)
    if known is not None:
        return known, False
    pursuit = Pursuit(
        organisation_id=organisation_id,
        reference=source.reference,
        lot=lot,
        assignee_id=person.id,
        created_at=now,
        updated_at=now,
    )
    copy_source(pursuit, source)
    try:
        with session.begin_nested():
            session.add(pursuit)
            session.flush()
    except IntegrityError:
        known = find_followed(session, organisation_id, source.reference, lot)
        if known is None:
            raise
        return known, False
    fill_checklist(session, pursuit)
    return pursuit, True


def find_followed(
    session: Session, organisation_id: int, reference: str, lot: str
) -> Pursuit | None:
    """What the organisation follows already of that consultation or lot."""
    select = queries.followed([organisation_id], reference).where(Pursuit.lot == lot)
    return session.scalars(select).one_or_none()


def copy_source(pursuit: Pursuit, source: Source) -> None:
    """Keep what a consultation says."""
    pursuit.title = source.title
    pursuit.buyer_name = source.buyer_name
    pursuit.deadline_at = source.deadline_at
    pursuit.deadline_precision = source.deadline_precision
    pursuit.status = source.status
    pursuit.sectors = list(source.sectors)
    pursuit.is_demo = source.is_demo


def acknowledge(
    session: Session, pursuit: Pursuit, source: Source | None, person: Person, now: datetime
) -> None:
    """Keep what the consultation says now: a member saw what changed. Flushes."""
    before = snapshot(pursuit)
    if source is None:
        pursuit.status = GONE_STATUS
    else:
        copy_source(pursuit, source)
    pursuit.updated_at = now
    note_change(session, pursuit, before, person, now)


def snapshot(pursuit: Pursuit) -> dict[str, object]:
    """What the history compares, in French."""
    moment = pursuit.deadline_at
    return {
        "responsable": pursuit.assignee.display_name if pursuit.assignee else "",
        "intitulé": pursuit.title,
        "acheteur": pursuit.buyer_name,
        "échéance": moment.isoformat() if moment else "",
    }


def note_change(
    session: Session, pursuit: Pursuit, before: dict[str, object], person: Person, now: datetime
) -> None:
    """Keep in the history what differs from before."""
    changes = audit.differences(before, snapshot(pursuit))
    subject = (SUBJECT, str(pursuit.id))
    audit.record(session, subject, changes, author=person.display_name, now=now)


def remove(session: Session, pursuit: Pursuit) -> list[str]:
    """Forget a pursuit and all it holds; give the keys of its files, to delete once committed."""
    keys = [file.key for file in pursuit.files]
    session.execute(sa.delete(Pursuit).where(Pursuit.id == pursuit.id))
    session.expunge(pursuit)
    session.flush()
    return keys
