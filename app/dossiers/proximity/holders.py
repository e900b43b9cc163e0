"""Who holds a project, how to reach them, and whether the portal team may know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import ProximityHolder
from app.organisations import members
from app.organisations.members import Membership
from app.organisations.models import Organisation
from app.projects.models import Project


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who holds a project, and the addresses of those who write for it, maybe none."""

    name: str
    addresses: tuple[str, ...]


def holders_of(session: Session, projects: Iterable[Project]) -> dict[int, Holder]:
    """The holders of these projects by number of project, in three statements at the most."""
    listed = list(projects)
    people = read_people(session, {p.person_id for p in listed if p.person_id is not None})
    bodies = read_bodies(
        session, {p.organisation_id for p in listed if p.organisation_id is not None}
    )
    found = {}
    for project in listed:
        holder = people.get(project.person_id or 0) or bodies.get(project.organisation_id or 0)
        if holder is not None:
            found[project.id] = holder
    return found


def read_people(session: Session, numbers: set[int]) -> dict[int, Holder]:
    """These people; one who may not sign in has no address."""
    if not numbers:
        return {}
    return {
        person.id: Holder(
            name=person.display_name,
            addresses=(person.email,) if person.confirmed_at and not person.blocked_at else (),
        )
        for person in session.scalars(sa.select(Person).where(Person.id.in_(numbers)))
    }


def read_bodies(session: Session, numbers: set[int]) -> dict[int, Holder]:
    """These organisations, with the addresses of those who write for them."""
    if not numbers:
        return {}
    addresses: dict[int, list[str]] = defaultdict(list)
    writers = members.writers(numbers).with_only_columns(Membership.organisation_id, Person.email)
    for number, address in session.execute(writers):
        addresses[number].append(address)
    named = sa.select(Organisation.id, Organisation.name).where(Organisation.id.in_(numbers))
    return {
        number: Holder(name=name, addresses=tuple(addresses[number]))
        for number, name in session.execute(named)
    }


def shown_to_team(session: Session, numbers: Iterable[int]) -> frozenset[int]:
    """Those of these dossiers whose holder lets the team know who they are."""
    select = sa.select(ProximityHolder.dossier_id).where(
        ProximityHolder.dossier_id.in_(sorted(set(numbers)))
    )
    return frozenset(session.scalars(select))


def show_to_team(session: Session, dossier: Dossier, now: datetime, *, is_shown: bool) -> None:
    """Let the team know who holds a project, or no longer. Flushes."""
    kept = session.get(ProximityHolder, dossier.id)
    if is_shown and kept is None:
        session.add(ProximityHolder(dossier_id=dossier.id, shown_at=now))
    elif not is_shown and kept is not None:
        session.delete(kept)
    session.flush()
