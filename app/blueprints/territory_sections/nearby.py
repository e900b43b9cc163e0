"""The structures nearest to a commune."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.presenters import StructureCard
from app.blueprints.territory_sections.section import Reading, Section
from app.blueprints.territory_sections.structures import tries
from app.extensions import db
from app.portraits.wording import say_outside
from app.siae import directory
from app.siae.queries import SiaeCriteria, SiaeOrder

RADIUS_KM, SHOWN = 10, 6


@dataclass(frozen=True, kw_only=True)
class NearbyView:
    """The nearest structures; `here` have their address in the commune itself."""

    cards: tuple[StructureCard, ...]
    total: int
    here: int
    radius: int
    more: str
    outside: str


def read(reading: Reading) -> NearbyView | None:
    """The view of the structures around; None where none is known within the radius."""
    place, supply = reading.territory, reading.portrait.supply
    if place.centre is None:
        return None
    criteria = SiaeCriteria(
        centres=(place.centre,), radius_km=float(RADIUS_KM), order=SiaeOrder.DISTANCE
    )
    page = directory.read_page(db.session(), criteria, page=1, size=SHOWN)
    if not page.total:
        return None
    return NearbyView(
        cards=tuple(StructureCard.of(siae, place.centre) for siae in page.rows),
        total=page.total,
        here=supply.siae + supply.others,
        radius=RADIUS_KM,
        more=f"/structures?territoire={place.slug}&rayon={RADIUS_KM}",
        outside=say_outside(supply),
    )


SECTION = Section(
    key="proches",
    title="Les structures les plus proches",
    template="territories/sections/proches.html",
    read=read,
    empty=f"Aucune structure connue à moins de {RADIUS_KM}\u00a0km",
    tries=tries,
    in_full=False,
    in_short=True,
)
