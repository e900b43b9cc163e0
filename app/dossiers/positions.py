"""Where funders stand on projects: written by each, read by all of them and by the holder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, contains_eager

from app.dossiers.fundable import take_turn
from app.dossiers.funder_models import FunderPosition, SchemeFunder
from app.dossiers.funder_words import PositionState
from app.dossiers.models import Dossier
from app.dossiers.words import Visibility
from app.errors import InvalidError, PortalError
from app.organisations.models import Organisation


class PositionConflictError(PortalError):
    """The position was changed meanwhile; `current` is what it is now."""

    def __init__(self, current: Stance) -> None:
        super().__init__("Cette position a été modifiée entre-temps, par une autre personne.")
        self.current = current


@dataclass(frozen=True, kw_only=True)
class Stance:
    """What a funder says of a project; amounts in euros, None where it says none."""

    state: PositionState
    asked: Decimal | None = None
    granted: Decimal | None = None
    note: str = ""

    @classmethod
    def of(cls, position: FunderPosition) -> Stance:
        """What a position says."""
        return cls(
            state=position.position_state,
            asked=position.asked,
            granted=position.granted,
            note=position.note,
        )

    def check(self) -> None:
        """Raise InvalidError where its amounts do not go with its state."""
        if self.state is PositionState.GRANTED and self.granted is None:
            raise InvalidError("Indiquez le montant accordé.")
        if self.state is not PositionState.GRANTED and self.granted is not None:
            raise InvalidError("Un montant accordé ne va qu’avec l’état «\u00a0Accordé\u00a0».")
        if self.state is PositionState.ASKED and self.asked is None:
            raise InvalidError("Indiquez le montant demandé.")


def of_dossiers(numbers: Collection[int]) -> sa.Select[FunderPosition]:
    """What funders say of these projects, each funder loaded, by name.

    Nothing on a project that is private again, nothing from who is a funder no longer.
    """
    return (
        sa.select(FunderPosition)
        .join(FunderPosition.funder)
        .join(SchemeFunder.organisation)
        .join(Dossier, Dossier.id == FunderPosition.dossier_id)
        .where(
            FunderPosition.dossier_id.in_(list(numbers)),
            SchemeFunder.ended_at.is_(None),
            Dossier.visibility == Visibility.FUNDERS.value,
        )
        .options(contains_eager(FunderPosition.funder).contains_eager(SchemeFunder.organisation))
        .order_by(FunderPosition.dossier_id, Organisation.name, SchemeFunder.scheme)
    )


def save(
    session: Session,
    key: tuple[int, int],
    stance: Stance,
    version: int,
    *,
    by: int,
    now: datetime,
) -> None:
    """Write where a funder stands; `key` is the number of the project and of the tie. Flushes.

    `version` is the one that the person saw, zero for none. Raises PositionConflictError where
    another change came between, InvalidError, and NotFoundError for a project that is private now.
    """
    stance.check()
    dossier_id, funder_id = key
    take_turn(session, dossier_id)
    values: dict[str, object] = {
        "state": stance.state.value,
        "asked": stance.asked,
        "granted": stance.granted,
        "note": stance.note,
        "person_id": by,
        "updated_at": now,
    }
    if not write(session, key, values, version):
        select = sa.select(FunderPosition).where(
            FunderPosition.dossier_id == dossier_id, FunderPosition.funder_id == funder_id
        )
        current = session.scalars(select.execution_options(populate_existing=True)).one_or_none()
        if current is None:
            raise InvalidError("Rechargez la page, puis recommencez.")
        raise PositionConflictError(Stance.of(current))


def write(session: Session, key: tuple[int, int], values: dict[str, object], version: int) -> bool:
    """Write the columns where nobody wrote since that version; whether it was done."""
    dossier_id, funder_id = key
    if version == 0:
        try:
            with session.begin_nested():
                session.add(FunderPosition(dossier_id=dossier_id, funder_id=funder_id, **values))
        except IntegrityError:
            return False
        return True
    changed = session.execute(
        sa.update(FunderPosition)
        .where(
            FunderPosition.dossier_id == dossier_id,
            FunderPosition.funder_id == funder_id,
            FunderPosition.version == version,
        )
        .values(version=version + 1, **values)
    )
    return bool(changed.rowcount == 1)  # type: ignore[attr-defined]
