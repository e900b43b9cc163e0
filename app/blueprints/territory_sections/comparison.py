"""The figures of the territory against those of the région."""

from __future__ import annotations

from dataclasses import dataclass

from app.blueprints.territory_sections.section import Reading, Section
from app.portraits.comparison import Figure


@dataclass(frozen=True, kw_only=True)
class ComparisonView:
    """The rows of the table; the région is compared with nothing."""

    figures: tuple[Figure, ...]
    is_region: bool
    csv: str


def read(reading: Reading) -> ComparisonView:
    """The view of the figures."""
    return ComparisonView(
        figures=reading.portrait.figures,
        is_region=reading.portrait.is_region,
        csv=f"/territoires/{reading.territory.code}.csv",
    )


SECTION = Section(
    key="comparaison",
    title="Population et comparaison avec la région",
    read=read,
    empty="Aucun chiffre connu ici",
    in_short=True,
)
