"""From what an address asks for to what the queries understand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app

from app import sectors, territories
from app.forms.filters import ListFilters, StructureFilters
from app.forms.tender_filters import TenderFilters
from app.search.backend import DocumentKind, SearchBackend
from app.siae.queries import SiaeCriteria, SiaeOrder
from app.tenders.criteria import TenderCriteria, TenderOrder
from app.territories import Point, TerritoryKind

MOST_FOUND = 5_000  # texts that match more than this are not a filter any more


def get_backend() -> SearchBackend:
    """The search of this application."""
    backend: SearchBackend = current_app.extensions["search"]
    return backend


def find_texts(filters: ListFilters, kind: DocumentKind) -> Sequence[str] | None:
    """The ids that the words of a list find, the best first; None where it has no words."""
    if not filters.text:
        return None
    return [id_ for id_, _score in get_backend().match_keys(filters.text, kind, MOST_FOUND)]


def expand_sectors(slugs: Sequence[str]) -> tuple[str, ...]:
    """The sectors asked for, groups replaced by their sectors."""
    groups = sectors.groups_by_slug()
    expanded: dict[str, None] = {}
    for slug in slugs:
        inside = [s.slug for s in groups[slug].sectors] if slug in groups else [slug]
        expanded.update(dict.fromkeys(inside))
    return tuple(expanded)


def centres_of(codes: Sequence[str]) -> tuple[Point, ...]:
    """The centres of the territories that have one."""
    places = (territories.get(code) for code in codes)
    return tuple(place.centre for place in places if place.centre is not None)


def siae_criteria(filters: StructureFilters) -> SiaeCriteria:
    """What the directory is asked for; words sort by relevance unless another order is chosen."""
    slugs = find_texts(filters, DocumentKind.SIAE)
    order = filters.order or (SiaeOrder.NAME if slugs is None else SiaeOrder.RELEVANCE)
    centres = centres_of(filters.territories)
    in_disc = bool(filters.radius and centres)
    places = () if in_disc else filters.territories
    departments = {
        code for code in places if territories.get(code).kind is TerritoryKind.DEPARTMENT
    }
    # Not only the communes: a structure of Paris carries the code of its arrondissement.
    inside = {
        found
        for code in places
        if code not in departments
        for found in territories.codes_within(code)
    }
    return SiaeCriteria(
        kinds=filters.kinds,
        sectors=expand_sectors(filters.sectors),
        communes=frozenset(inside),
        departments=frozenset(departments),
        centres=centres,
        radius_km=filters.radius if in_disc else None,
        slugs=slugs,
        order=order,
    )


def tender_criteria(filters: TenderFilters) -> TenderCriteria:
    """What the list of consultations is asked for."""
    references = find_texts(filters, DocumentKind.TENDER)
    order = filters.order or TenderOrder.URGENCY
    if order is TenderOrder.RELEVANCE and references is None:
        order = TenderOrder.URGENCY
    return TenderCriteria(
        state=filters.state,
        sectors=expand_sectors(filters.sectors),
        territories=applicable_codes(filters),
        clauses=filters.clauses,
        references=references,
        due_within=timedelta(days=filters.window) if filters.window else None,
        natures=filters.natures,
        families=filters.families,
        buyer=filters.buyer,
        cpv=filters.cpv,
        value=(filters.least_value, filters.most_value),
        months=(filters.least_months, filters.most_months),
        order=order,
    )


def codes_inside(filters: ListFilters) -> frozenset[str]:
    """The codes of the places asked for, of what they contain and of what is around them."""
    inside: set[str] = set()
    for code in filters.territories:
        centre = territories.get(code).centre
        inside |= territories.codes_within(code)
        if filters.radius and centre is not None:
            inside.update(territories.communes_within(centre, filters.radius))
    return frozenset(inside)


def applicable_codes(filters: ListFilters) -> frozenset[str]:
    """The codes whose tenders or events concern the places asked for: inside, around, above."""
    above = {outer.code for code in filters.territories for outer in territories.ancestors(code)}
    return codes_inside(filters) | above


def codes_near(codes: Sequence[str]) -> frozenset[str]:
    """The codes of the départements of these places, and of all that they contain."""
    near: set[str] = set()
    for code in codes:
        outer = (code, *(place.code for place in territories.ancestors(code)))
        departments = [c for c in outer if territories.get(c).kind is TerritoryKind.DEPARTMENT]
        for wide in departments or [code]:
            near |= territories.codes_within(wide)
    return frozenset(near)
