"""Receive what is proposed, within reason; decide; forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.proposals.models import Proposal, ProposalKind, ProposalState

MOST_PER_HOUR = 60  # of all visitors together: beyond, it is a machine
KEPT = timedelta(days=365)  # after the decision


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody proposes; see `Proposal` for the meaning of each part."""

    kind: ProposalKind
    title: str
    payload: dict[str, Any]
    subject: str = ""
    contact: str = ""


def submit(session: Session, draft: Draft, now: datetime) -> Proposal:
    """Keep what a visitor proposes; InvalidError where far too much came within the hour."""
    recent = sa.select(sa.func.count(Proposal.id)).where(
        Proposal.created_at > now - timedelta(hours=1), Proposal.origin == ""
    )
    if session.scalars(recent).one() >= MOST_PER_HOUR:
        raise InvalidError(
            "Beaucoup de propositions arrivent en ce moment. Réessayez dans une heure."
        )
    return keep(session, draft, "", now)


def submit_import(session: Session, draft: Draft, origin: str, now: datetime) -> Proposal | None:
    """Keep the change that an import proposes to an edited sheet.

    One waits per sheet: a newer one takes its place. What the team refused is not proposed again:
    None.
    """
    select = sa.select(Proposal).where(
        Proposal.kind == draft.kind.value, Proposal.subject == draft.subject
    )
    known = list(session.scalars(select.order_by(Proposal.id)))
    refused = (p for p in known if p.state == ProposalState.REFUSED)
    if any(p.payload == draft.payload for p in refused):
        return None
    waiting_one = next((p for p in known if p.state == ProposalState.WAITING), None)
    if waiting_one is None:
        return keep(session, draft, origin, now)
    if waiting_one.payload != draft.payload:
        waiting_one.payload, waiting_one.title = draft.payload, draft.title
        waiting_one.origin, waiting_one.created_at = origin, now
        session.flush()
    return waiting_one


def keep(session: Session, draft: Draft, origin: str, now: datetime) -> Proposal:
    """A new proposal, waiting."""
    made = Proposal(
        kind=draft.kind.value,
        subject=draft.subject,
        title=draft.title[:255],
        payload=draft.payload,
        contact=draft.contact,
        origin=origin[:255],
        state=ProposalState.WAITING.value,
        created_at=now,
    )
    session.add(made)
    session.flush()
    return made


def waiting() -> sa.Select[Proposal]:
    """What nobody has decided, the oldest first."""
    select = sa.select(Proposal).where(Proposal.state == ProposalState.WAITING.value)
    return select.order_by(Proposal.created_at, Proposal.id)


def get_waiting(session: Session, number: int) -> Proposal:
    """The proposal of that number, still to be decided; NotFoundError, or InvalidError if it is."""
    found = session.get(Proposal, number)
    if found is None:
        raise NotFoundError(f"Aucune proposition n’a le numéro {number}.")
    if found.state != ProposalState.WAITING:
        raise InvalidError(f"La proposition {number} a déjà été décidée.")
    return found


def decide(
    session: Session, number: int, state: ProposalState, now: datetime, reason: str = ""
) -> Proposal:
    """Close a proposal, once: of two decisions at the same moment, the second is refused.

    The address left for the answer is erased. NotFoundError, or InvalidError if it was decided.
    """
    select = sa.update(Proposal).where(
        Proposal.id == number, Proposal.state == ProposalState.WAITING.value
    )
    values = {"state": state.value, "reason": reason[:500], "decided_at": now, "contact": ""}
    done = session.execute(select.values(values), execution_options={"synchronize_session": False})
    found = session.get(Proposal, number, populate_existing=True)
    if found is None:
        raise NotFoundError(f"Aucune proposition n’a le numéro {number}.")
    if not done.rowcount:  # type: ignore[attr-defined]
        raise InvalidError(f"La proposition {number} a déjà été décidée.")
    return found


def purge(session: Session, now: datetime) -> int:
    """Erase what visitors proposed and was decided more than a year ago; give its number."""
    over = list(
        session.scalars(
            sa.select(Proposal.id).where(Proposal.decided_at < now - KEPT, Proposal.origin == "")
        )
    )
    session.execute(sa.delete(Proposal).where(Proposal.id.in_(over)))
    session.flush()
    return len(over)
