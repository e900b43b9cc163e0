"""The life of a signal, as `docs/dossiers.md` draws it, and who acts on it."""

from __future__ import annotations

from enum import StrEnum


class ProximityState(StrEnum):
    """Where a signal stands."""

    NEW = "new"
    DISCUSSED = "discussed"
    SETTLED = "settled"
    SET_ASIDE = "set_aside"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ProximityState.NEW: "À discuter",
    ProximityState.DISCUSSED: "En discussion",
    ProximityState.SETTLED: "Réglée",
    ProximityState.SET_ASIDE: "Mise de côté",
    ProximityState.ENDED: "Terminée, plus rien de proche",
}
STATE_WORDS = {
    ProximityState.NEW: "nouvelle",
    ProximityState.DISCUSSED: "en-discussion",
    ProximityState.SETTLED: "reglee",
    ProximityState.SET_ASIDE: "mise-de-cote",
    ProximityState.ENDED: "terminee",
}
"""The words of the forms and of the addresses."""

# The whole machine. The portal alone ends a signal, where its reason is gone, and begins it again.
NEXT: dict[ProximityState, tuple[ProximityState, ...]] = {
    ProximityState.NEW: (
        ProximityState.DISCUSSED,
        ProximityState.SETTLED,
        ProximityState.SET_ASIDE,
        ProximityState.ENDED,
    ),
    ProximityState.DISCUSSED: (
        ProximityState.SETTLED,
        ProximityState.SET_ASIDE,
        ProximityState.ENDED,
    ),
    ProximityState.SETTLED: (ProximityState.DISCUSSED, ProximityState.ENDED),
    ProximityState.SET_ASIDE: (ProximityState.DISCUSSED, ProximityState.ENDED),
    ProximityState.ENDED: (ProximityState.NEW,),
}
FIRST = ProximityState.NEW
OPEN = (ProximityState.NEW, ProximityState.DISCUSSED)
"""Somebody has something to do."""


class Side(StrEnum):
    """Who acts on a signal."""

    HOLDER = "holder"
    TEAM = "team"
    PORTAL = "portal"


BY_SIDE: dict[Side, tuple[ProximityState, ...]] = {
    Side.TEAM: (ProximityState.DISCUSSED, ProximityState.SETTLED, ProximityState.SET_ASIDE),
    Side.PORTAL: (ProximityState.NEW, ProximityState.DISCUSSED, ProximityState.ENDED),
    Side.HOLDER: (),
}
"""The states that each side may move a signal to."""


def choices_after(before: ProximityState) -> tuple[ProximityState, ...]:
    """The states that the team may move a signal to."""
    return tuple(state for state in NEXT[before] if state in BY_SIDE[Side.TEAM])
