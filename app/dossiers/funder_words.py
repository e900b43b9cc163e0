"""Where a funder stands on a project."""

from __future__ import annotations

from enum import StrEnum


class PositionState(StrEnum):
    """What a funder makes of a project, for one of its schemes."""

    STUDIED = "studied"
    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return POSITION_LABELS[self]


POSITION_LABELS = {
    PositionState.STUDIED: "À l’étude",
    PositionState.ASKED: "Demandé",
    PositionState.GRANTED: "Accordé",
    PositionState.REFUSED: "Refusé",
}
POSITION_WORDS = {
    PositionState.STUDIED: "etude",
    PositionState.ASKED: "demande",
    PositionState.GRANTED: "accorde",
    PositionState.REFUSED: "refuse",
}
"""The words of the form."""
POSITION_LOOKS = {
    PositionState.STUDIED: "calm",
    PositionState.ASKED: "wait",
    PositionState.GRANTED: "good",
    PositionState.REFUSED: "stop",
}
"""The looks of its badge, beside its label."""
