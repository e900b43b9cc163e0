"""The agenda."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.blueprints.api.parameters import RADIUS, SECTOR, TERRITORY, TEXT
from app.blueprints.api.provenance import DEMO, Provenance, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, read_after
from app.blueprints.api.schema import Row, told
from app.blueprints.events import event_criteria
from app.events import queries
from app.events.kinds import Audience, EventKind, EventStatus
from app.events.models import Event
from app.extensions import db
from app.forms.event_filters import AgendaState, EventFilters
from app.tenders.values import mask_contacts


@dataclass(frozen=True, kw_only=True)
class EventRow(Row):
    """An event of the agenda."""

    title: str = told("Titre.")
    kind: EventKind = told("Genre.")
    status: EventStatus = told("Prévu, reporté ou annulé.")
    starts_at: datetime = told("Début.")
    ends_at: datetime | None = told("Fin, si elle est connue.")
    is_all_day: bool = told("Vrai pour une journée entière.")
    place: str = told("Lieu.")
    territory: str = told("Code du territoire, vide en ligne.")
    online_url: str = told("Adresse pour le suivre en ligne.")
    organiser: str = told("Institution qui l’organise.")
    audiences: tuple[Audience, ...] = told("Publics.")
    sectors: tuple[str, ...] = told("Filières.")
    description: str = told("Description.")
    registration_url: str = told("Adresse d’inscription.")
    committee: str = told("Identifiant de l’instance qui se réunit.")


def make_row(event: Event) -> EventRow:
    """An event."""
    origin = DEMO if event.is_demo else Provenance(source=event.source or event.organiser)
    return EventRow(
        id=event.slug,
        url=page_url(f"/agenda/{event.slug}"),
        **origin.fields(),
        is_demo=event.is_demo,
        updated_at=event.updated_at,
        title=event.title,
        kind=event.event_kind,
        status=event.event_status,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        is_all_day=event.is_all_day,
        place=event.place,
        territory=event.territory_code,
        online_url=event.online_url,
        organiser=event.organiser,
        audiences=tuple(map(Audience, event.audiences)),
        sectors=event.sectors,
        description=mask_contacts(event.description),
        registration_url=event.url,
        committee=event.committee,
    )


def read(query: Query) -> Answer[EventRow]:
    """The events that the filters leave; of an instance without any, none."""
    filters = EventFilters.from_args(query.args)
    select = queries.agenda(event_criteria(filters), query.now)
    return read_after(select, Event.slug, query, make_row).saying(filters.ignored)


def find(slug: str, _now: datetime) -> EventRow | None:
    """The event of that slug."""
    event = db.session.scalar(queries.by_slug(slug))
    return make_row(event) if event is not None else None


RESOURCE = Resource(
    name="events",
    title="Agenda",
    text="Les forums, les portes ouvertes, les formations, les séances des instances.",
    row=EventRow,
    parameters=(
        TEXT,
        Parameter(
            name="genre",
            text="Genre.",
            values=tuple(kind.value for kind in EventKind),
            is_repeated=True,
        ),
        Parameter(
            name="public",
            text="Public.",
            values=tuple(audience.value for audience in Audience),
            is_repeated=True,
        ),
        SECTOR,
        TERRITORY,
        RADIUS,
        Parameter(name="mois", text="Mois, « 2027-03 »."),
        Parameter(name="instance", text="Identifiant d’une instance."),
        Parameter(
            name="etat",
            text="À venir ou passés\u00a0; « a-venir » par défaut.",
            values=tuple(state.value for state in AgendaState),
        ),
    ),
    read=read,
    find=find,
    page="/agenda",
    has_csv=True,
    follows_clock=True,
)
