"""What a person asked, answered, wrote, reported and proposed."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Person
from app.feedback.models import ErrorReport
from app.partnerships.models import MatchFile, MatchMessage, MatchMove, Need, NeedMatch, NeedMove
from app.partnerships.states import Side
from app.privacy.mine.source import Rows
from app.proposals.models import Proposal
from app.siae.contacts import ContactMessage
from app.siae.models import Siae


def is_my_need(person: Person) -> sa.ColumnElement[bool]:
    """Whether a request is the person's: made with the account, or confirmed from its address."""
    by_address = sa.and_(
        Need.person_id.is_(None), Need.email == person.email, Need.confirmed_at.is_not(None)
    )
    return sa.or_(Need.person_id == person.id, by_address)


def is_my_word(
    person: Person, model: type[MatchMessage | MatchFile | MatchMove | NeedMove]
) -> sa.ColumnElement[bool]:
    """Whether the person did it, with the account or as who asked; the request is joined."""
    as_asker = sa.and_(
        model.person_id.is_(None), model.side == Side.ASKER.value, is_my_need(person)
    )
    return sa.or_(model.person_id == person.id, as_asker)


def needs(person: Person) -> Rows:
    """What the person asked for."""
    return sa.select(
        Need.reference,
        Need.modality,
        Need.state,
        Need.closing,
        Need.answers,
        Need.title,
        Need.text,
        Need.sectors,
        Need.territory_code,
        Need.conditions,
        Need.fte,
        Need.days,
        Need.hours,
        Need.starts_on,
        Need.siret,
        Need.asker_kind,
        Need.asker_organisation,
        Need.asker_name,
        Need.email,
        Need.phone,
        Need.shares_contact,
        Need.confirmed_at,
        Need.closed_at,
        Need.created_at,
        Need.updated_at,
    ).where(is_my_need(person))


def need_moves(person: Person) -> Rows:
    """What the person did of a request."""
    return (
        sa.select(Need.reference, NeedMove.before, NeedMove.after, NeedMove.note, NeedMove.at)
        .join(Need, Need.id == NeedMove.need_id)
        .where(is_my_word(person, NeedMove))
    )


def solicited(person: Person) -> Rows:
    """The organisations that received what the person asked, not whom to reach there."""
    return (
        sa.select(
            Need.reference,
            NeedMatch.organisation_name,
            NeedMatch.state,
            NeedMatch.asker_outcome,
            NeedMatch.sent_at,
            NeedMatch.answered_at,
        )
        .join(Need, Need.id == NeedMatch.need_id)
        .where(is_my_need(person))
    )


def answers(person: Person) -> Rows:
    """What the person answered for an organisation; the contact where it is theirs."""
    is_mine = NeedMatch.contact_email == person.email
    return (
        sa.select(
            Need.reference,
            NeedMatch.organisation_name,
            NeedMatch.state,
            NeedMatch.reason,
            NeedMatch.answered_at,
            *(
                sa.case((is_mine, column), else_="").label(column.key)
                for column in (
                    NeedMatch.contact_name,
                    NeedMatch.contact_email,
                    NeedMatch.contact_phone,
                )
            ),
        )
        .join(Need, Need.id == NeedMatch.need_id)
        .where(sa.or_(NeedMatch.answered_by_id == person.id, is_mine))
    )


def match_moves(person: Person) -> Rows:
    """What the person did of an answer."""
    return (
        sa.select(Need.reference, MatchMove.before, MatchMove.after, MatchMove.note, MatchMove.at)
        .join(NeedMatch, NeedMatch.id == MatchMove.match_id)
        .join(Need, Need.id == NeedMatch.need_id)
        .where(is_my_word(person, MatchMove))
    )


def messages(person: Person) -> Rows:
    """What the person wrote to the other side."""
    return (
        sa.select(Need.reference, MatchMessage.author, MatchMessage.text, MatchMessage.at)
        .join(NeedMatch, NeedMatch.id == MatchMessage.match_id)
        .join(Need, Need.id == NeedMatch.need_id)
        .where(is_my_word(person, MatchMessage))
    )


def match_files(person: Person) -> Rows:
    """The names of the files that the person sent."""
    return (
        sa.select(
            Need.reference, MatchFile.name, MatchFile.media_type, MatchFile.size, MatchFile.at
        )
        .join(NeedMatch, NeedMatch.id == MatchFile.match_id)
        .join(Need, Need.id == NeedMatch.need_id)
        .where(is_my_word(person, MatchFile))
    )


def contacts(person: Person) -> Rows:
    """What was written to a structure from the address of the person, once it was proved."""
    return (
        sa.select(
            Siae.name.label("structure"),
            ContactMessage.name,
            ContactMessage.organisation,
            ContactMessage.address,
            ContactMessage.gives_address,
            ContactMessage.subject,
            ContactMessage.text,
            ContactMessage.created_at,
            ContactMessage.confirmed_at,
        )
        .join(Siae, Siae.id == ContactMessage.siae_id)
        .where(ContactMessage.address == person.email, ContactMessage.confirmed_at.is_not(None))
    )


def reports(person: Person) -> Rows:
    """The errors reported with the address of the person."""
    return sa.select(
        ErrorReport.path,
        ErrorReport.message,
        ErrorReport.contact,
        ErrorReport.created_at,
        ErrorReport.handled_at,
    ).where(sa.func.lower(ErrorReport.contact) == person.email)


def proposals(person: Person) -> Rows:
    """What was proposed with the address of the person, until the decision erases it."""
    return sa.select(
        Proposal.kind,
        Proposal.title,
        Proposal.payload,
        Proposal.contact,
        Proposal.state,
        Proposal.created_at,
    ).where(sa.func.lower(Proposal.contact) == person.email)
