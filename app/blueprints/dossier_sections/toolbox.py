"""The tools of the toolbox that a project uses, what they say, and how far its stages are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.blueprints.dossier_sections.section import Reading, Section
from app.blueprints.presenters import Link
from app.blueprints.toolkit.registry import TOOLS
from app.forms.dossiers import LinkForm
from app.forms.ticks import TickState
from app.projects.models import Worksheet
from app.toolkit.stages import load_stages


@dataclass(frozen=True, kw_only=True)
class ToolRow:
    """A tool, when it was saved last, what it says in a line, its files; empty where it was not."""

    title: str
    slug: str
    saved_at: datetime | None = None
    headline: str = ""
    files: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ToolsView:
    """The tools, the stages begun with how many of their items are done, the form of a link."""

    rows: tuple[ToolRow, ...]
    stages: tuple[tuple[str, int], ...]
    form: LinkForm


def read(reading: Reading) -> ToolsView | None:
    """The view of the tools; to who reads by a link, of those that were saved."""
    rows = tuple(list_rows(reading))
    stages = tuple(
        (f"{stage.order}. {stage.title}", count_done(reading.worksheets[f"etape-{stage.slug}"]))
        for stage in load_stages()
        if f"etape-{stage.slug}" in reading.worksheets
    )
    form = reading.forms.get(SECTION.key)
    if not rows and not stages:
        return None
    return ToolsView(
        rows=rows, stages=stages, form=form if isinstance(form, LinkForm) else LinkForm()
    )


def list_rows(reading: Reading) -> list[ToolRow]:
    """A row a tool, in the order of the toolbox."""
    saved = {
        kept.tool.slug: ToolRow(
            title=kept.tool.title,
            slug=kept.tool.slug,
            saved_at=kept.sheet.updated_at,
            headline=kept.headline,
            files=tuple(
                (export.label, f"{reading.base}/outils/{kept.tool.slug}.{export.key}")
                for export in (kept.tool.exports if kept.result is not None else ())
            ),
        )
        for kept in reading.tools
    }
    if reading.is_shared:
        return list(saved.values())
    return [saved.get(tool.slug) or ToolRow(title=tool.title, slug=tool.slug) for tool in TOOLS]


def count_done(sheet: Worksheet) -> int:
    """How many items of a stage are done."""
    states = (v[0] for name, v in sheet.data.items() if name.startswith("etat-") and v)
    return sum(state == TickState.DONE.value for state in states)


SECTION = Section(
    key="outils",
    title="Les outils",
    template="dossiers/sections/outils.html",
    read=read,
    empty="Aucun outil n’est enregistré.",
)
