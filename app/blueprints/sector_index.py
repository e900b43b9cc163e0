"""The index of sectors: groups, how many structures and open consultations, tags."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app import sectors
from app.blueprints.lists import address
from app.blueprints.presenters import Link
from app.forms.sector_filters import SectorFilters
from app.sectors import Sector, SectorGroup, Tag
from app.siae.sector_figures import structures_by_sector
from app.tenders.sector_counts import open_by_sector


@dataclass(frozen=True, kw_only=True)
class SectorLine:
    """A sector of the index."""

    sector: Sector
    structures: int
    tenders: int

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Its tags, once each."""
        return tuple(dict.fromkeys(tagged.tag for tagged in self.sector.tags))


@dataclass(frozen=True, kw_only=True)
class SectorIndex:
    """The groups that keep a sector under the filters, each with its lines.

    `tags` are the tags to choose: word, label and how many sectors of all bear it.
    """

    groups: tuple[tuple[SectorGroup, tuple[SectorLine, ...]], ...]
    total: int
    tags: tuple[tuple[str, str, int], ...]
    active: tuple[Link, ...]

    @classmethod
    def read(cls, session: Session, filters: SectorFilters, now: datetime) -> SectorIndex:
        """The index under these filters; two statements."""
        structures = dict(iter(session.execute(structures_by_sector())))
        tenders = dict(iter(session.execute(open_by_sector(now))))
        kept = [
            (group, tuple(
                SectorLine(
                    sector=sector,
                    structures=structures.get(sector.slug, 0),
                    tenders=tenders.get(sector.slug, 0),
                )
                for sector in filters.keep(group)
            ))
            for group in sectors.groups()
        ]  # fmt: skip
        return cls(
            groups=tuple((group, lines) for group, lines in kept if lines),
            total=sum(len(lines) for _group, lines in kept),
            tags=tuple((tag.word, tag.label, count_tagged(tag)) for tag in Tag),
            active=tuple(active_filters(filters)),
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """A row per sector, for the file."""
        for group, lines in self.groups:
            for line in lines:
                sector = line.sector
                tags = ", ".join(tag.label for tag in line.tags)
                codes = (", ".join(found) for found in (sector.cpv, sector.naf, sector.rome))
                path = f"/filieres/{sector.slug}"
                counts = (line.structures, line.tenders)
                yield group.name, sector.name, path, *counts, tags, *codes


def count_tagged(tag: Tag) -> int:
    """How many sectors bear a tag."""
    return sum(any(tagged.tag is tag for tagged in s.tags) for s in sectors.sectors())


def active_filters(filters: SectorFilters) -> Iterator[Link]:
    """Each filter in use, with the address of the index without it."""
    labels = {("etiquette", tag.word): tag.label for tag in filters.tags}
    pairs = filters.to_args()
    for pair in pairs:
        rest = [other for other in pairs if other != pair]
        yield labels.get(pair, f"«\u00a0{pair[1]}\u00a0»"), address("/filieres", rest)
