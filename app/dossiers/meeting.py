"""The structures that a project holder had better meet, each with the reason in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app import sectors, territories
from app.clock import NBSP
from app.dossiers.sheet import Sheet
from app.siae import directory
from app.siae.models import Siae
from app.siae.queries import SiaeCriteria, SiaeOrder
from app.territories import Territory, distance_km

MOST_READ = 300  # structures near, the nearest first
SHOWN = 6
SAME_SECTOR, SAME_GROUP, SAME_KIND = 4, 2, 1


@dataclass(frozen=True, kw_only=True)
class Encounter:
    """A structure to meet; `distance` in km, None where its point is not known."""

    name: str
    href: str
    kind: str
    city: str
    distance: float | None
    reasons: tuple[str, ...]
    is_demo: bool


def find_encounters(session: Session, sheet: Sheet, place: Territory) -> tuple[Encounter, ...]:
    """The structures to meet near a place, those with most in common first, then the nearest.

    Near a commune is within the radius of the sheet; near a wider territory, inside it.
    """
    found = directory.read_page(session, near(sheet, place), page=1, size=MOST_READ).rows
    judged = [(siae, judge(siae, sheet)) for siae in found]
    worth = [(sum(points for points, _ in told), siae, told) for siae, told in judged if told]
    # What only shares its kind is no reason to travel.
    kept = [item for item in worth if item[0] > SAME_KIND]
    kept.sort(key=lambda item: (-item[0], reach(item[1], place), item[1].sort_name, item[1].id))
    return tuple(
        Encounter(
            name=siae.display_name,
            href=f"/structures/{siae.slug}",
            kind=siae.kind.value,
            city=siae.city,
            distance=measure(siae, place),
            reasons=tuple(why for _, why in told),
            is_demo=siae.is_demo,
        )
        for _, siae, told in kept[:SHOWN]
    )


def near(sheet: Sheet, place: Territory) -> SiaeCriteria:
    """The structures near a place, the nearest first."""
    in_disc = place.is_place and place.centre is not None
    return SiaeCriteria(
        communes=frozenset() if in_disc else territories.codes_within(place.code),
        centres=(place.centre,) if place.centre else (),
        radius_km=float(sheet.radius_km) if in_disc else None,
        order=SiaeOrder.DISTANCE if place.centre else SiaeOrder.NAME,
    )


def judge(siae: Siae, sheet: Sheet) -> list[tuple[int, str]]:
    """What a structure has in common with a project, each with its points."""
    own = tuple(dict.fromkeys(activity.sector for activity in siae.activities))
    same = [slug for slug in own if slug in sheet.sectors]
    told = []
    if same:
        why = f"Même métier{NBSP}: {name(same)}. De quoi comparer, ou faire ensemble."
        told.append((SAME_SECTOR, why))
    groups = {found.group for slug in sheet.sectors if (found := sectors.find(slug))}
    akin = [
        s for s in own if s not in sheet.sectors and (f := sectors.find(s)) and f.group in groups
    ]
    if akin:
        told.append((SAME_GROUP, f"Métier voisin{NBSP}: {name(akin)}."))
    if sheet.kind and siae.kind == sheet.siae_kind:
        told.append((SAME_KIND, f"Même type de structure{NBSP}: {siae.kind.label}."))
    return told


def name(slugs: Sequence[str]) -> str:
    """The names of sectors, in a line."""
    found = (sectors.find(slug) for slug in slugs)
    return ", ".join(sector.name for sector in found if sector)


def measure(siae: Siae, place: Territory) -> float | None:
    """How far a structure is; km."""
    return distance_km(place.centre, siae.point) if place.centre and siae.point else None


def reach(siae: Siae, place: Territory) -> float:
    """The same for an order: what is not known comes last."""
    distance = measure(siae, place)
    return float("inf") if distance is None else distance
