"""Asking to join, and proving it: by an address in the organisation's domain, by a code, by others.

Nobody decides on their own request, whatever they are elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.mail import outbox
from app.organisations import domains, members
from app.organisations.members import Membership
from app.organisations.membership import admit, moderators, of_team, owners
from app.organisations.models import Organisation
from app.organisations.requests import GONE, JoinRequest, RequestState, get_request
from app.organisations.roles import MemberRole
from app.organisations.steps import TEAM, Act, Step, TeamStep, count_recent, record

MOST_PER_DAY = 10  # requests of one person
OWN_REQUEST = "Personne ne décide de sa propre demande."
NO_DOMAIN = (
    "Votre adresse n’est pas dans un domaine propre à cette organisation. "
    "Choisissez une autre preuve."
)


def refuse_members(session: Session, person: Person, organisation: Organisation) -> None:
    """InvalidError to who has joined already."""
    known = members.of_person(person.id).where(Membership.organisation_id == organisation.id)
    if session.scalars(known).first() is not None:
        raise InvalidError("Vous êtes déjà membre de cette organisation.")


def waiting_request(session: Session, person_id: int, organisation_id: int) -> JoinRequest | None:
    """The request of a person to an organisation that waits."""
    return session.scalars(
        sa.select(JoinRequest).where(
            JoinRequest.person_id == person_id,
            JoinRequest.organisation_id == organisation_id,
            JoinRequest.state == RequestState.WAITING.value,
        )
    ).first()


def ask(
    session: Session, person: Person, organisation: Organisation, message: str, act: Act
) -> JoinRequest:
    """Ask those who are responsible, or else the portal team; they are written to.

    InvalidError to a member, to who asks too often, or whose request waits already. Flushes.
    """
    refuse_members(session, person, organisation)
    if waiting_request(session, person.id, organisation.id):
        raise InvalidError("Votre demande est déjà partie\u00a0: elle attend une réponse.")
    recent = count_recent(Step.ASKED, act.now - timedelta(days=1), TeamStep.actor_id == person.id)
    if session.scalars(recent).one() >= MOST_PER_DAY:
        raise InvalidError("Vous avez fait beaucoup de demandes aujourd’hui. Réessayez demain.")
    made = JoinRequest(
        organisation_id=organisation.id,
        person_id=person.id,
        message=message[:500],
        state=RequestState.WAITING.value,
        created_at=act.now,
    )
    session.add(made)
    session.flush()
    record(session, organisation.id, Step.ASKED, act, subject=person.id)
    write_asked(session, person, organisation, message, act)
    return made


def write_asked(
    session: Session, person: Person, organisation: Organisation, message: str, act: Act
) -> None:
    """Tell those who decide: the owners, or the portal team where there are none."""
    in_charge = [owner.person.email for owner in owners(of_team(session, organisation.id))]
    own_page = f"/espace/organisations/{organisation.id}/equipe"
    values = {
        "organisation": organisation.name,
        "person": person.display_name,
        "email": person.email,
        "message": message or "Aucun message.",
        "link": f"{act.site}{own_page if in_charge else '/admin/rattachements'}",
    }
    others = (one.email for one in session.scalars(moderators()) if one.id != person.id)
    for address in in_charge or others:
        outbox.queue(session, "membership-request", address, values, act.now)


def withdraw(session: Session, number: int, act: Act) -> None:
    """Take back one's own request; NotFoundError for another's. Flushes."""
    found = get_request(session, number)
    if found.person_id != act.by:
        raise NotFoundError(GONE)
    close(session, found, RequestState.WITHDRAWN, act)
    record(session, found.organisation_id, Step.WITHDRAWN, act, subject=found.person_id)


def can_use_domain(person: Person, own_domains: Iterable[str]) -> bool:
    """Whether a person's confirmed address is in one of the organisation's own domains."""
    return person.confirmed_at is not None and domains.proves(person.email, own_domains)


def join_by_domain(
    session: Session,
    person: Person,
    organisation: Organisation,
    own_domains: Iterable[str],
    act: Act,
) -> Membership:
    """Join on the proof of one's address, in one of the domains of the organisation alone.

    InvalidError where the address proves nothing. Flushes.
    """
    refuse_members(session, person, organisation)
    if not can_use_domain(person, own_domains):
        raise InvalidError(NO_DOMAIN)
    domain = domains.domain_of_address(person.email)
    proof = f"adresse confirmée dans le domaine {domain}"
    return admit(session, organisation.id, person.id, act, proof=proof)


def close(
    session: Session, found: JoinRequest, state: RequestState, act: Act, reason: str = ""
) -> None:
    """Decide once: InvalidError where another did at the same moment, or before."""
    closed = session.execute(
        sa.update(JoinRequest)
        .where(JoinRequest.id == found.id, JoinRequest.state == RequestState.WAITING.value)
        .values(state=state.value, reason=reason[:500], decided_at=act.now),
        execution_options={"synchronize_session": False},
    )
    if closed.rowcount != 1:  # type: ignore[attr-defined]
        raise InvalidError("Cette demande a déjà reçu une réponse.")
    session.expire(found, ["state", "reason", "decided_at"])


def refuse_asker(found: JoinRequest, act: Act) -> None:
    """NotAllowedError to who decides on their own request."""
    if act.by == found.person_id:
        raise NotAllowedError(OWN_REQUEST)


def accept_request(session: Session, found: JoinRequest, role: MemberRole, act: Act) -> Membership:
    """Let a person in, in that role; the first one is responsible. Flushes."""
    refuse_asker(found, act)
    close(session, found, RequestState.ACCEPTED, act)
    who = TEAM if act.is_team else "une personne responsable"
    return admit(
        session,
        found.organisation_id,
        found.person_id,
        act,
        proof=f"demande acceptée par {'l’' if act.is_team else ''}{who}",
        role=role,
    )


def refuse_request(session: Session, found: JoinRequest, reason: str, act: Act) -> None:
    """Say no, and why: the asker is written to. InvalidError without a reason. Flushes."""
    refuse_asker(found, act)
    if not reason.strip():
        raise InvalidError("Dites pourquoi la demande est refusée.")
    close(session, found, RequestState.REFUSED, act, reason.strip())
    record(
        session,
        found.organisation_id,
        Step.REFUSED,
        act,
        subject=found.person_id,
        detail=reason.strip(),
    )
    values = {"organisation": found.organisation.name, "reason": reason.strip()}
    outbox.queue(session, "membership-refused", found.person.email, values, act.now)


def reopen_request(session: Session, found: JoinRequest, act: Act) -> None:
    """Make a request that was refused wait again. InvalidError where it cannot. Flushes."""
    refuse_asker(found, act)
    refuse_members(session, found.person, found.organisation)
    if waiting_request(session, found.person_id, found.organisation_id):
        raise InvalidError("Une demande plus récente de cette personne attend déjà.")
    reopened = session.execute(
        sa.update(JoinRequest)
        .where(JoinRequest.id == found.id, JoinRequest.state == RequestState.REFUSED.value)
        .values(state=RequestState.WAITING.value, decided_at=None),
        execution_options={"synchronize_session": False},
    )
    if reopened.rowcount != 1:  # type: ignore[attr-defined]
        raise InvalidError("Seule une demande refusée peut être rouverte.")
    session.expire(found, ["state", "decided_at"])
    record(session, found.organisation_id, Step.REOPENED, act, subject=found.person_id)
