"""Getting notices from their publishers over the network: bytes in, bytes out.

Owns the HTTP client, the addresses and habits of each publisher, and how far fetching has come.
Knows neither Flask, nor the database, nor what a notice says: the parsers of `tenders.sources` do.
"""

from __future__ import annotations

from collections.abc import Callable

from app.fetching.boamp_api import BoampApi
from app.fetching.client import Client, Patience
from app.fetching.dila import DilaFolders
from app.fetching.errors import (
    AnswerError,
    FetchError,
    HostDownError,
    NoSourceError,
    QuotaError,
)
from app.fetching.fetcher import Fetcher, Source
from app.fetching.progress import Progress
from app.fetching.windows import Page, Scope, Window, plan_windows

__all__ = [
    "AnswerError",
    "BoampApi",
    "Client",
    "DilaFolders",
    "FetchError",
    "Fetcher",
    "HostDownError",
    "NoSourceError",
    "Page",
    "Patience",
    "Progress",
    "QuotaError",
    "Scope",
    "Source",
    "Window",
    "open_boamp",
    "plan_windows",
]


def open_boamp(
    client: Client, *, hosts: str, dila: str, scope: Scope, tell: Callable[[str], None]
) -> Fetcher:
    """The BOAMP: `hosts` of its API, in order and separated by commas, then the folders of `dila`.

    `tell` takes a French sentence each time a source fails.
    """
    sources: list[Source] = [
        BoampApi(address=host.strip().rstrip("/"), scope=scope)
        for host in hosts.split(",")
        if host.strip()
    ]
    if dila:
        sources.append(DilaFolders(address=dila.rstrip("/"), scope=scope))
    return Fetcher(client, sources, tell=tell)
