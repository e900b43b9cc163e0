"""What the boards of pursuits show: values only, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.blueprints.formatting import format_day, format_euros, format_left
from app.pursuits.models import Pursuit
from app.pursuits.source import Source, list_changes, say_deadline
from app.pursuits.states import NEXT, PREPARED, REASONS, STATE_WORDS, WITH_AMOUNT, PursuitState

LOOKS = {
    PursuitState.TO_STUDY: "wait",
    PursuitState.GO: "calm",
    PursuitState.GROUPING: "calm",
    PursuitState.SUBMITTED: "warm",
    PursuitState.WON: "good",
    PursuitState.LOST: "stop",
    PursuitState.NO_GO: "quiet",
}
COLUMNS = (
    "Intitulé", "Acheteur", "Lot", "État", "Raison", "Montant HT (euros)", "Échéance",
    "Responsable", "Suivi depuis", "Avis",
)  # fmt: skip


def board_path(organisation: int) -> str:
    """The board of an organisation."""
    return f"/espace/organisations/{organisation}/consultations"


def page_path(pursuit: Pursuit) -> str:
    """The page of a pursuit."""
    return f"{board_path(pursuit.organisation_id)}/{pursuit.id}"


@dataclass(frozen=True, kw_only=True)
class PursuitCard:
    """A pursuit in a board; `steps` are the moves that need nothing more than a click."""

    id: int
    version: int
    title: str
    href: str
    state: str
    state_label: str
    look: str
    buyer: str
    deadline: str
    day: str
    deadline_iso: str
    remaining: str
    assignee: str
    amount: str
    reason: str
    has_changed: bool
    is_demo: bool
    steps: tuple[tuple[str, str], ...]

    @classmethod
    def of(
        cls, pursuit: Pursuit, due: datetime | None, source: Source | None, now: datetime
    ) -> PursuitCard:
        """The card of a pursuit at that instant, with its deadline of today."""
        state = pursuit.pursuit_state
        precision = source.deadline_precision if source else pursuit.deadline_precision
        awaited = state in (PursuitState.TO_STUDY, *PREPARED)
        return cls(
            id=pursuit.id,
            version=pursuit.version,
            title=pursuit.title,
            href=page_path(pursuit),
            state=state.value,
            state_label=state.label,
            look=LOOKS[state],
            buyer=pursuit.buyer_name,
            deadline=say_deadline(due, precision) if due else "",
            day=format_day(due) if due else "",
            deadline_iso=due.isoformat() if due else "",
            remaining=format_left(due, now) if awaited else "",
            assignee=pursuit.assignee.display_name if pursuit.assignee else "",
            amount=format_euros(pursuit.amount) if pursuit.amount is not None else "",
            reason=pursuit.reason_label,
            has_changed=bool(list_changes(pursuit, source)),
            is_demo=pursuit.is_demo,
            steps=tuple(
                (STATE_WORDS[after], after.label)
                for after in NEXT[state]
                if after not in REASONS and after not in WITH_AMOUNT
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Column:
    """A state of the board with its cards."""

    word: str
    label: str
    cards: tuple[PursuitCard, ...]


def build_columns(
    cards: Iterable[PursuitCard], states: Iterable[PursuitState]
) -> tuple[Column, ...]:
    """The columns of these states, in their order."""
    listed = list(cards)
    return tuple(
        Column(
            word=STATE_WORDS[state],
            label=state.label,
            cards=tuple(card for card in listed if card.state == state.value),
        )
        for state in states
    )


def export_row(pursuit: Pursuit, due: datetime | None, root: str) -> tuple[object, ...]:
    """A line of the table to download, in the order of `COLUMNS`."""
    return (
        pursuit.title,
        pursuit.buyer_name,
        pursuit.lot,
        pursuit.pursuit_state.label,
        pursuit.reason_label,
        pursuit.amount,
        due.isoformat() if due else "",
        pursuit.assignee.display_name if pursuit.assignee else "",
        pursuit.created_at.date().isoformat(),
        f"{root}/marches/{pursuit.reference}",
    )
