"""What a proposal says, line by line, for who decides."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.funding import values as scheme_values
from app.moderation import sector_interest
from app.proposals.models import Proposal, ProposalKind
from app.toolkit import actor_check

LABELS = {
    ProposalKind.ACTOR: actor_check.LABELS,
    ProposalKind.ACTOR_CHANGE: actor_check.LABELS,
    ProposalKind.SCHEME_CHANGE: scheme_values.LABELS,
    ProposalKind.SECTOR_INTEREST: sector_interest.LABELS,
}
"""The French names of the fields; events and premises are kept under theirs."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A field of a proposal; `before` is what the sheet says today, None where there is none."""

    label: str
    after: str
    before: str | None = None


def lines(proposal: Proposal) -> tuple[Line, ...]:
    """The fields of a proposal; for the change of a sheet, those that change."""
    labels = LABELS.get(ProposalKind(proposal.kind), {})
    changes = proposal.payload.get("changes")
    if not isinstance(changes, dict):
        given = proposal.payload.items()
        return tuple(
            Line(label=str(labels.get(name, name)), after=say(value)) for name, value in given
        )
    return tuple(
        Line(label=str(labels.get(name, name)), before=say(before), after=say(after))
        for name, (before, after) in changes.items()
    )


def say(value: object) -> str:
    """A value on one line."""
    if value is None or value == "":
        return "rien"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
