"""Schemes read from the database: one or two statements, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.audit.kept import KeptSheets
from app.errors import NotFoundError
from app.funding.models import SUBJECT, FundingCall, FundingScheme
from app.funding.values import CALL_NAMES, NAMES
from app.funding.variants import choose_variants
from app.matching.kinds import SiaeKind
from app.toolkit import schemes as written
from app.toolkit.scheme_terms import (
    AmountBasis,
    BeneficiaryKind,
    Expense,
    Recurrence,
    SchemeForm,
    SchemeState,
)
from app.toolkit.schemes import Call, Scheme


def everything() -> sa.Select[FundingScheme]:
    """Every scheme with its calls, in the order of the directory."""
    return (
        sa.select(FundingScheme)
        .options(selectinload(FundingScheme.calls))
        .order_by(FundingScheme.position, FundingScheme.name, FundingScheme.id)
    )


KEPT = KeptSheets[tuple[Scheme, ...]](SUBJECT, FundingScheme.id, FundingScheme.updated_at)


def load_schemes(session: Session, day: date) -> tuple[Scheme, ...]:
    """Every scheme as it is that day; those of `content/` where the database holds none."""
    return tuple(scheme.at(day) for scheme in KEPT.get(session, lambda: read_schemes(session)))


def read_schemes(session: Session) -> tuple[Scheme, ...]:
    """The schemes, from every row, on no day in particular."""
    rows = session.scalars(everything()).all()
    return tuple(map(scheme_of, rows)) or tuple(written.load_schemes())


def open_in(session: Session, code: str, day: date) -> list[Scheme]:
    """What may be asked for in that territory, the nearest deadline first.

    Local variants replace their generics; empty for no territory. What is closed or historical is
    left out; NotFoundError for an unknown code.
    """
    askable = [s for s in load_schemes(session, day) if not s.state.is_over]
    return sorted(
        choose_variants(askable, code), key=lambda s: (s.next_date or date.max, s.name, s.slug)
    )


def find_row(session: Session, slug: str) -> FundingScheme:
    """The row of a scheme, with its calls; NotFoundError where there is none."""
    row = session.scalar(everything().where(FundingScheme.slug == slug))
    if row is None:
        raise NotFoundError(f"Aucun dispositif ne s’appelle « {slug[:80]} ».")
    return row


def find_successor(schemes: Sequence[Scheme], slug: str) -> Scheme | None:
    """The scheme that had that address before."""
    return next((scheme for scheme in schemes if slug in scheme.former_slugs), None)


def scheme_of(row: FundingScheme) -> Scheme:
    """A row as the pages read it; its calls are loaded."""
    values: dict[str, Any] = {}
    for name in NAMES:
        read: Callable[[Any], Any] = READERS.get(name, keep)
        values[name] = read(getattr(row, name))
    return Scheme(**values)


def call_of(row: FundingCall) -> Call:
    """A call as the pages read it."""
    return Call(**{name: keep(getattr(row, name)) for name in CALL_NAMES})


def keep(value: object) -> Any:  # noqa: ANN401  the type of any column
    """A value of a column; a list is a tuple."""
    return tuple(value) if isinstance(value, list) else value


def reader(choices: type[StrEnum]) -> Callable[[Any], Any]:
    """What reads a member of a closed list, a list of them, or none."""

    def read(value: Any) -> Any:  # noqa: ANN401  as the column has it
        if isinstance(value, list):
            return tuple(map(choices, value))
        return choices(value) if value else None

    return read


READERS: dict[str, Callable[[Any], Any]] = {
    "form": reader(SchemeForm),
    "declared": reader(SchemeState),
    "basis": reader(AmountBasis),
    "recurrence": reader(Recurrence),
    "beneficiary_kinds": reader(BeneficiaryKind),
    "kinds": reader(SiaeKind),
    "expenses": reader(Expense),
    "calls": lambda rows: tuple(sorted(map(call_of, rows), key=lambda c: c.sort_key)),
}
