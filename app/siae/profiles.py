"""Structures as the matching engine sees them, read once and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from app import sectors
from app.matching.engine import Matcher
from app.matching.profiles import Activity as ProfileActivity
from app.matching.profiles import Profile
from app.siae import queries
from app.siae.models import Activity, Siae
from app.siae.profile_words import Partnership


def profile_of(siae: Siae, answers_in_groups: bool | None = None) -> Profile:
    """One structure, without its database; what it said of groups is given beside it."""
    return Profile(
        key=siae.id,
        siret=siae.organisation.siret or "",
        name=siae.display_name,
        kind=siae.kind,
        slug=siae.slug,
        commune=siae.commune_code,
        point=siae.point,
        city=siae.city,
        is_demo=siae.is_demo,
        answers_in_groups=answers_in_groups,
        activities=tuple(filter(None, (activity_of(a, siae) for a in siae.activities))),
    )


def activity_of(activity: Activity, siae: Siae) -> ProfileActivity | None:
    """One activity; None where its sector has left the taxonomy."""
    sector = sectors.find(activity.sector)
    if sector is None:
        return None
    return ProfileActivity(
        sector=sector.slug,
        group=sector.group,
        service=activity.service,
        area=activity.area_around(siae.point),
        capacity_fte=activity.capacity_fte,
        capacity_as_of=activity.capacity_as_of,
        available_from=activity.available_from,
        is_inferred=activity.is_inferred,
    )


def read_profiles(session: Session) -> Iterable[Profile]:
    """Every structure that declares or is given an activity."""
    said = {row[0]: says_of_groups(row[1]) for row in session.execute(queries.partnerships())}
    for siae in session.scalars(queries.everything()):
        profile = profile_of(siae, said.get(siae.id))
        if profile.activities:
            yield profile


def says_of_groups(partnerships: Collection[str]) -> bool | None:
    """What the partnerships that a structure wants say of answering with others.

    None where it said nothing at all; False where it wants others and not this one.
    """
    return Partnership.CONSORTIUM.value in partnerships if partnerships else None


class MatcherCache:
    """One matcher a process, made again when the database's structures change."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._stamp: tuple[Any, ...] | None = None
        self._matcher = Matcher(())

    def get(self, session: Session) -> Matcher:
        """The matcher over all structures, as they are now."""
        count, latest = session.execute(queries.stamp()).one()
        stamp = (id(session.get_bind()), count, latest)
        with self._lock:
            if stamp != self._stamp:
                self._matcher = Matcher(read_profiles(session))
                self._stamp = stamp
            return self._matcher


matchers = MatcherCache()
