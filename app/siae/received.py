"""The messages relayed to the structures of an organisation, as its members read them again.

What the letter said is shown, and no more: the sender’s address where they gave it. A message that
went to the portal team alone is not listed, nor is one whose time is over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.mail.models import Letter, LetterState
from app.siae.contacts import KEPT, ContactMessage, letter_key, readers, say_answer
from app.siae.models import Siae


@dataclass(frozen=True, kw_only=True)
class Received:
    """A message and what became of its letters.

    `structure` is the name of whom it was written to, `answer` says how to answer, `address` is
    empty where the sender did not give it. `letters` counts by state those whose state is known:
    letters sent to somebody who left, or erased since, are not in it.
    """

    message: ContactMessage
    structure: str
    letters: Mapping[LetterState, int]

    @property
    def answer(self) -> str:
        """How the structure may answer."""
        return say_answer(self.message)

    @property
    def address(self) -> str:
        """The sender’s address, where they gave it."""
        return self.message.address if self.message.gives_address else ""


@dataclass(frozen=True, kw_only=True)
class ReceivedPage:
    """One page of messages, the latest first, and how many there are in all."""

    rows: tuple[Received, ...]
    total: int


def read_received(
    session: Session, organisation_id: int, now: datetime, *, first: int, size: int
) -> ReceivedPage:
    """The messages of an organisation from position `first`, at most `size` of them."""
    select = relayed_to(organisation_id, now)
    total = session.scalar(sa.select(sa.func.count()).select_from(select.subquery())) or 0
    latest = select.order_by(ContactMessage.confirmed_at.desc(), ContactMessage.id.desc())
    found = session.execute(latest.offset(first).limit(size)).all()
    states = letter_states(session, organisation_id, [message.id for message, _ in found])
    rows = tuple(
        Received(message=message, structure=siae.display_name, letters=states[message.id])
        for message, siae in found
    )
    return ReceivedPage(rows=rows, total=total)


def relayed_to(organisation_id: int, now: datetime) -> sa.Select[ContactMessage, Siae]:
    """The messages that members of an organisation received, each with its structure."""
    return (
        sa.select(ContactMessage, Siae)
        .join(Siae, Siae.id == ContactMessage.siae_id)
        .where(
            Siae.organisation_id == organisation_id,
            ContactMessage.confirmed_at > now - KEPT,
            ContactMessage.relayed_to > 0,
        )
    )


def letter_states(
    session: Session, organisation_id: int, messages: Collection[int]
) -> dict[int, Counter[LetterState]]:
    """How many letters of each message stand where, by the number of the message.

    The outbox is asked by the key of each letter, which is unique: by the addresses of those who
    write for the organisation now.
    """
    states: dict[int, Counter[LetterState]] = {number: Counter() for number in messages}
    addresses: Sequence[str] = session.scalars(readers(organisation_id)).all() if messages else ()
    numbers: dict[str | None, int] = {
        letter_key(number, email): number for number in messages for email in addresses
    }
    select = sa.select(Letter.once, Letter.state).where(Letter.once.in_(numbers))
    for once, state in session.execute(select) if numbers else ():
        states[numbers[once]][LetterState(state)] += 1
    return states
