"""The BOAMP through the API of its publisher (Opendatasoft, « Explore » v2.1).

A day is read by pages, in a stable order; several days, or a day too long for pages, as an export,
which has no limit. The answers keep UTC, the default: the hours of deadlines are read for it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.fetching.answers import RecordPage, check_export, check_page, count_export, read_page
from app.fetching.client import Client, host_of
from app.fetching.errors import AnswerError, TooLargeError
from app.fetching.windows import Page, Scope, Window

DATASET = "/api/explore/v2.1/catalog/datasets/boamp"
PAGE = 100  # records: the most that one page may hold
DEEPEST = 10_000  # offset + limit must stay below
ORDER = "dateparution ASC, idweb ASC"


@dataclass(kw_only=True)
class Reading:
    """What one reading of a window saw: the totals it was told, the rows and numbers it met."""

    totals: list[int] = field(default_factory=list)
    rows: int = 0
    repeats: int = 0
    numbers: set[str] = field(default_factory=set)

    def note(self, page: RecordPage) -> None:
        """Count one page."""
        self.totals.append(page.total)
        self.rows += len(page.records)
        for number in map(number_of, page.records):
            self.repeats += number in self.numbers
            self.numbers.add(number)

    @property
    def is_too_deep(self) -> bool:
        """Whether pages cannot reach the end."""
        return self.totals[-1] + PAGE >= DEEPEST

    @property
    def is_whole(self) -> bool:
        """Whether every row announced last came."""
        return self.rows >= self.totals[-1]

    @property
    def is_steady(self) -> bool:
        """Whether nothing moved meanwhile: rows may otherwise slip between two pages."""
        return self.is_whole and len(set(self.totals)) == 1 and not self.repeats


@dataclass(frozen=True, kw_only=True)
class BoampApi:
    """One of the hosts of the API, such as `https://www.boamp.fr`."""

    address: str
    scope: Scope

    @property
    def name(self) -> str:
        """Its host."""
        return host_of(self.address)

    def read(self, client: Client, window: Window) -> Iterator[Page]:
        """The notices published in these days; each one once, unless it changed meanwhile.

        Raises HostDownError, AnswerError or QuotaError; the pages given before stay good.
        """
        seen: set[bytes] = set()
        if window.is_one_day:
            yield from self._read_pages(client, window, seen)
            return
        try:
            yield from self._read_export(client, window)
        except TooLargeError:
            for day in window.days:
                yield from self._read_pages(client, Window(first=day, last=day), seen)

    def _read_pages(self, client: Client, window: Window, seen: set[bytes]) -> Iterator[Page]:
        """The same by pages, read again once if the window moved while it was read."""
        for is_last in (False, True):
            reading = Reading()
            for page in self._turn_pages(client, window, reading):
                fresh = drop_seen(page, seen)
                if fresh:
                    yield Page(body=io.BytesIO(fresh), host=self.name)
            if reading.is_too_deep:
                yield from self._read_export(client, window)
                return
            if reading.is_steady or (is_last and reading.is_whole):
                return
        got, announced = reading.rows, reading.totals[-1]
        message = f"{self.name}\u00a0: {got} avis reçus sur {announced} annoncés pour {window}"
        raise AnswerError(message)

    def _turn_pages(self, client: Client, window: Window, reading: Reading) -> Iterator[RecordPage]:
        """Each page of one reading, to the first that is empty or the end announced last."""
        while True:
            page = self._ask(client, window, limit=PAGE, offset=reading.rows)
            reading.note(page)
            if reading.is_too_deep:
                return
            yield page
            if not page.records or reading.is_whole:
                return

    def _ask(self, client: Client, window: Window, *, limit: int, offset: int = 0) -> RecordPage:
        """One page."""
        params = {**self._query(window), "limit": limit, "offset": offset}
        with client.get(f"{self.address}{DATASET}/records", params, check=check_page) as body:
            return read_page(body.read())

    def _read_export(self, client: Client, window: Window) -> Iterator[Page]:
        """The same as one export, asked for again once if it holds less than announced."""
        address = f"{self.address}{DATASET}/exports/json"
        got = announced = 0
        for _ in range(2):
            announced = self._ask(client, window, limit=1).total
            with client.get(address, self._query(window), check=check_export) as body:
                got = count_export(body)
                body.seek(0)
                if got >= announced:
                    if got:
                        yield Page(body=body, host=self.name)
                    return
        message = f"{self.name}\u00a0: export de {got} avis sur {announced} annoncés pour {window}"
        raise AnswerError(message)

    def _query(self, window: Window) -> dict[str, str | int]:
        """What is asked for, in ODSQL."""
        where = f"dateparution >= date'{window.first}' AND dateparution <= date'{window.last}'"
        if self.scope.condition:
            where = f"{where} AND {self.scope.condition}"
        return {"where": where, "order_by": ORDER, "timezone": "UTC"}


def number_of(record: object) -> str:
    """The number of a notice; its whole content where it has none."""
    number = record.get("idweb") if isinstance(record, dict) else None
    return number if isinstance(number, str) and number else json.dumps(record, sort_keys=True)


def drop_seen(page: RecordPage, seen: set[bytes]) -> bytes:
    """The page without the notices already given as they are; empty if none is left."""
    fresh = []
    for record in page.records:
        written = json.dumps(record, sort_keys=True).encode()
        digest = hashlib.blake2b(written, digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            fresh.append(record)
    if len(fresh) == len(page.records):
        return page.raw if fresh else b""
    return json.dumps({"total_count": page.total, "results": fresh}).encode() if fresh else b""
