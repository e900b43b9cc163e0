"""What is counted of a sector: who works there and where, what was awarded, who wants to enter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app import territories
from app.awards.sector_practice import Amounts, SectorPractice
from app.blueprints.award_cards import AwardCard
from app.blueprints.formatting import format_day, format_euros, format_percent
from app.blueprints.lists import address
from app.blueprints.presenters import Link
from app.matching.kinds import SiaeKind
from app.siae.interests import SectorInterest, Wish
from app.territories import TerritoryKind

ELSEWHERE = "Ailleurs, ou lieu inconnu"
Count = tuple[str, int]


@dataclass(frozen=True, kw_only=True)
class PlaceRow:
    """A département: how many structures of each kind of the table, and in all."""

    name: str
    href: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class KindTable:
    """Structures by kind and département; `kinds` are (kind, whole name, address, total).

    `holes` are the départements of the region without any.
    """

    kinds: tuple[tuple[SiaeKind, str, str, int], ...]
    rows: tuple[PlaceRow, ...]
    holes: tuple[Link, ...]
    total: int

    @classmethod
    def of(cls, slug: str, found: Iterable[Sequence[object]]) -> KindTable:
        """The table of rows (kind, code of a département or None, count)."""
        counts: Counter[tuple[object, object]] = Counter()
        for kind, department, count in found:
            counts[kind, department] += int(str(count))
        by_kind = {k: sum(n for (of, _), n in counts.items() if of is k) for k in SiaeKind}
        kinds = [kind for kind in SiaeKind if by_kind[kind]]
        rows, holes = [], []
        region = territories.list_territories(TerritoryKind.DEPARTMENT)
        for place in region:
            cells = tuple(counts[kind, place.code] for kind in kinds)
            href = listed(slug, ("territoire", place.slug))
            rows.append(PlaceRow(name=place.label, href=href, counts=cells, total=sum(cells)))
            if not sum(cells):
                holes.append((place.name, href))
        total = sum(counts.values())
        inside = [sum(row.counts[at] for row in rows) for at in range(len(kinds))]
        outside = tuple(by_kind[kind] - n for kind, n in zip(kinds, inside, strict=True))
        if sum(outside):
            rows.append(PlaceRow(name=ELSEWHERE, href="", counts=outside, total=sum(outside)))
        return cls(
            kinds=tuple((k, k.label, listed(slug, ("type", k.value)), by_kind[k]) for k in kinds),
            rows=tuple(rows),
            holes=tuple(holes),
            total=total,
        )


def listed(slug: str, *pairs: tuple[str, str]) -> str:
    """The address of the directory for a sector and more."""
    return address("/structures", [("secteur", slug), *pairs])


@dataclass(frozen=True, kw_only=True)
class PracticeView:
    """What was awarded, in words; `figures` are terms and values."""

    since: str
    until: str
    total: int
    amounts: Amounts | None
    figures: tuple[Link, ...]
    social: str
    buyers: tuple[tuple[str, str, int], ...]
    cards: tuple[AwardCard, ...]

    @classmethod
    def of(cls, found: SectorPractice) -> PracticeView:
        """The view of what was read."""
        return cls(
            since=format_day(found.since),
            until=format_day(found.until),
            total=found.total,
            amounts=found.amounts,
            figures=tuple(say_amounts(found.amounts)),
            social=say_social(found),
            buyers=tuple(
                (name or f"Acheteur {siret}", f"/acheteurs/{siret}", count)
                for siret, name, count in found.buyers
            ),
            cards=tuple(AwardCard.of(award) for award in found.newest),
        )


def say_amounts(amounts: Amounts | None) -> Iterator[Link]:
    """The spread of amounts: quartiles where they mean something, else the ends."""
    if amounts is None:
        return
    if amounts.least == amounts.most:
        yield "Tous au même montant", f"{format_euros(amounts.least)} HT"
        return
    if amounts.median is None or amounts.first is None or amounts.third is None:
        yield "Du plus petit au plus grand", say_range(amounts.least, amounts.most)
        return
    yield "Montant médian", f"{format_euros(amounts.median)} HT"
    yield "La moitié centrale des marchés", say_range(amounts.first, amounts.third)


def say_range(least: float, most: float) -> str:
    """« de 1 000 € à 5 000 € HT »."""
    return f"de {format_euros(least)} à {format_euros(most)} HT"


def say_social(found: SectorPractice) -> str:
    """The share of contracts with a social consideration, among those that declare any."""
    if not found.known:
        return "Aucun de ces marchés ne dit s’il porte une considération sociale\u00a0: inconnu."
    share = format_percent(found.social / found.known)
    silent = found.total - found.known
    return (
        f"Marchés qui déclarent ce qu’il en est\u00a0: {found.known}. Avec une clause, un critère "
        f"social ou une réservation\u00a0: {found.social} ({share}), dont réservés\u00a0: "
        f"{found.reserved}. Marchés qui n’en disent rien\u00a0: {silent}."
    )


@dataclass(frozen=True, kw_only=True)
class InterestView:
    """Who wants to enter: how many, those who may be named (name, address, place), and why."""

    total: int
    structures: int
    named: tuple[tuple[str, str, str], ...]
    places: tuple[Count, ...]
    wishes: tuple[Count, ...]

    @classmethod
    def of(cls, found: Sequence[SectorInterest]) -> InterestView:
        """The group as a page shows it: who did not agree to be named is only counted."""
        wishes = Counter(word for one in found for word in set(one.wishes))
        places = Counter(place_of(one) for one in found)
        return cls(
            total=len(found),
            structures=sum(one.siae_id is not None for one in found),
            named=tuple(
                (
                    one.siae.display_name if one.siae else one.name,
                    f"/structures/{one.siae.slug}" if one.siae else "",
                    place_of(one),
                )
                for one in found
                if one.is_named
            ),
            places=tuple(sorted(places.items())),
            wishes=tuple((w.label, wishes[w.value]) for w in Wish if wishes[w.value]),
        )


def place_of(one: SectorInterest) -> str:
    """The name of the département of one that wants to enter."""
    code = one.territory or (one.siae.department_code if one.siae else "") or ""
    place = territories.find_code(code) if code else None
    if place is None:
        return "Lieu non précisé"
    around = (place, *territories.ancestors(place.code))
    wide = next((p for p in around if p.kind is TerritoryKind.DEPARTMENT), place)
    return wide.name
