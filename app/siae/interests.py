"""« Je veux me lancer »: the structures and projects that want to enter a sector.

It lives beside the structures, in their package, because most of them are structures of the
directory and go when these go. Nobody is added here but by the moderation. No address and no
message is kept: those stay in the proposal, for the team alone. A place is kept for twelve months.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from app.errors import NotFoundError
from app.extensions import Model
from app.imports.siret import clean_siret
from app.imports.text import fold
from app.organisations.models import Organisation
from app.siae.models import Siae

MONTHS_KEPT = 12
MOST_CANDIDATES = 8


class Wish(StrEnum):
    """What one looks for in the group of a sector."""

    ANSWER = "repondre-a-plusieurs"
    POST = "mutualiser-un-poste"
    TRAIN = "former-les-equipes"
    SHARE = "partager-un-local-ou-du-materiel"
    LEARN = "retour-d-experience"

    @property
    def label(self) -> str:
        """The words people read."""
        return WISH_LABELS[self]


WISH_LABELS = {
    Wish.ANSWER: "Répondre à plusieurs à des marchés",
    Wish.POST: "Mutualiser un poste",
    Wish.TRAIN: "Former les équipes",
    Wish.SHARE: "Partager un local ou du matériel",
    Wish.LEARN: "Un retour d’expérience",
}


class SectorInterest(Model):
    """One that wants to enter a sector, or any sector of a group.

    `sector` is the slug of either; `siae_id` is null for a project that is no structure yet.
    `territory` is a code, empty where unknown. `name` is shown where `is_named` alone.
    """

    __tablename__ = "sector_interest"

    id: Mapped[int] = mapped_column(primary_key=True)
    sector: Mapped[str] = mapped_column(sa.String(80), index=True)
    siae_id: Mapped[int | None] = mapped_column(sa.ForeignKey("siae.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(255))
    territory: Mapped[str] = mapped_column(sa.String(9), default="")
    wishes: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    is_named: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[date]
    leaves_on: Mapped[date] = mapped_column(index=True)

    siae: Mapped[Siae | None] = relationship(lazy="raise_on_sql")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who joins the group of a sector; `siae` is None for a project."""

    sector: str
    siae: Siae | None
    name: str
    territory: str
    wishes: tuple[Wish, ...]
    is_named: bool


def join(session: Session, newcomer: Newcomer, today: date) -> SectorInterest:
    """Add one to a group for twelve months; who is there already starts again, with new words."""
    found = find_same(session, newcomer)
    if found is None:
        found = SectorInterest(sector=newcomer.sector, siae_id=newcomer.siae and newcomer.siae.id)
        session.add(found)
    found.name = newcomer.name
    found.territory = newcomer.territory
    found.wishes = [wish.value for wish in newcomer.wishes]
    found.is_named = newcomer.is_named
    found.joined_on, found.leaves_on = today, next_year(today)
    session.flush()
    return found


def next_year(day: date) -> date:
    """The same day twelve months later; 28 February for a 29."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def find_same(session: Session, newcomer: Newcomer) -> SectorInterest | None:
    """The place that the same structure, or a project of the same name, has in that group."""
    select = sa.select(SectorInterest).where(SectorInterest.sector == newcomer.sector)
    if newcomer.siae is not None:
        return session.scalar(select.where(SectorInterest.siae_id == newcomer.siae.id))
    projects = session.scalars(select.where(SectorInterest.siae_id.is_(None)))
    wanted = fold(newcomer.name)
    return next((other for other in projects if fold(other.name) == wanted), None)


def interested(sectors: Collection[str], today: date) -> sa.Select[SectorInterest]:
    """Who wants to enter these sectors on that day, with its structure; the first come first."""
    return (
        sa.select(SectorInterest)
        .where(SectorInterest.sector.in_(sorted(sectors)), SectorInterest.leaves_on > today)
        .options(joinedload(SectorInterest.siae))
        .order_by(SectorInterest.joined_on, SectorInterest.id)
    )


def everybody() -> sa.Select[SectorInterest]:
    """Everybody, sector by sector."""
    return sa.select(SectorInterest).order_by(SectorInterest.sector, SectorInterest.id)


def remove(session: Session, number: int) -> str:
    """Take one out of its group and give its name; NotFoundError where nobody has that number."""
    found = session.get(SectorInterest, number)
    if found is None:
        raise NotFoundError(f"Personne n’a le numéro {number}.")
    session.delete(found)
    session.flush()
    return found.name


def purge(session: Session, today: date) -> int:
    """Take out those whose twelve months are over, and say how many."""
    over = list(
        session.scalars(sa.select(SectorInterest.id).where(SectorInterest.leaves_on <= today))
    )
    session.execute(sa.delete(SectorInterest).where(SectorInterest.id.in_(over)))
    session.flush()
    return len(over)


def find_structures(session: Session, said: str) -> Sequence[Siae]:
    """The structures that a person may mean by a SIRET, or by words of a name; a few at most."""
    select = sa.select(Siae).options(joinedload(Siae.organisation), selectinload(Siae.activities))
    select = select.order_by(Siae.sort_name, Siae.id).limit(MOST_CANDIDATES)
    siret = clean_siret(said)
    if siret:
        select = select.join(Siae.organisation).where(Organisation.siret == siret)
        return session.scalars(select).all()
    words = fold(said).split()
    if not words:
        return ()
    named = (Siae.sort_name.contains(word, autoescape=True) for word in words)
    return session.scalars(select.where(*named)).all()
