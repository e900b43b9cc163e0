"""Consultations as an import leaves them, and organisations that follow them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.imports.report import FileReport
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.pursuits import services
from app.pursuits.models import Pursuit
from app.pursuits.moves import Step, move
from app.pursuits.states import PursuitState
from app.tenders.records import NoticeRecord
from app.tenders.services import store_notices
from tests.people import make_member, make_organisation
from tests.tenders.builders import lot, notice

UNTIL = "2026-12-15T12:00:00"


def publish(session: Session, now: datetime, *records: NoticeRecord) -> None:
    """Import these notices, or one consultation of two lots."""
    given = records or (notice("26-1", until=UNTIL, lots=(lot("1"), lot("2"))),)
    store_notices(session, given, FileReport(file="essai"), now=now)
    session.flush()


@dataclass(frozen=True, kw_only=True)
class Team:
    """An organisation, its people, and what it follows."""

    organisation: Organisation
    owner: Person
    editor: Person
    reader: Person
    pursuit: Pursuit

    @property
    def path(self) -> str:
        return f"/espace/organisations/{self.organisation.id}/consultations"

    @property
    def page(self) -> str:
        return f"{self.path}/{self.pursuit.id}"


def make_team(
    session: Session, now: datetime, name: str = "Atelier du Canal", reference: str = "26-1"
) -> Team:
    """An organisation that follows a consultation which is published already."""
    organisation = make_organisation(session, name)
    owner, editor, reader = (make_member(session, organisation, role) for role in MemberRole)
    pursuit, _ = services.follow(session, organisation.id, reference, "", owner, now)
    return Team(
        organisation=organisation, owner=owner, editor=editor, reader=reader, pursuit=pursuit
    )


def advance(
    session: Session, team: Team, now: datetime, *states: PursuitState, **values: object
) -> Pursuit:
    """Move what a team follows through these states; the values go with the last."""
    for state in states:
        pursuit = services.find_whole(session, team.organisation.id, team.pursuit.id)
        given = values if state is states[-1] else {}
        step = Step(after=state, **given)  # type: ignore[arg-type]
        move(session, pursuit, step, version=pursuit.version, person=team.editor, now=now)
    return services.find_whole(session, team.organisation.id, team.pursuit.id)
