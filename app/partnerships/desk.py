"""What the portal team does of the requests that the portal cannot carry alone; all is logged."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.audit import services as audit
from app.clock import to_paris
from app.errors import InvalidError, NotFoundError
from app.matching.engine import Match
from app.matching.rules import Verdict
from app.organisations.models import Organisation
from app.partnerships import closing as ending
from app.partnerships import letters, preferences, waves
from app.partnerships.answering import Actor
from app.partnerships.models import Need, NeedMatch
from app.partnerships.moves import check_note, hold, move_need
from app.partnerships.routing import Asked, engine_need, open_matcher
from app.partnerships.standing import reach_of, say_hold, with_readers
from app.partnerships.states import Closing, NeedState
from app.siae.models import Siae

SUBJECT = "need"
WHY = "Proposée par l’équipe du portail."
TWICE = "Cette organisation a déjà reçu la demande."
ITSELF = "Cette organisation est celle qui demande."
GONE = "Cette organisation n’existe plus."


def add_recipient(session: Session, need: Need, organisation_id: int, by: Actor) -> NeedMatch:
    """Send a request to an organisation that the team chose. Flushes.

    Raises NotFoundError, and InvalidError where it received it already, asked it, is in pause, or
    where the law excludes it.
    """
    hold(session, need.id, by.now, is_live=True)
    session.refresh(need, ["state", "wave", "version"])
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError(GONE)
    check_recipient(session, need, organisation, by.now)
    match = find_match(session, need, organisation_id, by.now)
    check_law(match)
    if need.need_state is NeedState.ORPHAN:
        move_need(session, need, NeedState.OPEN, by.side, by.now, by.person)
    asked = Asked(
        organisation_id=organisation.id,
        siae_id=int(match.profile.key) if match else None,
        name=match.profile.name if match else organisation.name,
        href=f"/structures/{match.profile.slug}" if match else "",
        match=match,
        reach=reach_of(
            joined=organisation.id in set(session.scalars(with_readers({organisation.id}))),
            address=organisation.contact_email,
        ),
        why=WHY,
    )
    made = waves.ask_one(session, need, asked, by.links, by.now)
    log(session, need, f"sollicite {asked.name}", by)
    values, once = {"name": asked.name}, f"need-found:{made.id}"
    letters.to_asker(session, "need-found", need, values, by.links, by.now, once=once)
    return made


def check_recipient(
    session: Session, need: Need, organisation: Organisation, now: datetime
) -> None:
    """Raise InvalidError where an organisation may not be asked."""
    if need.organisation_id == organisation.id:
        raise InvalidError(ITSELF)
    received = sa.select(NeedMatch.id).where(
        NeedMatch.need_id == need.id, NeedMatch.organisation_id == organisation.id
    )
    if session.scalar(received) is not None:
        raise InvalidError(TWICE)
    known = preferences.read(session, organisation.id)
    if said := say_hold(known, 0, to_paris(now).date()):
        raise InvalidError(f"{organisation.name}\u00a0: {said}")


def find_match(session: Session, need: Need, organisation_id: int, now: datetime) -> Match | None:
    """How the structures of an organisation fit, the best; None where it has none that works."""
    numbers = set(
        session.scalars(sa.select(Siae.id).where(Siae.organisation_id == organisation_id))
    )
    matcher = open_matcher(session)
    wanted = engine_need(need)
    pairs = [matcher.pair(wanted, p, now) for p in matcher.profiles if p.key in numbers]
    return max(pairs, key=lambda m: (m.verdict is not Verdict.NOT_ELIGIBLE, m.score), default=None)


def check_law(match: Match | None) -> None:
    """Raise InvalidError where a rule with an article excludes a structure."""
    for rule in match.rules if match else ():
        if rule.verdict is Verdict.NOT_ELIGIBLE and rule.article:
            raise InvalidError(f"{rule.why} ({rule.article})")


def relay(session: Session, match: NeedMatch, note: str, by: Actor) -> None:
    """Say that the team reached an organisation itself. Flushes; InvalidError for no note."""
    if not note:
        raise InvalidError("Dites comment la demande a été transmise.")
    check_note(note)
    match.relayed_to = 1
    log(session, match.need, f"transmet à {match.organisation_name}\u00a0: {note}", by)


def write_note(session: Session, need: Need, note: str, by: Actor) -> None:
    """Keep what the team did, for the team alone. Flushes."""
    check_note(note)
    log(session, need, note, by)


def log(session: Session, need: Need, what: str, by: Actor) -> None:
    """Keep an act in the history of a request. Flushes."""
    name = author_of(by.person)
    changes: dict[str, list[object]] = {"équipe": ["", what]}
    subject = (SUBJECT, str(need.id))
    person_id = by.person.id if by.person else None
    audit.record(session, subject, changes, author=name, now=by.now, person_id=person_id)
    session.flush()


def author_of(person: Person | None) -> str:
    """Who acts, in words."""
    return person.display_name if person else "Équipe du portail"


def close(session: Session, need: Need, closing: Closing, by: Actor, note: str) -> None:
    """Close a request for the reason that the team gives, and tell the asker. Flushes."""
    ending.close(session, need, closing, by, note)
    values, once = {"reason": note}, "need-closed-by-team"
    letters.to_asker(session, "need-ended", need, values, by.links, by.now, once=once)
