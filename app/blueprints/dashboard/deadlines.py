"""What closes within seven days, among the consultations that fit."""

from __future__ import annotations

from datetime import timedelta

from app.blueprints.dashboard.block import Block, Desk
from app.blueprints.presenters import Link, TenderCard

SHOWN = 5
WEEK = timedelta(days=7)


def read(desk: Desk) -> tuple[TenderCard, ...] | None:
    """The fitting consultations that close first, within the week."""
    closing = {
        fit.tender.id: fit.tender.deadline_at
        for _, fits in desk.fits
        for fit in fits
        if fit.tender.deadline_at <= desk.now + WEEK
    }
    numbers = sorted(closing, key=lambda number: (closing[number], number))[:SHOWN]
    known = desk.consultations(set(numbers))
    return tuple(TenderCard.of(known[n], desk.now) for n in numbers if n in known) or None


def tries(_desk: Desk) -> tuple[Link, ...]:
    """Where to look."""
    return (
        ("Voir ce qui ferme dans les sept jours, tous marchés", "/marches?etat=bientot-clos"),
        ("Suivre une recherche par courriel", "/espace/alertes"),
    )


BLOCK = Block(
    key="echeances",
    title="Cette semaine",
    template="dashboard/deadlines.html",
    read=read,
    empty=lambda _desk: "Aucun marché qui vous correspond ne ferme dans les sept jours",
    tries=tries,
    is_for=lambda desk: bool(desk.fits),
)
