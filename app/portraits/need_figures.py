"""The figures that a person imported, by territory and key: the one place where they are read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Protocol

from sqlalchemy.orm import Session

from app.facts.services import figures_of


class FigureValue(Protocol):
    """A dated, sourced figure."""

    @property
    def value(self) -> object:
        """The number."""

    @property
    def source(self) -> str:
        """Who published it."""

    @property
    def period(self) -> str:
        """The period that it speaks of, in words."""


Figures = Mapping[str, Mapping[str, FigureValue]]
"""By code of territory, then by key."""
FACT_KEYS = {
    "population": "population",
    "job_seekers": "demandeurs-emploi",
    "qpv_population": "population-qpv",
    "siae_posts": "postes-siae",
    "sectors_present": "filieres-presentes",
}
"""The figures of a territory that can be replaced, and the key of each in the file."""


def read_figures(session: Session) -> Figures:
    """The figures imported for these keys, in one statement."""
    return figures_of(session, tuple(FACT_KEYS.values()))


def number_of(figure: FigureValue | None) -> float | None:
    """The figure as a count; None where there is none, or where it can be none."""
    if figure is None:
        return None
    try:
        number = float(figure.value)  # type: ignore[arg-type]  # Decimal, int or float
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) and number >= 0 else None
