"""The letters that did not go, or may not have."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.blueprints.waiting.kind import TEAM, Button, Item, Waiting
from app.mail.models import Letter, LetterState

PATH = "/admin/courriers"
STUCK = (LetterState.FAILED, LetterState.UNCERTAIN)


def stuck() -> sa.Select[Any]:
    """The letters that a person looks at, the oldest first."""
    return (
        sa.select(Letter)
        .where(Letter.state.in_([state.value for state in STUCK]))
        .order_by(Letter.created_at, Letter.id)
    )


def describe(row: Letter) -> Item:
    """A letter, never its text."""
    again = Button(label="Renvoyer", address=f"{PATH}/{row.id}/renvoyer")
    return Item(
        what=f"{row.subject} → {row.recipient}",
        since=row.created_at,
        href=f"{PATH}/{row.id}",
        about=f"{row.letter_state.label}. {row.error}".strip(),
        buttons=(again,) if row.may_be_sent_again else (),
    )


WAITING = Waiting(
    key="courriers",
    label="Courriers non partis",
    href=f"{PATH}?etat={LetterState.FAILED.value}",
    roles=TEAM,
    select=stuck,
    item=describe,
)
