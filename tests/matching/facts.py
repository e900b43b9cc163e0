"""Facts of a structure made better, best or unknown, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from app.calibration.judging import make_clause
from app.matching.criteria import distance_to
from app.matching.kinds import ServiceType
from app.matching.profiles import Need, Profile
from app.tenders.matching import read_reservation
from app.territories import Area, get
from tests.matching.builders import TODAY
from tests.matching.worlds import AREAS, LABELS, SEATS

Two = Callable[[Need, Profile, st.DataObject], tuple[Profile, Profile]]
"""Two values of one fact of a structure, the worse first."""


def on_one(profile: Profile, at: int, **facts: Any) -> Profile:
    """The same, with these facts of one of its activities."""
    changed = [replace(a, **facts) if i == at else a for i, a in enumerate(profile.activities)]
    return replace(profile, activities=tuple(changed))


def two_seats(need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    codes = data.draw(st.lists(st.sampled_from(SEATS), min_size=2, max_size=2))
    seated = [replace(profile, commune=code, point=get(code).centre) for code in codes]
    far, near = sorted(seated, key=lambda p: -(distance_to(need, p) or 0.0))
    return far, near


def two_capacities(_need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    few, many = sorted(data.draw(st.tuples(st.floats(0, 60), st.floats(0, 60))))
    small = on_one(profile, 0, capacity_fte=few, capacity_as_of=TODAY)
    return small, on_one(profile, 0, capacity_fte=many, capacity_as_of=TODAY)


def two_days(_need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    days = st.dates(date(2026, 6, 1), date(2028, 1, 1))
    early, late = sorted(data.draw(st.tuples(days, days)))
    return on_one(profile, 0, available_from=late), on_one(profile, 0, available_from=early)


def two_areas(_need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    small, more = data.draw(st.tuples(st.sampled_from(AREAS), st.sampled_from(AREAS)))
    return on_one(profile, 0, area=small), on_one(profile, 0, area=small + more)


def two_sureties(_need: Need, profile: Profile, _data: st.DataObject) -> tuple[Profile, Profile]:
    return on_one(profile, 0, is_inferred=True), on_one(profile, 0, is_inferred=False)


def two_forms(need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    other = data.draw(st.sampled_from(ServiceType))
    return on_one(profile, 0, service=other), on_one(profile, 0, service=need.service or other)


def two_lists(_need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    said = data.draw(st.frozensets(st.sampled_from(LABELS)))
    more = data.draw(st.sampled_from(LABELS))
    return replace(profile, conditions=said), replace(profile, conditions=said | {more})


def two_intentions(need: Need, profile: Profile, _data: st.DataObject) -> tuple[Profile, Profile]:
    said = profile.partnerships or frozenset()
    wanted = said if need.modality is None else said | {need.modality}
    return replace(profile, partnerships=said), replace(profile, partnerships=wanted)


def two_references(_need: Need, profile: Profile, data: st.DataObject) -> tuple[Profile, Profile]:
    few, many = sorted(data.draw(st.tuples(st.integers(1, 6), st.integers(1, 6))))
    return replace(profile, references=few), replace(profile, references=many)


BETTER: tuple[Two, ...] = (
    two_seats, two_capacities, two_days, two_areas, two_sureties, two_forms, two_lists,
    two_intentions, two_references,
)  # fmt: skip


def best_facts(need: Need, profile: Profile, at: int) -> dict[str, tuple[Profile, Profile]]:
    """Each fact unknown, then known at its best."""
    seat = need.territories[0] if need.territories else SEATS[0]
    homes = [code for code in SEATS if seat in {code, "R11"} or code.startswith(seat)]
    seats = {"commune": homes[0], "point": get(homes[0]).centre}
    first = frozenset(sorted(need.conditions)[:1]) or frozenset(LABELS)
    wanted = frozenset() if need.modality is None else frozenset({need.modality})
    of_profile: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "seat": ({"commune": None, "point": None}, seats),
        "labels": ({"conditions": None}, {"conditions": need.conditions or frozenset(LABELS)}),
        "first label": (
            {"conditions": None},
            {"conditions": first},
        ),
        "intention": ({"partnerships": None}, {"partnerships": wanted}),
        "references": ({"references": None}, {"references": 9}),
        "first reference": ({"references": 0}, {"references": 1}),
    }
    of_activity: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "area": ({"area": None}, {"area": Area.country()}),
        "capacity": (
            {"capacity_fte": None, "capacity_as_of": None},
            {"capacity_fte": 1e6, "capacity_as_of": TODAY},
        ),
        "availability": ({"available_from": None}, {"available_from": TODAY}),
        "form": ({"service": None}, {"service": need.service}),
    }
    return {
        name: (replace(profile, **silent), replace(profile, **told))
        for name, (silent, told) in of_profile.items()
    } | {
        name: (on_one(profile, at, **silent), on_one(profile, at, **told))
        for name, (silent, told) in of_activity.items()
    }


def list_unknowns(need: Need, profile: Profile) -> Iterator[tuple[str, tuple[Need, Profile]]]:
    """The same pair with one fact unknown, by its name."""
    for name in ("service", "deadline", "fte", "starts_on", "days", "hours"):
        yield f"{name} asked", (replace(need, **{name: None}), profile)
    yield "territories asked", (replace(need, territories=()), profile)
    yield "buyer asked", (replace(need, buyer_siret=""), profile)
    yield "conditions asked", (replace(need, conditions=frozenset()), profile)
    if need.reservation is not None:
        unsaid = read_reservation([make_clause("")])
        yield "reservation asked", (replace(need, reservation=unsaid), profile)
    for name in ("point", "commune", "partnerships", "conditions", "references"):
        yield name, (need, replace(profile, **{name: None}))
    for at in range(len(profile.activities)):
        for name in ("area", "service", "capacity_fte", "capacity_as_of", "available_from"):
            yield f"{name} of {at}", (need, on_one(profile, at, **{name: None}))
