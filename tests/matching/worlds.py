"""Random needs, structures and weights, for the properties of the matching."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from app.calibration.judging import make_clause
from app.matching.grids import GRIDS, TENDER, Grid
from app.matching.kinds import Modality, ServiceType, SiaeKind
from app.matching.profiles import Activity, Need, Profile, SoughtSector
from app.matching.weights import FRESH_DAYS
from app.tenders.matching import read_reservation
from app.territories import Area, get
from tests.matching.builders import NOW, SAINT_DENIS, TODAY, VERSAILLES, make_area, make_need

GROUP = {"nettoyage": "proprete", "vitrerie": "proprete", "tri": "dechets"}
MOSTLY = ("nettoyage", "nettoyage", "nettoyage", "vitrerie", "tri")  # what is asked for, often
KINDS = (*SiaeKind, SiaeKind.AI, SiaeKind.AI, SiaeKind.EI)  # those with a rule of their own, often
SEATS = (SAINT_DENIS, "93001", "75112", "92050", VERSAILLES, "77284")
LABELS = ("seniors", "qualiopi", "jeunes", "rsa")
SIRETS = ("80746931700018", "42126196700028")
ARTICLES = ("L2113-12", "L2113-13", "L2113-14", "L2113-15", "L2113-12 ou L2113-13", "")
AREAS = (
    make_area("93"), make_area("T6"), make_area(VERSAILLES), make_area("75", "78"), Area.country(),
    Area.around(get("93001").centre, 12),  # type: ignore[arg-type]
)  # fmt: skip
FORMS = (None, *ServiceType)


def sought(slug: str, weight: float = 1.0) -> SoughtSector:
    return SoughtSector(slug=slug, group=GROUP[slug], name=slug.capitalize(), weight=weight)


def activities(*slugs: str) -> st.SearchStrategy[Activity]:
    """Activities in these sectors, anything else known or not."""
    return st.builds(
        lambda slug, **facts: Activity(sector=slug, group=GROUP[slug], **facts),
        st.sampled_from(slugs or MOSTLY),
        service=st.sampled_from(FORMS),
        area=st.sampled_from((None, None, *AREAS)),
        capacity_fte=st.none() | st.floats(0, 60),
        capacity_as_of=st.none() | st.dates(TODAY - timedelta(days=2 * FRESH_DAYS), TODAY),
        available_from=st.none() | st.dates(date(2026, 6, 1), date(2027, 12, 1)),
        is_inferred=st.booleans(),
    )


@st.composite
def profiles(draw: st.DrawFn, key: int = 1, most: int = 3) -> Profile:
    """A structure of any kind, of which little or much is known."""
    seat = draw(st.none() | st.sampled_from(SEATS))
    return Profile(
        key=key,
        siret=draw(st.sampled_from(SIRETS)),
        name=f"Structure {key}",
        kind=draw(st.sampled_from(KINDS)),
        slug=f"structure-{key}",
        commune=seat,
        point=get(seat).centre if seat else None,
        activities=tuple(draw(st.lists(activities(), min_size=min(2, most), max_size=most))),
        partnerships=draw(st.none() | st.frozensets(st.sampled_from(Modality), max_size=4)),
        conditions=draw(st.none() | st.frozensets(st.sampled_from(LABELS))),
        references=draw(st.none() | st.integers(0, 5)),
    )


@st.composite
def worlds(draw: st.DrawFn, most: int = 10) -> list[Profile]:
    """Some structures, each with its own key."""
    return [draw(profiles(key=key)) for key in range(1, draw(st.integers(0, most)) + 1)]


@st.composite
def needs(draw: st.DrawFn, grid: Grid) -> Need:
    """A lot, or a request, as that grid judges them."""
    slugs = draw(st.sampled_from([("nettoyage",), ("nettoyage", "vitrerie"), ("tri", "nettoyage")]))
    places = st.sampled_from([(SAINT_DENIS,), ("93",), ("75112", SAINT_DENIS), ("R11",), ()])
    need = make_need(
        sectors=tuple(sought(slug, draw(st.floats(0.05, 1))) for slug in slugs),
        territories=draw(places),
        service=draw(st.sampled_from(FORMS)),
        fte=draw(st.none() | st.floats(0, 30)),
        deadline=draw(st.sampled_from([None, NOW + timedelta(days=30), NOW - timedelta(days=1)])),
        buyer_siret=draw(st.sampled_from(["", "80746931700099", "10000000000001"])),
    )
    if grid is TENDER:
        said = draw(st.lists(st.sampled_from(ARTICLES), max_size=2))
        return replace(need, reservation=read_reservation(map(make_clause, said)))
    return replace(
        need,
        modality=draw(st.sampled_from(Modality)),
        starts_on=draw(st.none() | st.dates(TODAY, date(2027, 6, 1))),
        days=draw(st.none() | st.integers(1, 90)),
        hours=draw(st.none() | st.integers(1, 900)),
        conditions=draw(st.frozensets(st.sampled_from(LABELS), max_size=3)),
    )


@st.composite
def reweighed(draw: st.DrawFn, grid: Grid) -> Grid:
    """The same grid with any points that add up to 100, some of them zero."""
    shares = draw(
        st.lists(st.integers(0, 20), min_size=len(grid.points), max_size=len(grid.points)).filter(
            any
        )
    )
    points = {key: 100 * n / sum(shares) for key, n in zip(grid.points, shares, strict=True)}
    return replace(grid, points=points)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Grid, Need]:
    """A need and its grid, with the portal's weights or any others."""
    grid = draw(st.sampled_from(tuple(GRIDS.values())))
    return draw(st.just(grid) | reweighed(grid)), draw(needs(grid))
