"""What is asked for at once: a span of days of publication, and which notices of these days."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

LONG = 14  # days: beyond, one export of a month is lighter on the publisher than pages
DAY = timedelta(days=1)
DEPARTMENT = re.compile(rb"<DEP_PUBLICATION>\s*0*(\w{1,3})\s*<")
SOCIAL = re.compile(rb"<SOCIAUX[\s/>]")


@dataclass(frozen=True, kw_only=True)
class Window:
    """Days of publication, both included."""

    first: date
    last: date

    @property
    def days(self) -> Iterator[date]:
        """Each day."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * DAY

    @property
    def is_one_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.is_one_day else f"{self.first} à {self.last}"


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Which notices: published in these departments, or with social criteria ticked; all if none.

    `key` names the scope where progress is kept.
    """

    key: str
    departments: tuple[str, ...] = ()

    @property
    def condition(self) -> str:
        """The same for the API, in ODSQL; empty for every notice."""
        if not self.departments:
            return ""
        codes = ", ".join(f'"{code}"' for code in self.departments)
        return f'(code_departement in ({codes}) OR criteres = "sociaux")'

    def keeps_xml(self, document: bytes) -> bool:
        """Whether a notice of the DILA is one of these; one that does not say where is kept."""
        found = {code.decode().upper() for code in DEPARTMENT.findall(document)}
        wanted = {code.lstrip("0") for code in self.departments}
        return not wanted or not found or bool(found & wanted) or bool(SOCIAL.search(document))


@dataclass(frozen=True, kw_only=True)
class Page:
    """Notices as the publisher wrote them, in a format that `parse_file` recognises.

    `body` is at its start, and closed as soon as the next page is asked for.
    """

    body: BinaryIO
    host: str


def plan_windows(since: date, until: date) -> list[Window]:
    """The windows of these days, both included, oldest first: days, or months if they are many."""
    if (until - since).days < LONG:
        return [Window(first=day, last=day) for day in Window(first=since, last=until).days]
    windows = []
    first = since
    while first <= until:
        last = min((first.replace(day=1) + 31 * DAY).replace(day=1) - DAY, until)
        windows.append(Window(first=first, last=last))
        first = last + DAY
    return windows
