"""The scale of the aid per post: that of `content/`, and what the team entered over it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError
from app.facts.models import AidRateEntry
from app.matching.kinds import SiaeKind
from app.toolkit.budget.scale import AidRate, AidScale, read_scale
from app.toolkit.sources import RELIABILITIES, Reliability

MOST = Decimal(100_000)  # euros a year for a post: beyond, it is a slip of the keyboard


def load_aid_scale(session: Session) -> AidScale:
    """Every known rate; for one kind and date, what the team entered holds."""
    entered = session.scalars(sa.select(AidRateEntry).order_by(AidRateEntry.id))
    return AidScale.of((*read_scale().rates, *map(rate_of, entered)))


def rate_of(entry: AidRateEntry) -> AidRate:
    """A row of the database as the tools read it."""
    reliability: Reliability = next(key for key in RELIABILITIES if key == entry.reliability)
    return AidRate(
        kind=SiaeKind(entry.kind),
        starts_on=entry.starts_on,
        amount=entry.amount,
        source=entry.source,
        published=entry.published,
        reliability=reliability,
        url=entry.url,
        note=entry.note,
    )


def set_aid_rate(session: Session, rate: AidRate, now: datetime) -> AidRateEntry:
    """Enter a rate, or correct the one entered for that kind and date.

    InvalidError where the kind has no aid per post, the amount is out of reason or the source is
    missing.
    """
    check_rate(rate)
    select = sa.select(AidRateEntry).where(
        AidRateEntry.kind == rate.kind.value, AidRateEntry.starts_on == rate.starts_on
    )
    entry = session.scalars(select).one_or_none()
    if entry is None:
        entry = AidRateEntry(kind=rate.kind.value, starts_on=rate.starts_on)
        session.add(entry)
    entry.amount = rate.amount
    entry.source, entry.url, entry.published = rate.source, rate.url, rate.published
    entry.reliability, entry.note, entry.entered_at = rate.reliability, rate.note, now
    session.flush()
    return entry


def check_rate(rate: AidRate) -> None:
    """Raise InvalidError for a rate that cannot be used."""
    if not rate.kind.is_siae:
        raise InvalidError(f"{rate.kind.value} n’a pas d’aide au poste de l’IAE.")
    if not 0 < rate.amount <= MOST:
        raise InvalidError(f"Le montant va de plus de 0 à {MOST} € par an.")
    if not rate.source.strip():
        raise InvalidError("Indiquez la source\u00a0: un montant sans source ne s’affiche pas.")
    if rate.starts_on < date(2005, 1, 1):
        raise InvalidError("La date d’effet est antérieure à 2005.")
    if rate.url and not rate.url.startswith(("https://", "http://")):
        raise InvalidError("L’adresse de la source commence par https://.")


def forget_aid_rate(session: Session, kind: SiaeKind, starts_on: date) -> bool:
    """Erase a rate that was entered; that of `content/`, if there is one, holds again."""
    done = session.execute(
        sa.delete(AidRateEntry).where(
            AidRateEntry.kind == kind.value, AidRateEntry.starts_on == starts_on
        )
    )
    session.flush()
    return bool(done.rowcount)  # type: ignore[attr-defined]
