"""Areas shaded by class: a map of a value over territories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.errors import InvalidError
from app.maps.layers import COLOUR, KEY, LOCAL_URL

SHADES = ("#e4f4f4", "#a3cbcc", "#629fa2", "#22706f", "#06393b")
"""Five steps of one hue, each about twice as dark as the one before: told apart without colour.

Five steps cannot all differ by 3:1 – that would take 81:1 from the first to the last, and black on
white is 21:1 –, so that each area also carries the number of its class.
"""
UNKNOWN = "#ffffff"


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaClass:
    """A class of values: the number drawn on its areas, its colour `#rrggbb` and its words."""

    number: int
    label: str
    colour: str

    def __post_init__(self) -> None:
        if not COLOUR.fullmatch(self.colour):
            raise InvalidError(f"Couleur de carte impossible : {self.colour!r}.")


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaFeature:
    """One area: its GeoJSON outline, plain texts, the address of its page, its class.

    `area_class` is the number of a class of its layer; None is drawn hatched, as unknown. Raises
    InvalidError for an address that leaves the portal.
    """

    outline: Mapping[str, object]
    title: str
    subtitle: str = ""
    url: str = ""
    area_class: int | None = None

    def __post_init__(self) -> None:
        if self.url and not LOCAL_URL.fullmatch(self.url):
            raise InvalidError("L’adresse d’un lieu de la carte doit rester dans le portail.")


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaLayer:
    """Areas shown and hidden together, with the classes that their shades mean.

    `key` is lower-case ASCII and unique on the map; every class of a feature is one of `classes`;
    InvalidError otherwise.
    """

    key: str
    label: str
    classes: Sequence[AreaClass]
    features: Sequence[AreaFeature]
    is_shown: bool = False

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise InvalidError(f"Clé de couche impossible : {self.key!r}.")
        numbers = {one.number for one in self.classes}
        for feature in self.features:
            if feature.area_class is not None and feature.area_class not in numbers:
                raise InvalidError(f"Classe inconnue sur la carte : {feature.area_class}.")
