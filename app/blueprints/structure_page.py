"""What the page of a structure shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.blueprints.formatting import format_day, format_number
from app.blueprints.lists import address
from app.blueprints.photo_files import photo_address
from app.blueprints.presenters import Link, sector_link
from app.blueprints.structure_parts import ShownPart, filled_parts
from app.siae.activities_words import say_capacity
from app.siae.models import Activity, Siae
from app.siae.photos import SiaePhoto
from app.siae.profile import PublicProfile
from app.territories import ancestors, find_code

NBSP = "\u00a0"
GEOCODINGS = {"source": "position donnée par la source", "commune": "centre de la commune"}


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """One activity, in words."""

    sector: str
    href: str
    service: str
    area: str
    capacity: str
    available: str
    is_inferred: bool
    evidence: str

    @classmethod
    def of(cls, activity: Activity, on: date) -> ActivityRow:
        """The row of an activity, that day."""
        name, href = sector_link(activity.sector)
        return cls(
            sector=name,
            href=href,
            service=activity.service.label if activity.service else "non renseignée",
            area=describe_area(activity),
            capacity=describe_capacity(activity),
            available=describe_availability(activity, on),
            is_inferred=activity.is_inferred,
            evidence=activity.evidence,
        )


def describe_area(activity: Activity) -> str:
    """Where an activity is done."""
    if activity.is_nationwide:
        return "France entière"
    if activity.zones:
        places = (find_code(code) for code in activity.zones)
        return ", ".join(place.name for place in places if place is not None)
    if activity.radius_km is not None:
        return f"{format_number(activity.radius_km)}{NBSP}km autour du siège"
    return "non renseignée"


def describe_capacity(activity: Activity) -> str:
    """How much of it can be done, and since when that is known."""
    said = say_capacity(
        {
            "capacity_fte": activity.capacity_fte,
            "capacity_volume": activity.capacity_volume,
            "capacity_unit": activity.capacity_unit,
        }
    )
    if not said:
        return "non renseignée"
    since = f" (au {format_day(activity.capacity_as_of)})" if activity.capacity_as_of else ""
    return f"{said}{since}"


def describe_availability(activity: Activity, on: date) -> str:
    """From when it can be done."""
    if activity.available_from is None:
        return "non renseignée"
    if activity.available_from <= on:
        return "dès maintenant"
    return f"à partir du {format_day(activity.available_from)}"


@dataclass(frozen=True, kw_only=True)
class ShownPhoto:
    """A photo: its small file, the large one behind it, what it shows."""

    thumbnail: str
    full: str
    alt: str

    @classmethod
    def of(cls, photo: SiaePhoto, siae: Siae) -> ShownPhoto:
        """A photo of a structure."""
        return cls(
            thumbnail=photo_address(siae.slug, photo, "-vignette"),
            full=photo_address(siae.slug, photo),
            alt=photo.alt,
        )


@dataclass(frozen=True, kw_only=True)
class StructurePage:
    """A structure, ready to be shown."""

    siae: Siae
    title: str
    is_siae: bool
    facts: tuple[tuple[str, str], ...]
    website: str
    activities: tuple[ActivityRow, ...]
    others: tuple[Link, ...]
    territories: tuple[Link, ...]
    parts: tuple[ShownPart, ...]
    photos: tuple[ShownPhoto, ...]

    @property
    def partnership_href(self) -> str:
        """Where to ask for a partnership in its first sector, of it before others."""
        pairs = [("structure", self.siae.slug)]
        pairs += [("filiere", activity.sector) for activity in self.siae.activities[:1]]
        return address("/mise-en-relation", pairs)

    @classmethod
    def of(
        cls,
        siae: Siae,
        profile: PublicProfile,
        others: Sequence[Siae],
        photos: Sequence[SiaePhoto],
        on: date,
    ) -> StructurePage:
        """The page of a structure, that day."""
        places = ancestors(siae.commune_code) if siae.commune_code else ()
        return cls(
            siae=siae,
            title=siae.display_name,
            is_siae=siae.kind.is_siae,
            facts=facts_of(siae, profile),
            website=siae.website,
            activities=tuple(ActivityRow.of(activity, on) for activity in siae.activities),
            others=tuple((f"{o.display_name} ({o.kind})", f"/structures/{o.slug}") for o in others),
            territories=tuple(
                (place.label, f"/territoires/{place.code}") for place in places if place.in_region
            ),
            parts=filled_parts(profile),
            photos=tuple(ShownPhoto.of(photo, siae) for photo in photos),
        )


def facts_of(siae: Siae, profile: PublicProfile) -> tuple[tuple[str, str], ...]:
    """What is known of a structure, in short: terms and values, empty where nobody said."""
    organisation = siae.organisation
    return (
        ("Type", f"{siae.kind.label} ({siae.kind})"),
        ("Raison sociale", siae.name if siae.brand else ""),
        ("Adresse", f"{siae.address}, {siae.postal_code} {siae.city}".strip(", ")),
        ("SIRET", organisation.siret or ""),
        ("Téléphone", " – ".join(filter(None, (profile.phone, profile.contact_point)))),
        ("Forme juridique", organisation.legal_form),
        ("Code NAF", organisation.naf_code),
        ("Effectif", siae.headcount),
        (
            "Places autorisées",
            format_number(siae.capacity_places) if siae.capacity_places else "",
        ),
        ("Localisation", GEOCODINGS.get(siae.geocoding, "inconnue")),
        ("Source", name_source(siae)),
    )


def name_source(siae: Siae) -> str:
    """Where what is known of a structure comes from, and since when."""
    if siae.is_demo:
        return "donnée fictive de démonstration"
    return f"{siae.source}, importé le {format_day(siae.updated_at.date())}"
