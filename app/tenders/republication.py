"""Consultations published again without a link: proposed to a person, never merged alone.

Two are proposed together where they have the same buyer and the same reference of the buyer, or
the same buyer, titles alike and either days of publication close to each other or the same
deadline. What lacks a buyer is never compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.imports.text import fold
from app.tenders.models import Consultation, Notice, NoticeLink, Republication
from app.tenders.republication_keys import are_alike

NEAR = timedelta(days=60)
DAY = timedelta(days=1)
SHORTEST_REFERENCE = 4  # characters: « 1 » or « MP » are no reference
ACCEPTED, REFUSED = "accepted", "refused"
CHUNK = 200  # buyers in one query
MOST_ROWS = 3_000  # consultations of these buyers looked at, the latest
MOST_COMPARED = 40  # of one buyer with one consultation, the latest
MOST_PROPOSED = 3  # for one consultation: more is a series, not a republication


class Sketch(NamedTuple):
    """What is compared of a consultation; `published_on` and `deadline_at` may be None."""

    reference: str
    buyer_siret: str
    buyer_key: str
    buyer_reference: str
    title: str
    folder_id: str
    published_on: date | None
    deadline_at: datetime | None

    @property
    def buyers(self) -> list[str]:
        """What its buyer is known by; nothing where it is not named."""
        return [key for key in (self.buyer_siret, self.buyer_key) if key]

    @property
    def order(self) -> tuple[date, str]:
        """Its place in time."""
        return self.published_on or date.min, self.reference


COLUMNS = tuple(getattr(Consultation, name) for name in Sketch._fields)


def propose_republications(
    session: Session, changed: Sequence[Consultation], now: datetime
) -> list[Republication]:
    """Keep a proposal for each pair of consultations that may be one; known pairs are left."""
    sketches = [
        Sketch(*(getattr(c, name) for name in Sketch._fields)) for c in changed if not c.is_demo
    ]
    found = dict(find_pairs(sketches, read_neighbours(session, sketches)))
    known = set(session.execute(known_pairs(sorted({first for first, _ in found}))))
    proposals = [
        Republication(earlier=earlier, later=later, reason=reason, proposed_at=now)
        for (earlier, later), reason in sorted(found.items())
        if (earlier, later) not in known
    ]
    session.add_all(proposals)
    session.flush()
    return proposals


def read_neighbours(session: Session, sketches: Sequence[Sketch]) -> dict[str, list[Sketch]]:
    """The consultations of the buyers of these, by what each buyer is known by, latest first."""
    keys = sorted({key for sketch in sketches for key in sketch.buyers})
    of_buyer: dict[str, list[Sketch]] = defaultdict(list)
    for start in range(0, len(keys), CHUNK):
        chunk = keys[start : start + CHUNK]
        select = (
            sa.select(*COLUMNS)
            .where(sa.or_(Consultation.buyer_siret.in_(chunk), Consultation.buyer_key.in_(chunk)))
            .where(Consultation.is_demo.is_(False), around(sketches))
            .order_by(Consultation.published_on.desc().nulls_last(), Consultation.id.desc())
            .limit(MOST_ROWS)
        )
        for row in session.execute(select):
            sketch = Sketch(*row)
            for key in sketch.buyers:
                if len(of_buyer[key]) < MOST_COMPARED:
                    of_buyer[key].append(sketch)
    return of_buyer


def around(sketches: Sequence[Sketch]) -> sa.ColumnElement[bool]:
    """What may be one of these: published or due near them, or of the same reference."""
    days = [s.published_on for s in sketches if s.published_on]
    due = [s.deadline_at for s in sketches if s.deadline_at]
    conditions = [Consultation.buyer_reference.in_(sorted({s.buyer_reference for s in sketches}))]
    if days:
        conditions.append(Consultation.published_on.between(min(days) - NEAR, max(days) + NEAR))
    if due:
        conditions.append(Consultation.deadline_at.between(min(due) - DAY, max(due) + DAY))
    return sa.or_(*conditions)


def find_pairs(
    sketches: Sequence[Sketch], of_buyer: dict[str, list[Sketch]]
) -> Iterator[tuple[tuple[str, str], str]]:
    """The references of each likely pair, the earlier one first, and why."""
    for sketch in sketches:
        others = dict.fromkeys(other for key in sketch.buyers for other in of_buyer.get(key, ()))
        proposed = 0
        for other in others:
            if other.reference == sketch.reference or proposed == MOST_PROPOSED:
                continue
            if reason := explain_likeness(sketch, other):
                earlier, later = sorted((sketch, other), key=lambda s: s.order)
                yield (earlier.reference, later.reference), reason
                proposed += 1


def explain_likeness(one: Sketch, other: Sketch) -> str:
    """What two consultations of one buyer share that makes them one, in French; else empty."""
    if one.folder_id and other.folder_id:
        return ""  # two procedures, said by the buyer
    near = are_near(one.published_on, other.published_on)
    due = one.deadline_at is not None and other.deadline_at is not None
    same_day = due and one.deadline_at.date() == other.deadline_at.date()  # type: ignore[union-attr]
    reference = fold(one.buyer_reference).strip()
    if len(reference) >= SHORTEST_REFERENCE and reference == fold(other.buyer_reference).strip():
        said = f"même acheteur et même référence « {one.buyer_reference[:60]} »"
        return said if near or are_alike(one.title, other.title) else ""
    if not (near or same_day) or not are_alike(one.title, other.title):
        return ""
    if same_day:
        return "même acheteur, objets semblables et même date limite"
    return "même acheteur et objets semblables, parus à moins de 60 jours d’intervalle"


def are_near(one: date | None, other: date | None) -> bool:
    """Whether two days of publication are known and close."""
    return one is not None and other is not None and abs(one - other) <= NEAR


def known_pairs(earlier: Sequence[str]) -> sa.Select[str, str]:
    """The pairs that were proposed before, decided or not."""
    return sa.select(Republication.earlier, Republication.later).where(
        Republication.earlier.in_(earlier)
    )


def waiting() -> sa.Select[Republication]:
    """The pairs that nobody has decided, the latest first."""
    return (
        sa.select(Republication)
        .where(Republication.decision == "")
        .order_by(Republication.proposed_at.desc(), Republication.id)
    )


def of_consultation(reference: str) -> sa.Select[Republication]:
    """The undecided pairs that a consultation is part of."""
    either = sa.or_(Republication.earlier == reference, Republication.later == reference)
    return waiting().where(either)


def write_decision(
    session: Session, number: int, *, accepted: bool, now: datetime
) -> Republication:
    """Keep a person's decision, once, and where it is yes the link; flushes.

    NotFoundError, or InvalidError where somebody decided before. The two chains become one when
    they are judged again (`services.settle_again`).
    """
    select = sa.update(Republication).where(
        Republication.id == number, Republication.decision == ""
    )
    values = {"decision": ACCEPTED if accepted else REFUSED, "decided_at": now}
    done = session.execute(select.values(values), execution_options={"synchronize_session": False})
    proposal = session.get(Republication, number, populate_existing=True)
    if proposal is None:
        raise NotFoundError(f"Aucune paire n’a le numéro {number}.")
    if not done.rowcount:  # type: ignore[attr-defined]
        raise InvalidError(f"La paire {number} a déjà été jugée.")
    if accepted:
        link_notices(session, proposal)
        session.flush()
    return proposal


def link_notices(session: Session, proposal: Republication) -> None:
    """Have a notice of the later consultation follow the earlier one, as if it said so."""
    select = (
        sa.select(Notice.id)
        .join(Notice.consultation)
        .where(Consultation.reference == proposal.later)
        .order_by(Notice.id)
        .limit(1)
    )
    notice = session.scalar(select)
    if notice is None:
        raise NotFoundError(f"La consultation {proposal.later} n’existe plus.")
    link = session.get(NoticeLink, (notice, proposal.earlier))
    if link is None:
        link = NoticeLink(notice_id=notice, number=proposal.earlier)
        session.add(link)
    link.is_manual = True
