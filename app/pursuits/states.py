"""The life of a pursuit: its states, the moves from one to another, the reasons to give."""

from __future__ import annotations

from enum import StrEnum

from app.machines import list_moves


class PursuitState(StrEnum):
    """Where an organisation stands with a consultation, in the order of the board."""

    TO_STUDY = "to_study"
    GO = "go"
    GROUPING = "grouping"
    SUBMITTED = "submitted"
    WON = "won"
    LOST = "lost"
    NO_GO = "no_go"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    PursuitState.TO_STUDY: "À étudier",
    PursuitState.GO: "Go",
    PursuitState.GROUPING: "En groupement",
    PursuitState.SUBMITTED: "Déposé",
    PursuitState.WON: "Gagné",
    PursuitState.LOST: "Perdu",
    PursuitState.NO_GO: "No-go",
}
STATE_WORDS = {
    PursuitState.TO_STUDY: "a-etudier",
    PursuitState.GO: "go",
    PursuitState.GROUPING: "en-groupement",
    PursuitState.SUBMITTED: "depose",
    PursuitState.WON: "gagne",
    PursuitState.LOST: "perdu",
    PursuitState.NO_GO: "no-go",
}
"""The words of the addresses and of the forms."""

# The whole machine: what may follow each state. Going back takes one of these moves the other way.
NEXT: dict[PursuitState, tuple[PursuitState, ...]] = {
    PursuitState.TO_STUDY: (PursuitState.GO, PursuitState.NO_GO),
    PursuitState.GO: (PursuitState.GROUPING, PursuitState.SUBMITTED, PursuitState.NO_GO),
    PursuitState.GROUPING: (PursuitState.SUBMITTED, PursuitState.NO_GO),
    PursuitState.SUBMITTED: (PursuitState.WON, PursuitState.LOST),
    PursuitState.WON: (),
    PursuitState.LOST: (),
    PursuitState.NO_GO: (),
}
FIRST = PursuitState.TO_STUDY
ACTIVE = (
    PursuitState.TO_STUDY,
    PursuitState.GO,
    PursuitState.GROUPING,
    PursuitState.SUBMITTED,
)
ENDED = (PursuitState.WON, PursuitState.LOST, PursuitState.NO_GO)
PREPARED = (PursuitState.GO, PursuitState.GROUPING)
"""An answer is being written: its deadline is recalled."""
SENT = (PursuitState.SUBMITTED, PursuitState.WON, PursuitState.LOST)
"""An answer was sent."""


class Reason(StrEnum):
    """Why an organisation does not answer, or why it lost."""

    NO_CAPACITY = "no_capacity"
    TOO_LATE = "too_late"
    OUT_OF_TRADE = "out_of_trade"
    TOO_FAR = "too_far"
    TOO_BIG = "too_big"
    NO_PARTNER = "no_partner"
    NOT_PROFITABLE = "not_profitable"
    CONDITIONS = "conditions"
    PRICE = "price"
    TECHNICAL = "technical"
    SOCIAL = "social"
    IRREGULAR = "irregular"
    WITHOUT_FOLLOW_UP = "without_follow_up"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the form and the statistics name it."""
        return REASON_LABELS[self]


REASON_LABELS = {
    Reason.NO_CAPACITY: "Pas assez de personnes ou d’encadrement",
    Reason.TOO_LATE: "Trop peu de temps pour répondre",
    Reason.OUT_OF_TRADE: "Hors de nos activités",
    Reason.TOO_FAR: "Trop loin",
    Reason.TOO_BIG: "Trop gros pour nous seuls",
    Reason.NO_PARTNER: "Pas de partenaire trouvé",
    Reason.NOT_PROFITABLE: "Prix de marché trop bas",
    Reason.CONDITIONS: "Conditions ou pièces demandées que nous n’avons pas",
    Reason.PRICE: "Notre prix",
    Reason.TECHNICAL: "Notre valeur technique",
    Reason.SOCIAL: "Notre performance sociale",
    Reason.IRREGULAR: "Offre irrégulière ou arrivée en retard",
    Reason.WITHOUT_FOLLOW_UP: "Consultation annulée ou sans suite",
    Reason.OTHER: "Autre raison, dite dans la note",
}
REASONS: dict[PursuitState, tuple[Reason, ...]] = {
    PursuitState.NO_GO: (
        Reason.NO_CAPACITY,
        Reason.TOO_LATE,
        Reason.OUT_OF_TRADE,
        Reason.TOO_FAR,
        Reason.TOO_BIG,
        Reason.NO_PARTNER,
        Reason.NOT_PROFITABLE,
        Reason.CONDITIONS,
        Reason.WITHOUT_FOLLOW_UP,
        Reason.OTHER,
    ),
    PursuitState.LOST: (
        Reason.PRICE,
        Reason.TECHNICAL,
        Reason.SOCIAL,
        Reason.IRREGULAR,
        Reason.WITHOUT_FOLLOW_UP,
        Reason.OTHER,
    ),
}
"""The states that ask why, each with its closed list."""
WITH_AMOUNT = (PursuitState.WON, PursuitState.LOST)
"""The states that take an amount: the contract's, or the winner's price where it is known."""


def list_pairs(*, backwards: bool = False) -> tuple[str, ...]:
    """The moves as « before>after », those that go back where asked: for the database's checks."""
    return list_moves(NEXT, backwards=backwards)


def is_allowed(before: PursuitState, after: PursuitState, *, backwards: bool = False) -> bool:
    """Whether a pursuit may move so."""
    return before in NEXT[after] if backwards else after in NEXT[before]
