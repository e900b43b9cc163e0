"""What a structure says of itself on its page: one line of `PARTS` each, shown when filled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.blueprints.formatting import format_day
from app.siae.profile import ClientReference, PublicProfile


@dataclass(frozen=True, kw_only=True)
class PublicPart:
    """A part of the page: its anchor, its title, its lines in words, none where nothing is said."""

    key: str
    title: str
    lines: Callable[[PublicProfile], tuple[str, ...]]


@dataclass(frozen=True, kw_only=True)
class ShownPart:
    """A part that says something."""

    key: str
    title: str
    lines: tuple[str, ...]


def say_reference(reference: ClientReference) -> str:
    """« Ville de Bondy : entretien des parcs (2025) »."""
    year = f" ({reference.year})" if reference.year else ""
    client = f"{reference.client}\u00a0: " if reference.client else ""
    return f"{client}{reference.what}{year}"


def say_convention(profile: PublicProfile) -> tuple[str, ...]:
    """Until when its convention runs, where that is known."""
    if profile.convention_until is None:
        return ()
    since = f"du {format_day(profile.convention_from)} " if profile.convention_from else ""
    until = "au" if since else "jusqu’au"
    return (f"Convention {since}{until} {format_day(profile.convention_until)}",)


PARTS: tuple[PublicPart, ...] = (
    PublicPart(
        key="publics",
        title="Qui elle accueille",
        lines=lambda p: tuple(public.label for public in p.publics),
    ),
    PublicPart(
        key="qualite",
        title="Labels et démarches qualité",
        lines=lambda p: (*p.labels, *((p.quality,) if p.quality else ())),
    ),
    PublicPart(
        key="references",
        title="Références",
        lines=lambda p: tuple(map(say_reference, p.references)),
    ),
    PublicPart(
        key="moyens",
        title="Équipements et agréments",
        lines=lambda p: (*p.equipment, *p.approvals),
    ),
    PublicPart(key="langues", title="Langues parlées", lines=lambda p: p.languages),
    PublicPart(
        key="partenariats",
        title="Partenariats qu’elle recherche",
        lines=lambda p: tuple(partnership.label for partnership in p.partnerships),
    ),
    PublicPart(
        key="besoins",
        title="Ce qu’elle cherche",
        lines=lambda p: (
            *(need.label for need in p.needs),
            *((p.needs_note,) if p.needs_note else ()),
        ),
    ),
    PublicPart(key="convention", title="Conventionnement", lines=say_convention),
)


def filled_parts(profile: PublicProfile) -> tuple[ShownPart, ...]:
    """The parts that say something, in order."""
    said = ((part, part.lines(profile)) for part in PARTS)
    return tuple(
        ShownPart(key=part.key, title=part.title, lines=lines) for part, lines in said if lines
    )
