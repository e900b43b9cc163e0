"""The tools of the toolbox that a project uses, and how far its stages are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.toolkit.registry import TOOLS
from app.forms.dossiers import LinkForm
from app.forms.ticks import TickState
from app.projects.models import Worksheet
from app.toolkit.stages import load_stages


@dataclass(frozen=True, kw_only=True)
class ToolRow:
    """A tool, and when it was saved last; None where it was not."""

    title: str
    slug: str
    saved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ToolsView:
    """The tools, the stages begun with how many of their items are done, the form of a link."""

    rows: tuple[ToolRow, ...]
    stages: tuple[tuple[str, int], ...]
    form: LinkForm


def read(reading: Reading) -> ToolsView:
    """The view of the tools."""
    kept = reading.worksheets
    form = reading.forms.get(SECTION.key)
    return ToolsView(
        rows=tuple(
            ToolRow(
                title=tool.title,
                slug=tool.slug,
                saved_at=kept[tool.slug].updated_at if tool.slug in kept else None,
            )
            for tool in TOOLS
        ),
        stages=tuple(
            (f"{stage.order}. {stage.title}", count_done(kept[f"etape-{stage.slug}"]))
            for stage in load_stages()
            if f"etape-{stage.slug}" in kept
        ),
        form=form if isinstance(form, LinkForm) else LinkForm(),
    )


def count_done(sheet: Worksheet) -> int:
    """How many items of a stage are done."""
    states = (v[0] for name, v in sheet.data.items() if name.startswith("etat-") and v)
    return sum(state == TickState.DONE.value for state in states)


SECTION = Section(
    key="outils",
    title="Les outils",
    template="dossiers/sections/outils.html",
    read=read,
)
