from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.blueprints.pagination import build_page_links, list_numbers


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 10, [1, 2, None, 10]),
        (3, 10, [1, 2, 3, 4, None, 10]),
        (5, 10, [1, None, 4, 5, 6, None, 10]),
        (4, 7, [1, 2, 3, 4, 5, 6, 7]),
        (10, 10, [1, None, 9, 10]),
    ],
)
def test_numbers_shown(page: int, pages: int, numbers: list[int | None]) -> None:
    assert list_numbers(page, pages) == numbers


def test_keeps_the_query_string_but_the_page() -> None:
    query = [("secteur", "nettoyage"), ("secteur", "btp"), ("page", "2"), ("q", "été & <b>")]
    links = build_page_links(2, 4, "/structures", query)
    assert links.next is not None
    assert parse_qsl(urlsplit(links.next).query) == [
        ("secteur", "nettoyage"),
        ("secteur", "btp"),
        ("q", "été & <b>"),
        ("page", "3"),
    ]
    assert links.previous is not None
    assert "page=" not in links.previous


def test_a_first_page_without_filter_has_the_plain_address() -> None:
    links = build_page_links(1, 3, "/marches")
    assert links.items[0] is not None
    assert links.items[0].href == "/marches"
    assert links.previous is None


@given(st.integers(-3, 60), st.integers(0, 50))
def test_any_page_gives_links_inside_the_list(page: int, pages: int) -> None:
    links = build_page_links(page, pages, "/x")
    shown = [item for item in links.items if item]
    numbers = [item.number for item in shown]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 1
    assert numbers[-1] == max(1, pages)
    assert [item.number for item in shown if item.is_current] == [links.page]
    assert (links.next is None) == (links.page == links.pages)
