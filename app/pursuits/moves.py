"""Move a pursuit from state to state, give it to somebody: once, even when two do at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.clock import NBSP
from app.errors import InvalidError, NotFoundError
from app.organisations.members import Membership, of_organisation
from app.pursuits.models import Pursuit, PursuitMove
from app.pursuits.services import note_change, snapshot
from app.pursuits.states import REASONS, WITH_AMOUNT, PursuitState, Reason, is_allowed

CHANGED = (
    "Quelqu’un a modifié ce marché pendant que vous remplissiez le formulaire. Relisez ce qui a "
    "changé, puis recommencez si besoin."
)
HIGHEST = 1_000_000_000  # euros: no contract of a SIAE comes near
LONGEST_NOTE = 1_000


class ChangedMeanwhileError(InvalidError):
    """Somebody changed the pursuit since the version that the person saw."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The move that a member asks for; `amount` is in euros before tax."""

    after: PursuitState
    reason: Reason | None = None
    note: str = ""
    amount: float | None = None


def move(
    session: Session, pursuit: Pursuit, step: Step, *, version: int, person: Person, now: datetime
) -> Pursuit:
    """Move a pursuit on, once: the second of two moves at the same moment is refused. Flushes.

    `version` is the one that the person saw. Raises ChangedMeanwhileError where it is no longer
    that one, InvalidError where the move is not in the machine or its reason is missing.
    """
    before = pursuit.pursuit_state
    check_version(pursuit, version)
    if not is_allowed(before, step.after):
        raise InvalidError(
            f"Un marché «{NBSP}{before.label}{NBSP}» ne passe pas à "
            f"«{NBSP}{step.after.label}{NBSP}»."
        )
    check_step(step)
    return change_state(session, pursuit, step, is_back=False, person=person, now=now)


def go_back(
    session: Session, pursuit: Pursuit, note: str, *, version: int, person: Person, now: datetime
) -> Pursuit:
    """Undo the last move of a pursuit, its moves loaded, with the reason said. Flushes.

    Raises ChangedMeanwhileError, and InvalidError where there is no move or no reason.
    """
    check_version(pursuit, version)
    before = find_previous(pursuit)
    if before is None:
        raise InvalidError("Ce marché est à sa première étape.")
    if not note:
        raise InvalidError(f"Dites pourquoi vous revenez à «{NBSP}{before.label}{NBSP}».")
    check_note(note)
    step = Step(after=before, note=note)
    return change_state(session, pursuit, step, is_back=True, person=person, now=now)


def find_previous(pursuit: Pursuit) -> PursuitState | None:
    """The state that going back leads to, its moves loaded; None at the first."""
    path: list[str] = []
    for done in pursuit.moves:
        if done.is_back:
            path.pop()
        else:
            path.append(done.before)
    return PursuitState(path[-1]) if path else None


def check_version(pursuit: Pursuit, version: int) -> None:
    """Raise ChangedMeanwhileError where the person saw another version."""
    if pursuit.version != version:
        raise ChangedMeanwhileError(CHANGED)


def check_step(step: Step) -> None:
    """Raise InvalidError where the reason, the note or the amount of a move is not right."""
    reasons = REASONS.get(step.after, ())
    if reasons and step.reason not in reasons:
        raise InvalidError(f"Dites pourquoi{NBSP}: choisissez une raison dans la liste.")
    if step.reason is not None and not reasons:
        raise InvalidError("Cette étape ne demande pas de raison.")
    if step.reason is Reason.OTHER and not step.note:
        raise InvalidError(f"Autre raison{NBSP}: dites laquelle dans la note.")
    if step.amount is not None and step.after not in WITH_AMOUNT:
        raise InvalidError("Cette étape ne prend pas de montant.")
    if step.amount is not None and not 0 <= step.amount <= HIGHEST:
        raise InvalidError(f"Montant{NBSP}: de 0 à un milliard d’euros.")
    check_note(step.note)


def check_note(note: str) -> None:
    """Raise InvalidError where a note is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidError(f"Note{NBSP}: {LONGEST_NOTE} caractères au plus.")


def change_state(
    session: Session, pursuit: Pursuit, step: Step, *, is_back: bool, person: Person, now: datetime
) -> Pursuit:
    """Write a move and the state it leads to, together, if the version is still the same."""
    before, version, number = pursuit.state, pursuit.version, pursuit.id
    reason = step.reason.value if step.reason else ""
    claim(
        session,
        pursuit,
        {"state": step.after.value, "came_from": before, "reason": reason, "amount": step.amount},
        now,
    )
    session.add(
        PursuitMove(
            pursuit_id=number,
            version=version + 1,
            before=before,
            after=step.after.value,
            is_back=is_back,
            reason=reason,
            note=step.note,
            amount=step.amount,
            person_id=person.id,
            at=now,
        )
    )
    session.flush()
    return pursuit


def assign(
    session: Session,
    pursuit: Pursuit,
    assignee_id: int | None,
    *,
    version: int,
    person: Person,
    now: datetime,
) -> Pursuit:
    """Give a pursuit to a member, or to nobody. Flushes.

    Raises NotFoundError for who is no member, and ChangedMeanwhileError.
    """
    check_version(pursuit, version)
    if assignee_id is not None:
        select = of_organisation(pursuit.organisation_id)
        if session.scalars(select.where(Membership.person_id == assignee_id)).first() is None:
            raise NotFoundError("Cette personne n’est pas membre de votre organisation.")
    before = snapshot(pursuit)
    claim(session, pursuit, {"assignee_id": assignee_id}, now)
    session.refresh(pursuit, ["assignee"])
    note_change(session, pursuit, before, person, now)
    return pursuit


def claim(session: Session, pursuit: Pursuit, values: dict[str, object], now: datetime) -> None:
    """Change a pursuit if its version is the one loaded; ChangedMeanwhileError otherwise."""
    same = (Pursuit.id == pursuit.id, Pursuit.version == pursuit.version)
    values = {**values, "version": pursuit.version + 1, "updated_at": now}
    done = session.execute(
        sa.update(Pursuit).where(*same).values(values),
        execution_options={"synchronize_session": False},
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise ChangedMeanwhileError(CHANGED)
    session.refresh(pursuit, [*values])
