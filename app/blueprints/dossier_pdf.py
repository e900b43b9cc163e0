"""A project’s whole dossier as one PDF: cover, sheet, decisions, documents, stages, tools."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.blueprints.dossier_sections.section import Reading
from app.blueprints.toolkit.stage_page import Ticks
from app.clock import say_date, say_moment
from app.dossiers import access, decisions, files
from app.dossiers.report import tell_decisions, tell_files, tell_sheet
from app.exports.document import (
    Block,
    Contents,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Table,
    plain,
    with_title,
)
from app.exports.pdf import write_pdf
from app.extensions import db
from app.forms.ticks import TickState
from app.projects.models import Worksheet
from app.toolkit.stages import Item, Stage, load_stages

LIMITS = (
    "Ce dossier est écrit par le porteur du projet avec les outils du portail. Ce n’est ni un avis "
    "de l’administration, ni un engagement d’un financeur."
)


def write_dossier(reading: Reading) -> bytes:
    """The document, edited at the instant of the reading; LayoutError."""
    title = reading.dossier.title
    info = DocumentInfo(
        title=title,
        created_at=reading.now,
        subject="Dossier de projet",
        footer=f"{title} – édité le {say_date(reading.today)}",
    )
    blocks = list_blocks(reading)
    return write_pdf(info, with_title(title, blocks, overline="Dossier de projet"))


def list_blocks(reading: Reading) -> Iterator[Block]:
    """What it says under its title; a part that has nothing is left out."""
    owner = access.name_owner(db.session(), reading.dossier.project)
    if owner:
        yield Paragraph(text=plain(owner), look=Look.LEAD)
    yield Paragraph(text=plain(f"Édité le {say_moment(reading.now)}."))
    yield Paragraph(text=plain(LIMITS), look=Look.NOTE)
    yield Contents(title="Sommaire")
    yield PageBreak()
    yield from tell_sheet(reading.sheet)
    number = reading.dossier.id
    yield from tell_decisions(db.session.scalars(decisions.of_dossier(number)).all())
    yield from tell_files(db.session.scalars(files.of_dossier(number)).all())
    yield from tell_stages(reading.worksheets)
    for kept in reading.tools:
        yield PageBreak()
        yield from kept.blocks()
        saved = f"Outil enregistré le {say_moment(kept.sheet.updated_at)}."
        yield Paragraph(text=plain(saved), look=Look.SOURCE)


def tell_stages(worksheets: Mapping[str, Worksheet]) -> Iterator[Block]:
    """What was ticked or noted, stage by stage; nothing where nothing was."""
    told = [
        (stage, rows)
        for stage in load_stages()
        if (sheet := worksheets.get(f"etape-{stage.slug}"))
        and (rows := tuple(list_items(stage, Ticks(data=sheet.data))))
    ]
    if told:
        yield Heading(text="L’avancement par étape")
    for stage, rows in told:
        title = f"{stage.order}. {stage.title}"
        yield Heading(text=title, level=2)
        yield Table(
            caption=f"Points cochés ou notés, étape {stage.order}",
            header=("Point", "État", "Note"),
            rows=tuple(
                (plain(item.text), plain(state.label), plain(note)) for item, state, note in rows
            ),
            widths=(0.5, 0.15, 0.35),
        )


def list_items(stage: Stage, ticks: Ticks) -> Iterator[tuple[Item, TickState, str]]:
    """The items of a stage that something is said of."""
    for item in stage.checklist:
        state, note = ticks.state(item), ticks.note(item)
        if state is not TickState.TO_DO or note:
            yield item, state, note
