"""A request in hand, for the tests of what follows: its match, who answers, its letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from app.partnerships import waves
from app.partnerships.links import Links
from app.partnerships.models import Need, NeedMatch
from app.partnerships.states import Decline, MatchState
from app.siae.models import Siae
from tests.partnerships.builders import make_cleaner, make_need
from tests.people import make_member

LINKS = Links(secret="a secret of tests only, long enough to sign", root="https://portail.example")
PHONE = "01 98 76 54 32"


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request, what one structure received of it, and a member of that structure."""

    need: Need
    match: NeedMatch
    siae: Siae
    member: Person


def begin(
    session: Session, now: datetime, *, others: int = 0, joined: bool = True, **values: object
) -> Exchange:
    """A request received by one structure, and by others, five at most, with an address."""
    siae = make_cleaner(session, "Propre et net")
    siae.organisation.contact_email = "accueil@propre.fr"
    role = MemberRole.EDITOR
    member = make_member(session, siae.organisation, role) if joined else Person(email="")
    for number in range(others):
        other = make_cleaner(session)
        other.organisation.contact_email = f"accueil@autre-{number}.fr"
    session.flush()
    values = {"wished_siae_id": siae.id, **values}  # in the first wave, whatever the draw
    need = make_need(session, phone=PHONE, created_at=now, updated_at=now, **values)
    waves.open_need(session, need, LINKS, now)
    match = session.scalars(
        sa.select(NeedMatch).where(NeedMatch.organisation_id == siae.organisation_id)
    ).one()
    return Exchange(need=need, match=match, siae=siae, member=member)


def letters_of(session: Session, key: str) -> list[Letter]:
    """The letters left with that text, the first first."""
    return list(session.scalars(sa.select(Letter).where(Letter.key == key).order_by(Letter.id)))


def matches_of(session: Session, need: Need) -> list[NeedMatch]:
    """What organisations received of a request, the first first."""
    select = sa.select(NeedMatch).where(NeedMatch.need_id == need.id).order_by(NeedMatch.id)
    return list(session.scalars(select))


REASON_OF = {MatchState.DECLINED: Decline.TOO_FAR}
