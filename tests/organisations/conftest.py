"""Acts, people who join, and real databases for what happens at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.imports.text import fold
from app.matching.kinds import SiaeKind
from app.organisations.models import Organisation
from app.organisations.steps import Act
from app.siae.models import Siae
from tests.people import make_organisation

SITE = "https://portail.example"
Acting = Callable[..., Act]


@pytest.fixture
def acting(now: datetime) -> Acting:
    """What a person does: `acting(person)`, `acting(person, is_team=True)`."""

    def act(person: Person | None, *, is_team: bool = False, at: datetime = now) -> Act:
        return Act(by=person.id if person else None, now=at, site=SITE, is_team=is_team)

    return act


@pytest.fixture
def listed(session: Session, now: datetime) -> Callable[..., Organisation]:
    """An organisation of the directory: `listed("Atelier", siret=…, website=…, contact=…)`."""

    def make(
        name: str = "Atelier du Canal", *, siret: str = "", website: str = "", contact: str = ""
    ) -> Organisation:
        made = make_organisation(session, name)
        made.siret, made.contact_email = siret or None, contact
        session.add(
            Siae(
                organisation=made,
                kind=SiaeKind.ACI,
                slug=f"structure-{made.id}",
                name=name,
                sort_name=fold(name),
                city="Bondy",
                department_code="93",
                website=website,
                created_at=now,
                updated_at=now,
                activities=[],
            )
        )
        session.flush()
        return made

    return make
