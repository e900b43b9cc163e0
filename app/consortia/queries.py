"""Selects on groups; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.accounts.models import Person
from app.consortia.content_models import ConsortiumFile, ConsortiumMessage, LotShare, SettledPoint
from app.consortia.models import Consortium, Place
from app.consortia.states import ACTIVE, LOOKING, PRESENT, PlaceState
from app.organisations import members
from app.organisations.members import Membership


def of_organisation(organisation_id: int) -> sa.Select[Consortium]:
    """The groups where an organisation has a place, with their places, the latest first."""
    return (
        sa.select(Consortium)
        .where(Consortium.id.in_(present_in([organisation_id])))
        .options(selectinload(Consortium.places))
        .order_by(Consortium.updated_at.desc(), Consortium.id.desc())
    )


def present_in(organisation_ids: Collection[int]) -> sa.Select[int]:
    """The ids of the groups where these organisations are members, invited or asking."""
    return sa.select(Place.consortium_id).where(
        Place.organisation_id.in_(organisation_ids), Place.state.in_(PRESENT)
    )


def one(organisation_id: int, consortium_id: int) -> sa.Select[Consortium]:
    """A group where that organisation has a place, with all places and what was done."""
    return (
        of_organisation(organisation_id)
        .where(Consortium.id == consortium_id)
        .options(
            selectinload(Consortium.places).joinedload(Place.organisation),
            selectinload(Consortium.events),
        )
    )


def looking(now: datetime) -> sa.Select[Consortium]:
    """The groups that look for partners, their deadline ahead, with their places."""
    return (
        sa.select(Consortium)
        .where(
            Consortium.state.in_(LOOKING),
            sa.or_(Consortium.deadline_at.is_(None), Consortium.deadline_at > now),
        )
        .options(selectinload(Consortium.places))
        .order_by(Consortium.created_at, Consortium.id)
    )


def looking_one(consortium_id: int, now: datetime) -> sa.Select[Consortium]:
    """A group that looks for partners, with its places."""
    return (
        looking(now)
        .where(Consortium.id == consortium_id)
        .options(selectinload(Consortium.places).joinedload(Place.organisation))
    )


def looking_counts(
    references: Collection[str] | sa.Select[str], now: datetime
) -> sa.Select[str, int]:
    """How many groups look for partners on each of these consultations, listed or selected."""
    return (
        sa.select(Consortium.reference, sa.func.count(Consortium.id))
        .where(
            Consortium.reference.in_(references),
            Consortium.state.in_(LOOKING),
            sa.or_(Consortium.deadline_at.is_(None), Consortium.deadline_at > now),
        )
        .group_by(Consortium.reference)
        .order_by(Consortium.reference)
    )


def competing(consortium: Consortium, organisation_id: int) -> sa.Select[Consortium]:
    """The other active groups of the same lot where that organisation is a member.

    The whole of a consultation competes with each of its lots.
    """
    mine = sa.select(Place.consortium_id).where(
        Place.organisation_id == organisation_id, Place.state == PlaceState.ACCEPTED
    )
    select = sa.select(Consortium).where(
        Consortium.id.in_(mine),
        Consortium.id != consortium.id,
        Consortium.reference == consortium.reference,
        Consortium.state.in_(ACTIVE),
    )
    if consortium.lot:
        select = select.where(Consortium.lot.in_(("", consortium.lot)))
    return select.order_by(Consortium.id)


def led_by(organisation_id: int, reference: str, lot: str) -> sa.Select[Consortium]:
    """The active groups that an organisation leads for that lot."""
    return (
        sa.select(Consortium)
        .join(Consortium.places)
        .where(
            Place.organisation_id == organisation_id,
            Place.is_lead,
            Consortium.reference == reference,
            Consortium.lot == lot,
            Consortium.state.in_(ACTIVE),
        )
        .order_by(Consortium.id)
    )


def waiting_for(organisation_ids: Collection[int]) -> sa.Select[Place, int | None]:
    """What these organisations have to answer, each with its group and the id of its lead.

    The invitations that they received, and the requests to the groups that they lead.
    """
    lead = aliased(Place)
    return (
        sa.select(Place, lead.organisation_id)
        .join(Place.consortium)
        .outerjoin(lead, sa.and_(lead.consortium_id == Place.consortium_id, lead.is_lead))
        .where(
            Consortium.state.in_(LOOKING),
            sa.or_(
                sa.and_(
                    Place.organisation_id.in_(organisation_ids),
                    Place.state == PlaceState.INVITED,
                ),
                sa.and_(
                    lead.organisation_id.in_(organisation_ids),
                    Place.state == PlaceState.ASKING,
                ),
            ),
        )
        .options(joinedload(Place.consortium))
        .order_by(Place.created_at, Place.id)
    )


def shares(consortium_id: int) -> sa.Select[LotShare]:
    """The shares of a group."""
    return sa.select(LotShare).where(LotShare.consortium_id == consortium_id).order_by(LotShare.id)


def points(consortium_id: int) -> sa.Select[SettledPoint]:
    """What a group settled."""
    return sa.select(SettledPoint).where(SettledPoint.consortium_id == consortium_id)


def messages(consortium_id: int) -> sa.Select[ConsortiumMessage]:
    """The messages of a group, in order."""
    return (
        sa.select(ConsortiumMessage)
        .where(ConsortiumMessage.consortium_id == consortium_id)
        .order_by(ConsortiumMessage.at, ConsortiumMessage.id)
    )


def files(consortium_id: int) -> sa.Select[ConsortiumFile]:
    """The files of a group, in order."""
    return (
        sa.select(ConsortiumFile)
        .where(ConsortiumFile.consortium_id == consortium_id)
        .order_by(ConsortiumFile.at, ConsortiumFile.id)
    )


def contacts(organisation_ids: Collection[int]) -> sa.Select[int, str, str]:
    """Who writes for these organisations: organisation, name (empty perhaps) and address."""
    return (
        members.writers(organisation_ids)
        .with_only_columns(Membership.organisation_id, Person.name, Person.email)
        .order_by(None)
        .order_by(Membership.organisation_id, Person.id)
    )
