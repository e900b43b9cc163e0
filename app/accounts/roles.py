"""What a person may do on the portal as a whole."""

from __future__ import annotations

from enum import StrEnum


class PortalRole(StrEnum):
    """The place of a person in the portal team; most people have none."""

    ADMIN = "admin"
    MODERATOR = "moderator"
    EDITOR = "editor"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return ROLE_LABELS[self]


ROLE_LABELS = {
    PortalRole.ADMIN: "Administration",
    PortalRole.MODERATOR: "Modération",
    PortalRole.EDITOR: "Rédaction",
}


class Purpose(StrEnum):
    """What a person comes for: it chooses words and doors, never rights."""

    SIAE = "siae"
    PROJECT = "project"
    COMPANY = "company"
    FUNDER = "funder"
    NETWORK = "network"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As the form asks it."""
        return PURPOSE_LABELS[self]


PURPOSE_LABELS = {
    Purpose.SIAE: "Je travaille dans une structure d’insertion",
    Purpose.PROJECT: "Je porte un projet de structure",
    Purpose.COMPANY: "Je travaille dans une entreprise ou chez un acheteur public",
    Purpose.FUNDER: "Je finance des projets",
    Purpose.NETWORK: "Je travaille dans un réseau ou une institution",
    Purpose.OTHER: "Autre",
}
