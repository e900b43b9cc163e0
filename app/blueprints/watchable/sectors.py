"""The index of sectors: told when a sector is added, and when its labels change."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app import sectors
from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.lists import Pair
from app.blueprints.watchable.frame import Watchable
from app.blueprints.watchable.reasons import reasons
from app.forms.sector_filters import SectorFilters
from app.sectors import Tag

KEY, PATH = "filieres", "/filieres"


def select(
    _session: Session,
    filters: SectorFilters,
    ids: Collection[str] | None,
    _now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The sectors that the filters leave, in the order of the index."""
    wanted = None if ids is None else set(ids)
    found = [
        WatchedItem(
            key=key_of(KEY, sector.slug),
            title=sector.name,
            path=f"{PATH}/{sector.slug}",
            why=reasons(group.name, ", ".join(dict.fromkeys(t.tag.label for t in sector.tags))),
            change="étiquettes modifiées",
        )
        for group in sectors.groups()
        for sector in filters.keep(group)
        if wanted is None or sector.slug in wanted
    ]
    return found[:limit]


def entries(_session: Session, _since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """Every sector of the taxonomy, which has no dates: a new one is new where it is first seen."""
    for sector in sectors.sectors():
        tags = sorted({tagged.tag.word for tagged in sector.tags})
        yield Entry(id=sector.slug, added_at=None, version=version_of(*tags))


def words(_filters: SectorFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return {("etiquette", tag.word): tag.label for tag in Tag}


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Filières",
    read=SectorFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
)
