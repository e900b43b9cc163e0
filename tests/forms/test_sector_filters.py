from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app import sectors
from app.forms.sector_filters import SectorFilters
from app.sectors import Tag


@given(st.text(max_size=60), st.lists(st.sampled_from(list(Tag)), unique=True))
def test_filters_go_to_an_address_and_back(text: str, tags: list[Tag]) -> None:
    raw = MultiDict([("q", text), *(("etiquette", tag.word) for tag in tags)])
    filters = SectorFilters.from_args(raw)
    assert SectorFilters.from_args(MultiDict(filters.to_args())) == filters
    assert not filters.ignored


def test_no_filter_keeps_everything_and_a_group_is_found_by_its_name() -> None:
    group = sectors.groups_by_slug()["mobilite-et-velo"]
    assert SectorFilters().keep(group) == group.sectors
    assert SectorFilters(text="MOBILITE et velo").keep(group) == group.sectors
    assert SectorFilters(tags=(Tag.STRATEGIC,)).keep(group) == ()


def test_what_is_not_understood_is_said() -> None:
    filters = SectorFilters.from_args(MultiDict([("etiquette", "bleue"), ("tri", "nom")]))
    assert len(filters.ignored) == 2
    assert filters.tags == ()
