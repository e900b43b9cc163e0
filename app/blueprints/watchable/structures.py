"""The directory of structures: told when they come, and when their sectors change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.criteria import siae_criteria
from app.blueprints.lists import Pair
from app.blueprints.structures import PATH
from app.blueprints.watchable.frame import Watchable, both
from app.blueprints.watchable.reasons import mark_demo, reasons, say_sectors, say_when
from app.forms.filters import StructureFilters
from app.matching.kinds import SiaeKind
from app.siae import queries
from app.siae.models import Activity, Siae

KEY = "structures"


def select(
    session: Session,
    filters: StructureFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The structures that the filters leave, the latest come first."""
    criteria = siae_criteria(filters)
    if ids is not None:
        criteria = replace(criteria, slugs=both(criteria.slugs, ids))
    statement = queries.directory(criteria).order_by(None)
    statement = statement.order_by(Siae.created_at.desc(), Siae.id.desc()).limit(limit)
    return [item_of(siae, filters, now) for siae in session.scalars(statement)]


def item_of(siae: Siae, filters: StructureFilters, now: datetime) -> WatchedItem:
    """A structure, and why it is told."""
    return WatchedItem(
        key=key_of(KEY, siae.slug),
        title=mark_demo(siae.display_name, is_demo=siae.is_demo),
        path=f"{PATH}/{siae.slug}",
        why=reasons(
            say_when("entrée dans l’annuaire", siae.created_at, now),
            siae.kind.label,
            say_sectors([activity.sector for activity in siae.activities], filters.sectors),
            siae.city,
        ),
        change="filières modifiées",
        added_at=siae.created_at,
    )


def entries(session: Session, since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """The structures written since that instant; other sectors are news, not another telephone."""
    recent = sa.true() if since is None else Siae.updated_at > since
    mine: dict[int, set[str]] = defaultdict(set)
    sectors = sa.select(Activity.siae_id, Activity.sector).join(Siae).where(recent)
    for number, sector in session.execute(sectors).all():
        mine[number].add(sector)
    rows = sa.select(Siae.id, Siae.slug, Siae.created_at).where(recent).order_by(Siae.id)
    for number, slug, created_at in session.execute(rows).all():
        version = version_of(*sorted(mine[number]))
        yield Entry(id=slug, added_at=created_at, version=version)


def words(_filters: StructureFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return {("type", kind.value): kind.label for kind in SiaeKind}


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Structures",
    read=StructureFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
    feed="annuaire des structures",
)
