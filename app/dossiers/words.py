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
