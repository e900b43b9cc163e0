"""What changed since the last visit that the person marked."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from app.blueprints.dashboard.block import Block, Desk
from app.blueprints.formatting import format_moment, pluralise
from app.blueprints.presenters import Link
from app.extensions import db
from app.organisations.members import Membership


@dataclass(frozen=True, kw_only=True)
class NewsView:
    """Sentences with where to look, and since when."""

    since: str
    lines: tuple[Link, ...]


def read(desk: Desk) -> NewsView | None:
    """What came since the last visit; None where nothing did."""
    lines = tuple(line for line in (*tender_lines(desk), *member_lines(desk)) if line[0])
    if not lines:
        return None
    return NewsView(since=format_moment(desk.since), lines=lines)


def tender_lines(desk: Desk) -> tuple[Link, ...]:
    """Consultations that fit: those that are new, those that changed."""
    since = desk.since
    if since is None:
        return ()
    fits = {fit.tender.id: fit.tender for _, found in desk.fits for fit in found}.values()
    fresh = sum(tender.created_at > since for tender in fits)
    changed = sum(
        tender.is_amended and tender.updated_at > since >= tender.created_at for tender in fits
    )
    return (
        (say(fresh, "nouveau marché vous correspond", "nouveaux marchés vous correspondent"),
         "#marches"),
        (say(changed, "marché qui vous correspond a été rectifié",
             "marchés qui vous correspondent ont été rectifiés"), "/marches?etat=rectifie"),
    )  # fmt: skip


def member_lines(desk: Desk) -> tuple[Link, ...]:
    """People who joined the person's organisations."""
    numbers = [membership.organisation_id for membership in desk.memberships]
    if desk.since is None or not numbers:
        return ()
    select = sa.select(sa.func.count(Membership.id)).where(
        Membership.organisation_id.in_(numbers),
        Membership.person_id != desk.person.id,
        Membership.joined_at > desk.since,
    )
    joined = db.session.scalar(select) or 0
    said = say(
        joined, "personne a rejoint vos organisations", "personnes ont rejoint vos organisations"
    )
    return ((said, "#equipe"),)


def say(count: int, one: str, many: str) -> str:
    """« 3 nouveaux marchés vous correspondent »; nothing for none."""
    return pluralise(count, one, many) if count else ""


def why_empty(desk: Desk) -> str:
    """Since when nothing came."""
    return f"Rien de nouveau depuis votre visite du {format_moment(desk.since)}"


BLOCK = Block(
    key="nouveau",
    title="Depuis votre dernière visite",
    template="dashboard/news.html",
    read=read,
    empty=why_empty,
    tries=lambda _desk: (("Être prévenu par courriel", "/espace/alertes"),),
    is_for=lambda desk: desk.since is not None and bool(desk.memberships),
)
