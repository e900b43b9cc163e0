"""Word documents that people fill in: real headings, ticks, tables with headers, links, pages.

`write_docx` takes blocks and gives the bytes of a file. Any text may come from outside: characters
that XML refuses are dropped, everything else is written as it is, never as a tag.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC

from docx import Document
from docx.document import Document as DocumentFile
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu
from docx.text.paragraph import Paragraph as ParagraphFile

from app.exports.document import (
    Block,
    CheckItem,
    Contents,
    DocumentInfo,
    Heading,
    KeyFigures,
    Look,
    PageBreak,
    Paragraph,
    Table,
    plain,
    strong,
)
from app.exports.docx_parts import (
    add_field,
    clean,
    make_box,
    mark_row,
    name_place,
    name_table,
    set_widths,
    write_text,
)
from app.exports.docx_styles import LANGUAGE, LINK_STYLE, TICK, make_shade, set_styles

MIMETYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LONGEST_PROPERTY = 255  # characters that a property of a file may have


def write_docx(info: DocumentInfo, blocks: Iterable[Block]) -> bytes:
    """The bytes of a document in French, on A4, with these blocks in order."""
    pieces = tuple(blocks)
    document = Document()
    set_styles(document)
    describe(document, info)
    write_footer(document, info.footer)
    titles = [b.text for b in pieces if isinstance(b, Heading) and b.level == 1]
    writer = Writer(document, titles)
    for block in pieces:
        writer.write(block)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def describe(document: DocumentFile, info: DocumentInfo) -> None:
    """The properties of the file."""
    about = document.core_properties
    about.title = clean(info.title)[:LONGEST_PROPERTY]
    about.author = about.last_modified_by = clean(info.author)[:LONGEST_PROPERTY]
    about.subject = clean(info.subject)[:LONGEST_PROPERTY]
    about.keywords = clean(info.keywords)[:LONGEST_PROPERTY]
    about.comments = ""
    about.language = LANGUAGE
    about.created = about.modified = info.created_at.astimezone(UTC).replace(tzinfo=None)


def write_footer(document: DocumentFile, words: str) -> None:
    """On every page: these words, and « Page 2 sur 9 » on the right."""
    section = document.sections[0]
    footer = section.footer.paragraphs[0]
    footer.style = document.styles[Look.SOURCE]
    footer.paragraph_format.left_indent = Cm(0)
    width = Emu(line_width(document))
    footer.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{clean(words)}\tPage\u00a0")
    add_field(footer, "PAGE")
    footer.add_run(" sur\u00a0")
    add_field(footer, "NUMPAGES")


def line_width(document: DocumentFile) -> int:
    """The width of a line, in EMU."""
    section = document.sections[0]
    return int(section.page_width or 0) - int(section.left_margin or 0) * 2


class Writer:
    """Writes blocks one after the other at the end of a document."""

    def __init__(self, document: DocumentFile, titles: Sequence[str]) -> None:
        self.document = document
        self.titles = titles
        self.sections = 0
        self.ticks = 0
        self.breaks = False

    def write(self, block: Block) -> None:
        """Write that block."""
        match block:
            case Heading():
                self.write_heading(block)
            case Paragraph():
                write_text(self.add(block.look), block.text)
            case CheckItem():
                self.write_check(block)
            case Table():
                self.write_table(block)
            case Contents():
                self.write_contents(block)
            case KeyFigures():
                self.write_figures(block)
            case PageBreak():
                self.breaks = True

    def add(self, style: str) -> ParagraphFile:
        """A new paragraph, on a new page where a break was asked for."""
        paragraph = self.document.add_paragraph(style=style)
        if self.breaks:
            paragraph.paragraph_format.page_break_before = True
            self.breaks = False
        return paragraph

    def write_heading(self, block: Heading) -> None:
        """A title; those of level 1 are places that the contents lead to."""
        paragraph = self.add(f"Heading {block.level}")
        if block.level > 1:
            paragraph.add_run(clean(block.text))
            return
        self.sections += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.sections))
        start.set(qn("w:name"), name_place(self.sections))
        paragraph._p.append(start)
        paragraph.add_run(clean(block.text))
        paragraph._p.append(end)

    def write_figures(self, block: KeyFigures) -> None:
        """A line per number."""
        for figure in block.items:
            write_text(self.add(Look.KEY), (*strong(figure.value), *plain(f" {figure.label}")))

    def write_contents(self, block: Contents) -> None:
        """A link to each title of level 1."""
        self.add(Look.LEAD).add_run(clean(block.title)).bold = True
        for number, title in enumerate(self.titles, start=1):
            paragraph = self.add(Look.DETAIL)
            anchor = OxmlElement("w:hyperlink")
            anchor.set(qn("w:anchor"), name_place(number))
            anchor.set(qn("w:history"), "1")
            anchor.append(paragraph.add_run(clean(title), style=LINK_STYLE)._r)
            paragraph._p.append(anchor)

    def write_check(self, block: CheckItem) -> None:
        """A box that a click ticks, its label, and the lines that explain it."""
        self.ticks += 1
        paragraph = self.add(TICK)
        paragraph._p.append(make_box(self.ticks))
        paragraph.add_run("\t")
        write_text(paragraph, block.label)
        for detail in block.details:
            write_text(self.add(Look.DETAIL), detail)
        if block.source:
            write_text(self.add(Look.SOURCE), block.source)

    def write_table(self, block: Table) -> None:
        """A table whose first row comes again at the top of each page."""
        self.breaks = False
        columns = len(block.header)
        table = self.document.add_table(rows=1, cols=columns, style="Table Grid")
        name_table(table, block.caption)
        shares = block.widths or (1 / columns,) * columns
        widths = [Emu(int(line_width(self.document) * share)) for share in shares]
        set_widths(table, widths)
        for cell, label in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].add_run(clean(label)).bold = True
            cell._tc.get_or_add_tcPr().append(make_shade("EEEEFF"))
        mark_row(table.rows[0]._tr, "w:cantSplit", "w:tblHeader")
        for texts in block.rows:
            row = table.add_row()
            mark_row(row._tr, "w:cantSplit")
            for cell, text, width in zip(row.cells, texts, widths, strict=True):
                cell.width = width
                cell.paragraphs[0].style = self.document.styles[Look.BODY]
                write_text(cell.paragraphs[0], text)
        for row in table.rows:
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.space_after = Cm(0.1)
                cell.paragraphs[0].paragraph_format.space_before = Cm(0.1)
        self.document.add_paragraph().paragraph_format.space_after = Cm(0)
