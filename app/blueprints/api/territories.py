"""Territories, proposed while one types."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import territories
from app.blueprints.api.parameters import TERRITORY
from app.blueprints.api.provenance import TERRITORIES, page_url
from app.blueprints.api.resource import Answer, Parameter, Query, Resource, keep_after
from app.blueprints.api.schema import Row, told
from app.forms.arguments import Arguments
from app.forms.filters import read_territory
from app.territories import Territory, TerritoryKind

KINDS = {kind.value: kind for kind in TerritoryKind}
MOST_SUGGESTED = 10_000  # all: the limit comes after the other filters


@dataclass(frozen=True, kw_only=True)
class TerritoryRow(Row):
    """A territory of Île-de-France, or what holds it."""

    code: str = told(
        "Code\u00a0: INSEE, « T6 » pour un EPT, SIREN d’une intercommunalité, « R11 »."
    )
    name: str = told("Nom.")
    kind: TerritoryKind = told("Niveau.")
    population: int = told("Population municipale.")
    postal_codes: tuple[str, ...] = told("Codes postaux.")
    parents: tuple[str, ...] = told("Codes des territoires juste au-dessus.")
    latitude: float | None = told("Latitude du centre, en degrés (WGS 84).")
    longitude: float | None = told("Longitude du centre, en degrés (WGS 84).")


def make_row(place: Territory) -> TerritoryRow:
    """A territory."""
    return TerritoryRow(
        id=place.code,
        url=page_url(f"/territoires/{place.slug}"),
        **TERRITORIES.fields(),
        is_demo=False,
        updated_at=None,
        code=place.code,
        name=place.name,
        kind=place.kind,
        population=place.population,
        postal_codes=place.postal_codes,
        parents=place.parents,
        latitude=place.centre.lat if place.centre else None,
        longitude=place.centre.lon if place.centre else None,
    )


def read(query: Query) -> Answer[TerritoryRow]:
    """The territories of the levels and of the places asked for; those that begin so, if typed.

    What is typed gives the likeliest, once: there is nothing to go on with.
    """
    given = Arguments(query.args, ("q", "niveau", "territoire"))
    typed = given.text("q")
    kinds = given.many("niveau", KINDS.get)
    inside = {
        code
        for wide in given.many("territoire", read_territory)
        for code in territories.codes_within(wide)
    }

    def suits(place: Territory) -> bool:
        return (not kinds or place.kind in kinds) and (not inside or place.code in inside)

    if typed:
        found = [p for p in territories.suggest(typed, MOST_SUGGESTED) if suits(p)]
        rows = tuple(map(make_row, found[: query.limit]))
        return Answer(rows=rows, ignored=tuple(given.ignored))
    kept = filter(suits, territories.list_territories())
    return keep_after(kept, lambda place: place.code, query, make_row).saying(given.ignored)


def find(code: str, _now: datetime) -> TerritoryRow | None:
    """The territory of that code."""
    place = territories.find_code(code)
    return make_row(place) if place is not None else None


def point(row: TerritoryRow) -> tuple[float, float] | None:
    """Its centre."""
    if row.latitude is None or row.longitude is None:
        return None
    return row.latitude, row.longitude


RESOURCE = Resource(
    name="territories",
    title="Territoires",
    text="Les communes, les EPT, les intercommunalités, les départements et la région.",
    row=TerritoryRow,
    parameters=(
        Parameter(
            name="q",
            text="Début d’un nom, d’un code ou d’un code postal\u00a0: les plus probables d’abord.",
        ),
        Parameter(name="niveau", text="Niveau.", values=tuple(KINDS), is_repeated=True),
        TERRITORY,
    ),
    read=read,
    find=find,
    point=point,
    page="/territoires",
)
