"""Follow a search, with an account or by an address that proves itself; change it; stop it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import tokens
from app.alerts import queries
from app.alerts.frequency import Frequency
from app.alerts.links import Links
from app.alerts.models import Alert, Subscriber
from app.alerts.watching import Search
from app.alerts.wording import plain
from app.errors import InvalidError, NotFoundError
from app.mail import outbox
from app.mail.models import Letter, LetterState

PURPOSE = "alert"  # of the secrets that confirm an alert
UNCONFIRMED_FOR = timedelta(days=7)
MOST_ALERTS = 50  # of one subscriber
MOST_LETTERS = 5  # that one address is sent in a day by people who give it
Row = TypeVar("Row", Subscriber, Alert)
TOO_MANY = (
    f"Vous suivez déjà {MOST_ALERTS} recherches, le plus possible. Supprimez-en une pour suivre "
    "celle-ci."
)
GONE = "Cette alerte n’existe plus."
CONFIRM, KNOWN, DIGEST = "alert-confirm", "alert-known", "alert-digest"  # letters


def follow(
    session: Session, person_id: int, search: Search, pace: Frequency, now: datetime
) -> tuple[Alert, bool]:
    """A person with an account follows a search: the alert, and whether it is new. Flushes.

    One that they follow already takes the new frequency, and starts again if it was paused.
    """
    of_person = queries.subscriber_of(person_id)
    subscriber = session.scalar(of_person)
    if subscriber is None:
        made = Subscriber(key=tokens.draw_secret(), person_id=person_id, created_at=now)
        subscriber = add_once(session, made, of_person)
    known = find_same(session, subscriber, search)
    if known is None:
        check_room(session, subscriber)
        return add_alert(session, subscriber, search, pace, now, confirmed_at=now), True
    set_pace(known, pace)
    resume(known, now)
    session.flush()
    return known, False


def ask(
    session: Session, address: str, search: Search, pace: Frequency, links: Links, now: datetime
) -> None:
    """Somebody without an account wants a search followed: the address must confirm. Flushes.

    Nothing tells whoever asks what the address follows: whatever happens, the page is the same.
    """
    if count_letters(session, address, now) >= MOST_LETTERS:
        return
    at_address = queries.subscriber_at(address)
    subscriber = session.scalar(at_address)
    if subscriber is None:
        made = Subscriber(key=tokens.draw_secret(), address=address, created_at=now)
        subscriber = add_once(session, made, at_address)
    known = find_same(session, subscriber, search)
    values: dict[str, object] = {"title": plain(search.title), "pace": pace.label}
    if known is not None and known.confirmed_at is not None:
        values["manage"] = links.manage(subscriber.key)
        outbox.queue(session, KNOWN, address, values, now)
        return
    if known is None:
        if count_alerts(session, subscriber) >= MOST_ALERTS:
            return
        known = add_alert(session, subscriber, search, pace, now)
    set_pace(known, pace)
    known.created_at = now
    secret = tokens.issue(session, PURPOSE, known.key, lasts=UNCONFIRMED_FOR, now=now)
    values["link"] = links.confirm(secret)
    outbox.queue(session, CONFIRM, address, values, now)


def count_letters(session: Session, address: str, now: datetime) -> int:
    """How many letters about alerts an address was sent since yesterday by people who gave it."""
    select = sa.select(sa.func.count(Letter.id)).where(
        Letter.recipient == address,
        Letter.key.in_((CONFIRM, KNOWN)),
        Letter.created_at > now - timedelta(days=1),
    )
    return session.scalar(select) or 0


def look_up(session: Session, secret: str, now: datetime) -> Alert:
    """The alert that a secret confirms; NotFoundError where it confirms nothing any more."""
    found = session.scalar(queries.by_key(tokens.look_up(session, PURPOSE, secret, now).subject))
    if found is None:
        raise NotFoundError(tokens.LOST)
    return found


def confirm(session: Session, secret: str, now: datetime) -> Alert:
    """The address says yes: the alert runs from now on. Flushes.

    Raises NotFoundError where the secret has served, or is too old.
    """
    found = session.scalar(queries.by_key(tokens.use(session, PURPOSE, secret, now).subject))
    if found is None:
        raise NotFoundError(tokens.LOST)
    found.confirmed_at = found.watermark = now
    renew(found.subscriber, now)
    session.flush()
    return found


def find_alert(session: Session, subscriber_id: int | None, number: int) -> Alert:
    """An alert of that subscriber; NotFoundError where it is somebody else's, or gone."""
    found = session.get(Alert, number)
    if found is None or found.subscriber_id != subscriber_id or found.confirmed_at is None:
        raise NotFoundError(GONE)
    return found


def set_pace(alert: Alert, pace: Frequency) -> None:
    """Choose how often; what moved since the last look is still news."""
    alert.frequency = pace.value


def pause(alert: Alert, now: datetime) -> None:
    """Send nothing until it is resumed."""
    alert.paused_at = alert.paused_at or now


def resume(alert: Alert, now: datetime) -> None:
    """Start again: what moved during the pause is not told."""
    if alert.paused_at is not None:
        alert.paused_at, alert.watermark = None, now


def renew(subscriber: Subscriber, now: datetime) -> None:
    """An address says that it still wants its alerts."""
    subscriber.renewed_at, subscriber.renewal_asked_at = now, None


def stop(session: Session, alert: Alert) -> None:
    """Erase an alert, and the address where it was its last. Flushes."""
    subscriber_id = alert.subscriber_id
    session.delete(alert)
    session.flush()
    session.execute(sa.delete(Subscriber).where(Subscriber.id == subscriber_id, is_empty()))


def stop_all(session: Session, subscriber: Subscriber) -> None:
    """Erase all that somebody follows; a digest that waits in the outbox does not leave. Flushes.

    An address without an account is erased with its alerts.
    """
    waiting = sa.update(Letter).where(
        Letter.once.startswith(f"{DIGEST}:{subscriber.key}:", autoescape=True),
        Letter.state == LetterState.WAITING.value,
    )
    why = "Désabonnement avant l’envoi"
    session.execute(waiting.values(state=LetterState.FAILED.value, error=why))
    session.execute(sa.delete(Alert).where(Alert.subscriber_id == subscriber.id))
    session.execute(sa.delete(Subscriber).where(Subscriber.id == subscriber.id, is_empty()))
    session.flush()


def is_empty() -> sa.ColumnElement[bool]:
    """Of a subscriber without an account: whether it follows nothing, confirmed or not."""
    followed = sa.select(Alert.id).where(Alert.subscriber_id == Subscriber.id)
    return sa.and_(Subscriber.person_id.is_(None), ~followed.exists())


def find_same(session: Session, subscriber: Subscriber, search: Search) -> Alert | None:
    """The alert of that subscriber for the same search."""
    return session.scalar(queries.same_search(subscriber.id, search.digest))


def count_alerts(session: Session, subscriber: Subscriber) -> int:
    """How many searches somebody follows or asked to."""
    select = sa.select(sa.func.count(Alert.id)).where(Alert.subscriber_id == subscriber.id)
    return session.scalar(select) or 0


def check_room(session: Session, subscriber: Subscriber) -> None:
    """InvalidError where somebody follows as much as one may."""
    if count_alerts(session, subscriber) >= MOST_ALERTS:
        raise InvalidError(TOO_MANY)


def add_once(session: Session, made: Row, same: sa.Select[Row]) -> Row:
    """Add that row, or give the same one where another request has just added it. Flushes."""
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        return session.scalars(same).one()
    return made


def add_alert(
    session: Session,
    subscriber: Subscriber,
    search: Search,
    pace: Frequency,
    now: datetime,
    *,
    confirmed_at: datetime | None = None,
) -> Alert:
    """An alert, which looks from now on. Flushes."""
    made = Alert(
        key=tokens.draw_secret(),
        subscriber_id=subscriber.id,
        listing=search.listing,
        query=search.query,
        search=search.digest,
        title=search.title,
        frequency=pace.value,
        created_at=now,
        confirmed_at=confirmed_at,
        watermark=now,
    )
    return add_once(session, made, queries.same_search(subscriber.id, search.digest))
