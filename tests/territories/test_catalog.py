import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import NotFoundError
from app.territories import (
    TerritoryKind,
    ancestors,
    communes_of,
    contains,
    descendants,
    find_code,
    get,
    list_territories,
    resolve,
)
from app.territories.catalog import leaves_of, load_catalog

CODES = st.deferred(lambda: st.sampled_from(sorted(load_catalog().territories)))


def test_the_region_is_complete() -> None:
    counts = Counter(t.kind for t in list_territories())
    assert counts == {
        TerritoryKind.COMMUNE: 1266,
        TerritoryKind.ARRONDISSEMENT: 20,
        TerritoryKind.DEPARTMENT: 8,
        TerritoryKind.EPT: 12,
        TerritoryKind.EPCI: 52,
        TerritoryKind.REGION: 1,
    }


def test_the_whole_country_is_there_when_asked_for() -> None:
    everything = Counter(t.kind for t in list_territories(in_region=False))
    assert everything[TerritoryKind.REGION] == 18
    assert everything[TerritoryKind.DEPARTMENT] == 109
    assert everything[TerritoryKind.COUNTRY] == 1
    assert not get("14").in_region
    assert get("14").parents == ("R28",)


def test_ept_are_numbered_from_1_to_12_and_share_out_the_metropolis() -> None:
    ept = list_territories(TerritoryKind.EPT)
    assert {t.code for t in ept} == {f"T{n}" for n in range(1, 13)}
    shared = [code for t in ept for code in communes_of(t.code)]
    assert len(shared) == len(set(shared)) == 130
    assert frozenset(shared) == communes_of("200054781")


def test_every_commune_has_population_postal_code_and_a_centre_in_the_region() -> None:
    for place in list_territories(TerritoryKind.COMMUNE, TerritoryKind.ARRONDISSEMENT):
        assert place.population > 0, place
        assert place.postal_codes, place
        assert place.centre is not None
        assert 48.1 < place.centre.lat < 49.3, place
        assert 1.4 < place.centre.lon < 3.6, place


def test_paris_is_a_commune_an_ept_and_a_departement_in_that_order() -> None:
    chain = ["75112", "75056", "T1", "75", "R11", "FR"]
    for inner, outer in itertools.pairwise(chain):
        assert contains(outer, inner)
        assert not contains(inner, outer)
    assert [t.code for t in ancestors("75112")] == ["75056", "T1", "200054781", "75", "R11", "FR"]
    assert communes_of("75") == {"75056"}
    assert len(leaves_of("75")) == 20


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("93066", "T6", True),
        ("T6", "93", True),
        ("T6", "200054781", True),
        ("T12", "94", False),  # Grand-Orly Seine Bièvre goes into Essonne
        ("T12", "R11", True),
        ("T5", "92", False),  # Argenteuil is in Val-d'Oise
        ("200054781", "R11", True),
        ("200055655", "95", False),  # Roissy Pays de France goes into Seine-et-Marne
        ("200056232", "91", True),
        ("247800550", "R11", False),  # Pays Houdanais goes into Eure-et-Loir
        ("247800550", "FR", True),
        ("14", "R11", False),
        ("11", "R11", False),  # Aude
    ],
)
def test_groupings_lie_only_in_what_holds_all_of_them(
    inner: str, outer: str, expected: bool
) -> None:
    assert contains(outer, inner) is expected


def test_merged_communes_lead_to_the_commune_of_today() -> None:
    assert get("93059").code == "93066"
    assert contains("93", "93059")


def test_a_code_is_never_read_as_a_postal_code() -> None:
    for territory in list_territories(in_region=False):
        assert find_code(territory.code) is get(territory.code) is territory
    assert find_code("77100").name == "Le Châtelet-en-Brie"
    assert find_code("93200") is None


def test_unknown_codes_are_not_found() -> None:
    for call in (get, ancestors, descendants, communes_of):
        with pytest.raises(NotFoundError, match="00000"):
            call("00000")


def test_within_lists_what_lies_inside() -> None:
    inside = list_territories(TerritoryKind.COMMUNE, within="T6")
    assert {t.code for t in inside} == communes_of("T6")
    assert len(inside) == 8


@given(CODES, CODES, CODES)
def test_containment_is_transitive(a: str, b: str, c: str) -> None:
    if contains(a, b) and contains(b, c):
        assert contains(a, c)


@given(CODES, st.data())
def test_containment_climbs_through_every_level(code: str, data: st.DataObject) -> None:
    above = [t.code for t in ancestors(code)]
    if above:
        middle = data.draw(st.sampled_from(above))
        for top in ancestors(middle):
            assert contains(top.code, code)


@given(CODES, st.data())
def test_containment_is_antisymmetric(code: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from([code, *(t.code for t in ancestors(code))]))
    assert contains(code, code)
    assert (contains(code, other) and contains(other, code)) == (code == other)


@given(CODES)
def test_descendants_and_ancestors_agree(code: str) -> None:
    assert all(code in descendants(t.code) for t in ancestors(code))


@given(CODES)
def test_what_is_contained_is_made_of_fewer_places(code: str) -> None:
    for outer in ancestors(code):
        assert leaves_of(code) <= leaves_of(outer.code)


def test_slugs_are_unique_and_resolve_to_their_territory() -> None:
    territories = list_territories(in_region=False)
    assert len({t.slug for t in territories}) == len(territories)
    assert [t for t in territories if resolve(t.slug) is not t] == []


def test_labels_of_the_region_resolve_to_their_territory() -> None:
    wrong = [t for t in list_territories() if resolve(t.label) is not t]
    assert wrong == []
