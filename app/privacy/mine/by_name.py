"""What a person signed in words alone: groups and projects of organisations keep no number.

Only what the person may read today is looked at, under the name that they bear today, and nothing
is given where another account bears the same name: nobody could tell whose it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.consortia.content_models import ConsortiumFile, ConsortiumMessage, SettledPoint
from app.consortia.models import Consortium, ConsortiumEvent, Place
from app.consortia.states import PlaceState
from app.dossiers.content_models import DossierFile, DossierShare
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.privacy.mine.source import Rows
from app.projects.models import Project

Text = InstrumentedAttribute[str]


def is_alone(person: Person) -> sa.ColumnElement[bool]:
    """Whether no other account bears the name that the person signs with."""
    other = sa.select(Person.id).where(
        Person.id != person.id,
        sa.or_(Person.name == person.display_name, Person.email == person.display_name),
    )
    return ~other.exists()


def signed(person: Person, author: Text) -> sa.ColumnElement[bool]:
    """Whether the person signed it, being alone to bear that name."""
    return sa.and_(author == person.display_name[:255], is_alone(person))


def of_my_groups(rows: Rows, person: Person, consortium: InstrumentedAttribute[int]) -> Rows:
    """Those rows, joined to each group and organisation where the person is a member."""
    return (
        rows.join(Consortium, Consortium.id == consortium)
        .join(Place, Place.consortium_id == Consortium.id)
        .join(Organisation, Organisation.id == Place.organisation_id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Place.state == PlaceState.ACCEPTED.value, Membership.person_id == person.id)
    )


def group_messages(person: Person) -> Rows:
    """What the person wrote to the members of a group."""
    said = ConsortiumMessage
    rows = sa.select(Consortium.reference, said.text, said.at).select_from(said)
    return of_my_groups(rows, person, said.consortium_id).where(
        signed(person, said.author), said.organisation == Organisation.name
    )


def group_files(person: Person) -> Rows:
    """The names of the files that the person sent to a group."""
    sent = ConsortiumFile
    rows = sa.select(Consortium.reference, sent.name, sent.size, sent.at).select_from(sent)
    return of_my_groups(rows, person, sent.consortium_id).where(
        signed(person, sent.author), sent.organisation == Organisation.name
    )


def group_steps(person: Person) -> Rows:
    """What the person did in a group: when; its words may name another."""
    done = ConsortiumEvent
    rows = sa.select(Consortium.reference, done.before, done.after, done.at).select_from(done)
    return of_my_groups(rows, person, done.consortium_id).where(
        signed(person, done.author), done.organisation == Organisation.name
    )


def group_points(person: Person) -> Rows:
    """What the person settled; a point is signed with the name of the organisation."""
    point = SettledPoint
    rows = sa.select(Consortium.reference, point.key, point.decision, point.at).select_from(point)
    name = sa.func.substr(person.display_name + ", " + Organisation.name, 1, 255)
    return of_my_groups(rows, person, point.consortium_id).where(
        is_alone(person), point.author == name
    )


def of_my_teams(rows: Rows, person: Person, dossier: InstrumentedAttribute[int]) -> Rows:
    """Those rows, of the projects of the organisations where the person is a member."""
    return (
        rows.join(Project, Project.id == dossier)
        .join(Membership, Membership.organisation_id == Project.organisation_id)
        .where(Membership.person_id == person.id)
    )


def team_documents(person: Person) -> Rows:
    """The names of the documents that the person sent to a project of an organisation."""
    rows = sa.select(DossierFile.dossier_id.label("project_id"), DossierFile.name, DossierFile.at)
    return of_my_teams(rows, person, DossierFile.dossier_id).where(
        signed(person, DossierFile.author)
    )


def team_shares(person: Person) -> Rows:
    """The links that the person gave to a project of an organisation."""
    rows = sa.select(
        DossierShare.dossier_id.label("project_id"), DossierShare.label, DossierShare.created_at
    )
    return of_my_teams(rows, person, DossierShare.dossier_id).where(
        signed(person, DossierShare.author)
    )
