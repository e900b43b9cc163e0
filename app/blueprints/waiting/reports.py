"""The errors that readers report on pages."""

from __future__ import annotations

from app.blueprints.waiting.kind import EDITORS, Item, Waiting
from app.feedback import services
from app.feedback.models import ErrorReport

PATH = "/admin/signalements"


def describe(row: ErrorReport) -> Item:
    """A report; closing it needs a note."""
    return Item(
        what=f"Erreur sur {row.path}",
        since=row.created_at,
        href=f"{PATH}/{row.id}",
        about=row.message,
    )


WAITING = Waiting(
    key="signalements",
    label="Erreurs signalées",
    href=PATH,
    roles=EDITORS,
    select=services.waiting,
    item=describe,
)
