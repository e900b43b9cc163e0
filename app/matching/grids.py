"""The grids: how a kind of need is judged, by which rules, on which parts, with which weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.matching import criteria, partnership_criteria, partnership_rules, rules
from app.matching.criteria import Criterion
from app.matching.rules import Rule
from app.matching.weights import PARTNERSHIP_WEIGHTS, TENDER_WEIGHTS, Weight


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Hard rules, then the parts of the score with their weights.

    `points` gives each part its share, by key; they add up to 100. `version` is that of the
    weights: 0 for those the portal comes with.
    """

    key: str
    label: str
    rules: tuple[Rule, ...]
    criteria: tuple[Criterion, ...]
    points: Mapping[str, float]
    version: int = 0

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """The shares of the parts, in their order, adding up to 1."""
        return tuple(self.points[criterion.key] / 100 for criterion in self.criteria)

    @cached_property
    def territory_at(self) -> int:
        """The position of the part that says whether the place is served."""
        return next(i for i, c in enumerate(self.criteria) if c.key == "territory")


def points_of(weights: Mapping[str, Weight]) -> dict[str, float]:
    """The points alone."""
    return {key: weight.points for key, weight in weights.items()}


TENDER = Grid(
    key="tender",
    label="Lot d’un marché et structure",
    rules=(
        rules.check_deadline,
        rules.check_reservation,
        rules.check_service_form,
        rules.check_ai_territory,
        rules.check_aci_sales,
        rules.check_buyer,
    ),
    criteria=(
        criteria.SECTOR,
        criteria.TERRITORY,
        criteria.PROXIMITY,
        criteria.CAPACITY,
        criteria.AVAILABILITY,
        criteria.SERVICE,
    ),
    points=points_of(TENDER_WEIGHTS),
)
PARTNERSHIP = Grid(
    key="partnership",
    label="Demande de mise en relation et structure",
    rules=(
        partnership_rules.check_immersion_length,
        partnership_rules.check_staffing_hours,
        partnership_rules.check_employer,
        partnership_rules.check_bridge,
        partnership_rules.check_patronage,
        partnership_rules.check_asker,
        rules.check_service_form,
        rules.check_ai_territory,
        rules.check_aci_sales,
    ),
    criteria=(
        criteria.SECTOR,
        criteria.TERRITORY,
        criteria.PROXIMITY,
        criteria.AVAILABILITY,
        criteria.CAPACITY,
        partnership_criteria.CONDITIONS,
        partnership_criteria.EXPERIENCE,
        partnership_criteria.INTENTION,
    ),
    points=points_of(PARTNERSHIP_WEIGHTS),
)
GRIDS = {grid.key: grid for grid in (TENDER, PARTNERSHIP)}
EVIDENCE = {TENDER.key: TENDER_WEIGHTS, PARTNERSHIP.key: PARTNERSHIP_WEIGHTS}
"""Why the portal proposes these points, by grid."""
