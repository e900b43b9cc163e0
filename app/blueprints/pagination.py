"""The links from one page of a list to the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

AROUND = 1
"""How many pages are shown on each side of the current one."""


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """The link to one page, counted from 1."""

    number: int
    href: str
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class PageLinks:
    """What `components/pagination.html` shows.

    `items` has None where numbers are left out; `previous` and `next` are None at the ends.
    """

    page: int
    pages: int
    items: tuple[PageLink | None, ...]
    previous: str | None
    next: str | None


def build_page_links(
    page: int, pages: int, path: str, query: Iterable[tuple[str, str]] = ()
) -> PageLinks:
    """The links around page `page` of `pages`, keeping every pair of the query string but `page`.

    `query` is `request.args.items(multi=True)`. A page out of bounds is brought back inside.
    """
    pages = max(1, pages)
    page = min(max(1, page), pages)
    kept = [(key, value) for key, value in query if key != "page"]

    def address(number: int) -> str:
        pairs = kept if number == 1 else [*kept, ("page", str(number))]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    items = tuple(
        None
        if number is None
        else PageLink(number=number, href=address(number), is_current=number == page)
        for number in list_numbers(page, pages)
    )
    return PageLinks(
        page=page,
        pages=pages,
        items=items,
        previous=address(page - 1) if page > 1 else None,
        next=address(page + 1) if page < pages else None,
    )


def list_numbers(page: int, pages: int) -> list[int | None]:
    """The numbers shown: both ends, the neighbours of the current page, None for each gap.

    A gap of a single page is filled: « … » would take as much room.
    """
    shown = sorted({1, pages, *range(max(1, page - AROUND), min(pages, page + AROUND) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        missing = number - (numbers[-1] or 0) - 1 if numbers else 0
        if missing == 1:
            numbers.append(number - 1)
        elif missing > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers
