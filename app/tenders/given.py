"""A consultation that a network gives by hand, as a notice like those that are imported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from app.tenders.clauses import detect_clauses
from app.tenders.deadlines import at_wall_clock
from app.tenders.records import Buyer, LotRecord, NoticeKind, NoticeRecord, Place, SocialClause
from app.tenders.sources.fields import TextField
from app.territories import Territory, TerritoryKind

SOURCE = "reseau"
SMALLEST = frozenset({TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT})


@dataclass(frozen=True, kw_only=True)
class GivenTender:
    """What a network says of a consultation.

    `deadline` is naive, what a clock in Paris shows. `clause` is the sentence of the buyer on
    insertion, as copied: the portal reads it like any other, and invents none. `lots` are titles.
    """

    title: str
    buyer: str
    siret: str
    place: Territory
    deadline: datetime
    nature: str
    description: str
    clause: str
    lots: tuple[str, ...]
    documents_url: str


def make_call(given: GivenTender, number: str, publisher: str, on: date) -> NoticeRecord:
    """The notice of a consultation, published that day by that network."""
    place = locate(given.place)
    titles = given.lots or (given.title,)
    return NoticeRecord(
        id=number,
        source=SOURCE,
        kind=NoticeKind.CALL,
        published_on=on,
        title=given.title,
        buyer=Buyer(name=given.buyer, siret=given.siret),
        description=given.description,
        nature=(given.nature,),
        places=(place,),
        lots=tuple(
            LotRecord(number=str(at), title=title, places=(place,))
            for at, title in enumerate(titles, start=1)
        ),
        deadline=at_wall_clock(given.deadline, f"saisie par {publisher}, heure de Paris"),
        clauses=tuple(read_clauses(given.clause)),
        documents_url=given.documents_url,
        publisher=publisher,
    )


def read_clauses(text: str) -> list[SocialClause]:
    """The clauses of a copied text; none where the portal recognises none."""
    return detect_clauses([TextField(field="phrase recopiée par le réseau", text=text)])


def make_amendment(
    call: NoticeRecord, given: GivenTender, number: str, publisher: str, on: date
) -> NoticeRecord:
    """The notice that corrects a call, said again in full."""
    whole = make_call(given, number, publisher, on)
    return replace(
        whole,
        kind=NoticeKind.AMENDMENT,
        previous=(call.id,),
        amendment_text=f"Corrigé par {publisher}.",
    )


def make_withdrawal(
    call: NoticeRecord, number: str, publisher: str, reason: str, on: date
) -> NoticeRecord:
    """The notice that withdraws a call: the consultation is cancelled, and keeps its page."""
    return replace(
        call,
        id=number,
        kind=NoticeKind.CANCELLATION,
        published_on=on,
        previous=(call.id,),
        amendment_text=f"Retiré par {publisher}\u00a0: {reason}",
        lots=(),
        clauses=(),
        description="",
        deadline=None,
    )


def locate(place: Territory) -> Place:
    """A territory as a notice says a place."""
    if place.kind in SMALLEST and place.postal_codes:
        return Place(postal_code=place.postal_codes[0], city=place.name)
    return Place(text=place.code)
