"""The structures of a territory: by kind and group of sectors, their posts, who comes from far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import sectors
from app.errors import PortalError
from app.matching.kinds import SiaeKind
from app.portraits import queries
from app.portraits.places import Part, Reach, parts_of
from app.territories import Area, Point, codes_within, reaches

Cell = sa.Row[str | None, str | None, SiaeKind, int, int | None, int, int]
DeclaredArea = sa.Row[int, list[str] | None, float | None, bool, float | None, float | None]


@dataclass(frozen=True, kw_only=True)
class KindCount:
    """How many structures of a kind have their address here, and in the région."""

    kind: SiaeKind
    here: int
    region: int


@dataclass(frozen=True, kw_only=True)
class GroupCount:
    """How many structures work in a group of sectors: SIAE, and GEIQ, EA or ESAT beside them.

    `declared` are those here that say so themselves: for the others it is inferred from a code.
    """

    slug: str
    name: str
    siae: int
    others: int
    declared: int
    siae_region: int
    others_region: int


@dataclass(frozen=True, kw_only=True)
class Posts:
    """The posts known: places of ESAT and full-time equivalents declared by SIAE, and by how many.

    `esat` and `siae` are all those that could have said; the difference is unknown, not zero.
    """

    places: int
    places_known: int
    esat: int
    fte: float
    fte_known: int
    siae: int


@dataclass(frozen=True, kw_only=True)
class PartCount:
    """The structures of a territory inside or across this one."""

    part: Part
    siae: int
    others: int


@dataclass(frozen=True, kw_only=True)
class Supply:
    """What there is in a territory; addresses, not areas of intervention, decide where one counts.

    `described` are the SIAE whose activities are known, `outside` how many structures of elsewhere
    declare that they come here, None where that was not asked.
    """

    kinds: tuple[KindCount, ...]
    groups: tuple[GroupCount, ...]
    posts: Posts
    posts_region: Posts
    parts: tuple[PartCount, ...]
    described: int
    outside: int | None
    demo: int

    @property
    def siae(self) -> int:
        """The SIAE of the law, whatever their kind."""
        return sum(row.here for row in self.kinds if row.kind.is_siae)

    @property
    def siae_region(self) -> int:
        """The same in the région."""
        return sum(row.region for row in self.kinds if row.kind.is_siae)

    @property
    def others(self) -> int:
        """GEIQ, EA and ESAT."""
        return sum(row.here for row in self.kinds if not row.kind.is_siae)

    @property
    def others_region(self) -> int:
        """The same in the région."""
        return sum(row.region for row in self.kinds if not row.kind.is_siae)

    @property
    def missing_kinds(self) -> tuple[SiaeKind, ...]:
        """Kinds of SIAE known in the région, none of which has its address here."""
        return tuple(r.kind for r in self.kinds if r.kind.is_siae and r.region and not r.here)

    @property
    def missing_groups(self) -> tuple[GroupCount, ...]:
        """Groups where SIAE work in the région and none is known here; the fullest first."""
        found = [row for row in self.groups if row.siae_region and not row.siae]
        return tuple(sorted(found, key=lambda row: (-row.siae_region, row.name)))


def read_supply(session: Session, reach: Reach) -> Supply:
    """What is known of the structures; four statements whatever there is."""
    cells = session.execute(queries.cells(reach.region)).all()
    inside = [cell for cell in cells if lies_in(cell, reach.inside)]
    declared = session.execute(queries.capacities(reach.inside, reach.region)).one()
    return Supply(
        kinds=count_kinds(inside, cells),
        groups=read_groups(session, reach),
        posts=read_posts(inside, declared.fte, declared.fte_known),
        posts_region=read_posts(cells, declared.fte_all, declared.fte_known_all),
        parts=count_parts(parts_of(reach.territory), cells),
        described=declared.described,
        outside=None if reach.is_region else count_outside(session, reach),
        demo=sum(cell.demo for cell in inside),
    )


def lies_in(cell: Cell, codes: frozenset[str]) -> bool:
    """Whether the structures of a row are there; some are known by their département only."""
    return cell.commune in codes or cell.department in codes


def count_kinds(inside: Sequence[Cell], cells: Sequence[Cell]) -> tuple[KindCount, ...]:
    """Every kind, those nobody has included."""
    return tuple(
        KindCount(
            kind=kind,
            here=sum(cell.number for cell in inside if cell.kind is kind),
            region=sum(cell.number for cell in cells if cell.kind is kind),
        )
        for kind in SiaeKind
    )


def read_posts(cells: Iterable[Cell], fte: float, fte_known: int) -> Posts:
    """The posts of these structures."""
    rows = list(cells)
    esat = [cell for cell in rows if cell.kind is SiaeKind.ESAT]
    return Posts(
        places=sum(cell.places or 0 for cell in esat),
        places_known=sum(cell.known for cell in esat),
        esat=sum(cell.number for cell in esat),
        fte=float(fte),
        fte_known=fte_known,
        siae=sum(cell.number for cell in rows if cell.kind.is_siae),
    )


def count_parts(parts: Iterable[Part], cells: Sequence[Cell]) -> tuple[PartCount, ...]:
    """The structures of each part, whole, even where it goes beyond the territory."""
    found = []
    for part in parts:
        codes = codes_within(part.territory.code)
        rows = [cell for cell in cells if lies_in(cell, codes)]
        siae = sum(cell.number for cell in rows if cell.kind.is_siae)
        others = sum(cell.number for cell in rows if not cell.kind.is_siae)
        found.append(PartCount(part=part, siae=siae, others=others))
    return tuple(found)


def read_groups(session: Session, reach: Reach) -> tuple[GroupCount, ...]:
    """Every group of sectors in the order of the taxonomy."""
    rows = session.execute(queries.groups(reach.inside, reach.region)).all()
    by_group = {(row.group, bool(row.is_siae)): row for row in rows}
    found = []
    for group in sectors.groups():
        siae, others = by_group.get((group.slug, True)), by_group.get((group.slug, False))
        found.append(
            GroupCount(
                slug=group.slug,
                name=group.name,
                siae=siae.here if siae else 0,
                others=others.here if others else 0,
                declared=sum(row.declared for row in (siae, others) if row),
                siae_region=siae.all if siae else 0,
                others_region=others.all if others else 0,
            )
        )
    return tuple(found)


def count_outside(session: Session, reach: Reach) -> int:
    """How many structures of elsewhere declare that they work in some of this territory."""
    found: set[int] = set()
    for row in session.execute(queries.areas_from_outside(reach.inside)):
        if row.siae_id not in found and comes_here(row, reach.territory.code):
            found.add(row.siae_id)
    return len(found)


def comes_here(row: DeclaredArea, code: str) -> bool:
    """Whether a declared area takes in some of that territory; one that is broken does not."""
    if row.is_nationwide:
        return True
    try:
        if row.zones:
            return reaches(Area.of_zones(*row.zones), code)
        if row.radius_km is not None and row.latitude is not None and row.longitude is not None:
            seat = Point(lat=row.latitude, lon=row.longitude)
            return reaches(Area.around(seat, row.radius_km), code)
    except PortalError:  # a code that a merger of communes took away
        return False
    return False
