"""The account of a person, their organisations, the letters and alerts they receive."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import LoginSession, OneTimeToken, Person, RecoveryCode
from app.accounts.settings import PURPOSES
from app.alerts.models import Alert, Subscriber, Told
from app.mail import pauses
from app.mail.models import Letter, PausedAddress
from app.organisations.invitations import Invitation
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.organisations.networks import NetworkPlace
from app.organisations.requests import JoinCode, JoinRequest
from app.organisations.steps import TeamStep
from app.privacy.mine.source import Rows


def account(person: Person) -> Rows:
    """The account, without its password and its secrets."""
    return sa.select(
        Person.email,
        Person.name,
        Person.purpose,
        Person.role,
        (Person.password_hash != "").label("has_password"),
        Person.totp_since,
        Person.oidc_subject,
        Person.created_at,
        Person.confirmed_at,
        Person.last_visit_at,
        Person.blocked_at,
    ).where(Person.id == person.id)


def logins(person: Person) -> Rows:
    """Where the person is signed in."""
    return sa.select(
        LoginSession.agent,
        LoginSession.method,
        LoginSession.created_at,
        LoginSession.last_seen_at,
        LoginSession.expires_at,
    ).where(LoginSession.person_id == person.id)


def recovery_codes(person: Person) -> Rows:
    """The recovery codes: only when each served is readable."""
    return sa.select(RecoveryCode.used_at).where(RecoveryCode.person_id == person.id)


def links(person: Person) -> Rows:
    """The secrets sent to the person for their account."""
    number = str(person.id)
    return sa.select(
        OneTimeToken.purpose,
        OneTimeToken.value,
        OneTimeToken.created_at,
        OneTimeToken.expires_at,
        OneTimeToken.used_at,
    ).where(
        OneTimeToken.purpose.in_(PURPOSES),
        sa.or_(OneTimeToken.subject == number, OneTimeToken.subject.startswith(f"{number}:")),
    )


def memberships(person: Person) -> Rows:
    """The organisations of the person."""
    return (
        sa.select(
            Organisation.name.label("organisation"),
            Membership.role,
            Membership.proof,
            Membership.joined_at,
        )
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.person_id == person.id)
    )


def steps(person: Person) -> Rows:
    """What the person did in a team, or what was decided of them; never who else it bears on."""
    return (
        sa.select(
            Organisation.name.label("organisation"),
            TeamStep.at,
            TeamStep.step,
            TeamStep.role,
            (TeamStep.actor_id == person.id).label("is_mine"),
            (TeamStep.subject_id == person.id).label("is_about_me"),
            sa.case((TeamStep.subject_id == person.id, TeamStep.detail), else_="").label("detail"),
        )
        .join(Organisation, Organisation.id == TeamStep.organisation_id)
        .where(sa.or_(TeamStep.actor_id == person.id, TeamStep.subject_id == person.id))
    )


def invitations(person: Person) -> Rows:
    """The invitations that the person received or made, without the address of another."""
    is_mine = Invitation.invited_by == person.id
    return (
        sa.select(
            Organisation.name.label("organisation"),
            Invitation.role,
            Invitation.state,
            Invitation.created_at,
            Invitation.expires_at,
            sa.func.coalesce(is_mine, sa.false()).label("is_mine"),
        )
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(sa.or_(Invitation.email == person.email, is_mine))
    )


def requests(person: Person) -> Rows:
    """What the person asked to join."""
    return (
        sa.select(
            Organisation.name.label("organisation"),
            JoinRequest.message,
            JoinRequest.state,
            JoinRequest.reason,
            JoinRequest.created_at,
            JoinRequest.decided_at,
        )
        .join(Organisation, Organisation.id == JoinRequest.organisation_id)
        .where(JoinRequest.person_id == person.id)
    )


def codes(person: Person) -> Rows:
    """The codes sent so that the person may join."""
    return (
        sa.select(
            Organisation.name.label("organisation"),
            JoinCode.tries,
            JoinCode.sent_at,
            JoinCode.expires_at,
            JoinCode.used_at,
        )
        .join(Organisation, Organisation.id == JoinCode.organisation_id)
        .where(JoinCode.person_id == person.id)
    )


def network_places(person: Person) -> Rows:
    """The organisations that the person proposed to a network."""
    return (
        sa.select(
            Organisation.name.label("organisation"), NetworkPlace.state, NetworkPlace.proposed_at
        )
        .join(Organisation, Organisation.id == NetworkPlace.organisation_id)
        .where(NetworkPlace.proposed_by == person.id)
    )


def letters(person: Person) -> Rows:
    """The letters to the address of the person.

    The text of one that holds a secret is not given: it would open the account to whoever holds
    this file, and the portal erases it once it is sent.
    """
    return sa.select(
        Letter.key,
        Letter.recipient,
        Letter.subject,
        sa.case((Letter.is_secret, ""), else_=Letter.text).label("text"),
        Letter.state,
        Letter.created_at,
        Letter.sent_at,
    ).where(Letter.recipient == person.email)


def pause(person: Person) -> Rows:
    """Why nothing is sent any more to the address of the person."""
    return sa.select(PausedAddress.reason, PausedAddress.since).where(
        PausedAddress.digest == pauses.digest(person.email)
    )


def is_me(person: Person) -> sa.ColumnElement[bool]:
    """Whether a subscriber is the account, or its address followed without it."""
    return sa.or_(Subscriber.person_id == person.id, Subscriber.address == person.email)


def subscriptions(person: Person) -> Rows:
    """That the person receives digests."""
    return sa.select(
        Subscriber.address,
        Subscriber.digest_on,
        Subscriber.created_at,
        Subscriber.renewed_at,
        Subscriber.renewal_asked_at,
    ).where(is_me(person))


def alerts(person: Person) -> Rows:
    """The searches that the person follows."""
    return (
        sa.select(
            Alert.listing,
            Alert.query,
            Alert.title,
            Alert.frequency,
            Alert.created_at,
            Alert.confirmed_at,
            Alert.paused_at,
        )
        .join(Subscriber, Subscriber.id == Alert.subscriber_id)
        .where(is_me(person))
    )


def told(person: Person) -> Rows:
    """What the person was told."""
    return (
        sa.select(Told.item, Told.told_at)
        .join(Subscriber, Subscriber.id == Told.subscriber_id)
        .where(is_me(person))
    )
