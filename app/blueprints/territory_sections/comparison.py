"""The figures of the territory against those of the région."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.comparison import Figure, Measure


@dataclass(frozen=True, kw_only=True)
class ComparisonView:
    """The rows of the table, and each source once with its date; the région has no comparison."""

    figures: tuple[Figure, ...]
    sources: tuple[tuple[str, str], ...]
    is_region: bool
    csv: str


def read(reading: Reading) -> ComparisonView:
    """The view of the figures; a rate has the sources of what it divides."""
    figures = reading.portrait.figures
    return ComparisonView(
        figures=figures,
        sources=tuple(
            dict.fromkeys((f.source, f.as_of) for f in figures if f.measure is not Measure.RATE)
        ),
        is_region=reading.portrait.is_region,
        csv=f"/territoires/{reading.territory.code}.csv",
    )


SECTION = Section(
    key="comparaison",
    title="Population et comparaison avec la région",
    template="territories/sections/comparaison.html",
    read=read,
    empty="Aucun chiffre connu ici",
    in_short=True,
)
