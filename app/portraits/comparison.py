"""A figure of a territory against the same of the région, in words too. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.clock import NBSP

THIN = "\u202f"
FEW = 10
"""Under so many things counted, a ratio says little and is said to."""
LEAST = 0.01  # below, the number of times says nothing more
CLOSE = 0.05
"""Less apart than that share of the regional value, two rates are said to be alike."""


class Measure(StrEnum):
    """What kind of number a figure is: it decides how the two are compared."""

    TOTAL = "total"
    RATE = "taux"
    SHARE = "part"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One figure: `here` in the territory, `region` the same in the région, None where unknown.

    A TOTAL is compared as a part of the regional total, a RATE (per so many inhabitants) by its
    ratio, a SHARE, in [0, 1], by the points between the two. `counted` is how many things the
    figure here stands on. `source` and `as_of` say where it comes from and of when, `note` what it
    leaves out.
    """

    key: str
    label: str
    here: float | None
    region: float | None
    measure: Measure = Measure.TOTAL
    unit: str = ""
    digits: int = 0
    counted: int | None = None
    source: str = ""
    as_of: str = ""
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """`here` over `region`; None where either is unknown or the région has none."""
        if self.here is None or not self.region:
            return None
        return self.here / self.region

    @property
    def is_small(self) -> bool:
        """Whether too few things were counted here for the comparison to mean much."""
        return self.counted is not None and self.counted < FEW

    @property
    def shown(self) -> str:
        """The figure here, in French."""
        return self.say(self.here)

    @property
    def shown_region(self) -> str:
        """The figure of the région, in French."""
        return self.say(self.region)

    def say(self, value: float | None) -> str:
        """A value of this figure with its unit, or « inconnu »."""
        if value is None:
            return "inconnu"
        if self.measure is Measure.SHARE:
            return f"{say_number(value * 100, self.digits)}{NBSP}%"
        return f"{say_number(value, self.digits)}{NBSP}{self.unit}".rstrip()

    @property
    def words(self) -> str:
        """How it compares with the région, in words; a small number says so."""
        if self.ratio is None or self.here is None or self.region is None:
            return f"Comparaison impossible{NBSP}: un des deux chiffres est inconnu ou nul."
        if not self.here and self.measure is not Measure.SHARE:
            return "Aucun ici."
        said = self._compare(self.here, self.region)
        if self.is_small:
            return f"{said} Petit nombre{NBSP}: à lire avec prudence."
        return said

    def _compare(self, here: float, region: float) -> str:
        if self.measure is Measure.TOTAL:
            return f"{say_number(here / region * 100, 1)}{NBSP}% du total régional."
        if self.measure is Measure.SHARE:
            return say_points((here - region) * 100)
        return say_ratio(here / region)


def say_ratio(ratio: float) -> str:
    """« 26 % de moins que dans la région. », « 2,3 fois plus… »; the ratio is above zero."""
    if abs(ratio - 1) < CLOSE:
        return "À peu près comme dans la région."
    if ratio >= 2:
        return f"{say_number(ratio, 1)} fois plus que dans la région."
    if ratio < LEAST:
        return "Plus de cent fois moins que dans la région."
    if ratio <= 0.5:
        return f"{say_number(1 / ratio, 1)} fois moins que dans la région."
    side = "plus" if ratio > 1 else "moins"
    return f"{say_number(abs(ratio - 1) * 100)}{NBSP}% de {side} que dans la région."


def say_points(points: float) -> str:
    """« 3 points de plus que dans la région. », for a difference in points of a hundred."""
    if abs(points) < 1:
        return "À peu près comme dans la région."
    side = "plus" if points > 0 else "moins"
    number = say_number(abs(points))
    noun = "points" if abs(points) >= 1.5 else "point"
    return f"{number}{NBSP}{noun} de {side} que dans la région."


def per_inhabitants(count: float | None, population: int, base: int) -> float | None:
    """How many for that number of inhabitants; None where either is unknown."""
    return count / population * base if count is not None and population > 0 else None


def share(part: int, whole: int) -> float | None:
    """A part of a whole, in [0, 1]; None where there is nothing to share."""
    return part / whole if whole > 0 else None


def inhabitants_for_one(count: int, population: int) -> int | None:
    """« une structure pour N habitants », rounded to a hundred; None where there is none."""
    if count <= 0 or population <= 0:
        return None
    each = population / count
    return round(each) if each < 1_000 else round(each / 100) * 100


def say_number(value: float, digits: int = 0) -> str:
    """« 12 345,6 »: narrow spaces between thousands, a comma before decimals."""
    text = f"{value:,.{digits}f}".replace(",", THIN).replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text
