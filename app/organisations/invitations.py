"""Invitations: one address, fourteen days, once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from app.accounts import tokens
from app.accounts.addresses import read_address
from app.accounts.models import Person
from app.errors import InvalidError, NotFoundError
from app.extensions import Model, UtcDateTime
from app.mail import outbox
from app.organisations.members import Membership
from app.organisations.membership import admit, lock, of_team
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.organisations.steps import Act, Step, TeamStep, count_recent, record

PURPOSE = "invitation"  # of the secrets that its letter holds
LASTS = timedelta(days=14)
MOST_PER_DAY = 30  # of one organisation, and of one person: letters go to strangers
GONE = "Cette invitation n’est plus valable, ou n’est pas pour vous."


class InvitationState(StrEnum):
    """Where an invitation stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class Invitation(Model):
    """An address invited in a role. Only the account that confirmed this address accepts it."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(sa.String(254), index=True)
    role: Mapped[str] = mapped_column(sa.String(12))
    invited_by: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(sa.String(10), default=InvitationState.WAITING.value)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    @property
    def member_role(self) -> MemberRole:
        """The role it gives."""
        return MemberRole(self.role)


def waiting(now: datetime) -> sa.Select[Invitation]:
    """The invitations that may still be accepted, each with its organisation, the oldest first."""
    return (
        sa.select(Invitation)
        .join(Invitation.organisation)
        .options(contains_eager(Invitation.organisation))
        .where(Invitation.state == InvitationState.WAITING.value, Invitation.expires_at > now)
        .order_by(Invitation.created_at, Invitation.id)
    )


def invite(
    session: Session, organisation_id: int, address: str, role: MemberRole, act: Act
) -> Invitation:
    """Invite an address, and write to it; an invitation before to the same serves no more.

    InvalidError for no address, a member, or too many letters in a day. Flushes.
    """
    email = read_address(address)
    organisation = lock(session, organisation_id)
    if any(member.person.email == email for member in of_team(session, organisation_id)):
        raise InvalidError("Cette adresse est déjà celle d’un membre.")
    refuse_too_many(session, organisation_id, act)
    end_waiting(session, Invitation.organisation_id == organisation_id, Invitation.email == email)
    made = Invitation(
        organisation_id=organisation_id,
        email=email,
        role=role.value,
        invited_by=act.by,
        state=InvitationState.WAITING.value,
        created_at=act.now,
        expires_at=act.now + LASTS,
    )
    session.add(made)
    session.flush()
    record(session, organisation_id, Step.INVITED, act, role=role, detail=email)
    secret = tokens.issue(session, PURPOSE, str(made.id), lasts=LASTS, now=act.now)
    inviter = session.get(Person, act.by) if act.by else None
    values = {
        "organisation": organisation.name,
        "role": role.label,
        "inviter": inviter.display_name if inviter and not act.is_team else "L’équipe du portail",
        "link": f"{act.site}/invitation/{secret}",
    }
    outbox.queue(session, "membership-invitation", email, values, act.now)
    return made


def refuse_too_many(session: Session, organisation_id: int, act: Act) -> None:
    """InvalidError where too many letters went out in a day."""
    since = act.now - timedelta(days=1)
    for whose in (TeamStep.organisation_id == organisation_id, TeamStep.actor_id == act.by):
        if session.scalars(count_recent(Step.INVITED, since, whose)).one() >= MOST_PER_DAY:
            raise InvalidError("Beaucoup d’invitations sont parties aujourd’hui. Réessayez demain.")


def end_waiting(
    session: Session,
    *which: sa.ColumnElement[bool],
    state: InvitationState = InvitationState.CANCELLED,
) -> bool:
    """End the invitations that wait among these; whether there was one."""
    ended = session.execute(
        sa.update(Invitation)
        .where(Invitation.state == InvitationState.WAITING.value, *which)
        .values(state=state.value),
        execution_options={"synchronize_session": False},
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]


def cancel(session: Session, organisation_id: int, number: int, act: Act) -> None:
    """Take back an invitation; NotFoundError where none of this organisation waits. Flushes."""
    found = session.get(Invitation, number)
    if found is None or found.organisation_id != organisation_id:
        raise NotFoundError(GONE)
    if not end_waiting(session, Invitation.id == number):
        raise NotFoundError(GONE)
    record(session, organisation_id, Step.CANCELLED, act, detail=found.email)


def open_letter(session: Session, secret: str, now: datetime) -> Invitation:
    """The invitation that the secret of a letter shows; NotFoundError once it is over.

    The secret shows, it does not let in: the address does.
    """
    found = tokens.look_up(session, PURPOSE, secret, now)
    select = waiting(now).where(Invitation.id == int(found.subject))
    invitation = session.scalars(select).one_or_none()
    if invitation is None:
        raise NotFoundError(tokens.LOST)
    return invitation


def get_own(session: Session, person: Person, number: int, now: datetime) -> Invitation:
    """An invitation to the confirmed address of that person; NotFoundError for any other."""
    found = session.scalars(
        waiting(now).where(Invitation.id == number, Invitation.email == person.email)
    ).one_or_none()
    if found is None or person.confirmed_at is None:
        raise NotFoundError(GONE)
    return found


def accept(session: Session, person: Person, number: int, act: Act) -> Membership:
    """Join by an invitation, once, even when two clicks arrive at the same moment. Flushes."""
    found = get_own(session, person, number, act.now)
    lock(session, found.organisation_id)
    if not end_waiting(session, Invitation.id == number, state=InvitationState.ACCEPTED):
        raise NotFoundError(GONE)
    return admit(
        session,
        found.organisation_id,
        person.id,
        act,
        proof="invitation à son adresse confirmée",
        role=found.member_role,
    )


def decline(session: Session, person: Person, number: int, act: Act) -> None:
    """Say no to an invitation. Flushes."""
    found = get_own(session, person, number, act.now)
    if end_waiting(session, Invitation.id == number, state=InvitationState.DECLINED):
        record(session, found.organisation_id, Step.DECLINED, act, detail=found.email)
