"""One page of the directory, whatever its order."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.matching.kinds import SiaeKind
from app.siae import queries
from app.siae.models import Siae
from app.siae.queries import SiaeCriteria, SiaeOrder


@dataclass(frozen=True, kw_only=True)
class DirectoryPage:
    """The structures of one page, how many there are in all, and of each kind."""

    rows: tuple[Siae, ...]
    total: int
    kinds: dict[SiaeKind, int]


def read_page(session: Session, criteria: SiaeCriteria, *, page: int, size: int) -> DirectoryPage:
    """The page asked for, from 1; past the end it is empty.

    The order of a full-text search is the engine's: slugs are ranked here, then only the page's
    rows are loaded.
    """
    # A result has a `keys` of its own: `dict` must be given its rows.
    kinds = dict(iter(session.execute(queries.kind_counts(criteria))))
    total = sum(kinds[k] for k in kinds if not criteria.kinds or k in criteria.kinds)
    first = (page - 1) * size
    if criteria.order is SiaeOrder.RELEVANCE and criteria.slugs is not None:
        found = set(session.scalars(queries.slugs(criteria)))
        wanted = [slug for slug in criteria.slugs if slug in found][first : first + size]
        loaded = {siae.slug: siae for siae in session.scalars(queries.by_slugs(wanted))}
        rows = [loaded[slug] for slug in wanted]
    else:
        rows = list(session.scalars(queries.directory(criteria).offset(first).limit(size)))
    return DirectoryPage(rows=tuple(rows), total=total, kinds=kinds)


def read_all(session: Session, criteria: SiaeCriteria) -> sa.ScalarResult[Siae]:
    """Every structure asked for, streamed: for exports."""
    return session.scalars(queries.directory(criteria).execution_options(yield_per=500))
