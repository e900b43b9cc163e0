"""How far fetching has come: the last day of publication that is complete, for each scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from app.fetching.windows import Window
from app.imports.json_file import read_object, write_object

OVERLAP = timedelta(days=2)  # notices change twice a day: the last days are read again


@dataclass(frozen=True, kw_only=True)
class Progress:
    """The file `instance/fetch/boamp.json`, for one scope."""

    path: Path
    key: str

    @property
    def last(self) -> date | None:
        """The last complete day; None before the first, or where the file is unreadable."""
        try:
            return date.fromisoformat(str(read_object(self.path).get(self.key)))
        except ValueError:
            return None

    @property
    def next(self) -> date | None:
        """The day to begin with: the last complete one, less the overlap."""
        return self.last - OVERLAP if self.last else None

    def complete(self, window: Window, *, today: date) -> None:
        """Note that a window was had, all of it.

        The present day is never complete. A window that does not follow the days already had
        changes nothing: the days between would be forgotten.
        """
        known, day = self.last, min(window.last, today - timedelta(days=1))
        if day < window.first or (known and (window.first - known).days > 1):
            return
        if known is None or day > known:
            write_object(self.path, {**read_object(self.path), self.key: f"{day}"})
