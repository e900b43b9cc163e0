"""What a block of the dashboard is, and what all of them read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.accounts.models import Person
from app.accounts.roles import Purpose
from app.blueprints.presenters import Link
from app.clock import to_paris
from app.extensions import db
from app.matching.profiles import Profile
from app.organisations import members
from app.organisations.members import Membership
from app.siae.models import Siae
from app.siae.profiles import profile_of
from app.tenders.fitting import Fit, fitting
from app.tenders.models import Consultation

MOST_STRUCTURES = 4  # of one person: the dashboard stays short
JOIN = ("Rejoindre votre organisation", "/espace/organisations/rejoindre")
PROFILE = ("Compléter la fiche de votre structure", "/espace/structure")


@dataclass(frozen=True)
class Desk:
    """Whose dashboard it is, at an aware instant; what it reads is read once.

    Statements do not depend on how many organisations, structures or consultations there are.
    """

    person: Person
    now: datetime

    @property
    def today(self) -> date:
        """The day in Paris."""
        return to_paris(self.now).date()

    @property
    def since(self) -> datetime | None:
        """The last visit that the person marked; None at the first."""
        return self.person.last_visit_at

    @property
    def purpose(self) -> Purpose:
        """What the person comes for."""
        return Purpose(self.person.purpose)

    @cached_property
    def memberships(self) -> list[Membership]:
        """The organisations of the person, by name."""
        return list(db.session.scalars(members.of_person(self.person.id)))

    @cached_property
    def structures(self) -> list[Siae]:
        """The structures of these organisations, with their activities, by name."""
        numbers = [membership.organisation_id for membership in self.memberships]
        if not numbers:
            return []
        select = (
            sa.select(Siae)
            .where(Siae.organisation_id.in_(numbers))
            .options(joinedload(Siae.organisation), selectinload(Siae.activities))
            .order_by(Siae.sort_name, Siae.id)
        )
        return list(db.session.scalars(select))

    @cached_property
    def fits(self) -> list[tuple[Siae, list[Fit]]]:
        """The first structures that say what they do, each with what fits it, best first."""
        told = [s for s in self.structures if s.activities][:MOST_STRUCTURES]
        profiles: list[Profile] = [profile_of(siae) for siae in told]
        if not profiles:
            return []
        return list(zip(told, fitting.of(db.session(), profiles, self.now), strict=True))

    @cached_property
    def _cards(self) -> dict[int, Consultation]:
        return {}

    def consultations(self, numbers: set[int]) -> dict[int, Consultation]:
        """These consultations, by id, those already read not asked again; some may be gone."""
        missing = numbers - self._cards.keys()
        if missing:
            select = sa.select(Consultation).where(Consultation.id.in_(missing))
            self._cards.update((c.id, c) for c in db.session.scalars(select))
        return {number: self._cards[number] for number in numbers if number in self._cards}


def no_tries(_desk: Desk) -> tuple[Link, ...]:
    """Nothing to do next."""
    return ()


def is_always(_desk: Desk) -> bool:
    """For everybody."""
    return True


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of the dashboard, drawn by its `template`, which is given `view` and `desk`.

    `read` gives the view-model, None where there is nothing: `empty` then says why, and `tries`
    gives (label, address) of what to do next. `is_for` says on whose dashboard it stands.
    """

    key: str
    title: str
    template: str
    read: Callable[[Desk], object | None]
    empty: Callable[[Desk], str]
    tries: Callable[[Desk], tuple[Link, ...]] = no_tries
    is_for: Callable[[Desk], bool] = is_always


def open_doors(links: tuple[Link, ...]) -> tuple[Link, ...]:
    """The links that lead to a page of this portal: parts of the space may be absent."""
    return tuple(link for link in links if is_served(link[1]))


def is_served(path: str) -> bool:
    """Whether a page answers at that path."""
    try:
        current_app.url_map.bind("portail").match(path.partition("?")[0].partition("#")[0])
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
