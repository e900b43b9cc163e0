"""Schemes read from the database: one or two statements, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from app.errors import NotFoundError
from app.funding.models import FundingScheme
from app.funding.values import CALL_NAMES, NAMES, scheme_of_values
from app.funding.variants import choose_variants
from app.toolkit import schemes as written
from app.toolkit.schemes import Scheme


def everything() -> sa.Select[FundingScheme]:
    """Every scheme with its calls, in the order of the directory."""
    return (
        sa.select(FundingScheme)
        .options(selectinload(FundingScheme.calls))
        .order_by(FundingScheme.position, FundingScheme.name, FundingScheme.id)
    )


def load_schemes(session: Session, day: date) -> tuple[Scheme, ...]:
    """Every scheme as it is that day; those of `content/` where the database holds none."""
    rows = session.scalars(everything()).all()
    found = [scheme_of(row) for row in rows] or list(written.load_schemes())
    return tuple(scheme.at(day) for scheme in found)


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
    return scheme_of_values(row_values(row))


def row_values(row: FundingScheme) -> dict[str, Any]:
    """The fields of a row as JSON values, calls in the order of their dates."""
    values: dict[str, Any] = {name: plain(getattr(row, name)) for name in NAMES if name != "calls"}
    calls = [{name: plain(getattr(call, name)) for name in CALL_NAMES} for call in row.calls]
    calls.sort(key=lambda c: (c["opens_on"] or c["closes_on"] or "", c["closes_on"] or "9"))
    return {**values, "calls": calls}


def plain(value: object) -> object:
    """A value of a column as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | list):
        return value
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
