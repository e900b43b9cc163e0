"""What is shown on the map: layers of places, each with its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.errors import InvalidError
from app.territories.kinds import Point

LOCAL_URL = re.compile(r"/(?![/\\])[^\s\x00-\x1f]*")
COLOUR = re.compile(r"#[0-9a-f]{6}")
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


class Shape(StrEnum):
    """The outline of a mark: told apart without its colour."""

    CIRCLE = "circle"
    SQUARE = "square"
    HOUSE = "house"
    HEXAGON = "hexagon"
    SHIELD = "shield"
    DIAMOND = "diamond"
    OCTAGON = "octagon"


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How a layer's places look; `colour` is `#rrggbb`, dark enough for white letters."""

    colour: str
    shape: Shape

    def __post_init__(self) -> None:
        if not COLOUR.fullmatch(self.colour):
            raise InvalidError(f"Couleur de carte impossible : {self.colour!r}.")


PALETTE = (
    Mark(colour="#006a6f", shape=Shape.CIRCLE),
    Mark(colour="#2f4077", shape=Shape.SQUARE),
    Mark(colour="#8d3b12", shape=Shape.HEXAGON),
    Mark(colour="#6e2c6e", shape=Shape.HOUSE),
    Mark(colour="#1f5f2e", shape=Shape.SHIELD),
    Mark(colour="#5b5300", shape=Shape.CIRCLE),
    Mark(colour="#8c1d40", shape=Shape.SQUARE),
    Mark(colour="#3d4b52", shape=Shape.HEXAGON),
    Mark(colour="#b0361c", shape=Shape.HOUSE),
    Mark(colour="#0b4f8a", shape=Shape.DIAMOND),
    Mark(colour="#5a3d00", shape=Shape.OCTAGON),
    Mark(colour="#7a1f5c", shape=Shape.DIAMOND),
    Mark(colour="#00594f", shape=Shape.OCTAGON),
    Mark(colour="#444444", shape=Shape.DIAMOND),
)
"""Marks that go together; white letters on each have a contrast of at least 4.5."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlaceFeature:
    """One place: plain texts, whatever they hold, and the address of its page in the portal.

    Raises InvalidError for an address that leaves the portal; an empty one gives no link.
    """

    point: Point
    title: str
    subtitle: str = ""
    url: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        if self.url and not LOCAL_URL.fullmatch(self.url):
            raise InvalidError("L’adresse d’un lieu de la carte doit rester dans le portail.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """Places shown and hidden together; `letter` is one to four characters drawn on the mark.

    `key` is lower-case ASCII and unique on the map; InvalidError otherwise.
    """

    key: str
    label: str
    letter: str
    mark: Mark
    features: Sequence[PlaceFeature]
    is_shown: bool = True

    def __post_init__(self) -> None:
        if not KEY.fullmatch(self.key):
            raise InvalidError(f"Clé de couche impossible : {self.key!r}.")
        if not 1 <= len(self.letter) <= 4:
            raise InvalidError(f"Une marque porte de un à quatre caractères : {self.letter!r}.")
