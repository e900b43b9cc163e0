"""What a dossier says on paper, apart from its tools: sheet, decisions, list of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.clock import NBSP, say_day, to_paris
from app.dossiers.content_models import DossierDecision, DossierFile
from app.dossiers.sheet import Sheet
from app.exports.document import Block, Heading, Look, Paragraph, Table, plain, strong

ALONE = "Seul son nom est écrit pour l’instant."


def tell_sheet(sheet: Sheet) -> Iterator[Block]:
    """What the project is."""
    yield Heading(text="Le projet")
    for line in filter(None, sheet.pitch.split("\n")):
        yield Paragraph(text=plain(line))
    facts = [(label, value) for label, value in sheet.facts if value]
    if facts:
        yield Table(
            caption="La fiche du projet",
            header=("Rubrique", "Ce que dit le projet"),
            rows=tuple((strong(label), plain(value)) for label, value in facts),
            widths=(0.3, 0.7),
        )
    elif not sheet.pitch:
        yield Paragraph(text=plain(ALONE))


def tell_decisions(decisions: Sequence[DossierDecision]) -> Iterator[Block]:
    """Who decided what, the newest first; nothing where nobody did."""
    if not decisions:
        return
    yield Heading(text="Les décisions")
    yield Table(
        caption="Décisions, de la plus récente à la plus ancienne",
        header=("Date", "Qui", "Ce qui est décidé", "Issue"),
        rows=tuple(
            tuple(map(plain, (say_day(item.on), item.body, item.what, item.read_outcome.label)))
            for item in decisions
        ),
        widths=(0.17, 0.25, 0.38, 0.2),
    )


def tell_files(files: Sequence[DossierFile]) -> Iterator[Block]:
    """The documents, by name; nothing where there is none."""
    if not files:
        return
    yield Heading(text="Les documents")
    yield Table(
        caption="Documents du dossier",
        header=("Document", "Nature", "Ajouté le"),
        rows=tuple(
            (
                plain(file.name),
                plain(file.file_kind.label),
                plain(say_day(to_paris(file.at).date())),
            )
            for file in files
        ),
        widths=(0.55, 0.2, 0.25),
    )
    note = f"Source{NBSP}: le dossier, sur le portail, où ces documents se téléchargent."
    yield Paragraph(text=plain(note), look=Look.SOURCE)


def say_local_day(moment: datetime) -> str:
    """« 3 février 2026 », the day in Paris of an aware instant."""
    return say_day(to_paris(moment).date())
