"""Who acts in a group, for which structure; the claim that makes an act happen once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.consortia.models import Consortium, ConsortiumEvent, Place
from app.consortia.states import PLACE_NEXT, ConsortiumState, PlaceState
from app.errors import InvalidError, NotAllowedError
from app.organisations.models import Organisation

CHANGED = (
    "Quelqu’un a modifié ce groupement pendant que vous remplissiez le formulaire. Relisez ce qui "
    "a changé, puis recommencez si besoin."
)
NOT_LEAD = "Seul le mandataire peut le faire."
NOT_MEMBER = "Votre structure n’est pas membre de ce groupement."


class ConsortiumChangedError(InvalidError):
    """Somebody changed the group since the version that the person saw."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person who acts for an organisation, at an instant; `site` is the portal's address."""

    person: Person
    organisation: Organisation
    now: datetime
    site: str

    def place_in(self, consortium: Consortium) -> Place | None:
        """Its place in a group, the places loaded."""
        number = self.organisation.id
        return next((p for p in consortium.places if p.organisation_id == number), None)

    def require_member(self, consortium: Consortium) -> Place:
        """Its place, where it said yes; NotAllowedError for any other."""
        place = self.place_in(consortium)
        if place is None or place.state != PlaceState.ACCEPTED:
            raise NotAllowedError(NOT_MEMBER)
        return place

    def require_lead(self, consortium: Consortium) -> Place:
        """Its place, where it leads; NotAllowedError for any other."""
        place = self.require_member(consortium)
        if not place.is_lead:
            raise NotAllowedError(NOT_LEAD)
        return place


def check_version(consortium: Consortium, version: int) -> None:
    """Raise ConsortiumChangedError where the person saw another version."""
    if consortium.version != version:
        raise ConsortiumChangedError(CHANGED)


def claim(session: Session, consortium: Consortium, now: datetime, **values: object) -> None:
    """Change a group if its version is the one loaded; ConsortiumChangedError otherwise."""
    changed = {**values, "version": consortium.version + 1, "updated_at": now}
    done = session.execute(
        sa.update(Consortium)
        .where(Consortium.id == consortium.id, Consortium.version == consortium.version)
        .values(changed),
        execution_options={"synchronize_session": False},
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise ConsortiumChangedError(CHANGED)
    session.refresh(consortium, [*changed])


def take_turn(session: Session, consortium: Consortium) -> None:
    """Wait for who writes in the same group, and have the others wait until the commit."""
    session.execute(
        sa.update(Consortium)
        .where(Consortium.id == consortium.id)
        .values(updated_at=Consortium.updated_at)
    )


def move_place(place: Place, after: PlaceState, now: datetime) -> None:
    """Move a place of a group that is claimed; InvalidError where the machine has no such move."""
    before = place.place_state
    if after not in PLACE_NEXT[before]:
        raise InvalidError(
            f"{place.name}\u00a0: «\u00a0{before.label}\u00a0» ne devient pas "
            f"«\u00a0{after.label}\u00a0»."
        )
    place.came_from, place.state = before.value, after.value
    place.answered_at = now


def note(
    session: Session,
    consortium: Consortium,
    actor: Actor,
    what: str,
    *,
    move: tuple[str, ConsortiumState] | None = None,
) -> None:
    """Keep in the history what was done; `move` is the state before, and after."""
    before, after = move or ("", "")
    session.add(
        ConsortiumEvent(
            consortium_id=consortium.id,
            before=before,
            after=str(after),
            what=what[:600],
            author=actor.person.display_name[:255],
            organisation=actor.organisation.name[:255],
            at=actor.now,
        )
    )
    session.flush()
