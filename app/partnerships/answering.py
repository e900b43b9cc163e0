"""What organisations answer, and what the asker decides of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.errors import InvalidError
from app.organisations.models import Organisation
from app.partnerships import letters, telling, waves
from app.partnerships.describing import asker_of
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.moves import ANSWERS, move_match, move_need
from app.partnerships.states import Decline, MatchState, NeedState, Side

HOPEFUL = (MatchState.INTERESTED, MatchState.TOGETHER)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom the asker may reach, once both agreed."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an organisation answers; `reason` where it declines, and only there."""

    after: MatchState
    note: str = ""
    reason: Decline | None = None
    contact: Contact = field(default_factory=Contact)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, when: their side, their account where they have one."""

    side: Side
    now: datetime
    links: Links
    person: Person | None = None


def answer(
    session: Session, need: Need, match: NeedMatch, reply: Reply, by: Actor, seen: int | None = None
) -> None:
    """Keep the answer of an organisation and tell the asker, in good time. Flushes.

    Where the asker shares their contact at once, « interested » is an agreement. `seen` is the
    version of the match that the person had before them. Raises InvalidError, and ConflictError
    where somebody else answered meanwhile.
    """
    if reply.after not in ANSWERS:
        raise InvalidError("Choisissez l’une des quatre réponses.")
    given = (reply.note, reply.reason, seen)
    move_match(session, match, reply.after, by.side, by.now, by.person, *given)
    if reply.after in HOPEFUL:
        keep_contact(session, match, reply.contact, by.person)
        reopen(session, need, by)
    if reply.after is MatchState.INTERESTED and need.shares_contact:
        share = Actor(side=Side.PORTAL, now=by.now, links=by.links)
        agree(session, need, match, share, note="Le demandeur partage ses coordonnées d’avance.")
    if need.need_state is NeedState.OPEN and not waves.has_hope(session, need):
        need.next_wave_at = by.now  # nobody is left to wait for
    session.flush()
    telling.tell_asker(session, need, by.links, by.now)


def keep_contact(session: Session, match: NeedMatch, given: Contact, person: Person | None) -> None:
    """Keep whom the asker may reach: as said, else who answers, else the address on record."""
    organisation = (
        session.get(Organisation, match.organisation_id) if match.organisation_id else None
    )
    on_record = organisation.contact_email if organisation else ""
    match.contact_name = given.name or (person.display_name if person else "")
    match.contact_email = given.email or (person.email if person else on_record)
    match.contact_phone = given.phone


def reopen(session: Session, need: Need, by: Actor) -> None:
    """Take a request back from the portal team, once somebody is interested."""
    session.refresh(need, ["state", "version"])
    if need.need_state is NeedState.ORPHAN:
        move_need(session, need, NeedState.OPEN, Side.PORTAL, by.now)


def agree(
    session: Session,
    need: Need,
    match: NeedMatch,
    by: Actor,
    *,
    seen: int | None = None,
    note: str = "",
) -> None:
    """Accept an organisation that is interested: each side receives the other's contact. Flushes.

    Raises InvalidError, and ConflictError where it changed its mind meanwhile.
    """
    after = MatchState.AGREED
    move_match(session, match, after, by.side, by.now, by.person, note, seen=seen)
    letters.write_agreed(session, need, match, by.links, by.now)


def refuse(
    session: Session,
    need: Need,
    match: NeedMatch,
    note: str,
    by: Actor,
    seen: int | None = None,
) -> None:
    """Turn down an organisation that is interested, and tell it. Flushes.

    Raises InvalidError, and ConflictError where it changed its mind meanwhile.
    """
    after = MatchState.REFUSED
    move_match(session, match, after, by.side, by.now, by.person, note, seen=seen)
    values = {"who": asker_of(need), "note": note}
    letters.to_organisation(session, "need-refused", need, match, values, by.now)
    if need.need_state is NeedState.OPEN and not waves.has_hope(session, need):
        need.next_wave_at = by.now
    session.flush()
