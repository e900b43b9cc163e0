"""The five classes of the index, for the map and for words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedClass:
    """A class, from 1 (best served) to 5; it begins at `least` points of the index."""

    number: int
    least: float
    label: str
    bounds: str


NEED_CLASSES = (
    NeedClass(number=1, least=0, label="Nettement mieux servi", bounds="moins de 35"),
    NeedClass(number=2, least=35, label="Plutôt mieux servi", bounds="de 35 à 45"),
    NeedClass(number=3, least=45, label="Proche de l’ensemble", bounds="de 45 à 55"),
    NeedClass(number=4, least=55, label="Plutôt moins servi", bounds="de 55 à 65"),
    NeedClass(number=5, least=65, label="Nettement moins servi", bounds="65 et plus"),
)
"""Fixed bounds around 50, which is being like the whole: fifths would always name a worst fifth."""


def class_of(score: float) -> NeedClass:
    """The class of a score in [0, 100]."""
    return next(c for c in reversed(NEED_CLASSES) if score >= c.least)
