"""The territories themselves, read once, and how they contain one another."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.errors import NotFoundError
from app.territories.kinds import Point, Territory, TerritoryKind

DATA = Path(__file__).parent / "data"
PARIS, REGION, COUNTRY = "75056", "R11", "FR"


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Every territory by code, with what lies above it and below it.

    `ancestors` and `descendants` leave the territory itself out. `leaves` are the smallest known
    places it is made of: communes, but the arrondissements for Paris, and outside the region whole
    départements. `former` gives the commune of today for the INSEE code of a merged one.
    """

    territories: dict[str, Territory]
    ancestors: dict[str, frozenset[str]]
    descendants: dict[str, frozenset[str]]
    leaves: dict[str, frozenset[str]]
    former: dict[str, str]


@cache
def load_catalog() -> Catalog:
    """The catalogue; some tens of milliseconds the first time, nothing after."""
    raw = json.loads((DATA / "territories.json").read_text(encoding="utf-8"))
    parents = {code: tuple(columns[7]) for code, columns in raw["territories"].items()}
    ancestors = {code: frozenset(_climb(code, parents)) for code in parents}
    territories = {
        code: _read_territory(code, columns, ancestors[code])
        for code, columns in raw["territories"].items()
    }
    below: dict[str, set[str]] = {code: set() for code in parents}
    for code, above in ancestors.items():
        for one in above:
            below[one].add(code)
    descendants = {code: frozenset(codes) for code, codes in below.items()}
    ends = {code for code, codes in below.items() if not codes}
    return Catalog(
        territories=territories,
        ancestors=ancestors,
        descendants=descendants,
        leaves={code: (descendants[code] | {code}) & ends for code in parents},
        former=raw["former"],
    )


def _climb(code: str, parents: dict[str, tuple[str, ...]]) -> Iterable[str]:
    for parent in parents[code]:
        yield parent
        yield from _climb(parent, parents)


def _read_territory(code: str, columns: list[Any], above: frozenset[str]) -> Territory:
    slug, name, kind, liaison, population, postal, centre, parents, inside, full, aliases = columns
    around = next((c for c in above if len(c) <= 3 and c[0] not in "FRT"), None)
    return Territory(
        code=code,
        slug=slug,
        name=name,
        kind=TerritoryKind(kind),
        liaison=liaison,
        population=population,
        postal_codes=tuple(postal),
        centre=Point(lat=centre[0], lon=centre[1]) if centre else None,
        parents=tuple(parents),
        in_region=bool(inside),
        full_name=full,
        aliases=tuple(aliases),
        department=code if kind == TerritoryKind.DEPARTMENT else around,
    )


def get(code: str) -> Territory:
    """The territory of that code; a merged commune's code gives the commune of today.

    Raises NotFoundError. For anything a person typed, use `resolve`: it reads « 77100 » as the
    postal code of Meaux, this as the INSEE code of Le Châtelet-en-Brie.
    """
    found = find_code(code)
    if found is None:
        raise NotFoundError(f"Aucun territoire n’a le code « {code[:20]} ».")
    return found


def find_code(code: str) -> Territory | None:
    """The same as `get`, but None where there is none: for codes that a database keeps."""
    catalog = load_catalog()
    return catalog.territories.get(catalog.former.get(code, code))


def list_territories(
    *kinds: TerritoryKind, within: str | None = None, in_region: bool = True
) -> tuple[Territory, ...]:
    """The territories of Île-de-France, from the widest kind to the smallest, then by code.

    `kinds` keeps only these; `within` only what lies in that territory; `in_region=False` adds the
    rest of the country.
    """
    catalog = load_catalog()
    codes = catalog.territories.keys() if within is None else descendants(within)
    found = [
        t
        for t in (catalog.territories[code] for code in codes)
        if (t.in_region or not in_region) and (not kinds or t.kind in kinds)
    ]
    return tuple(sorted(found, key=lambda t: (-t.kind.rank, len(t.code), t.code)))


def contains(outer: str, inner: str) -> bool:
    """Whether the second lies wholly in the first; a territory contains itself."""
    mine, other = get(outer).code, get(inner).code
    return mine == other or mine in load_catalog().ancestors[other]


def ancestors(code: str) -> tuple[Territory, ...]:
    """What contains it, from the nearest level to the country; itself left out."""
    catalog = load_catalog()
    found = [catalog.territories[c] for c in catalog.ancestors[get(code).code]]
    return tuple(sorted(found, key=lambda t: (t.kind.rank, t.code)))


def descendants(code: str) -> frozenset[str]:
    """The codes of all it contains, every level; itself left out."""
    return load_catalog().descendants[get(code).code]


def codes_within(code: str) -> frozenset[str]:
    """Its own code and those of all it contains: what a record of that place may carry."""
    return descendants(code) | {get(code).code}


def communes_of(code: str) -> frozenset[str]:
    """The communes of Île-de-France that lie in it; a commune gives itself, Paris counts for one.

    Of an EPCI that goes beyond the region (Pays Houdanais), only the communes inside.
    """
    catalog = load_catalog()
    return frozenset(
        c for c in codes_within(code) if catalog.territories[c].kind is TerritoryKind.COMMUNE
    )


def leaves_of(code: str) -> frozenset[str]:
    """The smallest known places it is made of (see `Catalog`); what areas are compared by."""
    return load_catalog().leaves[get(code).code]
