"""Keep the signals of a project: what is near begins, what is no longer near ends.

Run again, it changes nothing. One at a time: of two projects that are placed at the same moment,
the second sees the first.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app import territories
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.moves import Actor, claim, make_line, move
from app.dossiers.proximity.states import FIRST, ProximityState, Side
from app.extensions import has_word
from app.matching.kinds import SIAE_KINDS
from app.projects.models import Project
from app.siae import queries as siae_queries
from app.siae.models import Activity, Siae
from app.siting.proximity import (
    Nearness,
    Plan,
    Seat,
    around_plan,
    between_plans,
    point_of,
)
from app.tenders.turns import PROXIMITIES, wait_for_turn
from app.territories import Point

MOST_STRUCTURES = 50
"""Signals of structures that a project keeps, the nearest first: beyond, the directory has them."""
MARGIN = 1.01  # the disc of the query is flat: the rule decides
GONE = "Ce n’est plus proche\u00a0: un lieu, une filière ou un rayon a changé, ou un projet finit."
Key = tuple[str, int]
"""`project` or `siae`, and its number."""
Found = dict[Key, Nearness]


def live(now: datetime) -> sa.Select[Dossier]:
    """The dossiers that are kept at that instant, each with its project."""
    return (
        sa.select(Dossier)
        .join(Dossier.project)
        .where(Project.expires_at > now)
        .options(contains_eager(Dossier.project))
        .order_by(Dossier.id)
    )


def numbers(now: datetime) -> sa.Select[int]:
    """The numbers of the dossiers that are kept at that instant."""
    return (
        sa.select(Dossier.id)
        .join(Dossier.project)
        .where(Project.expires_at > now)
        .order_by(Dossier.id)
    )


def refresh(session: Session, dossier: Dossier, now: datetime) -> int:
    """Begin, update and end the signals of a dossier, its project loaded; how many began. Flushes.

    An unknown place or no sector leaves none.
    """
    wait_for_turn(session, PROXIMITIES)
    plan = plan_of(dossier.sectors, dossier.territory, dossier.radius_km)
    projects, structures = Found(), Found()
    if plan.place is not None and plan.sectors:
        projects = find_projects(session, dossier, plan, now)
        structures = find_structures(session, dossier, plan)
    by = Actor(side=Side.PORTAL, now=now)
    begun, kept = 0, 0
    for row in session.scalars(of_dossier(dossier.id).with_for_update()):
        key = other_key(row, dossier.id)
        found = projects.pop(key, None) or structures.pop(key, None)
        begun += follow(session, row, found, by)
        kept += row.siae_id is not None and found is not None
    room = max(0, MOST_STRUCTURES - kept)
    new = [*projects.items(), *list(structures.items())[:room]]
    begin(session, dossier.id, new, by)
    return begun + len(new)


def plan_of(sectors: tuple[str, ...], territory: str, radius_km: int) -> Plan:
    """A project as the rule sees it."""
    place = territories.find_code(territory) if territory else None
    return Plan(sectors=sectors, place=place, radius_km=float(radius_km))


def of_dossier(number: int) -> sa.Select[Proximity]:
    """The signals of a dossier, whichever side it is on, as the database has them now."""
    return (
        sa.select(Proximity)
        .where(sa.or_(Proximity.dossier_id == number, Proximity.other_id == number))
        .order_by(Proximity.id)
        .execution_options(populate_existing=True)
    )


def other_key(row: Proximity, number: int) -> Key:
    """What a signal says is near that dossier."""
    if row.siae_id is not None:
        return "siae", row.siae_id
    return "project", (row.other_id or 0) if row.dossier_id == number else row.dossier_id


def find_projects(session: Session, dossier: Dossier, plan: Plan, now: datetime) -> Found:
    """The projects of other holders near a dossier, by number."""
    owner = dossier.project
    select = (
        sa.select(Dossier.id, Dossier.sectors, Dossier.territory, Dossier.radius_km)
        .join(Dossier.project)
        .where(
            Dossier.id != dossier.id,
            Dossier.territory != "",
            has_word(Dossier.sectors, plan.sectors),
            Project.expires_at > now,
        )
        .order_by(Dossier.id)
    )
    if owner.person_id is not None:
        select = select.where(Project.person_id.is_distinct_from(owner.person_id))
    if owner.organisation_id is not None:
        select = select.where(Project.organisation_id.is_distinct_from(owner.organisation_id))
    found = Found()
    for number, sectors, territory, radius in session.execute(select):
        judged = between_plans(plan, plan_of(sectors, territory, radius))
        if isinstance(judged, Nearness):
            found["project", number] = judged
    return found


def find_structures(session: Session, dossier: Dossier, plan: Plan) -> Found:
    """The SIAE near a dossier, but its holder's own, the nearest first."""
    seats: dict[int, tuple[Point | None, frozenset[str], set[str]]] = {}
    for number, lat, lon, commune, department, sector in session.execute(candidates(dossier, plan)):
        point = Point(lat=lat, lon=lon) if lat is not None and lon is not None else None
        codes = frozenset(filter(None, (commune, department)))
        seats.setdefault(number, (point, codes, set()))[2].add(sector)
    judged = (
        (number, around_plan(plan, Seat(sectors=tuple(sorted(own)), point=point, codes=codes)))
        for number, (point, codes, own) in seats.items()
    )
    kept = [(number, found) for number, found in judged if isinstance(found, Nearness)]
    kept.sort(key=lambda pair: (measured(pair[1].distance_km), pair[0]))
    return {("siae", number): found for number, found in kept}


def measured(distance: float | None) -> float:
    """A distance, for an order: what is not known comes last."""
    return float("inf") if distance is None else distance


def candidates(
    dossier: Dossier, plan: Plan
) -> sa.Select[int, float | None, float | None, str | None, str | None, str]:
    """The SIAE of these sectors that may be near, a row for each of their sectors."""
    where = (Siae.latitude, Siae.longitude, Siae.commune_code, Siae.department_code)
    select: sa.Select[int, float | None, float | None, str | None, str | None, str] = (
        sa.select(Siae.id, *where, Activity.sector)
        .join(Activity, Activity.siae_id == Siae.id)
        .where(near(plan, plan.radius_km * MARGIN), Activity.sector.in_(plan.sectors))
        .order_by(Siae.id)
    )
    own = dossier.project.organisation_id
    return select.where(Siae.organisation_id != own) if own is not None else select


def near(plan: Plan, radius_km: float) -> sa.ColumnElement[bool]:
    """The SIAE in a radius around a place, or inside it where it is wider than a commune.

    One without a point is near where it is known to be inside. GEIQ, EA and ESAT are left out.
    """
    if plan.place is None:
        return sa.false()
    codes = territories.codes_within(plan.place.code)
    inside = siae_queries.within(codes, codes)
    centre = point_of(plan.place)
    if centre is not None:
        disc = siae_queries.around(centre, radius_km)
        inside = sa.or_(disc, sa.and_(Siae.latitude.is_(None), inside))
    return sa.and_(Siae.kind.in_(SIAE_KINDS), inside)


def follow(session: Session, row: Proximity, found: Nearness | None, by: Actor) -> bool:
    """Bring a signal up to date; whether it begins again."""
    is_over = row.proximity_state is ProximityState.ENDED
    if found is None:
        if not is_over:
            gone = {"agreed_at": None, "other_agreed_at": None}
            move(session, row, ProximityState.ENDED, by, note=GONE, values=gone)
        return False
    values: dict[str, Any] = {"sectors": found.sectors, "distance_km": found.distance_km}
    if is_over:
        untold = dict.fromkeys(("told_at", "other_told_at", "team_told_at"))
        move(session, row, ProximityState.NEW, by, values={**values, **untold})
    elif (row.sectors, row.distance_km) != (found.sectors, found.distance_km):
        claim(session, row, by.now, **values)
    return is_over


def begin(session: Session, number: int, new: list[tuple[Key, Nearness]], by: Actor) -> None:
    """The signals of a dossier that were not there; logged. Flushes."""
    rows = [make_row(number, key, found, by) for key, found in new]
    session.add_all(rows)
    session.flush()
    session.add_all(make_line(row, by, "", ("", FIRST.value)) for row in rows)
    session.flush()


def make_row(number: int, key: Key, found: Nearness, by: Actor) -> Proximity:
    """A signal; of two projects the smaller number is first."""
    kind, other = key
    is_project = kind == "project"
    return Proximity(
        dossier_id=min(number, other) if is_project else number,
        other_id=max(number, other) if is_project else None,
        siae_id=None if is_project else other,
        sectors=found.sectors,
        distance_km=found.distance_km,
        created_at=by.now,
        updated_at=by.now,
    )
