from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import territories
from app.territories import TerritoryKind
from app.toolkit.actors import load_actors
from tests.stakeholders.samples import actor, directory

CODES = [t.code for t in territories.list_territories()]


def test_an_actor_without_zones_has_those_of_its_parent() -> None:
    found = directory(
        actor("haut", territories=("93",)),
        actor("milieu", parent="haut"),
        actor("bas", parent="milieu"),
    )
    coverage = found.coverages["bas"]
    assert coverage.zones == ("93",)
    assert coverage.giver is not None
    assert coverage.giver.slug == "haut"
    assert found.coverages["haut"].giver is None


def test_its_own_zones_come_first() -> None:
    found = directory(
        actor("haut", territories=("93",)), actor("bas", parent="haut", territories=("T6",))
    )
    assert found.coverages["bas"].zones == ("T6",)


def test_parents_in_a_ring_never_hang() -> None:
    found = directory(actor("un", parent="deux"), actor("deux", parent="un"))
    assert found.coverages["un"].zones == ()


def test_the_nearest_come_first_and_the_region_last() -> None:
    found = directory(
        actor("region"),
        actor("departement", territories=("93",)),
        actor("ept", territories=("T8",)),
        actor("ailleurs", territories=("77",)),
    )
    assert [a.slug for a in found.serving("93010")] == ["ept", "departement", "region"]
    assert [a.slug for a in found.serving("93")] == ["departement", "ept", "region"]


@given(st.sampled_from(CODES))
def test_whoever_serves_a_place_serves_what_contains_it(code: str) -> None:
    found = load_actors()
    inside = {a.slug for a in found.serving(code)}
    for around in territories.ancestors(code):
        assert inside <= {a.slug for a in found.serving(around.code)}


def test_a_function_that_every_place_should_have_is_a_hole_without_its_own() -> None:
    found = directory(actor("region"))
    (dla,) = found.for_territory("93", ["dla"])
    assert dla.is_hole
    assert [a.slug for a in dla.actors] == ["region"]
    (near,) = directory(actor("ici", territories=("93",))).for_territory("93", ["dla"])
    assert not near.is_hole


def test_a_long_list_is_counted_in_words() -> None:
    found = directory(*(actor(f"a{n}") for n in range(9)))
    (dla,) = found.for_territory("", ["dla"])
    assert dla.more == 3
    assert dla.words.endswith("et 3 autres")


@pytest.mark.parametrize(
    ("old", "present"),
    [("pole-emploi", "france-travail"), ("direccte", "drieets"), ("departement-75", "ville-paris"),
     ("activity-clauses", "activity"), ("plie-91", "inclusivessonne")],
)  # fmt: skip
def test_former_names_and_addresses_lead_to_the_present_actor(old: str, present: str) -> None:
    assert load_actors().present[old].slug == present


def test_every_ept_is_an_actor_of_its_own() -> None:
    found = load_actors()
    for ept in territories.list_territories(TerritoryKind.EPT):
        (holders,) = found.for_territory(ept.code, ["collectivite"])
        assert any(a.territories in {(ept.code,), ("75",)} for a in holders.local), ept.code
