"""The open consultations that fit each structure of the person's organisations."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from app.blueprints.dashboard.block import JOIN, PROFILE, Block, Desk
from app.blueprints.formatting import format_left, format_moment
from app.blueprints.presenters import Link
from app.siae.models import Siae
from app.tenders.fitting import Fit
from app.tenders.models import Consultation

SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class FitRow:
    """A consultation and how well it fits."""

    title: str
    href: str
    buyer: str
    deadline: str
    remaining: str
    score: float
    confidence: float
    verdict: str
    is_new: bool
    is_demo: bool


@dataclass(frozen=True, kw_only=True)
class StructureFits:
    """A structure, what fits it best, and where all of it is."""

    name: str
    rows: tuple[FitRow, ...]
    total: int
    fresh: int
    more: str


def read(desk: Desk) -> tuple[StructureFits, ...] | None:
    """What fits each structure: what came since the last visit first, then the best."""
    chosen = [(siae, fits, choose(fits, desk)) for siae, fits in desk.fits if fits]
    known = desk.consultations({fit.tender.id for _, _, some in chosen for fit in some})
    views = [view_of(siae, fits, some, known, desk) for siae, fits, some in chosen]
    return tuple(views) or None


def is_new(fit: Fit, desk: Desk) -> bool:
    """Whether the portal received it since the last visit."""
    return desk.since is not None and fit.tender.created_at > desk.since


def choose(fits: list[Fit], desk: Desk) -> list[Fit]:
    """The few to show; they are best first, and the sort keeps that order."""
    return sorted(fits, key=lambda fit: not is_new(fit, desk))[:SHOWN]


def view_of(
    siae: Siae, fits: list[Fit], some: list[Fit], known: dict[int, Consultation], desk: Desk
) -> StructureFits:
    """The view of one structure."""
    siret = siae.organisation.siret or ""
    rows = tuple(row_of(fit, known[fit.tender.id], desk) for fit in some if fit.tender.id in known)
    return StructureFits(
        name=siae.display_name,
        rows=rows,
        total=len(fits),
        fresh=sum(is_new(fit, desk) for fit in fits),
        more=f"/marches?structure={quote(siret)}" if siret and len(fits) > len(rows) else "",
    )


def row_of(fit: Fit, consultation: Consultation, desk: Desk) -> FitRow:
    """One row."""
    deadline = consultation.deadline_at
    return FitRow(
        title=consultation.title,
        href=f"/marches/{consultation.reference}",
        buyer=consultation.buyer_name,
        deadline=format_moment(deadline, consultation.deadline_precision) if deadline else "",
        remaining=format_left(deadline, desk.now),
        score=fit.match.score,
        confidence=fit.match.confidence,
        verdict=fit.match.verdict.label,
        is_new=is_new(fit, desk),
        is_demo=consultation.is_demo,
    )


def why_empty(desk: Desk) -> str:
    """What is missing, the first thing first."""
    if not desk.structures:
        return (
            "Vos organisations n’ont pas de fiche de structure\u00a0: rien à comparer aux marchés"
        )
    if not desk.fits:
        return "Votre structure ne dit pas encore ce qu’elle fait\u00a0: ajoutez ses activités"
    return "Aucun marché ouvert ne correspond aujourd’hui à vos activités et à vos zones"


def tries(desk: Desk) -> tuple[Link, ...]:
    """What to do next."""
    first = PROFILE if desk.structures else JOIN
    return (first, ("Voir tous les marchés ouverts", "/marches"))


BLOCK = Block(
    key="marches",
    title="Les marchés qui vous correspondent",
    template="dashboard/tenders.html",
    read=read,
    empty=why_empty,
    tries=tries,
    is_for=lambda desk: bool(desk.memberships),
)
