"""What the page of a stage and the list of stages show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from app.blueprints.current_schemes import current_schemes
from app.blueprints.guides import read_guides
from app.blueprints.open_project import OpenProject
from app.blueprints.presenters import Link
from app.blueprints.site_map import SitePage, find_pages
from app.blueprints.toolkit.registry import TOOLS
from app.blueprints.toolkit.tool import Tool
from app.forms.path import PathChoices
from app.forms.ticks import TickState
from app.projects.models import Worksheet
from app.toolkit.actor_directory import Directory
from app.toolkit.path import Bearer, Step, adapt, adapt_all
from app.toolkit.stages import Axis, Item, Question, Stage


@dataclass(frozen=True, kw_only=True)
class Ticks:
    """What a project keeps of a stage; `version` is zero where it keeps nothing.

    `is_another` where what was sent was meant for a project that was open before this one.
    """

    data: dict[str, list[str]] = field(default_factory=dict)
    version: int = 0
    conflict: Worksheet | None = None
    is_another: bool = False

    def state(self, item: Item) -> TickState:
        """How far an item is."""
        return TickState(self.data.get(f"etat-{item.key}", [""])[0])

    def note(self, item: Item) -> str:
        """What was noted beside it."""
        return self.data.get(f"note-{item.key}", [""])[0]


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """An item of a checklist, with what the project says of it."""

    item: Item
    state: TickState
    note: str


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How many items are done, of how many that concern the person."""

    done: int
    total: int

    @classmethod
    def of(cls, items: tuple[ItemView, ...]) -> Progress:
        """How far a checklist is; what does not concern the project is not counted."""
        counted = [view for view in items if view.state is not TickState.NOT_CONCERNED]
        done = sum(view.state is TickState.DONE for view in counted)
        return cls(done=done, total=len(counted))


@dataclass(frozen=True, kw_only=True)
class StagePage:
    """All that the page of a stage shows."""

    step: Step
    choices: PathChoices
    ticks: Ticks
    items: tuple[ItemView, ...]
    questions: tuple[tuple[Axis, tuple[Question, ...]], ...]
    tools: tuple[Tool[Any, Any], ...]
    guides: tuple[Link, ...]
    pages: tuple[SitePage, ...]

    @classmethod
    def of(
        cls, stage: Stage, choices: PathChoices, ticks: Ticks, directory: Directory
    ) -> StagePage:
        """The page of a stage for these choices."""
        step = adapt(stage, bearer_of(choices), directory, current_schemes())
        by_axis = ((axis, tuple(q for q in stage.questions if q.axis is axis)) for axis in Axis)
        return cls(
            step=step,
            choices=choices,
            ticks=ticks,
            items=view_items(step, ticks),
            questions=tuple((axis, questions) for axis, questions in by_axis if questions),
            tools=tuple(tool for tool in TOOLS if tool.slug in stage.tools),
            guides=tuple(
                (guide.title, f"/guide/{guide.slug}")
                for guide in read_guides()
                if guide.slug in stage.guides
            ),
            pages=find_pages(stage.pages),
        )

    @property
    def progress(self) -> Progress:
        """How far the checklist is."""
        return Progress.of(self.items)


def bearer_of(choices: PathChoices) -> Bearer:
    """Who carries the project, from an address."""
    return Bearer(
        profile=choices.profile,
        kind=choices.kind,
        department=choices.department,
        level=choices.level,
    )


def view_items(step: Step, ticks: Ticks) -> tuple[ItemView, ...]:
    """The checklist of a stage, with what the project says of each item."""
    return tuple(
        ItemView(item=item, state=ticks.state(item), note=ticks.note(item)) for item in step.items
    )


def describe_steps(
    choices: PathChoices, opened: OpenProject | None, directory: Directory
) -> tuple[tuple[Step, Progress], ...]:
    """Each stage for these choices, with how far its checklist is."""
    return tuple(
        (step, Progress.of(view_items(step, ticks_of(opened, step.stage.slug))))
        for step in adapt_all(bearer_of(choices), directory, current_schemes())
    )


def ticks_of(opened: OpenProject | None, slug: str) -> Ticks:
    """What the open project keeps of a stage."""
    sheet = opened.worksheet(f"etape-{slug}") if opened else None
    return Ticks(data=sheet.data, version=sheet.version) if sheet else Ticks()
