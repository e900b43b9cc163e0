"""Premises offered or sought: told when they are announced, and when their dates change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.premises import LABELS, PATH, PremisesCard, premises_criteria
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.reasons import mark_demo, reasons, say_when
from app.forms.premises_filters import PremisesFilters
from app.premises import queries
from app.premises.models import Premises

KEY = "locaux"


def select(
    session: Session,
    filters: PremisesFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The announcements that the filters leave, the latest first."""
    statement = queries.announcements(premises_criteria(filters), now)
    if ids is not None:
        statement = statement.where(Premises.slug.in_(ids))
    return [item_of(item, now) for item in session.scalars(statement.limit(limit))]


def item_of(item: Premises, now: datetime) -> WatchedItem:
    """An announcement, and why it is told."""
    card = PremisesCard.of(item)
    return WatchedItem(
        key=key_of(KEY, item.slug),
        title=mark_demo(card.title, is_demo=item.is_demo),
        path=card.href,
        why=reasons(
            say_when("annoncé", item.created_at, now),
            card.direction.lower(),
            ", ".join(card.uses).lower(),
            card.surface,
            card.place,
        ),
        change="annonce modifiée",
        added_at=item.created_at,
    )


def entries(session: Session, since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """The announcements written since that instant; other dates or another rent are news."""
    columns = (
        Premises.slug, Premises.created_at, Premises.available_from, Premises.available_until,
        Premises.rent,
    )  # fmt: skip
    statement = sa.select(*columns).order_by(Premises.id)
    if since is not None:
        statement = statement.where(Premises.updated_at > since)
    for slug, created_at, *rest in session.execute(statement).all():
        yield Entry(id=slug, added_at=created_at, version=version_of(*rest))


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Locaux",
    read=PremisesFilters.from_args,
    words=lambda _filters: LABELS,
    select=select,
    list_entries=entries,
    feed="locaux proposés ou recherchés",
)
