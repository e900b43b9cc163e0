"""What the pages of lists share: links that keep the filters, and the choices a filter offers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, render_template, request

from app import sectors, territories
from app.forms.award_filters import RenewalFilters
from app.forms.event_filters import EventFilters
from app.forms.filters import ListFilters, StructureFilters
from app.forms.premises_filters import PremisesFilters
from app.forms.tender_filters import TenderFilters
from app.territories import TerritoryKind

Pair = tuple[str, str]
FIGURES = {
    "rayon": "à moins de {} km",
    "cpv": "CPV {}…",
    "acheteur": "acheteur : {}",
    "valeur_min": "au moins {} €",
    "valeur_max": "au plus {} €",
    "duree_min": "au moins {} mois",
    "duree_max": "au plus {} mois",
    "structure": "pour la structure {}",
    "surface_min": "au moins {} m²",
}
Filters = StructureFilters | TenderFilters | RenewalFilters | EventFilters | PremisesFilters


def address(path: str, pairs: Iterable[Pair]) -> str:
    """A path with its query string, if it has one."""
    query = urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def without(filters: Filters, *names: str) -> list[Pair]:
    """The parameters of these filters, but those names and the page."""
    return [pair for pair in filters.to_args() if pair[0] not in {*names, "page"}]


@dataclass(frozen=True, kw_only=True)
class SharedChoices:
    """What the filters every list shares offer and show as chosen.

    `territory` is what the field shows; `more_territories` the slugs of the others, kept.
    """

    territory: str
    more_territories: tuple[str, ...]
    territories: tuple[str, ...]
    sectors: tuple[Pair, ...]

    @classmethod
    def of(cls, filters: Filters) -> SharedChoices:
        """The choices around these filters."""
        first, *more = filters.territories or ("",)
        return cls(
            territory=territories.get(first).label if first else "",
            more_territories=tuple(territories.get(code).slug for code in more),
            territories=suggested_territories(),
            sectors=sector_choices(filters.sectors),
        )


def suggested_territories() -> tuple[str, ...]:
    """The départements, then the EPT: what most people filter by."""
    kinds = (TerritoryKind.DEPARTMENT, TerritoryKind.EPT)
    return tuple(place.label for place in territories.list_territories(*kinds))


def sector_choices(chosen: Sequence[str]) -> tuple[Pair, ...]:
    """Groups of sectors by name, after the single sectors already chosen."""
    groups = sorted((group.name, group.slug) for group in sectors.groups())
    single = [s for slug in chosen if (s := sectors.find(slug)) is not None]
    return (*((s.slug, s.name) for s in single), *((slug, name) for name, slug in groups))


def label_of(name: str, value: str) -> str:
    """A filter in use, in words."""
    if name == "secteur":
        group = sectors.groups_by_slug().get(value)
        sector = sectors.find(value)
        return group.name if group else (sector.name if sector else value)
    if name == "territoire":
        place = territories.find(value)
        return place.label if place else value
    if name in FIGURES:
        return FIGURES[name].format(value)
    return f"« {value} »" if name == "q" else value


def active_filters(filters: Filters, path: str, labels: dict[Pair, str]) -> list[Pair]:
    """Each filter in use with the address of the list without it."""
    pairs = [p for p in filters.to_args() if p[0] not in {"page", "par", "tri", "vue"}]
    return [
        (
            labels.get(pair) or label_of(*pair),
            address(path, [p for p in filters.to_args() if p not in {pair} and p[0] != "page"]),
        )
        for pair in pairs
    ]


def page_count(total: int, filters: ListFilters) -> int:
    """How many pages a list has, one at least."""
    return max(1, -(-total // filters.size))


def sort_links(
    filters: Filters, path: str, options: Sequence[Pair], current: str
) -> list[tuple[str, str, bool]]:
    """The ways to sort a list, the current one marked."""
    kept = without(filters, "tri")
    return [
        (label, address(path, [*kept, ("tri", value)]), value == current)
        for value, label in options
    ]


def render_list(folder: str, **context: object) -> Response:
    """The page of a list, or its results alone where htmx refreshes them."""
    headers = request.headers
    is_refresh = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    name = "_results" if is_refresh else "index"
    response = make_response(render_template(f"{folder}/{name}.html", **context))
    response.vary.add("HX-Request")
    return response
