"""What is near a project, to be talked about: for its holder alone, and no holder is named."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.lists import address
from app.clock import NBSP
from app.dossiers import meeting
from app.dossiers.proximity import queries
from app.dossiers.proximity.holders import Holder, holders_of, shown_to_team
from app.dossiers.proximity.models import Proximity
from app.dossiers.proximity.moves import name_holder
from app.dossiers.proximity.search import plan_of
from app.extensions import db
from app.projects.neighbourhood import Demand, look_at_demand
from app.siae.models import Siae
from app.siting.proximity import Silence, say_distance

SHOWN = 8  # structures
SET = "Dites où est le projet et sa filière, en modifiant la fiche."


@dataclass(frozen=True, kw_only=True)
class NearProject:
    """Another project, without a name; `title` and `holder` once both agreed."""

    href: str
    what: str
    distance: str
    state: str
    i_agreed: bool
    they_agreed: bool
    title: str
    holder: Holder | None


@dataclass(frozen=True, kw_only=True)
class NearStructure:
    """A structure of the directory, which is public."""

    name: str
    href: str
    kind: str
    city: str
    what: str
    distance: str
    state: str
    is_inferred: bool
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class Market:
    """How many consultations or contracts, and where they are; `href` empty where nowhere."""

    label: str
    count: int
    href: str


@dataclass(frozen=True, kw_only=True)
class ProximitiesView:
    """What is near; `silence` says why nothing can be said."""

    silence: str
    projects: tuple[NearProject, ...]
    structures: tuple[NearStructure, ...]
    others: int
    more: str
    markets: tuple[Market, ...]
    is_shown: bool
    number: str


def read(reading: Reading) -> ProximitiesView:
    """The view of what is near."""
    session, dossier = db.session(), reading.dossier
    rows = list(session.scalars(queries.shown_to_holder(dossier.id)))
    structures = [describe_structure(row, row.siae) for row in rows if row.siae is not None]
    return ProximitiesView(
        silence=say_silence(reading),
        projects=describe_projects(reading, [row for row in rows if row.other is not None]),
        structures=tuple(structures[:SHOWN]),
        others=max(0, len(structures) - SHOWN),
        more=address("/structures", [*pairs_of(reading), ("rayon", str(reading.sheet.radius_km))]),
        markets=list_markets(reading),
        is_shown=bool(shown_to_team(session, [dossier.id])),
        number=name_holder(dossier.id),
    )


def say_silence(reading: Reading) -> str:
    """Why nothing can be said of what is near; empty where it can."""
    sheet = reading.sheet
    plan = plan_of(sheet.sectors, sheet.territory, sheet.radius_km)
    why = Silence.UNKNOWN_PLACE if plan.place is None else Silence.UNKNOWN_SECTOR
    return "" if plan.place and plan.sectors else f"{why.label} {SET}"


def describe_projects(reading: Reading, rows: list[Proximity]) -> tuple[NearProject, ...]:
    """The other projects; what names them is read only where both holders agreed."""
    mine = reading.dossier.id
    others = {row.id: row.other if row.dossier_id == mine else row.dossier for row in rows}
    met = [other for row in rows if row.is_agreed and (other := others[row.id])]
    holders = holders_of(db.session(), (other.project for other in met))
    found = []
    for row in rows:
        other = others[row.id] if row.is_agreed else None
        found.append(
            NearProject(
                href=f"{reading.base}/proximites/{row.id}",
                what=meeting.name(row.sectors),
                distance=say_distance(row.distance_km),
                state=row.proximity_state.label,
                i_agreed=row.has_agreed(mine),
                they_agreed=has_other_agreed(row, mine),
                title=other.title if other else "",
                holder=holders.get(other.id) if other else None,
            )
        )
    return tuple(found)


def has_other_agreed(row: Proximity, mine: int) -> bool:
    """Whether the holder of the other project agreed."""
    return row.has_agreed((row.other_id or 0) if row.dossier_id == mine else row.dossier_id)


def describe_structure(row: Proximity, siae: Siae) -> NearStructure:
    """A structure near."""
    same = [one for one in siae.activities if one.sector in row.sectors]
    distance = row.distance_km
    return NearStructure(
        name=siae.display_name,
        href=f"/structures/{siae.slug}",
        kind=siae.kind.value,
        city=siae.city,
        what=meeting.name(row.sectors),
        distance=f"à {distance:.0f}{NBSP}km" if distance is not None else "",
        state=row.proximity_state.label,
        is_inferred=bool(same) and all(one.is_inferred for one in same),
        is_demo=siae.is_demo,
    )


def pairs_of(reading: Reading) -> list[tuple[str, str]]:
    """The place and the sectors of a project, as the lists are asked for them."""
    sheet = reading.sheet
    place = [("territoire", sheet.place.slug)] if sheet.place else []
    return [*place, *(("secteur", slug) for slug in sheet.sectors)]


def list_markets(reading: Reading) -> tuple[Market, ...]:
    """The contracts that come back around, counted; nothing until the place and a sector."""
    sheet = reading.sheet
    if sheet.place is None or not sheet.sectors:
        return ()
    found: Demand = look_at_demand(db.session(), sheet.place, sheet.sectors, reading.now)
    asked = pairs_of(reading)
    return (
        Market(
            label="Consultations publiées depuis deux ans",
            count=found.tender_count,
            href=address("/marches", [*asked, ("etat", "tous")]),
        ),
        Market(label="Marchés attribués depuis deux ans", count=found.award_count, href=""),
        Market(
            label="Marchés bientôt à renouveler",
            count=found.renewal_count,
            href=address("/marches/reconductions", asked),
        ),
    )


SECTION = Section(
    key="proximites",
    title="Proximités, à discuter",
    template="dossiers/sections/proximites.html",
    read=read,
    in_shared=False,
)
