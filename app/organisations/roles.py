"""What a member may do in an organisation."""

from __future__ import annotations

from enum import StrEnum


class MemberRole(StrEnum):
    """A member's role, the strongest first."""

    OWNER = "owner"
    EDITOR = "editor"
    READER = "reader"

    @property
    def label(self) -> str:
        """As the interface names it."""
        return LABELS[self]

    def covers(self, other: MemberRole) -> bool:
        """Whether it allows all that the other does."""
        order = tuple(MemberRole)
        return order.index(self) <= order.index(other)


LABELS = {
    MemberRole.OWNER: "Responsable",
    MemberRole.EDITOR: "Rédaction",
    MemberRole.READER: "Lecture",
}
