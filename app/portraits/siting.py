"""« Où implanter ? » over the database: who is there, what is asked for, what is needed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app import territories
from app.clock import to_paris
from app.matching.kinds import SIAE_KINDS, SiaeKind
from app.portraits.need import NeedTable, read_need
from app.portraits.need_levels import Level, around_index, inside_index, territories_at
from app.portraits.need_supply import place_of
from app.portraits.siting_queries import structures, tender_places
from app.siting import Site, SiteFigures, rank_sites
from app.siting.nearness import kilometres_to_limit
from app.territories import Point, Territory

YEAR = timedelta(days=365)
NEAR_KM = 5.0  # from the limit: beyond, a structure is not a neighbour


@dataclass(frozen=True, kw_only=True)
class Present:
    """A structure of the sector; `is_inferred` where nothing but its NAF code and name says so."""

    slug: str
    name: str
    kind: SiaeKind
    city: str
    place: str | None
    point: Point | None
    is_inferred: bool
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class TenderCount:
    """Consultations of 12 months in a territory, and those of a wider place around it."""

    inside: int
    with_clause: int
    around: int


@dataclass(frozen=True, kw_only=True)
class SiteResult:
    """A ranked territory with what its score rests on."""

    territory: Territory
    site: Site
    structures: tuple[Present, ...]
    others: int
    tenders: TenderCount


@dataclass(frozen=True, kw_only=True)
class SitingAnswer:
    """The territories ranked; `unplaced` structures and consultations could not be put in one."""

    results: tuple[SiteResult, ...]
    need: NeedTable
    tenders: int
    unplaced: int


def find_sites(
    session: Session,
    *,
    sectors: Sequence[str],
    kind: SiaeKind | None,
    level: Level,
    department: str = "",
    now: datetime,
) -> SitingAnswer:
    """The territories of a level for these sectors and that kind (every SIAE where None is given).

    `department` keeps those that have a commune in it; all are still compared to the region. A
    constant number of statements.
    """
    kinds = {kind} if kind else SIAE_KINDS
    present = read_present(session, sectors, level)
    wanted = tuple(one for one in present if one.kind in kinds)
    others = Counter(one.place for one in present if one.kind not in kinds)
    counts, total = read_tenders(session, sectors, level, now)
    need = read_need(session, level)
    figures = list_figures(need, wanted, others, counts if total else {}, present)
    results = (
        SiteResult(
            territory=territories.get(site.code),
            site=site,
            structures=tuple(one for one in wanted if one.place == site.code),
            others=others[site.code],
            tenders=counts[site.code],
        )
        for site in rank_sites(figures, near_km=NEAR_KM)
    )
    return SitingAnswer(
        results=tuple(r for r in results if lies_in(r.territory, department)),
        need=need,
        tenders=total,
        unplaced=sum(one.place is None for one in wanted),
    )


def list_figures(
    need: NeedTable,
    wanted: Sequence[Present],
    others: Mapping[str | None, int],
    tenders: Mapping[str, TenderCount],
    present: Sequence[Present],
) -> list[SiteFigures]:
    """What is known of each territory; without any consultation, their number is not known."""
    here = Counter(one.place for one in wanted)
    near = count_neighbours(present, need.level)
    figures = []
    for row in need.rows:
        code = row.territory.code
        asked = tenders.get(code)
        figures.append(
            SiteFigures(
                code=code,
                population=row.figures.population,
                need=row.need,
                structures=here[code],
                others=others.get(code, 0),
                neighbours=near[code],
                tenders=asked.inside if asked else None,
                with_clause=asked.with_clause if asked else None,
            )
        )
    return figures


def lies_in(place: Territory, department: str) -> bool:
    """Whether a territory has a commune in that département; any where none is given."""
    if not department:
        return True
    mine, theirs = territories.communes_of(place.code), territories.communes_of(department)
    return not mine.isdisjoint(theirs)


def read_present(session: Session, sectors: Sequence[str], level: Level) -> tuple[Present, ...]:
    """The structures of these sectors, once each, by name."""
    found: dict[str, Present] = {}
    for row in session.execute(structures(sectors)):
        known = found.get(row.slug)
        point = None
        if row.latitude is not None and row.longitude is not None:
            point = Point(lat=row.latitude, lon=row.longitude)
        found[row.slug] = Present(
            slug=row.slug,
            name=row.brand or row.name,
            kind=row.kind,
            city=row.city,
            place=place_of(row.commune_code, row.department_code, level),
            point=point,
            is_inferred=row.is_inferred and (known is None or known.is_inferred),
            is_demo=row.is_demo,
        )
    return tuple(found.values())


def read_tenders(
    session: Session, sectors: Sequence[str], level: Level, now: datetime
) -> tuple[dict[str, TenderCount], int]:
    """The consultations of the last 12 months by territory, and how many in the whole region."""
    places: dict[int, set[str]] = defaultdict(set)
    clauses: set[int] = set()
    since = to_paris(now - YEAR).date()
    for consultation, code, has_clause in session.execute(tender_places(sectors, since)):
        places[consultation].add(code)
        if has_clause:
            clauses.add(consultation)
    inside: dict[str, set[int]] = defaultdict(set)
    around: dict[str, set[int]] = defaultdict(set)
    within, wider = inside_index(level), around_index(level)
    for consultation, codes in places.items():
        for code in codes:
            if code in within:
                inside[within[code]].add(consultation)
            for smaller in wider.get(code, ()):
                around[smaller].add(consultation)
    counts = {
        place.code: TenderCount(
            inside=len(inside[place.code]),
            with_clause=len(inside[place.code] & clauses),
            around=len(around[place.code] - inside[place.code]),
        )
        for place in territories_at(level)
    }
    placed = set[int]().union(*inside.values(), *around.values())
    return counts, len(placed)


def count_neighbours(present: Iterable[Present], level: Level) -> dict[str, int]:
    """How many structures lie outside each territory, but near its limit."""
    placed = [(one.place, one.point) for one in present if one.point is not None]
    found = {}
    for place in territories_at(level):
        outside = [point for code, point in placed if code != place.code]
        polygons = territories.outline(place.code)["geometry"]["coordinates"]
        distances = kilometres_to_limit(outside, polygons)
        found[place.code] = sum(distance <= NEAR_KM for distance in distances)
    return found
