"""A document as a file: blocks for the text, sheets and living formulas for the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from app.clock import NBSP, say_day
from app.errors import NotFoundError
from app.exports import docx, xlsx
from app.exports.document import (
    BLANK,
    Block,
    CheckItem,
    DocumentInfo,
    Heading,
    Look,
    PageBreak,
    Paragraph,
    Span,
    Table,
    Text,
    fill_in,
    plain,
    rich,
    strong,
)
from app.toolkit.documents.dashboard import write_dashboard
from app.toolkit.documents.templates import (
    BlockText,
    CheckText,
    DocumentTemplate,
    FieldsText,
    Format,
    SheetText,
    TableText,
)
from app.toolkit.sources import cite
from app.toolkit.typography import set_french

MIMETYPES = {Format.DOCX: docx.MIMETYPE, Format.XLSX: xlsx.MIMETYPE}
PRIVACY = set_french(
    "**Ce modèle n’est pas un document officiel.** Adaptez-le, supprimez ce qui ne vous sert pas. "
    "N’y écrivez ni nom de salarié en parcours, ni information de santé ou de justice."
)
PROPOSAL = set_french("Source : proposition du portail, à adapter.")


def write_document(template: DocumentTemplate, kind: Format, now: datetime) -> bytes:
    """The bytes of the document; NotFoundError where it does not exist in that format."""
    if kind not in template.formats:
        raise NotFoundError("Ce document n’existe pas dans ce format.")
    if kind is Format.XLSX:
        return write_sheets(template, now)
    info = DocumentInfo(
        title=template.title,
        subject=template.summary,
        created_at=now,
        footer=template.title,
    )
    return docx.write_docx(info, list_blocks(template, now))


def list_blocks(template: DocumentTemplate, now: datetime) -> Iterator[Block]:
    """The document, block by block: what it is for, its parts, its sources."""
    yield Paragraph(text=plain("Modèle à remplir"), look=Look.OVERLINE)
    yield Paragraph(text=plain(template.title), look=Look.TITLE)
    yield Paragraph(text=rich(template.purpose), look=Look.LEAD)
    yield Table(
        caption="À quoi sert ce document",
        header=("Ce document", "En bref"),
        rows=(
            (plain("Qui l’utilise"), rich(template.users)),
            (plain("Quand"), rich(template.moment)),
            (plain("Version du modèle"), plain(f"téléchargée le {say_day(now.date())}")),
        ),
        widths=(0.25, 0.75),
    )
    yield Paragraph(text=rich(PRIVACY), look=Look.WARNING)
    for block in template.blocks:
        yield from tell(block)
    yield Heading(text="Sources et limites")
    yield Paragraph(
        text=rich(
            "Le droit change\u00a0: relisez chaque article sur Légifrance avant de le citer. Ce "
            "qui n’a pas de source est une proposition du portail, à adapter."
        )
    )
    for source in template.cited():
        words = Span(text=f" ({source.words}).")
        yield Paragraph(text=(Span(text=source.title, href=source.url), words), look=Look.ITEM)


def tell(block: BlockText) -> Iterator[Block]:
    """A part: titles, paragraphs, lists, boxes, tables, then where it comes from."""
    if block.new_page:
        yield PageBreak()
    if block.title:
        yield Heading(text=block.title)
    if block.subtitle:
        yield Heading(text=block.subtitle, level=2)
    yield from tell_words(block)
    yield from map(tell_check, block.checks)
    if block.fields:
        yield tell_fields(block.fields)
    if block.table:
        yield tell_table(block.table)
    if block.sources:
        yield Paragraph(text=name_sources(block.sources), look=Look.SOURCE)


def tell_words(block: BlockText) -> Iterator[Block]:
    """The sentences of a part."""
    for text in block.texts:
        yield Paragraph(text=rich(text))
    if block.note:
        yield Paragraph(text=rich(block.note), look=Look.NOTE)
    if block.warning:
        yield Paragraph(text=rich(block.warning), look=Look.WARNING)
    for item in block.items:
        yield Paragraph(text=rich(item), look=Look.ITEM)


def tell_check(check: CheckText) -> CheckItem:
    """A box, what explains it, and its article or that the portal proposes it."""
    article = f"Code du travail, {check.article}." if check.article else PROPOSAL
    return CheckItem(
        label=strong(check.label),
        details=tuple(rich(detail) for detail in check.details),
        source=plain(article),
    )


def tell_fields(fields: FieldsText) -> Table:
    """What is asked, each with its place to write."""
    return Table(
        caption=fields.caption,
        header=(fields.caption, "À remplir"),
        rows=tuple((rich(label), fill_in()) for label in fields.labels),
        widths=(0.4, 0.6),
    )


def tell_table(table: TableText) -> Table:
    """A table; a cell left empty is a place to fill in."""
    empty = (fill_in(),) * len(table.header)
    return Table(
        caption=table.caption,
        header=table.header,
        rows=(
            *(tuple(rich(cell) if cell else fill_in() for cell in row) for row in table.rows),
            *((empty,) * table.blank),
        ),
        widths=table.widths,
    )


def name_sources(keys: Iterable[str]) -> Text:
    """The line that says where a part comes from, with links."""
    spans = [Span(text=f"Source{NBSP}: ")]
    for at, source in enumerate(cite(keys)):
        if at:
            spans.append(Span(text=f"{NBSP}; "))
        spans.append(Span(text=source.title, href=source.url))
        spans.append(Span(text=f" ({source.words})"))
    return (*spans, Span(text="."))


def write_sheets(template: DocumentTemplate, now: datetime) -> bytes:
    """The workbook: the dashboard first where there is one, the sheets, then the sources."""
    workbook, file = xlsx.open_workbook(template.title, now)
    formats, taken = xlsx.make_formats(workbook), set[str]()
    if template.dashboard:
        name = xlsx.name_sheet(template.dashboard.title, taken)
        write_dashboard(workbook.add_worksheet(name), template.dashboard, workbook)
    for sheet in (*map(fill_sheet, template.sheets), list_sources(template)):
        page = workbook.add_worksheet(xlsx.name_sheet(sheet.title, taken))
        xlsx.write_sheet(page, sheet, formats)
    workbook.close()
    return file.getvalue()


def fill_sheet(sheet: SheetText) -> xlsx.Sheet:
    """A sheet with its blank rows."""
    empty: tuple[str, ...] = ("",) * len(sheet.header)
    rows = tuple(tuple(cell.replace(BLANK, "") for cell in row) for row in sheet.rows)
    return xlsx.Sheet(
        title=sheet.title,
        header=sheet.header,
        rows=(*rows, *((empty,) * sheet.blank)),
        notes=sheet.notes,
        widths=sheet.widths,
    )


def list_sources(template: DocumentTemplate) -> xlsx.Sheet:
    """Where the contents come from."""
    return xlsx.Sheet(
        title="Sources",
        header=("Source", "Fiabilité et date", "Adresse"),
        rows=tuple((source.title, source.words, source.url) for source in template.cited()),
        notes=(
            PROPOSAL,
            "Modèle du portail Maillage, à adapter\u00a0: ce n’est pas un document officiel.",
        ),
        widths=(60, 34, 60),
    )
