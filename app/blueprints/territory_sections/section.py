"""What a part of the sheet of a territory is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.blueprints.presenters import Link
from app.extensions import db
from app.portraits.portrait import Portrait, read_portrait
from app.territories import Territory


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A territory at an aware instant; its portrait is read once, for all the parts that ask."""

    territory: Territory
    now: datetime

    @cached_property
    def portrait(self) -> Portrait:
        """What the portal knows of its structures and of its markets."""
        return read_portrait(db.session(), self.territory, self.now)

    @property
    def is_short(self) -> bool:
        """Whether it is a commune or an arrondissement, whose sheet is short."""
        return self.territory.is_place


def no_tries(_territory: Territory) -> tuple[Link, ...]:
    """Nothing to try."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the sheet, drawn by its `template`, which is given `view` and `territory`.

    `read` gives the view-model, None where nothing is known: `empty` then says so, and `tries`
    gives (label, address) of what to do about it. A fixed number of statements whatever the data.
    `in_full` and `in_short` say on which sheets it stands: the second is that of a commune.
    """

    key: str
    title: str
    template: str
    read: Callable[[Reading], object | None]
    empty: str
    tries: Callable[[Territory], tuple[Link, ...]] = no_tries
    in_full: bool = True
    in_short: bool = False

    def is_on(self, reading: Reading) -> bool:
        """Whether it stands on the sheet of that territory."""
        return self.in_short if reading.is_short else self.in_full
