"""What a resource of the API is: a row, the parameters it understands, how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from app.blueprints.api.schema import Row
from app.extensions import db

AnyRow = TypeVar("AnyRow", bound=Row)
Item = TypeVar("Item")
Key = str | int


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """A parameter of an address, the same word as on the pages; `values` where it is a list."""

    name: str
    text: str
    values: tuple[str, ...] = ()
    is_repeated: bool = False
    kind: str = "string"


@dataclass(frozen=True, kw_only=True)
class Query:
    """What is asked: the filters, the key of the last row already given, how many, and when."""

    args: MultiDict[str, str]
    limit: int
    now: datetime
    after: Key | None = None


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[AnyRow]):
    """A few rows; `next` is the key of the last one where others follow."""

    rows: tuple[AnyRow, ...]
    next: Key | None = None
    ignored: tuple[str, ...] = ()

    def saying(self, ignored: Iterable[str]) -> Answer[AnyRow]:
        """The same, with what was not understood."""
        return Answer(rows=self.rows, next=self.next, ignored=tuple(ignored))


@dataclass(frozen=True, kw_only=True)
class Resource(Generic[AnyRow]):
    """One kind of open data.

    `name` is its place in the address, `page` the page that shows the same list, with its CSV at
    the same address where `has_csv`. `find` gives the row of an id, or None. `point` gives the
    latitude and longitude of a row where it has some: the list is then GeoJSON too.
    """

    name: str
    title: str
    text: str
    row: type[AnyRow]
    parameters: tuple[Parameter, ...]
    read: Callable[[Query], Answer[AnyRow]]
    find: Callable[[str, datetime], AnyRow | None] | None = None
    point: Callable[[AnyRow], tuple[float, float] | None] | None = None
    page: str = ""
    has_csv: bool = False
    follows_clock: bool = False


def read_after(
    select: sa.Select[Item],
    column: Any,  # noqa: ANN401  a mapped column
    query: Query,
    make: Callable[[Item], AnyRow],
) -> Answer[AnyRow]:
    """The rows of a select after a key, in the order of that column, which is unique.

    Rows added meanwhile never push another out of its place: each is given once.
    """
    if query.after is not None:
        select = select.where(column > query.after)
    ordered = select.order_by(None).order_by(column).limit(query.limit + 1)
    found: Sequence[Item] = db.session.scalars(ordered).all()
    return cut(found, query, lambda item: getattr(item, column.key), make)


def keep_after(
    items: Iterable[Item], key: Callable[[Item], str], query: Query, make: Callable[[Item], AnyRow]
) -> Answer[AnyRow]:
    """The same, of what is kept whole in memory."""
    left = (i for i in items if query.after is None or key(i) > str(query.after))
    return cut(sorted(left, key=key), query, key, make)


def cut(
    found: Sequence[Item], query: Query, key: Callable[[Item], Key], make: Callable[[Item], AnyRow]
) -> Answer[AnyRow]:
    """The first rows, and the key to go on from where there are more than wanted."""
    kept = found[: query.limit]
    more = len(found) > query.limit
    return Answer(rows=tuple(map(make, kept)), next=key(kept[-1]) if more else None)
