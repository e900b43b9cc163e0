"""Contracts that end soon: told when they enter the months before their end."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.awards import queries
from app.awards.durations import add_months
from app.awards.models import Award
from app.blueprints.award_cards import AwardCard
from app.blueprints.awards import PATH
from app.blueprints.criteria import codes_inside, expand_sectors
from app.blueprints.lists import Pair
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.reasons import reasons, say_sectors
from app.clock import PARIS, to_paris
from app.forms.award_filters import SOCIAL_LABELS, RenewalFilters

KEY = "reconductions"


def select(
    session: Session,
    filters: RenewalFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The contracts that the filters leave, those that entered last first."""
    statement = queries.renewals(
        now,
        expand_sectors(filters.sectors),
        codes_inside(filters),
        is_social=filters.is_social,
    )
    if ids is not None:
        statement = statement.where(Award.reference.in_(ids))
    statement = statement.order_by(None).order_by(Award.ends_on.desc(), Award.id.desc())
    found = session.scalars(queries.with_details(statement).limit(limit))
    return [item_of(award, filters) for award in found]


def item_of(award: Award, filters: RenewalFilters) -> WatchedItem:
    """A contract, and why it is told; its buyer's page is where its suite is prepared."""
    card = AwardCard.of(award)
    return WatchedItem(
        key=key_of(KEY, award.reference),
        title=card.title,
        path=card.buyer_href,
        why=reasons(
            f"finit le {card.ends}",
            card.buyer,
            say_sectors([s.sector for s in award.sectors], filters.sectors),
            card.place,
        ),
        change="date de fin modifiée",
        added_at=entered_at(award.ends_on, award.created_at),
    )


def entries(session: Session, since: datetime | None, now: datetime) -> Iterator[Entry]:
    """The contracts written or come near their end since that instant; another end is news."""
    today = to_paris(now).date()
    first, last = add_months(today, queries.SOONEST), add_months(today, queries.LATEST)
    statement = (
        sa.select(Award.reference, Award.created_at, Award.ends_on)
        .where(Award.ends_on >= first, Award.ends_on <= last)
        .order_by(Award.id)
    )
    if since is not None:
        before = add_months(to_paris(since).date(), queries.LATEST)
        statement = statement.where(sa.or_(Award.updated_at > since, Award.ends_on > before))
    for reference, created_at, ends_on in session.execute(statement).all():
        entered = entered_at(ends_on, created_at)
        yield Entry(id=reference, added_at=entered, version=version_of(ends_on))


def entered_at(ends_on: date | None, created_at: datetime) -> datetime:
    """When a contract entered the list: so many months before its end, or when it came."""
    if ends_on is None:
        return created_at
    near = add_months(ends_on, -queries.LATEST) or ends_on
    return max(created_at, datetime.combine(near, time(), PARIS))


def words(_filters: RenewalFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return {("social", word): label for word, label in SOCIAL_LABELS.items()}


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Marchés à renouveler",
    read=RenewalFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
    feed="marchés à renouveler",
)
