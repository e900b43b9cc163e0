"""The dated scale of the aid per post: the last known value of each kind of structure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from app.matching.kinds import SiaeKind
from app.toolkit.sources import CONTENT, RELIABILITIES, Reliability, cite
from app.toolkit.yaml_files import read_yaml

PATH = CONTENT / "scales" / "aide-au-poste.yaml"


@dataclass(frozen=True, kw_only=True)
class AidRate:
    """What a kind of structure gets for one post held full time, in euros a year.

    It holds from `starts_on` until the next rate. `source` and `published` are in words.
    """

    kind: SiaeKind
    starts_on: date
    amount: Decimal
    source: str
    published: str
    reliability: Reliability
    url: str = ""
    note: str = ""

    @property
    def worth(self) -> str:
        """What the source is worth, in words."""
        return RELIABILITIES[self.reliability]


@dataclass(frozen=True, kw_only=True)
class AidScale:
    """Every known rate, by kind then date."""

    rates: tuple[AidRate, ...]

    @classmethod
    def of(cls, rates: Iterable[AidRate]) -> AidScale:
        """The scale of these rates; of two for one kind and date, the last given holds."""
        known = {(rate.kind, rate.starts_on): rate for rate in rates}
        ordered = sorted(known.values(), key=lambda rate: (rate.kind.value, rate.starts_on))
        return cls(rates=tuple(ordered))

    def latest(self, kind: SiaeKind, on: date) -> AidRate | None:
        """The last rate known that holds that day; None where none is known."""
        held = [rate for rate in self.rates if rate.kind is kind and rate.starts_on <= on]
        return held[-1] if held else None


@dataclass(frozen=True, kw_only=True)
class RateRow:
    """A row of the file."""

    kind: SiaeKind
    starts_on: str
    amount: Decimal
    source: str
    reliability: Reliability
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ScaleFile:
    """The file as it is written."""

    rates: tuple[RateRow, ...]


@cache
def read_scale(path: Path = PATH) -> AidScale:
    """The scale of that file; `InvalidError` says what is wrong with it."""
    rates = []
    for row in read_yaml(path, ScaleFile).rates:
        (source,) = cite((row.source,))
        rates.append(
            AidRate(
                kind=row.kind,
                starts_on=date.fromisoformat(row.starts_on),
                amount=row.amount,
                source=source.title,
                published=source.date,
                reliability=row.reliability,
                url=source.url,
                note=row.note,
            )
        )
    return AidScale.of(rates)
