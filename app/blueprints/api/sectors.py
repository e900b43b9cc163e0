"""Sectors, with their codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import sectors
from app.blueprints.api.parameters import TEXT
from app.blueprints.api.provenance import PORTAL, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.forms.sector_filters import SectorFilters
from app.sectors import Sector, Tag


@dataclass(frozen=True, kw_only=True)
class SectorRow(Row):
    """A sector of the taxonomy."""

    name: str = told("Nom.")
    description: str = told("Ce qu’elle comprend.")
    group: str = told("Identifiant de son groupe.")
    group_name: str = told("Nom de son groupe.")
    cpv: tuple[str, ...] = told("Débuts de codes CPV.")
    naf: tuple[str, ...] = told("Codes NAF.")
    rome: tuple[str, ...] = told("Codes ROME.")
    synonyms: tuple[str, ...] = told("Mots qui y mènent.")
    tags: tuple[Tag, ...] = told("Étiquettes de la stratégie régionale.")


def make_row(sector: Sector) -> SectorRow:
    """A sector."""
    return SectorRow(
        id=sector.slug,
        url=page_url(f"/filieres/{sector.slug}"),
        **PORTAL.fields(),
        is_demo=False,
        updated_at=None,
        name=sector.name,
        description=sector.description,
        group=sector.group,
        group_name=sectors.groups_by_slug()[sector.group].name,
        cpv=sector.cpv,
        naf=sector.naf,
        rome=sector.rome,
        synonyms=sector.synonyms,
        tags=tuple(dict.fromkeys(tagged.tag for tagged in sector.tags)),
    )


def read(query: Query) -> Answer[SectorRow]:
    """The sectors that the filters leave."""
    filters = SectorFilters.from_args(query.args)
    kept = (sector for group in sectors.groups() for sector in filters.keep(group))
    return keep_after(kept, lambda s: s.slug, query, make_row).saying(filters.ignored)


def find(slug: str, _now: datetime) -> SectorRow | None:
    """The sector of that slug."""
    sector = sectors.find(slug)
    return make_row(sector) if sector is not None else None


RESOURCE = Resource(
    name="sectors",
    title="Filières",
    text="La nomenclature des filières en deux niveaux, avec les codes CPV, NAF et ROME.",
    row=SectorRow,
    parameters=(
        TEXT,
        Parameter(
            name="etiquette",
            text="Étiquette.",
            values=tuple(tag.word for tag in Tag),
            is_repeated=True,
        ),
    ),
    read=read,
    find=find,
    page="/filieres",
    has_csv=True,
)
