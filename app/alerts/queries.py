"""Selects on alerts; they hold no session."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.alerts.frequency import Frequency, last_turn
from app.alerts.models import Alert, Subscriber, Told


def due(now: datetime) -> sa.Select[Alert]:
    """The alerts to look at now, each with its subscriber and person, in a stable order."""
    turns = (
        sa.and_(Alert.frequency == pace.value, Alert.watermark < last_turn(pace, now))
        for pace in Frequency
    )
    return running().where(sa.or_(*turns)).order_by(Alert.subscriber_id, Alert.id)


def running() -> sa.Select[Alert]:
    """The alerts that are confirmed and not paused, with their subscriber and person."""
    return (
        sa.select(Alert)
        .where(Alert.confirmed_at.is_not(None), Alert.paused_at.is_(None))
        .options(joinedload(Alert.subscriber).joinedload(Subscriber.person))
    )


def of_subscriber(subscriber_id: int) -> sa.Select[Alert]:
    """What somebody follows, pauses included, the latest first."""
    return (
        sa.select(Alert)
        .where(Alert.subscriber_id == subscriber_id, Alert.confirmed_at.is_not(None))
        .order_by(Alert.created_at.desc(), Alert.id.desc())
    )


def of_person(person_id: int) -> sa.Select[Alert]:
    """What a person with an account follows, the latest first."""
    mine = sa.select(Subscriber.id).where(Subscriber.person_id == person_id)
    return (
        sa.select(Alert)
        .where(Alert.subscriber_id.in_(mine), Alert.confirmed_at.is_not(None))
        .order_by(Alert.created_at.desc(), Alert.id.desc())
    )


def subscriber_of(person_id: int) -> sa.Select[Subscriber]:
    """The subscriber that a person with an account is."""
    return sa.select(Subscriber).where(Subscriber.person_id == person_id)


def subscriber_at(address: str) -> sa.Select[Subscriber]:
    """The subscriber that an address without an account is."""
    return sa.select(Subscriber).where(Subscriber.address == address)


def same_search(subscriber_id: int, search: str) -> sa.Select[Alert]:
    """The alert of that subscriber for the search of that digest."""
    return sa.select(Alert).where(Alert.subscriber_id == subscriber_id, Alert.search == search)


def by_key(key: str) -> sa.Select[Alert]:
    """The alert of that key, with its subscriber."""
    return sa.select(Alert).where(Alert.key == key).options(joinedload(Alert.subscriber))


def subscriber_by_key(key: str) -> sa.Select[Subscriber]:
    """The subscriber of that key."""
    return sa.select(Subscriber).where(Subscriber.key == key)


def told(subscribers: Collection[int], items: Collection[str]) -> sa.Select[Told]:
    """What these subscribers were told of these things."""
    return sa.select(Told).where(Told.subscriber_id.in_(subscribers), Told.item.in_(items))
