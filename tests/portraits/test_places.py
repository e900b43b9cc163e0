from __future__ import annotations

import pytest

from app import territories
from app.errors import NotFoundError
from app.portraits.callers import find_holders
from app.portraits.documents import documents
from app.portraits.levers import load_levers
from app.portraits.places import departments_of, parts_of, way_to
from app.portraits.portrait import find_territory
from app.toolkit.guides import load_guides
from config import ROOT


def names(code: str) -> list[str]:
    return [part.territory.code for part in parts_of(territories.get(code))]


def test_what_a_territory_is_made_of() -> None:
    assert names("R11") == ["75", "77", "78", "91", "92", "93", "94", "95"]
    assert {"T6", "T7", "T8", "T9"} <= set(names("93"))
    assert "200054781" not in names("93")
    assert names("200054781")[:1] == ["T1"]
    assert "93066" in names("T6")
    assert names("T1")[0] == "75101"
    assert names("93066") == []


def test_an_intercommunalite_across_two_departements_is_in_both_and_said_partial() -> None:
    both = [
        next(p for p in parts_of(territories.get(code)) if p.territory.code == "200059228")
        for code in ("77", "91")
    ]
    assert all(part.is_partial for part in both)
    assert [d.code for d in departments_of(territories.get("200059228"))] == ["77", "91"]


def test_the_way_goes_from_the_region_down() -> None:
    way = [t.code for t in way_to(territories.get("93066"))]
    assert way == ["R11", "93", "T6"]
    assert [t.code for t in way_to(territories.get("T12"))] == ["R11", "200054781"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("93", "93"),
        ("t6", "T6"),
        ("seine-saint-denis", "93"),
        ("77100", "77100"),  # an INSEE code before a postal one: it is the address of a sheet
        ("93059", "93066"),  # merged in 2025
        ("93200", "93066"),
    ],
)
def test_an_address_is_a_code_first(said: str, code: str) -> None:
    assert find_territory(said).code == code


@pytest.mark.parametrize("said", ["59", "FR", "R84", "zzz", "", "\x00", "'; drop table", "9" * 500])
def test_no_sheet_but_for_the_region(said: str) -> None:
    with pytest.raises(NotFoundError):
        find_territory(said)


def test_who_to_call_is_of_the_departements_of_the_place() -> None:
    held = {
        h.function.slug: [a.slug for a in h.actors] for h in find_holders(territories.get("T12"))
    }
    assert {"departement-91", "departement-94"} <= set(held["departement"])
    assert "departement-78" not in held["departement"]
    assert held["service-iae"][-1] == "drieets"


def test_every_lever_leads_to_a_guide() -> None:
    slugs = {guide.slug for guide in load_guides(ROOT / "content" / "guides")}
    levers = load_levers()
    assert levers
    for lever in levers:
        assert lever.guide in slugs
        assert lever.cited


def test_every_territory_is_found_once() -> None:
    found = list(documents())
    assert len({document.key for document in found}) == len(found)
    assert {"/territoires/R11", "/territoires/T6", "/territoires/93066"} <= {d.url for d in found}
    saint_denis = next(d for d in found if d.id == "93066")
    assert "93200" in saint_denis.keywords
    assert saint_denis.place == "Seine-Saint-Denis"
