"""The letter that says that a dossier ends soon, to who may still keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from app.accounts.models import Person
from app.clock import say_day, to_paris
from app.dossiers.models import Dossier
from app.imports.text import shorten
from app.mail import outbox
from app.organisations import members
from app.organisations.members import Membership
from app.projects.models import Project

BEFORE = timedelta(days=30)
Link = Callable[[Dossier], str]


def warn(session: Session, now: datetime, link: Link) -> int:
    """Queue a letter about each dossier that ends within thirty days; give their number. Flushes.

    It goes to the person who owns it, or to those who write for the organisation; once for an end:
    one that was put off is announced again. `link` gives the whole address of a dossier.
    """
    dossiers = list(session.scalars(ending(now)))
    people = read_owners(session, [dossier.project for dossier in dossiers])
    sent = 0
    for dossier in dossiers:
        end = to_paris(dossier.project.expires_at).date()
        values = {"title": shorten(dossier.title), "day": say_day(end), "link": link(dossier)}
        for person in people[dossier.id]:
            once = f"project-ending:{dossier.id}:{end:%Y%m%d}:{person.id}"
            letter = outbox.queue(session, "project-ending", person.email, values, now, once=once)
            sent += letter is not None
    return sent


def ending(now: datetime) -> sa.Select[Dossier]:
    """The dossiers that end within thirty days, each project loaded."""
    return (
        sa.select(Dossier)
        .join(Dossier.project)
        .where(Project.expires_at > now, Project.expires_at <= now + BEFORE)
        .options(contains_eager(Dossier.project))
        .order_by(Dossier.id)
    )


def read_owners(session: Session, projects: Iterable[Project]) -> dict[int, list[Person]]:
    """Who may keep each project and may be written to, by its number."""
    listed = list(projects)
    alone = {project.person_id for project in listed} - {None}
    shared = {number for p in listed if (number := p.organisation_id) is not None}
    people = sa.select(Person).where(
        Person.id.in_(alone), Person.blocked_at.is_(None), Person.confirmed_at.is_not(None)
    )
    by_person = {person.id: [person] for person in session.scalars(people)}
    by_organisation: dict[int, list[Person]] = defaultdict(list)
    writers = members.writers(shared).add_columns(Membership.organisation_id)
    for person, number in session.execute(writers):
        by_organisation[number].append(person)
    return {
        project.id: by_person.get(project.person_id or 0, [])
        or by_organisation[project.organisation_id or 0]
        for project in listed
    }
