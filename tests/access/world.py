"""A small world for the matrix of roles and routes: organisations, everybody in a role.

The rows numbered 1 of every table belong to the first organisation, which is nobody's here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Rule, UUIDConverter

from app import clock
from app.accounts import sessions
from app.accounts.models import Person
from app.accounts.roles import PortalRole
from app.blueprints.access import Access, access_of, is_private
from app.consortia.models import Consortium, Place
from app.dossiers import sharing
from app.dossiers.content_models import DossierDecision, DossierFile
from app.dossiers.models import Dossier
from app.extensions import db
from app.matching.kinds import SiaeKind
from app.organisations import invitations, joining
from app.organisations.models import Organisation
from app.organisations.networks import NetworkPlace, PlaceState
from app.organisations.roles import MemberRole
from app.organisations.steps import Act
from app.siae.models import Siae
from tests.dossiers.builders import make_dossier, make_sheet
from tests.dossiers.funders import fitting_schemes, make_funder, show
from tests.partnerships.builders import make_match, make_need
from tests.people import browser_of, make_member, make_organisation, make_person

FOREIGN, OURS, NETWORK, ELSEWHERE = 1, 2, 3, 4
UNKNOWN = 999_999
ROLES = (
    "visitor", "alone", "reader", "editor", "owner", "elsewhere", "network", "portal-editor",
    "moderator", "admin",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Someone:
    """Who opens pages: their browser, their roles by organisation, their place in the team."""

    client: FlaskClient
    roles: dict[int, MemberRole]
    team: PortalRole | None = None
    is_signed_in: bool = True


def build_world(app: Flask, session: Session) -> dict[str, Someone]:
    """Everybody, by role; commits."""
    names = ("Étrangère", "La nôtre", "Le réseau", "Ailleurs", "Membre de l’étrangère")
    made = [make_organisation(session, name) for name in names]
    foreign, network = made[0], made[2]
    assert [one.id for one in made[:4]] == [FOREIGN, OURS, NETWORK, ELSEWHERE]
    fill_foreign(session, foreign)
    network.is_network = foreign.is_network = True
    for owner, member in ((FOREIGN, made[4].id), (NETWORK, OURS)):
        session.add(
            NetworkPlace(
                network_id=owner,
                organisation_id=member,
                state=PlaceState.AGREED.value,
                proposed_at=clock.now(),
            )
        )
        session.flush()
    members = {
        "alone": {},
        "reader": {OURS: MemberRole.READER},
        "editor": {OURS: MemberRole.EDITOR},
        "owner": {OURS: MemberRole.OWNER},
        "elsewhere": {ELSEWHERE: MemberRole.OWNER},
        "network": {NETWORK: MemberRole.OWNER},
    }
    portal = {
        "portal-editor": PortalRole.EDITOR,
        "moderator": PortalRole.MODERATOR,
        "admin": PortalRole.ADMIN,
    }
    found = {"visitor": Someone(client=app.test_client(), roles={}, is_signed_in=False)}
    people = {**dict.fromkeys(members), **portal}
    for name, team in people.items():
        person = make_person(session, f"{name}@exemple.fr", role=team)
        for number, role in members.get(name, {}).items():
            make_member(session, session.get_one(Organisation, number), role, person)
        client = browser_of(app, session, person)
        found[name] = Someone(client=client, roles=members.get(name, {}), team=team)
    session.commit()
    return found


def fill_foreign(session: Session, foreign: Organisation) -> None:
    """The first row of the tables: a profile, members, requests, an invitation, a group."""
    now = clock.now()
    siae = Siae(
        organisation=foreign,
        kind=SiaeKind.ACI,
        slug="etrangere",
        name="Étrangère",
        sort_name="etrangere",
        city="Bondy",
        created_at=now,
        updated_at=now,
        activities=[],
    )
    session.add(siae)
    session.flush()
    make_match(session, make_need(session, state="open", came_from="unconfirmed"), siae)
    owner = make_member(session, foreign, MemberRole.OWNER)
    sessions.begin(session, owner, method="password", agent="Essai", now=now)
    act = Act(by=owner.id, now=now, site="https://portail.example")
    invitations.invite(session, foreign.id, "invite@exemple.fr", MemberRole.READER, act)
    asker: Person = make_person(session)
    joining.ask(session, asker, foreign, "", Act(by=asker.id, now=now, site=act.site))
    start_group(session, foreign)
    dossier = make_dossier(session, foreign)
    fill_dossier(session, dossier, owner)
    show(session, dossier)
    make_funder(session, foreign, fitting_schemes(make_sheet())[0])
    make_dossier(session, asker)  # near the first: a signal between the two


def fill_dossier(session: Session, dossier: Dossier, person: Person) -> None:
    """A document, a decision and a link of a project that is nobody's here."""
    now = clock.now()
    session.add_all(
        [
            DossierFile(
                dossier_id=dossier.id,
                kind="devis",
                key="0" * 32,
                name="devis.txt",
                media_type="text/plain",
                size=1,
                author=person.display_name,
                at=now,
            ),
            DossierDecision(
                dossier_id=dossier.id,
                on=now.date(),
                body="CDIAE du 93",
                what="Douze postes",
                outcome="favorable",
            ),
        ]
    )
    sharing.give(session, dossier, "Conseillère DLA", 30, person, now)


def start_group(session: Session, foreign: Organisation) -> None:
    """A group that nobody here belongs to."""
    now = clock.now()
    lead = Place(
        organisation_id=foreign.id,
        name=foreign.name,
        state="accepted",
        is_lead=True,
        created_at=now,
    )
    session.add(
        Consortium(
            reference="26-1", title="Nettoyage", created_at=now, updated_at=now, places=[lead]
        )
    )
    session.flush()


def private_rules(app: Flask) -> list[tuple[Rule, Access]]:
    """Every private route with what it declares, in the order of their addresses."""
    found = [
        (rule, access)
        for rule in app.url_map.iter_rules()
        if is_private(rule.rule) and (access := access_of(app, rule.endpoint)) is not None
    ]
    return sorted(found, key=lambda pair: (pair[0].rule, sorted(pair[0].methods or ())))


def addresses(
    app: Flask, rule: Rule, access: Access, organisation: int
) -> Iterator[tuple[str, bool]]:
    """The addresses of a route on an organisation; whether it names something more.

    What is more is number 1, which is the first organisation's, then nothing at all.
    """
    more = [name for name in rule.arguments if name != access.argument]
    adapter = app.url_map.bind("localhost")
    for number in (FOREIGN, UNKNOWN) if more else (FOREIGN,):
        values: dict[str, object] = {name: word_for(rule, name, number) for name in more}
        if access.argument:
            values[access.argument] = organisation
        method = next(iter((rule.methods or {"GET"}) - {"HEAD", "OPTIONS"}))
        yield adapter.build(rule.endpoint, values, method=method), bool(more)


def word_for(rule: Rule, name: str, number: int) -> object:
    """A value that this part of the address takes."""
    converter = rule._converters[name]
    if isinstance(converter, IntegerConverter):
        return number
    is_uuid = isinstance(converter, UUIDConverter)
    return f"00000000-0000-4000-8000-{number:012d}" if is_uuid else "inconnu"


class Snapshot:
    """The database as it was, put back after each act."""

    def __init__(self, path: Path) -> None:
        self.path, self.kept = path, path.with_suffix(".kept")
        close()
        shutil.copy(path, self.kept)

    def restore(self) -> None:
        """Put it back."""
        close()
        for end in ("-wal", "-shm"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)
        shutil.copy(self.kept, self.path)


def close() -> None:
    """Leave the file alone: its journal is written in it."""
    db.session.remove()
    db.engine.dispose()
