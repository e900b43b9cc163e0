"""Structures, with their activities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app import sectors
from app.blueprints.api.parameters import KIND, RADIUS, SECTOR, TERRITORY, TEXT
from app.blueprints.api.provenance import DEMO, Provenance, page_url
from app.blueprints.api.resource import Answer, Query, Resource, read_after
from app.blueprints.api.schema import Row, told
from app.blueprints.criteria import siae_criteria
from app.extensions import db
from app.forms.filters import StructureFilters
from app.matching.kinds import ServiceType, SiaeKind
from app.siae import queries
from app.siae.models import Activity, Siae
from app.tenders.values import mask_contacts


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """What a structure does, and where."""

    sector: str = told("Identifiant de la filière.")
    sector_name: str = told("Nom de la filière.")
    service: ServiceType | None = told("Forme du service, si elle est connue.")
    zones: tuple[str, ...] = told("Codes des territoires d’intervention déclarés.")
    radius_km: float | None = told("Rayon d’intervention autour du siège, en kilomètres.")
    is_nationwide: bool = told("Vrai si elle intervient dans toute la France.")
    capacity_fte: float | None = told("Capacité déclarée, en équivalents temps plein.")
    capacity_as_of: date | None = told("Date de cette capacité.")
    is_inferred: bool = told("Vrai si la filière est déduite, à confirmer par la structure.")


@dataclass(frozen=True, kw_only=True)
class StructureRow(Row):
    """A structure: one row per establishment and kind."""

    siret: str = told("SIRET de l’établissement, vide s’il n’est pas connu.")
    kind: SiaeKind = told("Type de structure.")
    name: str = told("Nom.")
    brand: str = told("Enseigne.")
    description: str = told("Présentation.")
    address: str = told("Adresse postale.")
    postal_code: str = told("Code postal.")
    city: str = told("Commune.")
    commune_code: str | None = told("Code INSEE de la commune.")
    department_code: str | None = told("Code du département.")
    latitude: float | None = told("Latitude, en degrés (WGS 84).")
    longitude: float | None = told("Longitude, en degrés (WGS 84).")
    geocoding: str = told("Origine du point\u00a0: « commune » pour le centre de la commune.")
    website: str = told("Site de la structure.")
    headcount: str = told("Effectif, tel que la source le dit.")
    capacity_places: int | None = told("Places autorisées d’un ESAT.")
    activities: tuple[ActivityRow, ...] = told("Ce qu’elle fait.")


def make_row(siae: Siae) -> StructureRow:
    """A structure, its organisation and activities loaded."""
    path = f"/structures/{siae.slug}"
    origin = DEMO if siae.is_demo else Provenance(source=siae.source)
    return StructureRow(
        id=siae.slug,
        url=page_url(path),
        **origin.fields(),
        is_demo=siae.is_demo,
        updated_at=siae.updated_at,
        siret=siae.organisation.siret or "",
        kind=siae.kind,
        name=siae.name,
        brand=siae.brand,
        description=mask_contacts(siae.description),
        address=siae.address,
        postal_code=siae.postal_code,
        city=siae.city,
        commune_code=siae.commune_code,
        department_code=siae.department_code,
        latitude=siae.latitude,
        longitude=siae.longitude,
        geocoding=siae.geocoding,
        website=siae.website,
        headcount=siae.headcount,
        capacity_places=siae.capacity_places,
        activities=tuple(map(make_activity, siae.activities)),
    )


def make_activity(activity: Activity) -> ActivityRow:
    """An activity; a sector that left the taxonomy has no name."""
    sector = sectors.find(activity.sector)
    return ActivityRow(
        sector=activity.sector,
        sector_name=sector.name if sector else "",
        service=activity.service,
        zones=tuple(activity.zones or ()),
        radius_km=activity.radius_km,
        is_nationwide=activity.is_nationwide,
        capacity_fte=activity.capacity_fte,
        capacity_as_of=activity.capacity_as_of,
        is_inferred=activity.is_inferred,
    )


def read(query: Query) -> Answer[StructureRow]:
    """The structures that the filters leave."""
    filters = StructureFilters.from_args(query.args)
    select = queries.directory(siae_criteria(filters))
    return read_after(select, Siae.slug, query, make_row).saying(filters.ignored)


def find(slug: str, _now: datetime) -> StructureRow | None:
    """The structure of that address."""
    siae = db.session.scalar(queries.by_slugs([slug]))
    return make_row(siae) if siae is not None else None


def point(row: StructureRow) -> tuple[float, float] | None:
    """Where it is."""
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude


RESOURCE = Resource(
    name="structures",
    title="Structures",
    text="Les SIAE, les GEIQ, les entreprises adaptées et les ESAT, avec leurs activités.",
    row=StructureRow,
    parameters=(TEXT, KIND, SECTOR, TERRITORY, RADIUS),
    read=read,
    find=find,
    point=point,
    page="/structures",
    has_csv=True,
)
