"""Where a lot is performed: the territories its notice says, and how strong the proof is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from app import territories
from app.tenders.records import LotRecord, NoticeRecord, Place

POSTAL_CODE = re.compile(r"(?<!\d)(\d{5})(?!\d)(?:\s*[-,–]?\s*([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ' -]{1,40}))?")
MOST_PLACES = 20


class Proof(StrEnum):
    """What a place was read from, the strongest first."""

    PLACE = "place"
    BUYER = "buyer"
    PUBLICATION = "publication"

    @property
    def label(self) -> str:
        """The words people read."""
        return PROOF_LABELS[self]


PROOF_LABELS = {
    Proof.PLACE: "lieu d’exécution indiqué par l’avis",
    Proof.BUYER: "adresse de l’acheteur, faute de lieu d’exécution",
    Proof.PUBLICATION: "département de publication, faute de mieux",
}


@dataclass(frozen=True, kw_only=True)
class PlacedLot:
    """The codes of a lot's territories and what they were read from; both empty if unknown."""

    codes: tuple[str, ...]
    proof: Proof | None


@lru_cache(maxsize=8192)
def resolve_place(place: Place) -> tuple[str, ...]:
    """The codes of one place: its commune if it names one, else its NUTS region."""
    if place.postal_code or place.city:
        found = territories.locate(place.postal_code, place.city)
        if found is not None:
            return (found.code,)
    if place.text:
        codes = tuple(
            found.code
            for postal_code, city in POSTAL_CODE.findall(place.text)
            if (found := territories.locate(postal_code, city or "")) is not None
        )
        if codes:
            return codes
        whole = territories.find(place.text) if len(place.text) <= 60 else None
        if whole is not None:
            return (whole.code,)
    found = territories.find(place.nuts) if place.nuts else None
    if found is None and place.postal_code:
        found = territories.find_code(place.postal_code[:2])
    return (found.code,) if found is not None else ()


def drop_wider(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes, each once, without those that contain another: the precise ones say it all."""
    unique = list(dict.fromkeys(codes))
    return tuple(
        code
        for code in unique
        if not any(other != code and territories.contains(code, other) for other in unique)
    )[:MOST_PLACES]


def place_lot(lot: LotRecord, notice: NoticeRecord) -> PlacedLot:
    """The territories of a lot: its own places, the notice's, the buyer's, the publication's."""
    for places in (lot.places, notice.places):
        codes = [code for place in places for code in resolve_place(place)]
        if codes:
            return PlacedLot(codes=drop_wider(codes), proof=Proof.PLACE)
    buyer = notice.buyer
    at_buyer = resolve_place(Place(nuts=buyer.nuts, postal_code=buyer.postal_code, city=buyer.city))
    found = [territories.find_code(code) for code in notice.departments]
    published = [place.code for place in found if place is not None]
    is_elsewhere = bool(lot.places or notice.places)  # said, and not at the buyer's: not understood
    guesses: list[tuple[Sequence[str], Proof]] = [
        (published, Proof.PUBLICATION),
        (at_buyer, Proof.BUYER),
    ]
    for found_codes, proof in guesses if is_elsewhere else guesses[::-1]:
        if found_codes:
            return PlacedLot(codes=drop_wider(found_codes), proof=proof)
    return PlacedLot(codes=(), proof=None)
