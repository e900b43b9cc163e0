"""Proximities for the tests: structures near, signals, who acts, pages."""

from __future__ import annotations

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import services
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.moves import Actor
from app.dossiers.proximity.states import Side
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.siae.models import Activity, Siae
from app.territories import Point
from tests.dossiers.builders import make_sheet
from tests.pages import Page, read_page
from tests.people import make_organisation

SITE = "https://portail.example"
BOBIGNY, SAINT_DENIS, MELUN = "93008", "93066", "77288"
HERE = Point(lat=48.903, lon=2.484)  # Bondy


def make_siae(
    session: Session,
    organisation: Organisation | None = None,
    *,
    point: Point | None = HERE,
    sectors: tuple[str, ...] = ("blanchisserie",),
    kind: SiaeKind = SiaeKind.EI,
    commune: str = "93010",
) -> Siae:
    now = clock.now()
    body = organisation or make_organisation(session, "Linge Clair")
    made = Siae(
        organisation=body,
        kind=kind,
        slug=f"linge-clair-{body.id}",
        name="Linge Clair",
        sort_name="linge clair",
        city="Bondy",
        commune_code=commune,
        department_code=commune[:2],
        latitude=point.lat if point else None,
        longitude=point.lon if point else None,
        created_at=now,
        updated_at=now,
        activities=[Activity(sector=slug) for slug in sectors],
    )
    session.add(made)
    session.flush()
    return made


def signals(session: Session) -> list[Proximity]:
    select = sa.select(Proximity).order_by(Proximity.id)
    return list(session.scalars(select.execution_options(populate_existing=True)))


def history(session: Session) -> list[tuple[str, str, str]]:
    found = session.scalars(sa.select(ProximityMove).order_by(ProximityMove.id))
    return [(move.before, move.after, move.side) for move in found]


def save(session: Session, dossier: Dossier, **values: object) -> None:
    services.save(session, dossier, make_sheet(**values), dossier.version, clock.now())


def holder(dossier: Dossier, person: Person) -> Actor:
    return Actor(side=Side.HOLDER, now=clock.now(), person=person, dossier_id=dossier.id, site=SITE)


def team(person: Person) -> Actor:
    return Actor(side=Side.TEAM, now=clock.now(), person=person, site=SITE)


def open_page(client: FlaskClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return read_page(answer)


def plain(page: Page) -> str:
    return page.text.replace("\u202f", " ").replace("\xa0", " ")


def here(dossier: Dossier) -> str:
    return f"/espace/projet/{dossier.id}"


def signal(session: Session) -> int:
    return session.scalars(sa.select(Proximity.id)).one()
