"""What a place is: a point, the kinds of territory, a territory."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from app.errors import InvalidError


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place on Earth, WGS 84, in decimal degrees; raises InvalidError outside the ranges."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lat) and -90 <= self.lat <= 90):
            raise InvalidError(f"Latitude impossible : {self.lat}.")
        if not (math.isfinite(self.lon) and -180 <= self.lon <= 180):
            raise InvalidError(f"Longitude impossible : {self.lon}.")


class TerritoryKind(StrEnum):
    """The levels, from the smallest to the widest."""

    ARRONDISSEMENT = "arrondissement"
    COMMUNE = "commune"
    EPT = "ept"
    EPCI = "epci"
    DEPARTMENT = "departement"
    REGION = "region"
    COUNTRY = "pays"

    @property
    def label(self) -> str:
        """What people read."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the smallest level; an order for lists, not containment."""
        return _RANKS[self]


_LABELS = {
    TerritoryKind.ARRONDISSEMENT: "Arrondissement de Paris",
    TerritoryKind.COMMUNE: "Commune",
    TerritoryKind.EPT: "Établissement public territorial (EPT)",
    TerritoryKind.EPCI: "Intercommunalité (EPCI)",
    TerritoryKind.DEPARTMENT: "Département",
    TerritoryKind.REGION: "Région",
    TerritoryKind.COUNTRY: "Pays",
}
_RANKS = {kind: rank for rank, kind in enumerate(TerritoryKind)}


@dataclass(frozen=True, kw_only=True)
class Territory:
    """A place with a code and a name.

    `code` is INSEE's for a commune, an arrondissement (« 75112 ») and a département; « T6 » for an
    EPT (Paris is « T1 »), the SIREN for an EPCI, « R11 » for a région — a bare « 11 » is the Aude —
    and « FR ». `parents` are the codes right above, `population` the municipal one, `liaison` the
    article of the name (INSEE's TNCC), `department` the code of the only département around, if
    one is. `in_region` is False for what is outside Île-de-France or wider than it.
    """

    code: str
    slug: str
    name: str
    kind: TerritoryKind
    liaison: int
    population: int
    postal_codes: tuple[str, ...]
    centre: Point | None
    parents: tuple[str, ...]
    in_region: bool
    full_name: str
    aliases: tuple[str, ...]
    department: str | None

    @property
    def label(self) -> str:
        """The name that tells it from others: « Saint-Denis (93) », « Plaine Commune (T6) »."""
        if self.kind in {TerritoryKind.EPT, TerritoryKind.DEPARTMENT}:
            return f"{self.name} ({self.code})"
        if self.kind is TerritoryKind.COMMUNE and self.name != "Paris":
            return f"{self.name} ({self.department})"
        return self.name

    @property
    def is_place(self) -> bool:
        """Whether it is a commune or an arrondissement: small enough to be an address."""
        return self.kind.rank <= TerritoryKind.COMMUNE.rank
