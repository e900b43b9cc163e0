"""Organisations that a person creates, and the SIRET that the portal team checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.errors import InvalidError, NotAllowedError
from app.organisations.members import Membership
from app.organisations.membership import lock, of_team
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.organisations.steps import Act, Step, TeamStep, count_recent, record

MOST_PER_DAY = 5  # organisations of one person
KNOWN = "Une organisation de l’annuaire porte déjà ce SIRET\u00a0: demandez à la rejoindre."
NOTHING_TO_CHECK = "Aucun SIRET de cette organisation n’attend de vérification."
CREATOR = "a créé l’organisation"


@dataclass(frozen=True, kw_only=True)
class NewOrganisation:
    """What its creator says; `siret` is empty or 14 valid digits, `territory_code` may be None."""

    name: str
    kind: str
    siret: str = ""
    territory_code: str | None = None


def find_by_siret(session: Session, siret: str) -> Organisation | None:
    """The organisation of the directory with that SIRET."""
    return session.scalars(sa.select(Organisation).where(Organisation.siret == siret)).one_or_none()


def create_organisation(
    session: Session, person: Person, wanted: NewOrganisation, act: Act
) -> Organisation:
    """Create an organisation, its creator responsible for it.

    Its SIRET is only claimed: see `Organisation`. InvalidError where the directory knows it, or
    where the person creates too many. Flushes.
    """
    if wanted.siret and find_by_siret(session, wanted.siret):
        raise InvalidError(KNOWN)
    refuse_too_many(session, person, act)
    made = Organisation(
        name=wanted.name,
        kind=wanted.kind,
        claimed_siret=wanted.siret,
        territory_code=wanted.territory_code,
        created_at=act.now,
    )
    session.add(made)
    session.flush()
    session.add(
        Membership(
            organisation_id=made.id,
            person_id=person.id,
            role=MemberRole.OWNER.value,
            proof=CREATOR,
            joined_at=act.now,
        )
    )
    record(
        session,
        made.id,
        Step.CREATED,
        act,
        subject=person.id,
        role=MemberRole.OWNER,
        detail=CREATOR,
    )
    return made


def refuse_too_many(session: Session, person: Person, act: Act) -> None:
    """InvalidError to who creates too many organisations in a day."""
    since = act.now - timedelta(days=1)
    recent = count_recent(Step.CREATED, since, TeamStep.actor_id == person.id)
    if session.scalars(recent).one() >= MOST_PER_DAY:
        raise InvalidError("Vous avez créé beaucoup d’organisations aujourd’hui.")


def to_verify() -> sa.Select[Organisation]:
    """The organisations whose SIRET nobody has checked, the oldest first."""
    return (
        sa.select(Organisation)
        .where(Organisation.claimed_siret != "", Organisation.siret.is_(None))
        .order_by(Organisation.created_at, Organisation.id)
    )


def get_claimed(session: Session, organisation_id: int, act: Act) -> Organisation:
    """The organisation whose SIRET waits; never one of whoever checks it."""
    organisation = lock(session, organisation_id)
    if not organisation.claimed_siret or organisation.siret:
        raise InvalidError(NOTHING_TO_CHECK)
    if any(member.person_id == act.by for member in of_team(session, organisation_id)):
        raise NotAllowedError("Personne ne vérifie le SIRET de sa propre organisation.")
    return organisation


def verify_siret(session: Session, organisation_id: int, act: Act) -> Organisation:
    """Give an organisation the SIRET that it claims; InvalidError where another has it. Flushes."""
    organisation = get_claimed(session, organisation_id, act)
    if find_by_siret(session, organisation.claimed_siret):
        raise InvalidError("Une autre organisation porte déjà ce SIRET.")
    organisation.siret, organisation.claimed_siret = organisation.claimed_siret, ""
    session.flush()
    record(session, organisation_id, Step.VERIFIED, act, detail=f"SIRET {organisation.siret}")
    return organisation


def reject_siret(session: Session, organisation_id: int, reason: str, act: Act) -> Organisation:
    """Take back the SIRET that an organisation claims, and say why to its team. Flushes."""
    if not reason.strip():
        raise InvalidError("Dites pourquoi le SIRET n’est pas confirmé.")
    organisation = get_claimed(session, organisation_id, act)
    detail = f"SIRET {organisation.claimed_siret}\u00a0: {reason.strip()}"
    organisation.claimed_siret = ""
    record(session, organisation_id, Step.UNVERIFIED, act, detail=detail)
    return organisation
