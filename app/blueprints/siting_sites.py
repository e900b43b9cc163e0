"""A ranked territory as a page and a file show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.blueprints.lists import address
from app.forms.siting import SitingFilters
from app.portraits.siting import Present, SiteResult, TenderCount
from app.siting import SITING_WEIGHTS, SitePart

MOST_NAMED = 8
CSV_COLUMNS = (
    "rang", "code", "territoire", "score", "confiance",
    *(weight.key for weight in SITING_WEIGHTS),
    "structures", "structures_nommees", "autres_types", "consultations_12_mois",
    "avec_clause_sociale", "consultations_plus_larges", "inconnu",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SiteView:
    """A territory with its parts, those who are there, and the way to read more."""

    rank: int
    name: str
    href: str
    anchor: str
    score: float
    confidence: float
    parts: tuple[SitePart, ...]
    unknown: tuple[str, ...]
    structures: tuple[Present, ...]
    more: int
    others: int
    structures_link: str
    tenders: TenderCount
    tenders_link: str


def view_site(result: SiteResult, filters: SitingFilters) -> SiteView:
    """What the page shows of a ranked territory; the links keep the sector and the kind."""
    place = result.territory
    shared = [("secteur", filters.sector), ("territoire", place.slug)]
    kinds = [("type", filters.kind.value)] if filters.kind else []
    return SiteView(
        rank=result.site.rank,
        name=place.label,
        href=f"/territoires/{place.code}",
        anchor=f"territoire-{place.code.lower()}",
        score=result.site.score,
        confidence=result.site.confidence,
        parts=result.site.parts,
        unknown=result.site.unknown,
        structures=result.structures[:MOST_NAMED],
        more=max(0, len(result.structures) - MOST_NAMED),
        others=result.others,
        structures_link=address("/structures", [*shared, *kinds]),
        tenders=result.tenders,
        tenders_link=address("/marches", [*shared, ("etat", "tous")]),
    )


def csv_rows(results: Iterable[SiteResult]) -> Iterator[tuple[object, ...]]:
    """The rows in the order of `CSV_COLUMNS`; what is unknown is empty."""
    for result in results:
        site = result.site
        yield (
            site.rank,
            site.code,
            result.territory.name,
            round(site.score, 3),
            round(site.confidence, 3),
            *(None if part.value is None else round(part.value, 3) for part in site.parts),
            len(result.structures),
            " | ".join(f"{one.name} ({one.kind})" for one in result.structures),
            result.others,
            result.tenders.inside,
            result.tenders.with_clause,
            result.tenders.around,
            " | ".join(site.unknown),
        )
