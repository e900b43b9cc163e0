"""Letters of funders to the holder of a project: the portal carries them, no address is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from app.accounts import tokens
from app.accounts.models import Person
from app.clock import NBSP, say_day, to_paris
from app.dossiers.fundable import take_turn
from app.dossiers.funder_models import FunderLetter
from app.dossiers.models import Dossier
from app.errors import InvalidError
from app.imports.text import shorten
from app.mail import outbox
from app.organisations import members
from app.organisations.models import Organisation
from app.projects.models import Project

KEY = "funder-letter"
EVERY = timedelta(days=7)  # from one organisation about one project
LONGEST_TEXT = 4_000
NOBODY = "Personne ne peut recevoir ce message pour l’instant."


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who writes, for which organisation, when; `site` is the portal’s address."""

    person: Person
    organisation: Organisation
    now: datetime
    site: str


def of_dossier(number: int) -> sa.Select[FunderLetter]:
    """What funders wrote about a project, the latest first, each with who wrote."""
    return (
        sa.select(FunderLetter)
        .where(FunderLetter.dossier_id == number)
        .options(joinedload(FunderLetter.organisation), joinedload(FunderLetter.person))
        .order_by(FunderLetter.at.desc(), FunderLetter.id.desc())
    )


def last_sent(session: Session, number: int, organisation_id: int) -> datetime | None:
    """When an organisation wrote about a project last."""
    return session.scalar(
        sa.select(sa.func.max(FunderLetter.at)).where(
            FunderLetter.dossier_id == number, FunderLetter.organisation_id == organisation_id
        )
    )


def send(session: Session, number: int, text: str, sender: Sender) -> FunderLetter:
    """Write to the holder of a project, in a letter and on its page. Flushes.

    Raises InvalidError for a text that is missing or too long, within seven days of the last, or
    where nobody would read it; NotFoundError for a project that is private now.
    """
    if not text or len(text) > LONGEST_TEXT:
        raise InvalidError(f"Message{NBSP}: de 1 à {LONGEST_TEXT} caractères.")
    take_turn(session, number)
    last = last_sent(session, number, sender.organisation.id)
    if last is not None and sender.now - last < EVERY:
        said = say_day(to_paris(last + EVERY).date())
        raise InvalidError(
            f"Votre organisation a déjà écrit à ce porteur. Elle pourra le refaire le {said}."
        )
    made = FunderLetter(
        dossier_id=number,
        organisation_id=sender.organisation.id,
        person_id=sender.person.id,
        text=text,
        at=sender.now,
    )
    session.add(made)
    session.flush()
    tell(session, made, sender)
    return made


def tell(session: Session, letter: FunderLetter, sender: Sender) -> None:
    """Leave the letter for each of those who hold the project; InvalidError where nobody does."""
    dossier = session.get_one(Dossier, letter.dossier_id)
    readers = session.scalars(holders(session.get_one(Project, dossier.id))).all()
    if not readers:
        raise InvalidError(NOBODY)
    values = {
        "organisation": sender.organisation.name,
        "who": sender.person.display_name,
        "email": sender.person.email,
        "title": shorten(dossier.title),
        "text": letter.text,
        "link": f"{sender.site}/espace/projet/{dossier.id}#financements",
    }
    for reader in readers:
        unique = f"{KEY}:{letter.id}:{tokens.digest(reader.email)[:24]}"
        headers = {"Reply-To": sender.person.email}
        outbox.queue(session, KEY, reader.email, values, sender.now, once=unique, headers=headers)


def holders(project: Project) -> sa.Select[Person]:
    """Who is written to about a project: its owner, or who writes for the organisation it is of."""
    if project.organisation_id is not None:
        return members.writers([project.organisation_id])
    return sa.select(Person).where(
        Person.id == project.person_id,
        Person.blocked_at.is_(None),
        Person.confirmed_at.is_not(None),
    )
