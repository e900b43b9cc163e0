"""The shared table of funders: what each project looks for, what was asked, granted, is missing.

Holders say what they look for; funders, what is asked of them and what they grant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.clock import NBSP
from app.dossiers.fundable import FundableProject
from app.dossiers.funder_models import FunderPosition
from app.dossiers.funder_words import PositionState
from app.toolkit.funding_plan.model import say_euros

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class ConferenceRow:
    """A project in the table; `positions` are each with the name of its scheme.

    `sought` is None where the holder says no amount; `is_from_plan` where it is the total of the
    needs of the funding plan, the sheet naming none.
    """

    project: FundableProject
    sought: Decimal | None
    is_from_plan: bool
    positions: tuple[tuple[FunderPosition, str], ...]

    @property
    def asked(self) -> Decimal:
        """What funders say is asked of them."""
        return sum((position.counted for position, _ in self.positions), ZERO)

    @property
    def granted(self) -> Decimal:
        """What funders say they grant."""
        return sum((position.granted or ZERO for position, _ in self.positions), ZERO)

    @property
    def missing(self) -> Decimal | None:
        """What is not granted yet, never below zero; None where nobody knows what is sought."""
        return None if self.sought is None else max(ZERO, self.sought - self.granted)

    @property
    def details(self) -> tuple[str, ...]:
        """Where each funder stands, in a line."""
        return tuple(
            f"{position.funder.organisation.name} ({scheme}){NBSP}: {say_position(position)}"
            for position, scheme in self.positions
        )


@dataclass(frozen=True, kw_only=True)
class ConferenceTotal:
    """The sums of the table; `silent` counts the projects that say no amount, left out of two."""

    sought: Decimal
    asked: Decimal
    granted: Decimal
    missing: Decimal
    silent: int


def say_position(position: FunderPosition) -> str:
    """« accordé 15 000 € (demandé 20 000 €) »."""
    state, asked, granted = position.position_state, position.asked, position.granted
    own = {PositionState.ASKED: asked, PositionState.GRANTED: granted}.get(state)
    said = state.label.lower() + (f" {say_euros(own)}" if own is not None else "")
    if asked is None or state is PositionState.ASKED:
        return said
    return f"{said} (demandé {say_euros(asked)})"


def make_rows(
    projects: Iterable[FundableProject],
    positions: Sequence[FunderPosition],
    names: Mapping[int, str],
    needs: Mapping[int, Decimal],
) -> tuple[ConferenceRow, ...]:
    """The rows, in the order of the projects.

    `names` gives the scheme of each tie, `needs` the total of the plan of those whose sheet names
    no amount, by number of project.
    """
    return tuple(
        ConferenceRow(
            project=project,
            sought=project.sheet.amount or needs.get(project.number),
            is_from_plan=not project.sheet.amount and project.number in needs,
            positions=tuple(
                (position, names.get(position.funder_id, position.funder.scheme))
                for position in positions
                if position.dossier_id == project.number
            ),
        )
        for project in projects
    )


def add_up(rows: Sequence[ConferenceRow]) -> ConferenceTotal:
    """The sums of the rows."""
    return ConferenceTotal(
        sought=sum((row.sought or ZERO for row in rows), ZERO),
        asked=sum((row.asked for row in rows), ZERO),
        granted=sum((row.granted for row in rows), ZERO),
        missing=sum((row.missing or ZERO for row in rows), ZERO),
        silent=sum(row.sought is None for row in rows),
    )
