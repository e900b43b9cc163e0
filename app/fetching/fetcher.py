"""One window from the first source that can give it: the hosts of the API, then the DILA."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from app.fetching.client import Client
from app.fetching.errors import AnswerError, HostDownError, NoSourceError
from app.fetching.windows import Page, Window


class Source(Protocol):
    """A place that gives the notices of a window."""

    @property
    def name(self) -> str:
        """Its host."""

    def read(self, client: Client, window: Window) -> Iterator[Page]:
        """The notices; raises HostDownError, AnswerError or QuotaError."""


class Fetcher:
    """Reads windows; a host that is down is not asked again. `tell` takes what went wrong."""

    def __init__(
        self, client: Client, sources: Sequence[Source], *, tell: Callable[[str], None]
    ) -> None:
        self._client = client
        self._sources = list(sources)
        self._tell = tell

    def read(self, window: Window) -> Iterator[Page]:
        """The notices of a window; a source that fails in its middle is followed by the next one.

        What was given before stays good, and may come again. Raises AnswerError where no source
        could give it all, NoSourceError where none is left to ask, QuotaError as it comes.
        """
        for source in list(self._sources):
            try:
                yield from source.read(self._client, window)
            except HostDownError as error:
                self._sources.remove(source)
                self._tell(f"{error} – cette source est laissée de côté")
            except AnswerError as error:
                self._tell(str(error))
            else:
                return
        if not self._sources:
            message = "aucune source ne répond"
            raise NoSourceError(message)
        message = f"{window}\u00a0: aucune source n’a tout donné"
        raise AnswerError(message)
