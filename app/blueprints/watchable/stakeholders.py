"""The directory of actors: told when they come, and when what they do or where changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.actor_cards import ActorCard
from app.blueprints.lists import Pair
from app.blueprints.stakeholders import PATH, criteria_of, labels_of
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.reasons import reasons, say_when
from app.extensions import db
from app.forms.actor_filters import ActorFilters
from app.stakeholders.directory import load_directory
from app.stakeholders.listing import select_actors
from app.stakeholders.models import Stakeholder
from app.toolkit.actor_directory import Directory
from app.toolkit.actor_sheet import Actor

KEY = "acteurs"


def select(
    session: Session,
    filters: ActorFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The actors that the filters leave, the latest come first."""
    directory, wanted = load_directory(session), None if ids is None else set(ids)
    dates = read_dates(session)
    found = [
        item_of(directory, actor, dates, now)
        for actor in select_actors(directory, criteria_of(filters))
        if wanted is None or actor.slug in wanted
    ]
    found.sort(key=lambda item: item.added_at.timestamp() if item.added_at else 0, reverse=True)
    return found[:limit]


def read_dates(session: Session) -> dict[str, datetime]:
    """When each actor came, by slug; those of the content alone have no date."""
    return dict(iter(session.execute(sa.select(Stakeholder.slug, Stakeholder.created_at))))


def item_of(
    directory: Directory, actor: Actor, dates: Mapping[str, datetime], now: datetime
) -> WatchedItem:
    """An actor, and why it is told."""
    card, added_at = ActorCard.of(directory, actor), dates.get(actor.slug)
    return WatchedItem(
        key=key_of(KEY, actor.slug),
        title=card.name,
        path=card.href,
        why=reasons(
            say_when("ajouté", added_at, now),
            ", ".join(name for name, _href in card.functions[:2]),
            card.where,
        ),
        change="fonctions ou territoires modifiés",
        added_at=added_at,
    )


def entries(session: Session, _since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """Every actor: some hundreds, which are kept in memory anyway."""
    dates = read_dates(session)
    for actor in load_directory(session).actors:
        version = version_of(*sorted(actor.functions), *sorted(actor.territories))
        yield Entry(id=actor.slug, added_at=dates.get(actor.slug), version=version)


def words(_filters: ActorFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return labels_of(load_directory(db.session()))


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Acteurs",
    read=ActorFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
    feed="annuaire des acteurs",
)
