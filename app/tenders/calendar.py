"""The deadlines of a consultation, for a diary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.clock import to_paris
from app.exports.ics import CalendarEvent, EventStatus
from app.imports.text import shorten
from app.tenders.deadlines import END_OF_DAY
from app.tenders.lifecycle import STATE_LABELS, ConsultationState, Status
from app.tenders.models import Consultation, Lot
from app.tenders.records import Precision
from app.tenders.values import mask_contacts

DOMAIN = "maillage"
WHOLE, PROPOSED = "all", "proposed"
REMINDERS = (timedelta(days=7), timedelta(days=1))
ENDED = frozenset({Status.CANCELLED, Status.WITHOUT_FOLLOW_UP})
MOST_NAMED = 40  # lots named in the text of an event


@dataclass(frozen=True, kw_only=True)
class LotsDeadline:
    """One deadline, and the lots it is for; none for the whole consultation."""

    key: str
    at: datetime
    is_day: bool
    lots: tuple[Lot, ...]


def deadline_events(
    consultation: Consultation, *, base_url: str = "", domain: str = DOMAIN
) -> list[CalendarEvent]:
    """An event for each different deadline of a consultation, whose lots must be loaded.

    `base_url` is the address of the portal, without a final slash; `domain` ends the identifiers,
    and must never change. The event of the first lot keeps the identifier of the whole, so that a
    calendar imported before the lots parted is put right. A deadline that a text announces is an
    event of its own, tentative. No deadline, no event.
    """
    events = [
        make_event(consultation, deadline, base_url, domain)
        for deadline in group_deadlines(consultation)
    ]
    proposed = consultation.proposed_deadline_at
    if proposed is not None:
        is_day = to_paris(proposed).time() == END_OF_DAY
        deadline = LotsDeadline(key=PROPOSED, at=proposed, is_day=is_day, lots=())
        events.append(make_event(consultation, deadline, base_url, domain))
    return events


def group_deadlines(consultation: Consultation) -> Iterator[LotsDeadline]:
    """The different deadlines, in the order of the lots.

    A deadline of the consultation that is no lot's own has replaced them all.
    """
    whole = consultation.deadline_at
    if whole is None:
        return
    own = {lot.deadline_at for lot in consultation.lots}
    groups: dict[datetime, list[Lot]] = {}
    for lot in consultation.lots if whole in own else ():
        groups.setdefault(lot.deadline_at or whole, []).append(lot)
    if len(groups) <= 1:
        yield LotsDeadline(key=WHOLE, at=whole, is_day=is_day(consultation, whole), lots=())
        return
    for position, (at, lots) in enumerate(groups.items()):
        key = f"lot-{lots[0].number}" if position else WHOLE
        yield LotsDeadline(key=key, at=at, is_day=is_day(consultation, at), lots=tuple(lots))


def is_day(consultation: Consultation, at: datetime) -> bool:
    """Whether that deadline of a consultation is a day without an hour."""
    precise_to_the_day = consultation.deadline_precision == Precision.DAY
    return precise_to_the_day and to_paris(at).time() == END_OF_DAY


def make_event(
    consultation: Consultation, deadline: LotsDeadline, base_url: str, domain: str
) -> CalendarEvent:
    """The event of one deadline."""
    start: datetime | date = to_paris(deadline.at)
    if deadline.is_day:
        start = to_paris(deadline.at).date()
    page = f"{base_url}/marches/{consultation.reference}" if base_url else consultation.url
    return CalendarEvent(
        uid=f"{consultation.reference}-{deadline.key}@{domain}",
        summary=name_event(consultation, deadline),
        start=start,
        updated_at=consultation.updated_at,
        status=judge_event(consultation, deadline),
        description="\n".join(describe_event(consultation, deadline, page)),
        url=page,
        categories=("Marchés publics",),
        reminders=REMINDERS,
    )


def judge_event(consultation: Consultation, deadline: LotsDeadline) -> EventStatus:
    """Whether a deadline still holds."""
    if consultation.status in ENDED:
        return EventStatus.CANCELLED
    return EventStatus.TENTATIVE if deadline.key == PROPOSED else EventStatus.CONFIRMED


def name_event(consultation: Consultation, deadline: LotsDeadline) -> str:
    """The name of an event: what is due, for what."""
    words = "Date limite à confirmer" if deadline.key == PROPOSED else "Date limite"
    if deadline.lots:
        words = f"{words}, {name_lots(deadline.lots)}"
    if consultation.status in ENDED:
        words = f"{STATE_LABELS[ConsultationState(consultation.status)]} – {words}"
    title = shorten(mask_contacts(consultation.title))
    demo = "[Démonstration] " if consultation.is_demo else ""
    return f"{demo}{words}\u00a0: {title}"


def name_lots(lots: Sequence[Lot]) -> str:
    """« lot 2 », « lots 1, 3 »; beyond a few, how many."""
    numbers = [lot.number for lot in lots]
    if len(numbers) == 1:
        return f"lot {numbers[0]}"
    return f"lots {', '.join(numbers)}" if len(numbers) <= 6 else f"{len(numbers)} lots"


def describe_event(consultation: Consultation, deadline: LotsDeadline, page: str) -> Iterator[str]:
    """The lines of the text of an event."""
    if consultation.is_demo:
        yield "Donnée fictive de démonstration."
    if consultation.status in ENDED:
        yield "Cette consultation n’a plus cours\u00a0: aucune réponse n’est attendue."
    if deadline.key == PROPOSED:
        yield (
            "À confirmer\u00a0: cette date a été lue dans le texte d’un rectificatif. Vérifiez-la "
            "auprès de l’acheteur avant de vous y fier."
        )
    yield mask_contacts(consultation.title)
    for lot in deadline.lots[:MOST_NAMED]:
        yield f"Lot {lot.number}\u00a0: {shorten(mask_contacts(lot.title))}"
    if consultation.buyer_name:
        yield f"Acheteur\u00a0: {consultation.buyer_name}"
    yield f"Date limite\u00a0: {say_deadline(deadline)}"
    links = (
        ("Fiche", page if page != consultation.url else ""),
        ("Avis", consultation.url),
        ("Documents", consultation.documents_url),
    )
    for name, link in links:
        if link:
            yield f"{name}\u00a0: {link}"


def say_deadline(deadline: LotsDeadline) -> str:
    """A deadline as people read it."""
    local = to_paris(deadline.at)
    if deadline.is_day:
        return f"{local:%d/%m/%Y}, heure non précisée"
    return f"{local:%d/%m/%Y} à {local:%H}\u00a0h\u00a0{local:%M}, heure de Paris"
