"""The life of a consultation, judged from all its notices, whatever the order they came in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.tenders.clauses import merge_clauses
from app.tenders.deadlines import find_announced
from app.tenders.records import Deadline, NoticeKind, NoticeRecord, Origin, SocialClause

DEEP = re.compile(r"https?://[^/?#]+(?:/[^/?#]+.*|/?\?.+)")  # more than a site's front page
CLOSING_SOON = timedelta(days=7)
LONGEST_SENTENCE = 280  # characters of an amendment quoted in the timeline


class Status(StrEnum):
    """The part of a consultation's state that no clock changes: what its notices declared."""

    ACTIVE = "active"
    CANCELLED = "cancelled"
    WITHOUT_FOLLOW_UP = "without_follow_up"
    AWARDED = "awarded"
    UNKNOWN = "unknown"


class ConsultationState(StrEnum):
    """What people are told of a consultation at one instant."""

    OPEN = "open"
    CLOSING_SOON = "closing_soon"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    WITHOUT_FOLLOW_UP = "without_follow_up"
    AWARDED = "awarded"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        """The words people read."""
        return STATE_LABELS[self]


STATE_LABELS = {
    ConsultationState.OPEN: "Ouverte",
    ConsultationState.CLOSING_SOON: "Ferme bientôt",
    ConsultationState.CLOSED: "Close",
    ConsultationState.CANCELLED: "Annulée",
    ConsultationState.WITHOUT_FOLLOW_UP: "Sans suite",
    ConsultationState.AWARDED: "Attribuée",
    ConsultationState.UNKNOWN: "État inconnu",
}
# On the same day a call comes before what amends it, and its end last.
RANKS = {
    NoticeKind.PRIOR_INFORMATION: 0,
    NoticeKind.CALL: 1,
    NoticeKind.UNKNOWN: 2,
    NoticeKind.AMENDMENT: 3,
    NoticeKind.CANCELLATION: 4,
    NoticeKind.WITHOUT_FOLLOW_UP: 5,
    NoticeKind.AWARD: 6,
    NoticeKind.MODIFICATION: 7,
}
DECLARED = {
    NoticeKind.CALL: Status.ACTIVE,
    NoticeKind.CANCELLATION: Status.CANCELLED,
    NoticeKind.WITHOUT_FOLLOW_UP: Status.WITHOUT_FOLLOW_UP,
    NoticeKind.AWARD: Status.AWARDED,
    NoticeKind.MODIFICATION: Status.AWARDED,
}
SETTING = frozenset({NoticeKind.CALL, NoticeKind.AMENDMENT})  # what sets a deadline


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """One notice in the life of its consultation.

    `deadline` is the one that it sets, `replaced` the one that was in force until then, and
    `proposed` the one that its text only announces; each is None where it does nothing of the kind.
    """

    on: date | None
    kind: NoticeKind
    source: str
    sentence: str
    deadline: Deadline | None = None
    replaced: Deadline | None = None
    proposed: Deadline | None = None


@dataclass(frozen=True, kw_only=True)
class StruckDeadline:
    """A deadline that a later notice replaced."""

    deadline: Deadline
    replaced_on: date | None


@dataclass(frozen=True, kw_only=True)
class ChainSummary:
    """What all the notices of a consultation say together.

    `content` is the notice whose description, lots and buyer hold today; `reference` the number of
    the first one. `proposed_deadline` was read in a sentence: a person confirms it. `chain` are the
    notices in order, which only a page tells one by one.
    """

    chain: tuple[NoticeRecord, ...]
    content: NoticeRecord
    reference: str
    published_on: date | None
    status: Status
    is_amended: bool
    deadline: Deadline | None
    proposed_deadline: Deadline | None
    clauses: tuple[SocialClause, ...]

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """Each notice in a sentence, with what it does to the deadline."""
        return tuple(tell_life(self.chain))

    @property
    def struck_deadlines(self) -> tuple[StruckDeadline, ...]:
        """The deadlines that later notices replaced."""
        return tuple(
            StruckDeadline(deadline=entry.replaced, replaced_on=entry.on)
            for entry in self.timeline
            if entry.replaced is not None
        )


def project_chain(records: Iterable[NoticeRecord]) -> ChainSummary:
    """The summary of a chain of notices; their order does not count. Raises ValueError for none."""
    chain = sorted(records, key=order_of)
    if not chain:
        message = "a consultation has at least one notice"
        raise ValueError(message)
    content = choose_content(chain)
    deadline = follow_deadlines(chain)
    return ChainSummary(
        chain=tuple(chain),
        content=replace(content, deadline=deadline, documents_url=choose_documents(chain, content)),
        reference=choose_reference(chain),
        published_on=next((r.published_on for r in chain if r.published_on), None),
        status=follow_status(chain),
        is_amended=any(record.kind is NoticeKind.AMENDMENT for record in chain),
        deadline=deadline,
        proposed_deadline=find_proposed(chain, deadline),
        clauses=gather_clauses(chain, content),
    )


def order_of(record: NoticeRecord) -> tuple[date, int, str, str]:
    """The place of a notice in its chain; those without a date come first."""
    return record.published_on or date.min, RANKS[record.kind], record.id, record.source


def is_whole(record: NoticeRecord) -> bool:
    """Whether a notice describes the whole: a call, or an amendment published in full."""
    if record.kind is NoticeKind.AMENDMENT:
        return bool(record.lots or record.cpv) and bool(record.title)
    return record.kind is NoticeKind.CALL


def choose_content(chain: Sequence[NoticeRecord]) -> NoticeRecord:
    """The last notice that describes the whole, else the one that says most."""
    whole = [record for record in chain if is_whole(record)]
    if whole:
        return whole[-1]
    return max(chain, key=lambda r: (len(r.lots), len(r.cpv), len(r.description), order_of(r)))


def choose_documents(chain: Sequence[NoticeRecord], content: NoticeRecord) -> str:
    """Where the documents are: the content's address, or a deeper one where it is only a site's.

    Two publishers of one consultation often give one address each.
    """
    known = [content.documents_url, *(r.documents_url for r in reversed(chain) if is_whole(r))]
    deep = (url for url in known if DEEP.fullmatch(url))
    return next(deep, content.documents_url)


def choose_reference(chain: Sequence[NoticeRecord]) -> str:
    """The number people know: of the first call, else of the first notice."""
    calls = (record for record in chain if record.kind is NoticeKind.CALL)
    return next(calls, chain[0]).id


def follow_deadlines(chain: Sequence[NoticeRecord]) -> Deadline | None:
    """The deadline in force, the last that a field sets; where no call has one, any notice's."""
    known = [record for record in chain if record.deadline is not None]
    setting = [record for record in known if record.kind in SETTING]
    return next((record.deadline for record in reversed(setting or known)), None)


def find_proposed(chain: Sequence[NoticeRecord], deadline: Deadline | None) -> Deadline | None:
    """The deadline that the sentences of the last amendments announce and no field confirms."""
    proposed: Deadline | None = None
    for record in chain:
        if record.kind not in SETTING:
            continue
        if record.deadline is not None:
            proposed = None
        elif record.kind is NoticeKind.AMENDMENT:
            proposed = find_announced(record.amendment_text) or proposed
    if proposed is None or (deadline is not None and proposed.at == deadline.at):
        return None
    return proposed


def follow_status(chain: Sequence[NoticeRecord]) -> Status:
    """What the last decisive notice declared; an amendment neither ends nor revives anything."""
    status = Status.UNKNOWN
    for record in chain:
        if record.kind is NoticeKind.AMENDMENT and status is Status.UNKNOWN:
            status = Status.ACTIVE
        status = DECLARED.get(record.kind, status)
    return status


def gather_clauses(
    chain: Sequence[NoticeRecord], content: NoticeRecord
) -> tuple[SocialClause, ...]:
    """The clauses of the content, and those that a partial amendment after it brings."""
    later = chain[chain.index(content) + 1 :]
    brought = [
        clause
        for record in later
        if record.kind is NoticeKind.AMENDMENT
        for clause in record.clauses
    ]
    every = (*content.clauses, *brought)
    coded = [clause for clause in every if clause.origin is Origin.CODED]
    read = [clause for clause in every if clause.origin is Origin.TEXT]
    return tuple(merge_clauses(coded, read))


def tell_life(chain: Sequence[NoticeRecord]) -> Iterator[TimelineEntry]:
    """Each notice in a sentence, with what it does to the deadline."""
    current: Deadline | None = None
    for record in chain:
        entry = TimelineEntry(
            on=record.published_on, kind=record.kind, source=record.source, sentence=tell(record)
        )
        if record.kind in SETTING and record.deadline is not None:
            if current is None or current.at != record.deadline.at:
                entry = replace(entry, deadline=record.deadline, replaced=current)
            current = record.deadline
        elif record.kind is NoticeKind.AMENDMENT:
            entry = replace(entry, proposed=find_announced(record.amendment_text))
        yield entry


def tell(record: NoticeRecord) -> str:
    """One notice in a sentence."""
    sentence = f"Avis n° {record.id}."
    if record.kind is not NoticeKind.CALL and record.amendment_text:
        quoted = " ".join(record.amendment_text.split())
        if len(quoted) > LONGEST_SENTENCE:
            quoted = quoted[:LONGEST_SENTENCE].rpartition(" ")[0] + " …"
        sentence = f"{sentence} « {quoted} »"
    return sentence


def read_state(status: str, deadline_at: datetime | None, now: datetime) -> ConsultationState:
    """The state at that instant; a call whose deadline nobody could read is of unknown state."""
    if status != Status.ACTIVE:
        return ConsultationState(status)
    if deadline_at is None:
        return ConsultationState.UNKNOWN
    if deadline_at < now:
        return ConsultationState.CLOSED
    soon = deadline_at - now <= CLOSING_SOON
    return ConsultationState.CLOSING_SOON if soon else ConsultationState.OPEN
