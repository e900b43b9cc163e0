"""Start a group, find it again, read the consultation it answers."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import queries
from app.consortia.acting import Actor, note
from app.consortia.models import Consortium, Place
from app.consortia.proposing import choose_lots
from app.consortia.states import FIRST, PlaceState
from app.errors import InvalidError, NotFoundError
from app.organisations.models import Organisation
from app.siae.queries import of_organisation
from app.tenders import directory
from app.tenders import queries as tender_queries
from app.tenders.matching import clauses_of, read_hours
from app.tenders.models import Consultation, Lot

GONE = "Ce groupement n’existe pas, ou votre structure n’y a pas de place."
NO_SIAE = "Un groupement réunit des structures de l’annuaire{NBSP}: la vôtre n’y a pas de fiche."


def find(session: Session, organisation_id: int, consortium_id: int) -> Consortium:
    """A group where that organisation has a place, whole, read again; NotFoundError otherwise."""
    select = queries.one(organisation_id, consortium_id).execution_options(populate_existing=True)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError(GONE)
    return found


def find_looking(session: Session, consortium_id: int, now: datetime) -> Consortium:
    """A group that looks for partners, with its places; NotFoundError otherwise."""
    select = queries.looking_one(consortium_id, now).execution_options(populate_existing=True)
    found = session.scalars(select).one_or_none()
    if found is None:
        raise NotFoundError("Ce groupement ne cherche pas de partenaires.")
    return found


def start(
    session: Session, actor: Actor, reference: str, number: str, *, is_open_call: bool
) -> tuple[Consortium, bool]:
    """The group that the actor’s structure leads for that lot, and whether it is new. Flushes.

    Raises NotFoundError where there is no such consultation or lot, InvalidError where its deadline
    is past or the organisation has no profile in the directory.
    """
    consultation = directory.find(session, reference)
    lots = choose_lots(consultation, number)
    lot = lots[0] if number else None
    check_start(session, actor, consultation, lot)
    number = lot.number if lot and len(consultation.lots) > 1 else ""
    organisation = actor.organisation
    # Two who start together take turns: the second finds what the first made.
    session.execute(
        sa.update(Organisation)
        .where(Organisation.id == organisation.id)
        .values(name=Organisation.name)
    )
    known = session.scalars(queries.led_by(organisation.id, consultation.reference, number)).first()
    if known is not None:
        return known, False
    made = Consortium(
        reference=consultation.reference,
        lot=number,
        title=title_of(consultation, lot if number else None),
        buyer_name=consultation.buyer_name,
        deadline_at=(lot.deadline_at if lot else None) or consultation.deadline_at,
        is_demo=consultation.is_demo,
        is_open_call=is_open_call,
        insertion_hours=hours_of(consultation, lots),
        created_at=actor.now,
        updated_at=actor.now,
        places=[make_lead(actor)],
    )
    session.add(made)
    session.flush()
    note(session, made, actor, "commence le groupement", move=("", FIRST))
    return made, True


def check_start(
    session: Session, actor: Actor, consultation: Consultation, lot: Lot | None
) -> None:
    """Raise InvalidError where no group may begin."""
    deadline = (lot.deadline_at if lot else None) or consultation.deadline_at
    if deadline is not None and deadline <= actor.now:
        raise InvalidError("La date limite de ce marché est passée.")
    if session.scalars(of_organisation(actor.organisation.id)).first() is None:
        raise InvalidError(NO_SIAE.format(NBSP=NBSP))


def make_lead(actor: Actor) -> Place:
    """The place of who starts a group: it said yes by its own act."""
    return Place(
        organisation_id=actor.organisation.id,
        name=actor.organisation.name,
        siret=actor.organisation.siret or "",
        state=PlaceState.ACCEPTED.value,
        is_lead=True,
        created_at=actor.now,
        answered_at=actor.now,
    )


def title_of(consultation: Consultation, lot: Lot | None) -> str:
    """How the group names what it answers."""
    if lot is None:
        return consultation.title[:500]
    return f"{consultation.title} – lot {lot.number}{NBSP}: {lot.title}"[:500]


def hours_of(consultation: Consultation, lots: list[Lot]) -> int | None:
    """The hours of insertion that the clauses of these lots ask for; None where none says so."""
    found = [read_hours(clauses_of(consultation, lot)) for lot in lots]
    return sum(hours for hours in found if hours) or None


def read_consultation(session: Session, consortium: Consortium) -> Consultation | None:
    """The consultation of a group as it is now, whole; None where an import removed it."""
    return session.scalar(tender_queries.by_reference(consortium.reference))


def list_lots(session: Session, consortium: Consortium) -> list[tuple[str, str]]:
    """The lots that a group may answer, number and title; one without a number for the whole."""
    consultation = read_consultation(session, consortium)
    lots = consultation.lots if consultation else []
    if consortium.lot:
        titles = {lot.number: lot.title for lot in lots}
        return [(consortium.lot, titles.get(consortium.lot, ""))]
    return [(lot.number, lot.title) for lot in lots] if len(lots) > 1 else [("", "")]
