"""Structures that answer a consultation together, each with its people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.consortia import places, starting
from app.consortia.acting import Actor
from app.consortia.models import Consortium
from app.consortia.moves import choose_form, move
from app.consortia.sharing import Sharing, save
from app.consortia.states import ConsortiumState, LegalForm
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.siae.models import Siae
from app.tenders.records import ClauseKind
from tests.people import make_member, make_organisation
from tests.pursuits.builders import UNTIL, publish
from tests.tenders.builders import clause, lot, notice

SITE = "https://portail.example"


@dataclass(frozen=True, kw_only=True)
class House:
    """A structure, its editor and its reader."""

    organisation: Organisation
    siae: Siae
    editor: Person
    reader: Person
    actor: Actor

    @property
    def path(self) -> str:
        return f"/espace/organisations/{self.organisation.id}/groupements"

    def page(self, consortium: Consortium) -> str:
        return f"{self.path}/{consortium.id}"


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Three structures with people, one that nobody joined, and the group that the first began."""

    lead: House
    second: House
    third: House
    nobody: Organisation
    consortium: Consortium


def make_house(session: Session, name: str, now: datetime) -> House:
    """A structure of the directory with its people."""
    organisation = make_organisation(session, name)
    siae = make_siae(session, organisation, name, now)
    editor, reader = (
        make_member(session, organisation, role) for role in (MemberRole.EDITOR, MemberRole.READER)
    )
    actor = Actor(person=editor, organisation=organisation, now=now, site=SITE)
    return House(organisation=organisation, siae=siae, editor=editor, reader=reader, actor=actor)


def make_siae(session: Session, organisation: Organisation, name: str, now: datetime) -> Siae:
    """A profile with nothing in it."""
    siae = Siae(
        organisation=organisation,
        kind=SiaeKind.EI,
        slug=f"s-{organisation.id}",
        name=name,
        sort_name=name.casefold(),
        city="Bondy",
        created_at=now,
        updated_at=now,
        activities=[],
    )
    session.add(siae)
    session.flush()
    return siae


def make_circle(session: Session, now: datetime) -> Circle:
    """A consultation of two lots and 500 hours, and a group begun on the whole of it."""
    asked = clause(ClauseKind.EXECUTION, quotation="Clause d’insertion : 500 heures", lot="1")
    publish(session, now, notice("26-1", until=UNTIL, lots=(lot("1"), lot("2")), clauses=(asked,)))
    names = ("Atelier du Canal", "Les Jardins", "Tri du Nord")
    lead, second, third = (make_house(session, name, now) for name in names)
    nobody = make_organisation(session, "Sans Personne")
    make_siae(session, nobody, "Sans Personne", now)
    made, _ = starting.start(session, lead.actor, "26-1", "", is_open_call=False)
    return Circle(
        lead=lead, second=second, third=third, nobody=nobody, consortium=read(session, lead, made)
    )


def read(session: Session, house: House, consortium: Consortium) -> Consortium:
    """The group as that structure reads it now."""
    return starting.find(session, house.organisation.id, consortium.id)


def join(session: Session, circle: Circle, *houses: House) -> Consortium:
    """Have these structures invited, and accept."""
    for house in houses:
        whole = read(session, circle.lead, circle.consortium)
        places.invite(session, whole, house.organisation, "Venez", circle.lead.actor)
        whole = read(session, house, circle.consortium)
        places.answer(session, whole, house.actor, accepts=True)
    return read(session, circle.lead, circle.consortium)


def complete(session: Session, circle: Circle) -> Consortium:
    """A group of two whose shares and hours add up, complete."""
    whole = join(session, circle, circle.second)
    first, other = (place.id for place in whole.members)
    sharing = Sharing(
        shares={(first, "1"): 600, (other, "1"): 400, (other, "2"): 1000},
        hours={first: 300, other: 200},
        total_hours=500,
    )
    actor = circle.lead.actor
    choose_form(session, whole, LegalForm.CONJOINT, actor, version=whole.version)
    save(session, whole, sharing, actor, version=whole.version)
    return advance(session, circle, ConsortiumState.COMPLETE)


def advance(session: Session, circle: Circle, *states: ConsortiumState) -> Consortium:
    """Move the group through these states, as its lead."""
    for state in states:
        whole = read(session, circle.lead, circle.consortium)
        move(session, whole, state, circle.lead.actor, version=whole.version)
    return read(session, circle.lead, circle.consortium)


def at(house: House, now: datetime) -> Actor:
    """The same actor, later."""
    return replace(house.actor, now=now)
