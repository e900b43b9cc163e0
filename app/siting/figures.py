"""What is known of a territory."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

from app.errors import InvalidError


@dataclass(frozen=True, kw_only=True, slots=True)
class TerritoryFigures:
    """Counts of one territory; None is unknown, and never zero.

    `job_seekers` and `qpv_population` are people, the latter living in priority districts (QPV);
    `siae_posts` insertion posts; `siae_count` structures; `sectors_present` sectors in which at
    least one of them works. Where each comes from and of what date is kept by who reads them.
    Raises InvalidError for a number that counts nothing.
    """

    code: str
    population: float | None = None
    job_seekers: float | None = None
    qpv_population: float | None = None
    siae_posts: float | None = None
    siae_count: float | None = None
    sectors_present: float | None = None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "code" and value is not None and not is_count(value):
                raise InvalidError(f"{field.name} impossible pour {self.code} : {value}.")


def is_count(value: float) -> bool:
    """Whether a number can be a count: finite and not negative."""
    return math.isfinite(value) and value >= 0
