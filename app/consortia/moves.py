"""Move a group from state to state; choose its form; show it, or not, to who looks for it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.clock import NBSP
from app.consortia import telling
from app.consortia.acting import Actor, check_version, claim, note
from app.consortia.models import Consortium
from app.consortia.sharing import list_faults
from app.consortia.states import (
    LOOKING,
    NEXT,
    WAITING,
    ConsortiumState,
    LegalForm,
    PlaceState,
)
from app.errors import InvalidError

TOLD = (
    ConsortiumState.COMPLETE,
    ConsortiumState.SUBMITTED,
    ConsortiumState.WON,
    ConsortiumState.LOST,
    ConsortiumState.DISSOLVED,
)
"""The states that the other members are told by letter."""
LONGEST_NOTE = 300


def move(
    session: Session,
    consortium: Consortium,
    after: ConsortiumState,
    actor: Actor,
    *,
    version: int,
    why: str = "",
) -> Consortium:
    """Move a group on, as its lead, once: the second of two moves at a time is refused. Flushes.

    `version` is the one that the person saw. Raises ConsortiumChangedError where it is no longer
    that one, InvalidError where the machine has no such move or something lacks.
    """
    actor.require_lead(consortium)
    check_version(consortium, version)
    before = consortium.consortium_state
    if after not in NEXT[before]:
        raise InvalidError(
            f"Un groupement «{NBSP}{before.label}{NBSP}» ne passe pas à "
            f"«{NBSP}{after.label}{NBSP}»."
        )
    if len(why) > LONGEST_NOTE:
        raise InvalidError(f"Précision{NBSP}: {LONGEST_NOTE} caractères au plus.")
    if after is ConsortiumState.COMPLETE and before in LOOKING:
        check_complete(session, consortium)
    claim(session, consortium, actor.now, state=after.value, came_from=before.value)
    if after is ConsortiumState.DISSOLVED:
        close_places(consortium, actor)
    said = f"passe à «{NBSP}{after.label}{NBSP}»"
    said = f"{said}{NBSP}: {why}" if why else said
    note(session, consortium, actor, said, move=(before.value, after))
    if after in TOLD:
        once = f"{consortium.id}:{consortium.version}"
        label = after.label.lower()
        telling.tell_all(session, "consortium-state", consortium, actor, once=once, state=label)
    return consortium


def check_complete(session: Session, consortium: Consortium) -> None:
    """Raise InvalidError where a group is not complete, with all that lacks."""
    faults = list_faults(session, consortium)
    if faults:
        raise InvalidError(f"Le groupement n’est pas complet{NBSP}: {' '.join(faults)}")


def close_places(consortium: Consortium, actor: Actor) -> None:
    """Leave no invitation without an end."""
    for place in consortium.places:
        if place.place_state in WAITING:
            place.came_from, place.state = place.state, PlaceState.CANCELLED.value
            place.answered_at = actor.now


def choose_form(
    session: Session, consortium: Consortium, form: LegalForm, actor: Actor, *, version: int
) -> None:
    """Choose what each member owes to the buyer, as the lead, before the offer is complete."""
    actor.require_lead(consortium)
    check_version(consortium, version)
    if consortium.consortium_state not in LOOKING:
        raise InvalidError("La forme se choisit avant que le groupement soit complet.")
    claim(session, consortium, actor.now, form=form.value)
    note(session, consortium, actor, f"choisit la forme «{NBSP}{form.label}{NBSP}»")


def call(session: Session, consortium: Consortium, actor: Actor, *, is_open: bool) -> None:
    """Show, or hide, the members to the structures that look for partners, as the lead. Flushes."""
    actor.require_lead(consortium)
    if consortium.is_open_call is is_open:
        return
    claim(session, consortium, actor.now, is_open_call=is_open)
    said = "montre" if is_open else "cache"
    note(session, consortium, actor, f"{said} le nom des membres aux structures intéressées")
