"""Needs and profiles of tests, short to write."""

from __future__ import annotations

from datetime import date, datetime

from app.clock import PARIS
from app.matching.kinds import Modality, ServiceType, SiaeKind
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.territories import Area, Point, get

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=PARIS)
GROUPS = {
    None: None,
    True: frozenset({Modality.CONSORTIUM}),
    False: frozenset({Modality.HIRING}),
}
TODAY = date(2026, 11, 23)
SAINT_DENIS = "93066"
VERSAILLES = "78646"


def make_activity(sector: str = "nettoyage", group: str = "proprete", **values: object) -> Activity:
    return Activity(sector=sector, group=group, **values)  # type: ignore[arg-type]


def make_profile(
    key: int = 1,
    kind: SiaeKind = SiaeKind.EI,
    commune: str | None = SAINT_DENIS,
    activities: tuple[Activity, ...] | None = None,
    siret: str = "80746931700018",
    answers_in_groups: bool | None = None,
) -> Profile:
    point: Point | None = get(commune).centre if commune else None
    return Profile(
        key=key,
        siret=siret,
        name=f"Structure {key}",
        kind=kind,
        slug=f"structure-{key}",
        commune=commune,
        point=point,
        activities=activities if activities is not None else (make_activity(),),
        partnerships=GROUPS[answers_in_groups],
    )


def make_need(**values: object) -> Need:
    defaults: dict[str, object] = {
        "sectors": (
            SoughtSector(slug="nettoyage", group="proprete", name="Nettoyage", weight=1.0),
        ),
        "territories": (SAINT_DENIS,),
        "service": ServiceType.PRESTATION,
        "deadline": datetime(2026, 12, 15, 12, 0, tzinfo=PARIS),
    }
    return Need(**(defaults | values))  # type: ignore[arg-type]


def make_area(*codes: str) -> Area:
    return Area.of_zones(*codes)
