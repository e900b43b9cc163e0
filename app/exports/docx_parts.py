"""The pieces of a Word document that its library does not write: links, boxes to tick, fields."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu
from docx.table import Table as TableFile
from docx.text.paragraph import Paragraph as ParagraphFile

from app.exports.document import Span, Text
from app.exports.docx_styles import BLANK_STYLE, LINK_STYLE

TO_TICK = "☐"
# What XML 1.0 refuses, and what turns the order of letters round.
UNSAFE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069"
    r"\ufeff\ufffe\uffff]"
)
# An address that word processors refuse makes them refuse the whole file.
ADDRESS = re.compile(r"https?://[\w-]+(?:\.[\w-]+)*(?::\d{1,5})?(?:[/?#][^\s<>\"\\^`{|}]*)?")
LONGEST_ADDRESS = 2_000


def clean(text: str) -> str:
    """The text without the characters that a document cannot hold."""
    return UNSAFE.sub("", text)


def clean_address(href: str) -> str:
    """The address, safe to follow and to write, or empty."""
    address = href.strip()
    if len(address) > LONGEST_ADDRESS or not ADDRESS.fullmatch(address):
        return ""
    return quote(address, safe="%/:=&?~#+!$,;'@()*.-_")


def add_field(paragraph: ParagraphFile, code: str) -> None:
    """A number that the word processor keeps up to date."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = paragraph.add_run("1")._r
    field.append(run)
    paragraph._p.append(field)


def name_place(number: int) -> str:
    """The name of the place of a title of level 1."""
    return f"_partie_{number}"


def write_text(paragraph: ParagraphFile, text: Text) -> None:
    """Add these spans to a paragraph."""
    for span in text:
        address = clean_address(span.href) if span.href else ""
        if address:
            add_link(paragraph, span, address)
        else:
            run = paragraph.add_run(clean(span.text), style=BLANK_STYLE if span.is_blank else None)
            run.bold = True if span.is_bold else None


def add_link(paragraph: ParagraphFile, span: Span, address: str) -> None:
    """A link with its words."""
    anchor = OxmlElement("w:hyperlink")
    relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    anchor.set(qn("r:id"), relation)
    anchor.set(qn("w:history"), "1")
    anchor.append(paragraph.add_run(clean(span.text), style=LINK_STYLE)._r)
    paragraph._p.append(anchor)


def make_box(number: int) -> BaseOxmlElement:
    """A box to tick, as a form’s control; where controls are unknown it shows as ☐."""
    control, about, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    add_child(about, "w:alias", val="À cocher")
    add_child(about, "w:id", val=str(10_000 + number))
    box = OxmlElement("w14:checkbox")
    states = (
        ("checked", "0", ""),
        ("checkedState", "2612", "font"),
        ("uncheckedState", "2610", "font"),
    )
    for name, value, font in states:
        state = OxmlElement(f"w14:{name}")
        state.set(qn("w14:val"), value)
        if font:
            state.set(qn("w14:font"), "MS Gothic")
        box.append(state)
    about.append(box)
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    fonts = OxmlElement("w:rFonts")
    for name in ("ascii", "eastAsia", "hAnsi"):
        fonts.set(qn(f"w:{name}"), "MS Gothic")
    look.append(fonts)
    words = OxmlElement("w:t")
    words.text = TO_TICK
    run.extend((look, words))
    content.append(run)
    control.extend((about, content))
    return control


def add_child(parent: BaseOxmlElement, tag: str, **values: str) -> BaseOxmlElement:
    """A new element at the end of another, with these attributes."""
    child = OxmlElement(tag)
    for name, value in values.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def name_table(table: TableFile, caption: str) -> None:
    """The words that a screen reader says of a table."""
    add_child(table._tbl.tblPr, "w:tblCaption", val=clean(caption))


def set_widths(table: TableFile, widths: Sequence[Emu]) -> None:
    """The widths of columns, kept by every word processor."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, width in zip(table.rows[0].cells, widths, strict=True):
        cell.width = width


def mark_row(row: CT_Row, *marks: str) -> None:
    """Say of a row that it is a header, or that no page cuts it."""
    properties = row.get_or_add_trPr()
    for mark in marks:
        add_child(properties, mark)
