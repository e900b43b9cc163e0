from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from flask import Flask

from app import clock, territories
from app.demo.services import load_demo
from app.extensions import db
from app.projects.neighbourhood import MOST_SHOWN, look_around, look_at_demand
from app.siae.models import Siae


@pytest.fixture
def world(app: Flask) -> Flask:
    load_demo(db.session(), clock.now())
    db.session.commit()
    return app


def test_structures_near_a_commune_come_the_nearest_first(world: Flask) -> None:
    found = look_around(db.session(), territories.resolve("Bondy"), (), 10)
    distances = [item.distance for item in found.neighbours]
    assert found.is_disc
    assert distances
    assert all(d is not None and d <= 10.1 for d in distances)
    assert distances == sorted(distances)  # type: ignore[type-var]
    assert found.neighbour_count == sum(count for _, count in found.kinds)


def test_a_wider_radius_and_fewer_sectors_never_lose_anybody(world: Flask) -> None:
    place = territories.resolve("93008")
    near = look_around(db.session(), place, (), 5).neighbour_count
    far = look_around(db.session(), place, (), 30).neighbour_count
    some = look_around(db.session(), place, ("espaces-verts",), 30).neighbour_count
    assert near <= far
    assert some <= far


def test_a_departement_holds_its_own_structures(world: Flask) -> None:
    found = look_around(db.session(), territories.resolve("93"), (), 10)
    assert not found.is_disc
    assert found.communes > 30
    assert found.neighbour_count > 0
    assert len(found.neighbours) <= MOST_SHOWN
    assert all(item.is_demo for item in found.neighbours)


def test_paris_and_the_region_hold_the_structures_of_every_arrondissement(world: Flask) -> None:
    inside = db.session.scalar(
        sa.select(sa.func.count(Siae.id)).where(Siae.department_code == "75")
    )
    everywhere = db.session.scalar(sa.select(sa.func.count(Siae.id)))
    for name, expected in (("75", inside), ("T1", inside), ("R11", everywhere)):
        found = look_around(db.session(), territories.resolve(name), (), 10)
        assert found.neighbour_count == expected, name


def test_an_arrondissement_looks_around_itself(world: Flask) -> None:
    found = look_around(db.session(), territories.resolve("Paris 12e"), (), 4)
    assert found.is_disc
    assert found.neighbours
    assert all(item.distance is not None and item.distance <= 4.1 for item in found.neighbours)


def test_structures_without_a_point_come_last(world: Flask) -> None:
    lost = db.session.scalars(sa.select(Siae).where(Siae.department_code == "93")).first()
    assert lost is not None
    lost.latitude = lost.longitude = None
    db.session.flush()
    found = look_around(db.session(), territories.resolve("93"), (), 10)
    assert [item.distance is None for item in found.neighbours].index(True) > 0
    assert found.neighbours[-1].name == lost.display_name


def test_the_demand_names_recent_consultations_of_the_sector(world: Flask) -> None:
    place = territories.resolve("R11") if territories.find("R11") else territories.resolve("93")
    every = look_at_demand(db.session(), place, (), clock.now())
    assert every.tender_count >= len(every.tenders) > 0
    some = look_at_demand(db.session(), place, ("nettoyage-de-locaux",), clock.now())
    assert some.tender_count <= every.tender_count
    assert all(item.href.startswith("/marches/") for item in every.tenders)


def test_statements_do_not_grow_with_the_rows(
    world: Flask, queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for name in ("Bondy", "93"):
        place = territories.resolve(name)
        with queries() as sent:
            look_around(db.session(), place, (), 3)
            look_at_demand(db.session(), place, (), clock.now())
        counts.append(len(sent))
    assert max(counts) <= 12
    assert counts[0] <= counts[1] <= counts[0] + 2
