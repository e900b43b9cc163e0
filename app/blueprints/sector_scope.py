"""What a page of sectors is about: one sector, or a group of them."""

from __future__ import annotations

from dataclasses import dataclass

from app import sectors
from app.errors import NotFoundError
from app.sectors import Sector, SectorGroup, SectorTag
from app.sectors.code_labels import CodeKind, label_of, write_code
from app.toolkit.typography import set_french

Code = tuple[str, str]
KINDS: tuple[CodeKind, ...] = ("cpv", "naf", "rome")


@dataclass(frozen=True, kw_only=True)
class SectorScope:
    """A sector, or a group where `sector` is None; `slugs` are those of its sectors."""

    slug: str
    name: str
    description: str
    group: SectorGroup
    sector: Sector | None
    slugs: tuple[str, ...]

    @classmethod
    def find(cls, slug: str) -> SectorScope:
        """What bears that slug; NotFoundError where nothing does."""
        group, sector = sectors.groups_by_slug().get(slug), sectors.find(slug)
        if sector is not None:
            return cls(
                slug=slug,
                name=sector.name,
                description=sector.description,
                group=sectors.groups_by_slug()[sector.group],
                sector=sector,
                slugs=(slug,),
            )
        if group is None:
            raise NotFoundError("Aucune filière ne porte cette adresse.")
        return cls(
            slug=slug,
            name=group.name,
            description=group.description,
            group=group,
            sector=None,
            slugs=tuple(inside.slug for inside in group.sectors),
        )

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """The sectors it is about."""
        return self.group.sectors if self.sector is None else (self.sector,)

    @property
    def neighbours(self) -> tuple[Sector, ...]:
        """The other sectors of the group; all of them for a group."""
        return tuple(other for other in self.group.sectors if other is not self.sector)

    @property
    def joined(self) -> tuple[str, ...]:
        """The slugs one may join to enter it: its own, and those inside a group."""
        return self.slugs if self.sector is not None else (self.slug, *self.slugs)

    @property
    def tags(self) -> tuple[tuple[SectorTag, tuple[str, ...]], ...]:
        """Its tags, once each, with the names of the sectors of the group that bear them."""
        found: dict[tuple[str, str], tuple[SectorTag, list[str]]] = {}
        for sector in self.sectors:
            for tagged in sector.tags:
                key = (tagged.tag.value, tagged.requirement)
                found.setdefault(key, (tagged, []))[1].append(sector.name)
        whole = len(self.sectors)
        return tuple(
            (tagged, () if len(names) == whole else tuple(names))
            for tagged, names in found.values()
        )

    def codes(self, kind: CodeKind) -> tuple[Code, ...]:
        """Its codes of that referential as they are written, each with its official label."""
        used = sorted({code for sector in self.sectors for code in getattr(sector, kind)})
        written = {write_code(kind, code): set_french(label_of(kind, code)) for code in used}
        return tuple(written.items())
