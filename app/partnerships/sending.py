"""A request that leaves: its limits, the proof of its address, its opening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts import tokens
from app.accounts.models import Person
from app.accounts.shares import read_network, take_share
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.mail import outbox
from app.organisations.domains import domain_of_address, is_under
from app.partnerships import waves
from app.partnerships.asking import CONFIRMING, GONE, UNCONFIRMED_KEPT, Step, next_step, take_back
from app.partnerships.links import Links
from app.partnerships.modalities import get_modality
from app.partnerships.models import Need
from app.partnerships.moves import move_need
from app.partnerships.routing import find_askers
from app.partnerships.states import LIVE, NeedState, Side
from app.siae.models import Siae

DISPOSABLE = Path(__file__).parent / "disposable.txt"
LIMITS = {  # what is counted, how many of it, in how long; an office shares one network address
    "need-draft": (40, timedelta(hours=1)),
    "need-network": (12, timedelta(hours=1)),
    "need-address": (5, timedelta(hours=1)),
}
MOST_OWN = 5  # names of structures on a page
MOST_OPEN = 5  # requests of one address that wait for answers
MOST_OF_ORGANISATION = 10
TWIN_WITHIN = timedelta(days=1)
LEAST_TIME = timedelta(seconds=5)  # from the first step to the sending: nobody reads that fast
FULL = "Trop de demandes ont été faites en peu de temps. Réessayez dans une heure."
FAST = "Vous avez été très rapide\u00a0: relisez l’aperçu, puis appuyez de nouveau sur Envoyer."
SUSPENDED = "Cette forme de mise en relation est suspendue\u00a0: rien ne peut être envoyé."


class Sent(StrEnum):
    """What became of a request that was sent."""

    TO_CONFIRM = "to_confirm"
    OPENED = "opened"
    TWIN = "twin"


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who sends: the person signed in, if any, and the address of the browser on the network."""

    network: str
    person: Person | None = None


@cache
def disposable_domains() -> frozenset[str]:
    """The domains of the mailboxes that are thrown away."""
    lines = DISPOSABLE.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in map(str.strip, lines) if line and not line.startswith("#"))


def is_disposable(email: str) -> bool:
    """Whether an address is in a mailbox that is thrown away after use."""
    domain = domain_of_address(email)
    return any(is_under(domain, other) for other in disposable_domains())


def count_draft(session: Session, network: str, now: datetime) -> None:
    """Count a draft begun from a network; InvalidError where it began too many. Flushes."""
    take_share(session, {"need-draft": read_network(network)}, LIMITS, FULL, now)


def count_letter(session: Session, email: str, network: str, now: datetime) -> None:
    """Count a letter that a network has sent to an address; InvalidError as above. Flushes."""
    whats = {"need-network": read_network(network), "need-address": email}
    take_share(session, whats, LIMITS, FULL, now)


def send(
    session: Session, need: Need, secret: str, sender: Sender, links: Links, now: datetime
) -> Sent:
    """Send a request that is whole: ask its address to confirm, or open it where it is proved.

    The address of the person signed in was confirmed with the account. Where the same request left
    from that address within a day, nothing is sent. Flushes. Raises InvalidError where a step is
    missing, the modality is suspended, or too many requests are open.
    """
    check_ready(need, sender, now)
    if find_twin(session, need, now) is not None:
        return Sent.TWIN
    check_flood(session, need)
    count_letter(session, need.email, sender.network, now)
    take_back(session, need, now)
    move_need(session, need, NeedState.UNCONFIRMED, Side.ASKER, now, sender.person)
    if sender.person is not None and sender.person.email == need.email:
        open_for(session, need, sender.person, links, now)
        return Sent.OPENED
    token = tokens.issue(session, CONFIRMING, str(need.id), lasts=UNCONFIRMED_KEPT, now=now)
    values = {
        "modality": need.kind.label,
        "reference": need.reference,
        "link": f"{links.root}/mes-demandes/{secret}/confirmer/{token}",
    }
    outbox.queue(session, "need-confirm", need.email, values, now)
    return Sent.TO_CONFIRM


def check_ready(need: Need, sender: Sender, now: datetime) -> None:
    """Raise InvalidError where a request cannot be sent yet, or any more."""
    if next_step(need) is not Step.PREVIEW:
        raise InvalidError("Il manque une étape à votre demande.")
    if not get_modality(need.modality).is_open:
        raise InvalidError(SUSPENDED)
    if sender.person is None and now - need.created_at < LEAST_TIME:
        raise InvalidError(FAST)


def own_structures(session: Session, need: Need) -> tuple[str, ...]:
    """The names of the structures of who asks: they do not receive their own request."""
    select = sa.select(Siae).where(Siae.organisation_id.in_(find_askers(session, need)))
    found = session.scalars(select.order_by(Siae.id).limit(MOST_OWN))
    return tuple(siae.display_name for siae in found)


def find_twin(session: Session, need: Need, now: datetime) -> Need | None:
    """The same request, sent from the same address within a day and still alive."""
    return session.scalars(
        sa.select(Need)
        .where(
            Need.id != need.id,
            Need.email == need.email,
            Need.modality == need.modality,
            Need.title == need.title,
            Need.text == need.text,
            Need.territory_code == need.territory_code,
            Need.state.in_([state.value for state in LIVE]),
            Need.confirmed_at > now - TWIN_WITHIN,
        )
        .order_by(Need.id.desc())
        .limit(1)
    ).one_or_none()


def check_flood(session: Session, need: Need) -> None:
    """Raise InvalidError where an address, or an organisation, has too many requests open."""
    live = sa.select(sa.func.count(Need.id)).where(
        Need.id != need.id, Need.state.in_([state.value for state in LIVE])
    )
    if session.scalars(live.where(Need.email == need.email)).one() >= MOST_OPEN:
        raise InvalidError(
            f"{MOST_OPEN}{NBSP}demandes de cette adresse sont en cours, le plus que le portail "
            "accepte. Closez-en une depuis son lien, puis envoyez celle-ci."
        )
    names = [Need.siret == need.siret] if need.siret else []
    names += [Need.organisation_id == need.organisation_id] if need.organisation_id else []
    if names and session.scalars(live.where(sa.or_(*names))).one() >= MOST_OF_ORGANISATION:
        raise InvalidError(
            f"{MOST_OF_ORGANISATION}{NBSP}demandes de cette organisation sont en cours, le plus "
            "que le portail accepte. Attendez qu’une d’elles soit close."
        )


def look_up(session: Session, need: Need, token: str, now: datetime) -> None:
    """Check that a secret confirms that request; NotFoundError where it opens nothing any more."""
    if tokens.look_up(session, CONFIRMING, token, now).subject != str(need.id):
        raise NotFoundError(tokens.LOST)


def confirm(session: Session, need: Need, token: str, links: Links, now: datetime) -> int:
    """Open a request whose address is proved by a secret; how many organisations were asked.

    Flushes. Raises NotFoundError where the secret opens nothing any more, InvalidError where the
    modality was suspended, or too many requests opened, meanwhile: the secret then still serves.
    """
    look_up(session, need, token, now)
    if need.need_state is not NeedState.UNCONFIRMED:
        raise InvalidError(GONE)
    if not get_modality(need.modality).is_open:
        raise InvalidError(SUSPENDED)
    check_flood(session, need)
    tokens.use(session, CONFIRMING, token, now)
    person = session.scalars(
        sa.select(Person).where(Person.email == need.email, Person.confirmed_at.is_not(None))
    ).one_or_none()
    return open_for(session, need, person, links, now)


def open_for(
    session: Session, need: Need, person: Person | None, links: Links, now: datetime
) -> int:
    """Open a request whose address is proved; how many organisations were asked. Flushes."""
    if person is not None:
        need.person_id = person.id
        session.flush()
    return waves.open_need(session, need, links, now)
