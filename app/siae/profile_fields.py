"""The fields of a profile: their section, their words, where each is kept.

A value is plain JSON, so that it can be compared, kept in the history and put back: a text, a
number, a list, a date as « AAAA-MM-JJ », None where it is unknown. No other column of a structure
can be written through here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from app.clock import NBSP, say_day
from app.errors import InvalidError
from app.imports.text import fold
from app.matching.kinds import Modality
from app.siae.models import Siae
from app.siae.profile_models import SiaeProfile
from app.siae.profile_words import StructureNeed, TurnoverBand, WelcomedPublic
from app.territories import locate

NOTHING = "rien"


class Section(StrEnum):
    """A part of the profile that is saved by itself."""

    IDENTITY = "identite"
    CAPACITY = "moyens-humains"
    PUBLICS = "publics"
    QUALITY = "labels"
    REFERENCES = "references"
    MEANS = "equipements"
    MANAGEMENT = "conventionnement"
    PARTNERSHIPS = "partenariats"
    NEEDS = "besoins"

    @property
    def label(self) -> str:
        """As pages name it."""
        return SECTION_LABELS[self]


SECTION_LABELS = {
    Section.IDENTITY: "Identité et contact",
    Section.CAPACITY: "Effectif et capacité",
    Section.PUBLICS: "Publics accueillis",
    Section.QUALITY: "Labels et démarches qualité",
    Section.REFERENCES: "Références",
    Section.MEANS: "Équipements, agréments, langues",
    Section.MANAGEMENT: "Convention et chiffre d’affaires",
    Section.PARTNERSHIPS: "Partenariats recherchés",
    Section.NEEDS: "Besoins",
}


@dataclass(frozen=True, kw_only=True)
class ProfileField:
    """One field; `say` writes its value in French. `in_directory` is kept on `Siae` itself."""

    key: str
    label: str
    section: Section
    say: Callable[[Any], str] = str
    in_directory: bool = False
    is_private: bool = False


def say_lines(value: list[str]) -> str:
    """The lines of a list, in one."""
    return ", ".join(value)


def say_words(words: type[StrEnum]) -> Callable[[list[str]], str]:
    """What writes the values of a closed list."""
    labels = {member.value: str(member.label) for member in words}  # type: ignore[attr-defined]
    return lambda values: ", ".join(labels.get(value, value) for value in values)


def say_turnover(value: str) -> str:
    """A band of turnover."""
    return TurnoverBand(value).label if value in set(TurnoverBand) else value


def say_iso_day(value: str) -> str:
    """« 31 mars 2027 »."""
    return say_day(date.fromisoformat(value))


def say_number(value: float) -> str:
    """« 12,5 »."""
    return f"{value:.12g}".replace(".", ",")


def say_seat(value: Mapping[str, str]) -> str:
    """« 12 rue du Canal, 93000 Bobigny »."""
    return f"{value['address']}, {value['postal_code']} {value['city']}".strip(", ")


def say_references(value: list[dict[str, Any]]) -> str:
    """Each reference, with whether its client may be named."""
    return f"{NBSP}; ".join(map(say_reference, value))


def say_reference(value: Mapping[str, Any]) -> str:
    """« Mairie de Bondy (2025) : entretien de squares »."""
    year = f" ({value['year']})" if value["year"] else ""
    shown = "" if value["has_consent"] else " [nom non public]"
    return f"{value['name']}{shown}{year}{NBSP}: {value['what']}"


FIELDS: tuple[ProfileField, ...] = (
    ProfileField(key="brand", label="Enseigne", section=Section.IDENTITY, in_directory=True),
    ProfileField(
        key="description", label="Présentation", section=Section.IDENTITY, in_directory=True
    ),
    ProfileField(
        key="seat", label="Adresse", section=Section.IDENTITY, say=say_seat, in_directory=True
    ),
    ProfileField(key="phone", label="Téléphone", section=Section.IDENTITY),
    ProfileField(key="website", label="Site internet", section=Section.IDENTITY, in_directory=True),
    ProfileField(key="contact_point", label="À qui s’adresser", section=Section.IDENTITY),
    ProfileField(key="headcount", label="Effectif", section=Section.CAPACITY, in_directory=True),
    ProfileField(
        key="insertion_fte",
        label="ETP d’insertion conventionnés",
        section=Section.CAPACITY,
        say=say_number,
    ),
    ProfileField(
        key="capacity_places",
        label="Places autorisées",
        section=Section.CAPACITY,
        say=say_number,
        in_directory=True,
    ),
    ProfileField(
        key="publics",
        label="Publics accueillis",
        section=Section.PUBLICS,
        say=say_words(WelcomedPublic),
    ),
    ProfileField(
        key="labels", label="Labels et certifications", section=Section.QUALITY, say=say_lines
    ),
    ProfileField(key="quality", label="Démarches qualité", section=Section.QUALITY),
    ProfileField(
        key="client_references",
        label="Références",
        section=Section.REFERENCES,
        say=say_references,
    ),
    ProfileField(key="equipment", label="Équipements", section=Section.MEANS, say=say_lines),
    ProfileField(
        key="approvals", label="Agréments et habilitations", section=Section.MEANS, say=say_lines
    ),
    ProfileField(key="languages", label="Langues parlées", section=Section.MEANS, say=say_lines),
    ProfileField(
        key="convention_from",
        label="Convention depuis le",
        section=Section.MANAGEMENT,
        say=say_iso_day,
    ),
    ProfileField(
        key="convention_until",
        label="Convention jusqu’au",
        section=Section.MANAGEMENT,
        say=say_iso_day,
    ),
    ProfileField(
        key="turnover",
        label="Chiffre d’affaires annuel",
        section=Section.MANAGEMENT,
        say=say_turnover,
        is_private=True,
    ),
    ProfileField(
        key="partnerships",
        label="Partenariats recherchés",
        section=Section.PARTNERSHIPS,
        say=say_words(Modality),
    ),
    ProfileField(key="needs", label="Besoins", section=Section.NEEDS, say=say_words(StructureNeed)),
    ProfileField(key="needs_note", label="Précisions", section=Section.NEEDS),
)
BY_KEY = {field.key: field for field in FIELDS}
DAYS = frozenset({"convention_from", "convention_until"})
IMPORTED = frozenset({"brand", "seat", "website", "headcount", "capacity_places"})
"""The fields that the imports of structures give."""


def fields_of(section: Section) -> tuple[ProfileField, ...]:
    """The fields of a section, in order."""
    return tuple(field for field in FIELDS if field.section is section)


def say_field(key: str, value: Any) -> str:  # noqa: ANN401  JSON
    """A value of a field in French; « rien » where it is empty."""
    if value in (None, "", [], {}):
        return NOTHING
    return BY_KEY[key].say(value) or NOTHING


def seat_of(siae: Siae) -> dict[str, str]:
    """The address of a structure."""
    return {"address": siae.address, "postal_code": siae.postal_code, "city": siae.city}


def read_values(siae: Siae, kept: SiaeProfile) -> dict[str, Any]:
    """Every field of a profile, by its key."""
    return {field.key: read_value(siae, kept, field.key) for field in FIELDS}


def read_value(siae: Siae, kept: SiaeProfile, key: str) -> Any:  # noqa: ANN401  JSON
    """One field."""
    if key == "seat":
        return seat_of(siae)
    value = getattr(siae if BY_KEY[key].in_directory else kept, key)
    return value.isoformat() if isinstance(value, date) else value


def write_value(siae: Siae, kept: SiaeProfile, key: str, value: Any) -> None:  # noqa: ANN401  JSON
    """Set one field and what follows from it; InvalidError where the commune is unknown."""
    if key == "seat":
        write_seat(siae, value)
    elif key in DAYS:
        setattr(kept, key, date.fromisoformat(value) if value else None)
    else:
        setattr(siae if BY_KEY[key].in_directory else kept, key, value)
    if key == "brand":
        siae.sort_name = fold(siae.brand or siae.name)


def write_seat(siae: Siae, value: Mapping[str, str]) -> None:
    """Set the address; the point moves with the commune only, to its centre."""
    siae.address, siae.postal_code, siae.city = (
        value[name] for name in ("address", "postal_code", "city")
    )
    commune = locate(siae.postal_code, siae.city)
    if commune is None:
        if siae.city or siae.postal_code:
            raise InvalidError(
                f"Commune non reconnue{NBSP}: «{NBSP}{siae.postal_code} {siae.city}{NBSP}»."
            )
        return
    siae.city = commune.name
    if commune.code == siae.commune_code:
        return
    siae.commune_code, siae.department_code = commune.code, commune.department
    siae.latitude = commune.centre.lat if commune.centre else None
    siae.longitude = commune.centre.lon if commune.centre else None
    siae.geocoding = "commune"
