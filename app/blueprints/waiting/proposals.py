"""What visitors and imports propose."""

from __future__ import annotations

from app.blueprints.waiting.kind import TEAM, Button, Item, Waiting
from app.proposals import services
from app.proposals.models import Proposal, ProposalKind

PATH = "/admin/propositions"


def describe(row: Proposal) -> Item:
    """A proposal; a refusal needs a reason, which its own page asks for."""
    return Item(
        what=row.title,
        since=row.created_at,
        href=f"{PATH}/{row.id}",
        about=ProposalKind(row.kind).label,
        buttons=(Button(label="Accepter", address=f"{PATH}/{row.id}/accepter"),),
    )


WAITING = Waiting(
    key="propositions",
    label="Propositions",
    href=PATH,
    roles=TEAM,
    select=services.waiting,
    item=describe,
)
