"""Rows of every table that is about a person, marked with a word of theirs."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import LoginSession, OneTimeToken, Person, RecoveryCode
from app.alerts.models import Alert, Subscriber, Told
from app.audit.models import Revision
from app.consortia.content_models import ConsortiumFile, ConsortiumMessage, SettledPoint
from app.consortia.models import Consortium, ConsortiumEvent
from app.consortia.models import Place as Seat
from app.dossiers.content_models import DossierDecision, DossierFile, DossierShare
from app.dossiers.funder_models import FunderLetter, FunderPosition, SchemeFunder
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.feedback.models import ErrorReport
from app.mail import pauses
from app.mail.models import Letter
from app.organisations.invitations import Invitation
from app.organisations.models import Organisation
from app.organisations.networks import NetworkPlace
from app.organisations.requests import JoinCode, JoinRequest
from app.organisations.roles import MemberRole
from app.organisations.steps import TeamStep
from app.partnerships.models import MatchFile, MatchMessage, MatchMove, NeedMove
from app.projects.models import Project, Worksheet, WorksheetVersion
from app.proposals.models import Proposal
from app.pursuits.models import (
    ChecklistItem,
    Pursuit,
    PursuitFeed,
    PursuitFile,
    PursuitMove,
    PursuitNote,
    PursuitReminder,
)
from app.pursuits.states import list_pairs
from app.siae.contacts import ContactMessage
from app.siae.models import Siae
from app.siae.photos import SiaePhoto
from app.weighting.models import WeightsVersion
from tests.dossiers.builders import make_dossier
from tests.partnerships.builders import make_match, make_need
from tests.people import make_member, make_organisation, make_person

NUMBERS = itertools.count(1)


def value_of(column: sa.Column[Any]) -> object:
    """Something that fits a column, unlike what was given before."""
    number = next(NUMBERS)
    kind = column.type.python_type if not hasattr(column.type, "impl") else datetime
    if kind is datetime:
        return clock.now()
    if kind is date:
        return clock.today()
    return f"{number}" if kind is str else {} if kind is dict else number


def put(session: Session, model: type[Any], **values: Any) -> Any:
    """A row of a model; what it needs and nobody says is made up. Flushes."""
    for name, column in sa.inspect(model).columns.items():
        needed = not column.nullable and column.default is None and not column.primary_key
        if needed and name not in values and not column.foreign_keys:
            values[name] = value_of(column)
    made = model(**values)
    session.add(made)
    session.flush()
    return made


class Place:
    """What several people share: an organisation, a group, a consultation, a request."""

    def __init__(self, session: Session, organisation: Organisation, siae: Siae) -> None:
        self.session, self.organisation, self.siae = session, organisation, siae
        self.team = {"organisation_id": organisation.id}
        self.pursuit = self.put(Pursuit, reference="26-1", title="Nettoyage", **self.team)
        self.group = self.put(Consortium, reference="26-1", title="Nettoyage")
        self.need = make_need(session, email="tiers@exemple.fr", asker_name="Tierce personne")
        self.match = make_match(session, self.need, siae)
        self.dossier = make_dossier(session, organisation)
        self.funder = self.put(SchemeFunder, scheme="fdi", **self.team)

        place = {"consortium_id": self.group.id, "name": organisation.name, "state": "accepted"}
        self.put(Seat, came_from="invited", **place, **self.team)

    def put(self, model: type[Any], **values: Any) -> Any:
        """A row of a model."""
        return put(self.session, model, **values)

    def fill(self, mark: str) -> Person:
        """A person of whom the portal keeps something in every table, their word in each."""
        made = make_person(self.session, f"{mark.lower()}@exemple.fr", name=f"{mark} Martin")
        make_member(self.session, self.organisation, MemberRole.EDITOR, made)
        self.fill_account(made, mark)
        self.fill_exchanges(made, mark)
        self.fill_projects(made, mark)
        self.fill_pursuit(made, mark)
        self.fill_group(made, mark)
        self.session.commit()
        return made

    def fill_account(self, made: Person, mark: str) -> None:
        mine = {"person_id": made.id}
        self.put(LoginSession, agent=mark, method="password", **mine)
        self.put(RecoveryCode, **mine)
        self.put(OneTimeToken, purpose="new-email", subject=str(made.id), value=f"{mark}@a.fr")
        self.put(
            TeamStep, step="joined", actor_id=made.id, subject_id=made.id, detail=mark, **self.team
        )
        self.put(TeamStep, step="joined", actor_id=made.id, detail="secret de tiers", **self.team)
        self.put(
            Invitation, email="tiers@exemple.fr", role="reader", invited_by=made.id, **self.team
        )
        other = make_organisation(self.session, f"Réseau de {mark}")
        self.put(NetworkPlace, network_id=other.id, proposed_by=made.id, **self.team)
        self.put(JoinRequest, message=mark, organisation_id=other.id, **mine)
        self.put(JoinCode, **self.team, **mine)
        self.put(Letter, recipient=made.email, text=mark, state="sent", is_secret=False)
        self.put(
            Letter, recipient=made.email, text="chemin-du-secret", state="sent", is_secret=True
        )
        pauses.pause(self.session, made.email, mark, clock.now())
        follower = self.put(Subscriber, **mine)
        self.put(Alert, subscriber_id=follower.id, title=mark, frequency="daily")
        self.put(Told, subscriber_id=follower.id, item=mark)
        self.put(Revision, author=made.name, changes={"name": ["Tiers", mark]}, **mine)
        self.put(WeightsVersion, points={}, note=mark, author=made.name, **mine)
        self.put(SiaePhoto, siae_id=self.siae.id, alt=mark, **mine)

    def fill_exchanges(self, made: Person, mark: str) -> None:
        now = clock.now()
        need = make_need(
            self.session, email=made.email, text=mark, asker_name=made.name, confirmed_at=now
        )
        match = make_match(
            self.session, need, self.siae, contact_name="Tiers", contact_email="tiers@exemple.fr"
        )
        self.put(NeedMove, need_id=need.id, side="asker", note=mark, before="", after="open")
        self.put(MatchMessage, match_id=match.id, side="asker", text=f"{mark} demande")
        mine = {"match_id": self.match.id, "side": "organisation", "person_id": made.id}
        self.put(MatchMove, note=mark, before="", after="sent", **mine)
        self.put(MatchMessage, text=f"{mark} répond", author=made.name, **mine)
        self.put(MatchFile, name=mark, **mine)
        answered = make_need(self.session, asker_name="Tierce personne")
        make_match(
            self.session, answered, self.siae, answered_by_id=made.id, contact_email=made.email,
            contact_name=made.name,
        )  # fmt: skip
        about = {"siae_id": self.siae.id, "confirmed_at": now}
        self.put(ContactMessage, address=made.email, text=mark, **about)
        self.put(ErrorReport, contact=made.email, message=mark)
        self.put(Proposal, contact=made.email, payload={"note": mark})

    def fill_projects(self, made: Person, mark: str) -> None:
        mine: Dossier = make_dossier(self.session, made, title=f"Projet de {mark}")
        sheet = self.put(Worksheet, project_id=mine.id, data={"note": [mark]})
        self.put(WorksheetVersion, worksheet_id=sheet.id, data={"note": [mark]})
        self.put(DossierDecision, dossier_id=mine.id, body=mark, outcome="favorable")
        for dossier in (mine, self.dossier):
            signed = {"dossier_id": dossier.id, "author": made.name}
            self.put(DossierFile, name=f"{mark}.pdf", kind="devis", **signed)
            self.put(DossierShare, label=mark, **signed)
        near = self.put(Proximity, dossier_id=mine.id, siae_id=self.siae.id)
        self.put(ProximityMove, proximity_id=near.id, side="holder", note=mark, person_id=made.id)
        about = {"dossier_id": self.put(Project, organisation_id=self.organisation.id).id}
        self.put(Dossier, id=about["dossier_id"], title="Projet de tiers")
        self.put(
            FunderPosition, funder_id=self.funder.id, state="studied", note=mark,
            person_id=made.id, **about,
        )  # fmt: skip
        self.put(FunderLetter, text=mark, person_id=made.id, **about, **self.team)
        self.put(SchemeFunder, scheme=mark, person_id=made.id, **self.team)

    def fill_pursuit(self, made: Person, mark: str) -> None:
        mine = {"pursuit_id": self.pursuit.id, "person_id": made.id}
        self.put(Pursuit, reference=mark, title="Autre", assignee_id=made.id, **self.team)
        before, after = list_pairs()[0].split(">")
        self.put(PursuitMove, before=before, after=after, note=mark, **mine)
        self.put(PursuitNote, text=mark, **mine)
        self.put(ChecklistItem, label="de tiers", **mine)
        self.put(PursuitReminder, text=mark, **mine)
        self.put(PursuitFile, name=mark, **mine)
        self.put(PursuitFeed, person_id=made.id, **self.team)

    def fill_group(self, made: Person, mark: str) -> None:
        name = self.organisation.name
        mine = {"consortium_id": self.group.id, "author": made.name, "organisation": name}
        self.put(ConsortiumMessage, text=mark, **mine)
        self.put(ConsortiumFile, name=mark, **mine)
        self.put(ConsortiumEvent, what="Tiers", **mine)
        author = f"{made.name}, {name}"
        self.put(SettledPoint, consortium_id=self.group.id, decision=mark, author=author)
