"""Public tenders: told when they come, and when their deadline or their state changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.alerts.watching import Entry, WatchedItem, key_of, version_of
from app.blueprints.asker import Asker
from app.blueprints.criteria import tender_criteria
from app.blueprints.formatting import format_moment
from app.blueprints.lists import Pair
from app.blueprints.tenders import PATH, filter_labels
from app.blueprints.watchable.frame import Watchable, both
from app.blueprints.watchable.reasons import mark_demo, reasons, say_places, say_sectors, say_when
from app.clock import NBSP
from app.forms.tender_filters import CLAUSE_WORDS, TenderFilters
from app.tenders import queries
from app.tenders.clauses import CLAUSE_LABELS
from app.tenders.criteria import TenderOrder
from app.tenders.models import Consultation
from app.tenders.values import mask_contacts

KEY = "marches"


def select(
    session: Session,
    filters: TenderFilters,
    ids: Collection[str] | None,
    now: datetime,
    limit: int,
) -> Sequence[WatchedItem]:
    """The consultations that the filters leave, the latest published first."""
    criteria = replace(tender_criteria(filters), order=TenderOrder.RECENT)
    if ids is not None:
        criteria = replace(criteria, references=both(criteria.references, ids))
    criteria = Asker.of(filters, criteria, now).criteria
    found = session.scalars(queries.consultations(criteria, now).limit(limit))
    return [item_of(consultation, filters, now) for consultation in found]


def item_of(consultation: Consultation, filters: TenderFilters, now: datetime) -> WatchedItem:
    """A consultation, why it is told, and its deadline where it moved."""
    deadline = consultation.deadline_at
    until = format_moment(deadline, consultation.deadline_precision) if deadline else "inconnue"
    return WatchedItem(
        key=key_of(KEY, consultation.reference),
        title=mark_demo(mask_contacts(consultation.title), is_demo=consultation.is_demo),
        path=f"{PATH}/{consultation.reference}",
        why=reasons(
            say_when("publié", consultation.published_on or consultation.created_at, now),
            say_sectors(consultation.sectors, filters.sectors),
            say_places(consultation.places),
            f"date limite{NBSP}: {until}",
        ),
        change="avis modifié",
        added_at=consultation.created_at,
    )


def entries(session: Session, since: datetime | None, _now: datetime) -> Iterator[Entry]:
    """The consultations written since that instant; a new deadline or state is news."""
    statement = sa.select(
        Consultation.reference,
        Consultation.created_at,
        Consultation.deadline_at,
        Consultation.status,
    ).order_by(Consultation.id)
    if since is not None:
        statement = statement.where(Consultation.updated_at > since)
    for reference, created_at, deadline, status in session.execute(statement).all():
        version = version_of(deadline, status)
        yield Entry(id=reference, added_at=created_at, version=version)


def words(_filters: TenderFilters) -> dict[Pair, str]:
    """The words of its own filters."""
    return filter_labels([(word, CLAUSE_LABELS[kind]) for word, kind in CLAUSE_WORDS.items()])


WATCHABLE = Watchable(
    key=KEY,
    path=PATH,
    name="Marchés",
    read=TenderFilters.from_args,
    words=words,
    select=select,
    list_entries=entries,
)
