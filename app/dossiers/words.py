"""The closed lists of a dossier."""

from __future__ import annotations

from enum import StrEnum


class Visibility(StrEnum):
    """Who reads the sheet besides those who write it and those it is shared with."""

    PRIVATE = "private"
    FUNDERS = "funders"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return VISIBILITY_LABELS[self]


VISIBILITY_LABELS = {
    Visibility.PRIVATE: "Privé",
    Visibility.FUNDERS: "Visible des financeurs",
}
VISIBILITY_WORDS = {Visibility.PRIVATE: "prive", Visibility.FUNDERS: "financeurs"}
"""The words of the form."""


class FileKind(StrEnum):
    """What a document is."""

    STATUTES = "statuts"
    QUOTE = "devis"
    LEASE = "bail"
    ACCOUNTS = "comptes"
    LETTER = "courrier"
    OTHER = "autre"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return FILE_LABELS[self]


FILE_LABELS = {
    FileKind.STATUTES: "Statuts",
    FileKind.QUOTE: "Devis",
    FileKind.LEASE: "Bail",
    FileKind.ACCOUNTS: "Comptes",
    FileKind.LETTER: "Courrier",
    FileKind.OTHER: "Autre",
}


class Outcome(StrEnum):
    """What was decided."""

    FAVOURABLE = "favorable"
    CONDITIONAL = "reserve"
    UNFAVOURABLE = "defavorable"
    POSTPONED = "reportee"
    PENDING = "attente"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.FAVOURABLE: "Favorable",
    Outcome.CONDITIONAL: "Favorable sous réserve",
    Outcome.UNFAVOURABLE: "Défavorable",
    Outcome.POSTPONED: "Reportée",
    Outcome.PENDING: "En attente",
}
