"""Schemes: told when they come, and when their calls or their state change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.actor_cards import name_zones
from app.blueprints.funding import PATH
from app.blueprints.funding_lists import LABELS, find_schemes
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.reasons import reasons, say_when
from app.clock import NBSP, say_day, to_paris
from app.forms.funding_filters import FundingFilters
from app.funding.directory import load_schemes
from app.funding.models import FundingScheme
from app.toolkit.schemes import Scheme

KEY = "financements"


def select(
    session: Session,
    filters: FundingFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The schemes that the filters leave, the latest come first."""
    wanted = None if ids is None else set(ids)
    dates = read_dates(session)
    found = [s for s in find_schemes(filters) if wanted is None or s.slug in wanted]
    items = [item_of(scheme, dates, now) for scheme in found]
    items.sort(key=lambda item: (item.added_at is None, -stamp(item)))
    return items[:limit]


def stamp(item: WatchedItem) -> float:
    """When it came, as a number; zero where nobody knows."""
    return item.added_at.timestamp() if item.added_at else 0


def read_dates(session: Session) -> dict[str, datetime]:
    """When each scheme came, by slug; those of the content alone have no date."""
    return dict(iter(session.execute(sa.select(FundingScheme.slug, FundingScheme.created_at))))


def item_of(scheme: Scheme, dates: Mapping[str, datetime], now: datetime) -> WatchedItem:
    """A scheme, and why it is told."""
    added_at = dates.get(scheme.slug)
    return WatchedItem(
        key=key_of(KEY, scheme.slug),
        title=scheme.name,
        path=f"{PATH}/{scheme.slug}",
        why=reasons(
            say_when("ajouté", added_at, now),
            scheme.state.label.lower(),
            scheme.funder,
            name_zones(scheme.territories, 2),
            say_deadline(scheme.next_date),
        ),
        change="dates ou état modifiés",
        added_at=added_at,
    )


def say_deadline(day: date | None) -> str:
    """« échéance : 3 mars 2027 »."""
    return f"échéance{NBSP}: {say_day(day)}" if day else ""


def entries(session: Session, _since: datetime | None, now: datetime) -> Iterator[Entry]:
    """Every scheme: some hundreds, which are kept in memory anyway."""
    dates = read_dates(session)
    for scheme in load_schemes(session, to_paris(now).date()):
        calls = [(call.opens_on, call.pre_deposit_on, call.closes_on) for call in scheme.calls]
        version = version_of(scheme.declared.value, *calls)
        yield Entry(id=scheme.slug, added_at=dates.get(scheme.slug), version=version)


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Financements",
    read=FundingFilters.from_args,
    words=lambda _filters: LABELS,
    select=select,
    list_entries=entries,
    feed="financements",
)
