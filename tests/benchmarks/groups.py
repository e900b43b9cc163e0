"""Groups chosen exactly among 500 candidates: one lot, a hard capacity, a whole region."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from app.matching.grouping import compose_groups
from app.matching.kinds import SiaeKind
from app.matching.profiles import Need, Profile
from app.territories import TerritoryKind, list_territories
from tests.benchmarks.measure import Measure, cpu_times, median
from tests.benchmarks.world import World
from tests.matching.builders import NOW, TODAY, make_area, make_need
from tests.matching.groups import GROUPS, can, seek, structure

CANDIDATES = 500
KINDS = (SiaeKind.EI, SiaeKind.ACI, SiaeKind.AI)
PLACES = [place.code for place in list_territories(TerritoryKind.DEPARTMENT, within="R11")]
COMMUNES = [place.code for place in list_territories(TerritoryKind.COMMUNE, within="93")]
SECTORS = seek("nettoyage", "tri", "tonte")
ONE, TWO, REGION = (
    make_need(sectors=SECTORS, territories=places) for places in (("93",), ("93", "94"), ("R11",))
)
QUESTIONS = (
    ("one lot, one département", replace(ONE, fte=12), 1, 1),
    ("the same, five members needed", replace(ONE, fte=28), 1, 1),
    ("ten lots, two départements", TWO, 10, 1),
    ("a whole region, areas of three départements", REGION, 1, 3),
    ("the same, a volume", replace(REGION, fte=10), 1, 3),
    ("a whole region, areas of four", REGION, 1, 4),
    ("a whole region, areas of five", REGION, 1, 5),
)


def run(_world: World) -> list[Measure]:
    """Each question asked a few times, of one made world each."""
    measures = []
    for what, need, lots, zones in QUESTIONS:
        profiles = make_profiles(zones)
        needs = [need] * lots
        took = cpu_times(lambda n=needs, p=profiles: ask(n, p), times=3)  # type: ignore[misc]
        measures.append(
            Measure(what=f"groups: {what}", value=median(took), unit="ms", budget=1_000)
        )
    return measures


def ask(needs: list[Need], profiles: list[Profile]) -> None:
    """Three proposals, or what has to be given up."""
    assert compose_groups(needs, profiles, NOW).proposals


def make_profiles(zones: int) -> list[Profile]:
    """Structures drawn by the same seed: half said that they answer in groups."""
    draw = random.Random(7)  # noqa: S311
    made = []
    for key in range(CANDIDATES):
        area = make_area(*draw.sample(PLACES, zones)) if zones > 1 or draw.random() < 0.5 else None
        if zones == 1 and area is not None:
            area = make_area("93", "94")
        profile = structure(
            key,
            *draw.sample(sorted(GROUPS), draw.choice([1, 1, 2])),
            kind=draw.choice(KINDS),
            says=draw.choice([True, None]),
            area=area,
            is_inferred=draw.random() < 0.5,
            available_from=TODAY + timedelta(days=draw.randrange(200)),
            **can(round(draw.uniform(0.5, 6), 1)),
        )
        made.append(replace(profile, commune=draw.choice(COMMUNES)))
    return made
