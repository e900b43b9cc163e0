"""What is missing around a project, and what completes it: reasons to set up there."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.formatting import format_number, format_percent
from app.clock import NBSP
from app.dossiers import gaps
from app.dossiers.gaps import Gaps, NeedReading, SectorCount
from app.extensions import db

MOST_AKIN = 6
TITLES = {
    True: "Zone sous-dotée",
    False: "Zone qui n’est pas sous-dotée",
    None: "Indice de besoin inconnu",
}
BY_SUPPLY = ", d’après l’offre seule"


@dataclass(frozen=True, kw_only=True)
class NeedView:
    """The index in words; `lines` say each part with its figures, `sources` who published them."""

    name: str
    href: str
    title: str
    said: str
    is_partial: bool
    lines: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class GapsView:
    """What is missing; `around` says where one looked, `need` is None outside what is compared."""

    gaps: Gaps
    around: str
    akin: tuple[SectorCount, ...]
    need: NeedView | None


def read(reading: Reading) -> GapsView | None:
    """The view of what is missing; None until the place and a sector are said."""
    sheet = reading.sheet
    place = sheet.place
    if place is None or not sheet.sector_names:
        return None
    found = gaps.find_gaps(db.session(), sheet, place)
    disc = f"à moins de {sheet.radius_km}{NBSP}km de {place.name}"
    return GapsView(
        gaps=found,
        around=disc if place.is_place else f"dans ce territoire ({place.name})",
        akin=found.akin[:MOST_AKIN],
        need=describe_need(found.need) if found.need else None,
    )


def describe_need(reading: NeedReading) -> NeedView:
    """The index of need of a territory."""
    row, need = reading.row, reading.row.need
    is_partial = need is not None and not need.has_need_side
    return NeedView(
        name=row.territory.label,
        href=f"/territoires/{row.territory.code}",
        title=TITLES[reading.is_underserved] + (BY_SUPPLY if is_partial else ""),
        said=say_index(reading),
        is_partial=is_partial,
        lines=tuple((part.label, part.why) for part in need.parts) if need else (),
        sources=tuple(
            dict.fromkeys((c.source, c.dated) for c in reading.table.columns if c.source)
        ),
    )


def say_index(reading: NeedReading) -> str:
    """The index with its class, its rank and how much of it is known."""
    need, stability = reading.row.need, reading.row.stability
    if need is None or stability is None:
        return "Le portail n’a aucun chiffre pour ce territoire."
    return (
        f"Indice de besoin{NBSP}: {format_number(need.score)} sur 100 (50 est comme l’ensemble), "
        f"classe {need.need_class.number} sur 5, {need.need_class.label.lower()}{NBSP}; "
        f"{stability.sentence}{NBSP}; {format_percent(need.confidence)} de la formule connus."
    )


SECTION = Section(
    key="ce-qui-manque",
    title="Ce qui manque ici",
    template="dossiers/sections/manques.html",
    read=read,
    empty=f"Dites où est le projet et sa filière{NBSP}: ce qui manque autour viendra ici.",
)
