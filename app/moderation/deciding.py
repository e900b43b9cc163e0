"""What a person of the portal team decides: done once, and kept with who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import services as audit
from app.audit.models import Revision
from app.clock import NBSP, say_moment
from app.errors import InvalidError, NotFoundError
from app.feedback import services as feedback
from app.feedback.models import ErrorReport
from app.moderation import services
from app.proposals.models import Proposal, ProposalState
from app.tenders import republication
from app.tenders.models import Republication
from app.tenders.services import settle_again

PROPOSAL, REPORT, REPUBLICATION = "proposal", "report", "republication"  # in the audit
LONGEST_REASON, LONGEST_NOTE = 200, 500  # characters


class DecidedError(InvalidError):
    """Somebody decided before; the message says who and when, where it is known."""


@dataclass(frozen=True, kw_only=True)
class Decider:
    """Who decides, and when."""

    person: Person
    now: datetime


def accept_proposal(session: Session, number: int, by: Decider) -> str:
    """Do what a proposal asks, and give the path of the page that shows it. Flushes.

    NotFoundError, DecidedError, or InvalidError where it cannot be done; nothing is then changed.
    """
    refuse_decided_proposal(session, number)
    where = services.accept(session, number, by.now)
    keep(session, (PROPOSAL, number), {"état": ["à décider", "acceptée"]}, by)
    return where


def refuse_proposal(session: Session, number: int, reason: str, by: Decider) -> None:
    """Close a proposal without doing what it asks, and keep why. Flushes; errors as above."""
    refuse_decided_proposal(session, number)
    refuse_long(reason, LONGEST_REASON)
    services.refuse(session, number, reason, by.now)
    keep(session, (PROPOSAL, number), {"état": ["à décider", "refusée"]}, by, reason)


def close_report(session: Session, number: int, note: str, by: Decider) -> ErrorReport:
    """Close a report of a reader with what was done of it. Flushes.

    NotFoundError, DecidedError, or InvalidError without a note or with too long a one.
    """
    if feedback.get_report(session, number).handled_at is not None:
        raise say_decided(session, (REPORT, number), f"le signalement {number} est clos")
    if not note.strip():
        raise InvalidError("Dites ce qui a été fait, ou pourquoi il n’y avait rien à faire.")
    refuse_long(note, LONGEST_NOTE)
    closed = feedback.handle(session, number, by.now)
    keep(session, (REPORT, number), {"état": ["à traiter", "clos"], "note": ["", note]}, by)
    return closed


def judge_republication(
    session: Session, number: int, by: Decider, *, is_one: bool
) -> Republication:
    """Join two consultations, or leave them apart for good. Flushes; errors as above."""
    if get_pair(session, number).decision:
        raise say_decided(session, (REPUBLICATION, number), f"la paire {number} est jugée")
    with session.begin_nested():  # what cannot be joined leaves the pair waiting
        pair = republication.write_decision(session, number, accepted=is_one, now=by.now)
        if is_one:
            settle_again(session, [pair.earlier, pair.later], now=by.now)
    after = "réunies" if is_one else "laissées séparées"
    keep(session, (REPUBLICATION, number), {"état": ["à juger", after]}, by)
    return pair


def get_proposal(session: Session, number: int) -> Proposal:
    """That proposal, decided or not; NotFoundError."""
    found = session.get(Proposal, number)
    if found is None:
        raise NotFoundError(f"Aucune proposition n’a le numéro {number}.")
    return found


def get_pair(session: Session, number: int) -> Republication:
    """That pair of consultations, judged or not; NotFoundError."""
    found = session.get(Republication, number)
    if found is None:
        raise NotFoundError(f"Aucune paire n’a le numéro {number}.")
    return found


def history(session: Session, kind: str, number: int) -> list[Revision]:
    """What was decided, the latest first."""
    return list(session.scalars(audit.history(kind, str(number))))


def refuse_decided_proposal(session: Session, number: int) -> None:
    """NotFoundError for no proposal, DecidedError for one that waits no more."""
    found = get_proposal(session, number)
    if found.state != ProposalState.WAITING:
        said = "acceptée" if found.state == ProposalState.ACCEPTED else "refusée"
        raise say_decided(session, (PROPOSAL, number), f"la proposition {number} est {said}")


def refuse_long(text: str, most: int) -> None:
    """InvalidError for a text that would be cut."""
    if len(text) > most:
        raise InvalidError(f"Votre texte a {len(text)} caractères : {most} au plus.")


def say_decided(session: Session, subject: tuple[str, int], what: str) -> DecidedError:
    """The error that says what another decided, who it was and when."""
    kind, number = subject
    told = history(session, kind, number)
    who = f" Par {told[0].author}, {say_moment(told[0].at)}." if told else ""
    return DecidedError(f"C’est déjà décidé{NBSP}: {what}.{who} Votre action n’a rien changé.")


def keep(
    session: Session,
    subject: tuple[str, int],
    changes: dict[str, list[object]],
    by: Decider,
    reason: str = "",
) -> None:
    """Keep who decided, and why; flushes."""
    kind, number = subject
    audit.record(
        session,
        (kind, str(number)),
        changes,
        author=by.person.display_name[:120],
        now=by.now,
        person_id=by.person.id,
        reason=reason,
    )
