"""What a part of the page of a project is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from app.blueprints.dossier_tools import KeptTool, read_tools
from app.clock import to_paris
from app.dossiers.models import Dossier
from app.dossiers.sheet import Sheet
from app.extensions import db
from app.forms.tool_form import ToolForm
from app.projects import queries
from app.projects.models import Worksheet


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A project at an aware instant, as somebody reads it; what the parts share is read once.

    `base` is the address of its page. `may_write` says whether the person may change it;
    `is_shared` that they read it by a link, without being one of those it belongs to. `forms` are
    those sent with what is to mend, by the key of their part.
    """

    dossier: Dossier
    now: datetime
    base: str
    may_write: bool = False
    is_shared: bool = False
    forms: Mapping[str, ToolForm] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day in Paris."""
        return to_paris(self.now).date()

    @cached_property
    def sheet(self) -> Sheet:
        """What its holder says of it."""
        return Sheet.of(self.dossier)

    @cached_property
    def worksheets(self) -> dict[str, Worksheet]:
        """What the tools keep in it, by tool."""
        project = db.session.scalars(queries.by_number(self.dossier.id)).one()
        return {sheet.tool: sheet for sheet in project.worksheets}

    @cached_property
    def tools(self) -> tuple[KeptTool, ...]:
        """The tools it uses, computed again, in the order of the toolbox."""
        return read_tools(self.worksheets)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of the page, drawn by its `template`, which is given `view` and `reading`.

    `read` gives the view-model, None where there is nothing: `empty` then says why, and what to do.
    `in_shared` says whether it stands on the page that a link opens; `is_aside`, on the side.
    """

    key: str
    title: str
    template: str
    read: Callable[[Reading], object | None]
    empty: str = ""
    in_shared: bool = True
    is_aside: bool = False

    def is_on(self, reading: Reading) -> bool:
        """Whether it stands on that page."""
        return self.in_shared or not reading.is_shared
