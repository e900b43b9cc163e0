"""What the public may read of the profile that the members of a structure wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.matching.kinds import WANTED_BY_STRUCTURES, Modality
from app.siae.profile_models import SiaeProfile, find_profile
from app.siae.profile_words import StructureNeed, WelcomedPublic


@dataclass(frozen=True, kw_only=True)
class ClientReference:
    """Work done for a client; `client` is empty where it did not agree to be named.

    `year` is None where it is unknown.
    """

    client: str
    what: str
    year: int | None


@dataclass(frozen=True, kw_only=True)
class PublicProfile:
    """The public part of a profile: never the turnover, never a client without its agreement.

    Brand, description, address, website, headcount and activities are on `Siae` itself.
    `insertion_fte` is in full-time equivalents. `labels`, `equipment`, `approvals` and `languages`
    are lines as they were typed. `written` are the keys of the fields that a member wrote.
    """

    siae_id: int
    phone: str
    contact_point: str
    insertion_fte: float | None
    publics: tuple[WelcomedPublic, ...]
    labels: tuple[str, ...]
    quality: str
    references: tuple[ClientReference, ...]
    equipment: tuple[str, ...]
    approvals: tuple[str, ...]
    languages: tuple[str, ...]
    convention_from: date | None
    convention_until: date | None
    partnerships: tuple[Modality, ...]
    needs: tuple[StructureNeed, ...]
    needs_note: str
    written: frozenset[str]


def read_profile(session: Session, siae_id: int) -> PublicProfile:
    """The public profile of a structure; empty where its members wrote nothing. One query."""
    return public_part(find_profile(session, siae_id))


def public_part(kept: SiaeProfile) -> PublicProfile:
    """What of a profile anybody may read."""
    return PublicProfile(
        siae_id=kept.siae_id,
        phone=kept.phone,
        contact_point=kept.contact_point,
        insertion_fte=kept.insertion_fte,
        publics=tuple(WelcomedPublic(v) for v in kept.publics if v in set(WelcomedPublic)),
        labels=tuple(kept.labels),
        quality=kept.quality,
        references=tuple(map(public_reference, kept.client_references)),
        equipment=tuple(kept.equipment),
        approvals=tuple(kept.approvals),
        languages=tuple(kept.languages),
        convention_from=kept.convention_from,
        convention_until=kept.convention_until,
        partnerships=tuple(m for m in WANTED_BY_STRUCTURES if m in kept.partnerships),
        needs=tuple(StructureNeed(v) for v in kept.needs if v in set(StructureNeed)),
        needs_note=kept.needs_note,
        written=frozenset(kept.written),
    )


def public_reference(kept: dict[str, Any]) -> ClientReference:
    """A reference without the name of a client that did not agree."""
    return ClientReference(
        client=kept["name"] if kept["has_consent"] else "",
        what=kept["what"],
        year=kept["year"],
    )
