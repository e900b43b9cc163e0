"""Messages to a structure, relayed to its members: neither side sees an address unless it is given.

Nothing is relayed before the sender proved their address by a link: a form cannot make the portal
write somebody else's words to anybody.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.accounts import tokens
from app.accounts.models import Person
from app.errors import NotFoundError
from app.extensions import Model, UtcDateTime
from app.feedback import services as feedback
from app.mail import outbox
from app.organisations import members
from app.siae.contact_limits import count_try
from app.siae.models import Siae

PURPOSE = "contact"  # of the secrets that confirm a message
LINK_LASTS = timedelta(hours=48)
KEPT = timedelta(days=365)  # once it was relayed
KEPT_UNCONFIRMED = timedelta(days=7)
WIDTH = 72  # characters of a line of a quoted message


class ContactSubject(StrEnum):
    """What a message is about."""

    PURCHASE = "achat"
    PARTNERSHIP = "partenariat"
    TENDER = "marche"
    JOB = "emploi"
    PREMISES = "locaux"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """The words people read."""
        return SUBJECT_LABELS[self]


SUBJECT_LABELS = {
    ContactSubject.PURCHASE: "Acheter un bien ou une prestation",
    ContactSubject.PARTNERSHIP: "Proposer un partenariat",
    ContactSubject.TENDER: "Répondre ensemble à un marché",
    ContactSubject.JOB: "Travailler dans cette structure, orienter une personne",
    ContactSubject.PREMISES: "Proposer ou chercher un local",
    ContactSubject.OTHER: "Autre",
}


class ContactMessage(Model):
    """A message to a structure.

    `gives_address` says that the sender lets the structure see their address, to be answered.
    `confirmed_at` is when they proved it, empty until then. `relayed_to` is how many members
    received it: none where nobody had joined, and the portal team has it then.
    """

    __tablename__ = "siae_contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    siae_id: Mapped[int] = mapped_column(sa.ForeignKey("siae.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    organisation: Mapped[str] = mapped_column(sa.String(120), default="")
    address: Mapped[str] = mapped_column(sa.String(254))
    gives_address: Mapped[bool] = mapped_column(default=False)
    subject: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    relayed_to: Mapped[int] = mapped_column(default=0)

    @property
    def subject_label(self) -> str:
        """What it is about, in words."""
        return ContactSubject(self.subject).label


@dataclass(frozen=True, kw_only=True)
class ContactDraft:
    """What somebody writes; `network` is the address that their browser has on the network."""

    name: str
    organisation: str
    address: str
    gives_address: bool
    subject: ContactSubject
    text: str
    network: str


def write(session: Session, siae: Siae, draft: ContactDraft, base: str, now: datetime) -> None:
    """Keep a message, and ask its sender to confirm it. Flushes.

    The letter to that address holds nothing of what was typed: whoever owns it may not be the
    sender. `base` is the public address of the portal. Raises InvalidError where too many come.
    """
    count_try(session, siae.id, draft.address, draft.network, now)
    message = ContactMessage(
        siae_id=siae.id,
        name=draft.name,
        organisation=draft.organisation,
        address=draft.address,
        gives_address=draft.gives_address,
        subject=draft.subject.value,
        text=draft.text,
        created_at=now,
    )
    session.add(message)
    session.flush()
    secret = tokens.issue(session, PURPOSE, str(message.id), lasts=LINK_LASTS, now=now)
    values = {"structure": siae.display_name, "link": f"{base}/contact/{secret}"}
    outbox.queue(session, "contact-confirm", draft.address, values, now)


def waiting(session: Session, secret: str, now: datetime) -> ContactMessage:
    """The message that a secret confirms, not confirmed yet; NotFoundError where there is none."""
    return message_of(session, tokens.look_up(session, PURPOSE, secret, now).subject)


def message_of(session: Session, number: str) -> ContactMessage:
    """The message of that number; NotFoundError where it is gone."""
    found = session.get(ContactMessage, int(number))
    if found is None:
        raise NotFoundError(tokens.LOST)
    return found


def relay(session: Session, secret: str, base: str, now: datetime) -> ContactMessage:
    """Send a message on, once: to the members who write for the structure, or to the portal team.

    Flushes. Raises NotFoundError where the secret opens nothing any more, InvalidError where the
    team's queue is full: the secret then still serves.
    """
    message = message_of(session, tokens.use(session, PURPOSE, secret, now).subject)
    siae = session.get_one(Siae, message.siae_id)
    addresses = list(session.scalars(readers(siae.organisation_id)))
    message.confirmed_at, message.relayed_to = now, len(addresses)
    if not addresses:
        feedback.report(
            session, f"/structures/{siae.slug}", tell_team(message), message.address, now
        )
    values = {
        "structure": siae.display_name,
        "message": quote(message),
        "answer": say_answer(message),
        "link": f"{base}/structures/{siae.slug}",
    }
    headers = {"Reply-To": message.address} if message.gives_address else {}
    for address in addresses:
        outbox.queue(
            session,
            "contact-relayed",
            address,
            values,
            now,
            once=letter_key(message.id, address),
            headers=headers,
        )
    session.flush()
    return message


def letter_key(message_id: int, address: str) -> str:
    """What is unique to the letter that relays a message to an address."""
    return f"contact-{message_id}-{tokens.digest(address)[:32]}"


def readers(organisation_id: int) -> sa.Select[str]:
    """The addresses of the members who receive the messages: those who may write, not blocked."""
    return members.writers([organisation_id]).with_only_columns(Person.email)


def is_joined(session: Session, siae: Siae) -> bool:
    """Whether somebody would receive a message."""
    return session.scalar(readers(siae.organisation_id).limit(1)) is not None


def quote(message: ContactMessage) -> str:
    """The message as a letter shows it: indented, so that nothing in it is read as formatting."""
    head = [f"De\u00a0: {message.name}"]
    if message.organisation:
        head.append(f"Organisation\u00a0: {message.organisation}")
    head.append(f"Objet\u00a0: {message.subject_label}")
    body = [
        part for line in message.text.splitlines() for part in textwrap.wrap(line, WIDTH) or [""]
    ]
    return textwrap.indent("\n".join((*head, "", *body)), "    ")


def say_answer(message: ContactMessage) -> str:
    """How the structure may answer."""
    if message.gives_address:
        return f"Pour lui répondre, écrivez à {message.address}."
    return (
        "Cette personne n’a pas souhaité vous donner son adresse électronique\u00a0: vous ne "
        "pouvez lui répondre que si son message dit comment la joindre."
    )


def tell_team(message: ContactMessage) -> str:
    """The message as the portal team reads it in its queue."""
    return (
        "Message pour cette structure, que personne n’a encore rejointe sur le portail. "
        f"De {message.name}"
        f"{f' ({message.organisation})' if message.organisation else ''}, "
        f"objet\u00a0: {message.subject_label}.\n{message.text}"
    )


def purge(session: Session, now: datetime) -> int:
    """Erase the messages whose time is over, and how many. Flushes."""
    erased = session.execute(
        sa.delete(ContactMessage).where(
            sa.or_(
                ContactMessage.confirmed_at < now - KEPT,
                sa.and_(
                    ContactMessage.confirmed_at.is_(None),
                    ContactMessage.created_at < now - KEPT_UNCONFIRMED,
                ),
            )
        )
    )
    return int(erased.rowcount)  # type: ignore[attr-defined]
