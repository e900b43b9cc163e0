"""What accepting « je veux me lancer » does: one more in the group of a sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import sectors, territories
from app.clock import to_paris
from app.errors import InvalidError
from app.proposals.models import Proposal
from app.siae import interests
from app.siae.interests import Newcomer, Wish
from app.siae.models import Siae
from app.siae.queries import by_slugs


@dataclass(frozen=True, kw_only=True)
class InterestPayload:
    """What the form proposes; `structure` is a slug of the directory, empty for a project.

    `message` is for the team alone and leaves with the proposal.
    """

    sector: str
    structure: str
    name: str
    territory: str
    wishes: tuple[str, ...]
    is_named: bool
    message: str

    def to_json(self) -> dict[str, Any]:
        """As the queue keeps it."""
        return {
            "sector": self.sector,
            "structure": self.structure,
            "name": self.name,
            "territory": self.territory,
            "wishes": list(self.wishes),
            "is_named": self.is_named,
            "message": self.message,
        }


LABELS = {
    "sector": "filière", "structure": "structure", "name": "nom", "territory": "territoire",
    "wishes": "souhaits", "is_named": "nom affiché", "message": "message",
}  # fmt: skip
"""The French name of each part, for who decides."""


def accept_interest(session: Session, proposal: Proposal, now: datetime) -> str:
    """Add who proposes itself to the group; InvalidError where what it names has gone since."""
    newcomer = read_newcomer(session, proposal.payload)
    interests.join(session, newcomer, to_paris(now).date())
    return f"/filieres/{newcomer.sector}#se-lancer"


def read_newcomer(session: Session, payload: Mapping[str, Any]) -> Newcomer:
    """What the queue kept, checked again: the sector, the structure and the wishes must exist."""
    sector, slug = str(payload.get("sector", "")), str(payload.get("structure", ""))
    if sectors.find(sector) is None and sector not in sectors.groups_by_slug():
        raise InvalidError(f"La filière « {sector} » n’existe plus.")
    siae: Siae | None = session.scalar(by_slugs([slug])) if slug else None
    if slug and siae is None:
        raise InvalidError(f"La structure « {slug} » n’est plus dans l’annuaire.")
    name = siae.display_name if siae is not None else str(payload.get("name", ""))
    if not name:
        raise InvalidError("La proposition ne dit ni structure ni projet.")
    known = {wish.value: wish for wish in Wish}
    territory = str(payload.get("territory", ""))
    return Newcomer(
        sector=sector,
        siae=siae,
        name=name[:255],
        territory=territory if territories.find_code(territory) is not None else "",
        wishes=tuple(known[word] for word in payload.get("wishes", ()) if word in known),
        is_named=payload.get("is_named") is True,
    )
