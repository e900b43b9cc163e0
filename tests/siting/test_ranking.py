from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.siting import SITING_WEIGHTS, Site, SiteFigures, TerritoryFigures, need_index, rank_sites

USUAL = SiteFigures(
    code="a",
    population=100_000,
    need=None,
    structures=2,
    others=1,
    neighbours=3,
    tenders=10,
    with_clause=3,
)
COUNT = st.integers(0, 500)


@st.composite
def figure_lists(draw: st.DrawFn) -> list[SiteFigures]:
    return [
        SiteFigures(
            code=f"{n}",
            population=draw(st.one_of(st.none(), st.integers(0, 10**7).map(float))),
            need=None,
            structures=draw(COUNT),
            others=draw(COUNT),
            neighbours=draw(st.one_of(st.none(), COUNT)),
            tenders=draw(st.one_of(st.none(), COUNT)),
            with_clause=draw(st.one_of(st.none(), COUNT)),
        )
        for n in range(draw(st.integers(1, 6)))
    ]


def find(sites: tuple[Site, ...], code: str) -> Site:
    return next(site for site in sites if site.code == code)


def test_weights_add_up_to_a_hundred() -> None:
    assert sum(weight.points for weight in SITING_WEIGHTS) == 100


@given(figure_lists())
def test_bounds_and_ranks(figures: list[SiteFigures]) -> None:
    sites = rank_sites(figures, near_km=5)
    assert [site.rank for site in sites] == list(range(1, len(figures) + 1))
    assert {site.code for site in sites} == {one.code for one in figures}
    for site in sites:
        assert 0 <= site.score <= 1
        assert 0 <= site.confidence <= 1
        assert all(part.why.endswith(".") for part in site.parts)
    assert sites == rank_sites(figures[::-1], near_km=5)


def test_fewer_structures_and_more_tenders_come_first() -> None:
    sites = rank_sites(
        [USUAL, replace(USUAL, code="b", structures=0, tenders=30, with_clause=9)], near_km=5
    )
    assert [site.code for site in sites] == ["b", "a"]


def test_no_tender_anywhere_is_unknown_not_zero() -> None:
    bare = replace(USUAL, tenders=0, with_clause=0)
    site = rank_sites([bare, replace(bare, code="b")], near_km=5)[0]
    assert "Commande publique" in site.unknown
    assert "Clauses sociales" in site.unknown
    assert site.confidence == pytest.approx(0.45)


def test_a_few_tenders_give_no_share_of_clauses() -> None:
    site = find(rank_sites([replace(USUAL, tenders=4, with_clause=4)], near_km=5), "a")
    assert "Clauses sociales" in site.unknown


def test_the_index_of_the_territory_is_a_part() -> None:
    rows = [
        TerritoryFigures(code=code, population=1e5, siae_count=count, sectors_present=5)
        for code, count in (("a", 1), ("b", 9))
    ]
    needs = need_index(rows)
    figures = [replace(USUAL, code=code, need=needs[code]) for code in ("a", "b")]
    sites = rank_sites(figures, near_km=5)
    assert [site.code for site in sites] == ["a", "b"]
    part = next(part for part in sites[0].parts if part.key == "need")
    assert "indice partiel" in part.why
