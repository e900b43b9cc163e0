"""What the portal team's pages of proximities show: no commune, and no name unasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app import territories
from app.dossiers import meeting
from app.dossiers.models import Dossier
from app.dossiers.proximity import queries
from app.dossiers.proximity.holders import Holder, holders_of, shown_to_team
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.moves import name_holder
from app.dossiers.proximity.states import ProximityState, Side, choices_after
from app.extensions import db
from app.siting.proximity import say_distance
from app.territories import TerritoryKind

PATH = "/admin/proximites"
CSV_COLUMNS = (
    "numero", "etat", "filieres", "distance", "projet", "territoire", "porteur", "adresses",
    "proche", "territoire_proche", "porteur_proche", "adresses_proche", "accords", "notes",
    "depuis", "modifie",
)  # fmt: skip
WIDE = (TerritoryKind.EPT, TerritoryKind.DEPARTMENT)


@dataclass(frozen=True, kw_only=True)
class End:
    """One of the two: a project, or a structure, whose page is `href`.

    `name` is a number, and `holder` None, where the holder did not let the team know.
    """

    name: str
    place: str
    href: str
    holder: Holder | None


@dataclass(frozen=True, kw_only=True)
class Line:
    """Something done: a note, or a move in words."""

    what: str
    note: str
    author: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SignalRow:
    """A signal as the team reads it; `agreements` counts the holders who agreed to meet."""

    id: int
    version: int
    href: str
    state: str
    what: str
    distance: str
    ends: tuple[End, End]
    agreements: int
    is_between_projects: bool
    lines: tuple[Line, ...]
    since: datetime
    changed: datetime
    next: tuple[ProximityState, ...]

    @property
    def notes(self) -> tuple[Line, ...]:
        """What the team wrote."""
        return tuple(line for line in self.lines if line.note)


def describe(rows: Sequence[Proximity]) -> list[SignalRow]:
    """Signals, all loaded, in a constant number of statements."""
    session = db.session()
    dossiers = [d for row in rows for d in (row.dossier, row.other) if d is not None]
    known = shown_to_team(session, (dossier.id for dossier in dossiers))
    holders = holders_of(session, (d.project for d in dossiers if d.id in known))
    lines: dict[int, list[ProximityMove]] = defaultdict(list)
    for line in session.scalars(queries.history([row.id for row in rows])):
        lines[line.proximity_id].append(line)
    return [describe_row(row, holders, lines[row.id]) for row in rows]


def describe_row(
    row: Proximity, holders: dict[int, Holder], lines: Iterable[ProximityMove]
) -> SignalRow:
    """A signal, with the holders who let the team know who they are."""
    return SignalRow(
        id=row.id,
        version=row.version,
        href=f"{PATH}/{row.id}",
        state=row.proximity_state.label,
        what=meeting.name(row.sectors),
        distance=say_distance(row.distance_km),
        ends=(describe_project(row.dossier, holders), describe_other(row, holders)),
        agreements=(row.agreed_at is not None) + (row.other_agreed_at is not None),
        is_between_projects=row.siae_id is None,
        lines=tuple(map(describe_line, lines)),
        since=row.created_at,
        changed=row.updated_at,
        next=choices_after(row.proximity_state),
    )


def describe_project(dossier: Dossier, holders: dict[int, Holder]) -> End:
    """A project: its title only where its holder is known too."""
    holder = holders.get(dossier.id)
    return End(
        name=dossier.title if holder else name_holder(dossier.id),
        place=name_wide(dossier.territory),
        href="",
        holder=holder,
    )


def describe_other(row: Proximity, holders: dict[int, Holder]) -> End:
    """The other project, or the structure."""
    if row.siae is not None:
        place = name_wide(row.siae.commune_code or row.siae.department_code or "")
        href = f"/structures/{row.siae.slug}"
        return End(name=row.siae.display_name, place=place, href=href, holder=None)
    if row.other is None:
        raise LookupError("a signal is between two things")
    return describe_project(row.other, holders)


def name_wide(code: str) -> str:
    """The EPT or, where there is none, the département of a place; what is wider, by its name."""
    place = territories.find_code(code) if code else None
    if place is None:
        return ""
    around = {outer.kind: outer for outer in (place, *territories.ancestors(place.code))}
    return next((around[kind].label for kind in WIDE if kind in around), place.label)


def describe_line(line: ProximityMove) -> Line:
    """Something done, in words; what a holder or the portal says is no note of the team."""
    said = line.note if line.side != Side.TEAM.value else ""
    if line.after:
        moved = f"«\u00a0{ProximityState(line.after).label}\u00a0»"
        said = f"{moved}. {said}".strip() if said else moved
    note = line.note if line.side == Side.TEAM.value else ""
    return Line(what=said, note=note, author=line.author, at=line.at)


def csv_row(row: SignalRow) -> tuple[object, ...]:
    """A signal in the order of `CSV_COLUMNS`."""
    ends = [
        cell
        for end in row.ends
        for cell in (
            end.name,
            end.place,
            end.holder.name if end.holder else "",
            ", ".join(end.holder.addresses) if end.holder else "",
        )
    ]
    return (
        row.id,
        row.state,
        row.what,
        row.distance,
        *ends,
        row.agreements if row.is_between_projects else None,
        len(row.notes),
        row.since.isoformat(),
        row.changed.isoformat(),
    )
