"""The structures: by kind, by group of sectors, their posts, and what is not known here."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.presenters import Link
from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.supply import GroupCount, KindCount
from app.portraits.wording import say_described, say_fte, say_outside, say_places
from app.territories import Territory

SHOWN_MISSING = 8
NOTES = (say_fte, say_places, say_described, say_outside)


@dataclass(frozen=True, kw_only=True)
class SupplyView:
    """The structures of a territory: rows of tables and sentences; `links` narrow the directory."""

    density: str
    siae: tuple[KindCount, ...]
    others: tuple[KindCount, ...]
    siae_total: int
    siae_region: int
    others_total: int
    others_region: int
    groups: tuple[GroupCount, ...]
    missing: tuple[GroupCount, ...]
    missing_count: int
    missing_kinds: tuple[str, ...]
    notes: tuple[str, ...]
    is_region: bool


def read(reading: Reading) -> SupplyView | None:
    """The view of the structures; None where none has its address here."""
    portrait = reading.portrait
    supply = portrait.supply
    if not supply.siae and not supply.others:
        return None
    known = sorted(
        (row for row in supply.groups if row.siae or row.others),
        key=lambda row: (-row.siae, -row.others, row.name),
    )
    missing = supply.missing_groups
    return SupplyView(
        density=portrait.density,
        siae=tuple(row for row in supply.kinds if row.kind.is_siae),
        others=tuple(row for row in supply.kinds if not row.kind.is_siae),
        siae_total=supply.siae,
        siae_region=supply.siae_region,
        others_total=supply.others,
        others_region=supply.others_region,
        groups=tuple(known),
        missing=missing[:SHOWN_MISSING],
        missing_count=len(missing),
        missing_kinds=tuple(f"{kind.label} ({kind})" for kind in supply.missing_kinds),
        notes=tuple(say for way in NOTES if (say := way(supply))),
        is_region=portrait.is_region,
    )


def tries(territory: Territory) -> tuple[Link, ...]:
    """Where to look next."""
    return (
        ("Chercher plus loin dans l’annuaire", f"/structures?territoire={territory.slug}&rayon=20"),
        ("Vérifier si une structure est utile ici", "/boite-a-outils/outils/etude-de-besoins"),
        ("Signaler une structure qui manque", f"/signaler?page=/territoires/{territory.code}"),
    )


SECTION = Section(
    key="structures",
    title="Les structures",
    template="territories/sections/structures.html",
    read=read,
    empty="Aucune structure connue n’a son adresse ici",
    tries=tries,
)
