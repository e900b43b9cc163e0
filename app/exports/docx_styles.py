"""The looks of a document: real styles, so that people restyle it and screen readers follow it."""

from __future__ import annotations

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from app.exports.document import Look

FONT = "Arial"  # present or replaced by its equal everywhere
INK, BLUE, GREY = RGBColor(0x16, 0x16, 0x16), RGBColor(0x00, 0x00, 0x91), RGBColor(0x55, 0x55, 0x55)
LANGUAGE = "fr-FR"
TICK = "Case à cocher"
KEPT_TABLES = frozenset({"Normal Table", "Table Grid"})
BLANK_STYLE, LINK_STYLE = "À remplir", "Lien"
HEADINGS = ((1, 20, 24, 8), (2, 15, 18, 6), (3, 12, 12, 4))  # level, size, space before and after
# Name: size in points, colour, bold, italic, space after in points, indent in cm.
PARAGRAPHS: dict[str, tuple[float, RGBColor, bool, bool, float, float]] = {
    Look.OVERLINE: (12, GREY, True, False, 4, 0),
    Look.LEAD: (13, GREY, False, False, 14, 0),
    Look.DETAIL: (10, INK, False, False, 2, 0.9),
    Look.SOURCE: (9, GREY, False, False, 8, 0.9),
    Look.QUOTATION: (11, INK, False, True, 4, 0.6),
    Look.NOTE: (11, INK, False, False, 10, 0.2),
    Look.KEY: (13, BLUE, True, False, 12, 0.2),
    Look.WARNING: (11, INK, False, False, 10, 0.2),
    TICK: (11, INK, False, False, 2, 0.9),
}
# Name: the bar on the left, the background.
BOXES = {
    Look.QUOTATION: ("6A6AF4", "FFFFFF"),
    Look.NOTE: ("000091", "EEEEFF"),
    Look.KEY: ("000091", "EEEEFF"),
    Look.WARNING: ("B34000", "FFF4EE"),
}
# What CT_PPr must hold after a frame and a background.
AFTER_BOX = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")


def set_styles(document: Document) -> None:
    """Give a new document its page, its language and its styles."""
    drop_thumbnail(document)
    drop_looks(document)
    set_page(document)
    set_language(document)
    set_bullets(document)
    for fonts in document.styles.element.iter(qn("w:docDefaults")):
        for default in fonts.iter(qn("w:rFonts")):
            replace_fonts(default)
    normal = document.styles["Normal"]
    write_font(normal, 11, INK)
    normal.paragraph_format.space_after = Pt(7)
    normal.paragraph_format.line_spacing = 1.2
    normal.paragraph_format.widow_control = True
    for level, size, before, after in HEADINGS:
        heading = document.styles[f"Heading {level}"]
        for name in (f"Heading {level}", f"Heading {level} Char"):
            write_font(document.styles[name], size, BLUE if level < 3 else INK, bold=True)
        heading.paragraph_format.space_before = Pt(before)
        heading.paragraph_format.space_after = Pt(after)
        heading.paragraph_format.keep_with_next = True
    title = document.styles["Title"]
    for name in ("Title", "Title Char"):
        write_font(document.styles[name], 26, BLUE, bold=True)
    for frame in title.element.findall(f".//{qn('w:pBdr')}"):
        frame.getparent().remove(frame)
    for name, values in PARAGRAPHS.items():
        add_paragraph_style(document, name, values)
    document.styles[TICK].paragraph_format.first_line_indent = Cm(-0.9)
    document.styles[TICK].paragraph_format.keep_with_next = True
    document.styles[TICK].paragraph_format.space_before = Pt(6)
    document.styles[Look.DETAIL].paragraph_format.keep_together = True
    document.styles[Look.ITEM].paragraph_format.space_after = Pt(3)
    add_character_styles(document)


def drop_thumbnail(document: Document) -> None:
    """Take away the picture of the template: file browsers would show it for this document."""
    relations = document.part.package.rels
    for key in [key for key, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]


def drop_looks(document: Document) -> None:
    """Take away the template’s looks of tables: nobody uses them, and every search meets them."""
    for style in document.styles.element.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.name_val not in KEPT_TABLES:
            document.styles.element.remove(style)


def set_page(document: Document) -> None:
    """A4, with margins that a printer and a reader like."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)


def set_language(document: Document) -> None:
    """French everywhere: spelling, hyphens and voices follow it."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
        language.set(qn("w:eastAsia"), LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), LANGUAGE)
    for mark in document.settings.element.iter(qn("w:decimalSymbol")):
        mark.set(qn("w:val"), ",")
    for mark in document.settings.element.iter(qn("w:listSeparator")):
        mark.set(qn("w:val"), ";")


def write_font(
    style: CharacterStyle,
    size: float,
    colour: RGBColor,
    *,
    bold: bool = False,
    italic: bool = False,
) -> None:
    """The font of a style, free of the theme that the template gives it."""
    style.font.name = FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    replace_fonts(fonts)
    style.font.size, style.font.color.rgb = Pt(size), colour
    style.font.bold, style.font.italic = bold, italic


def replace_fonts(fonts: BaseOxmlElement) -> None:
    """One font for every script, instead of those of the theme."""
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def set_bullets(document: Document) -> None:
    """A bullet that every font has: the template’s is a letter of a font that some lack."""
    for level in document.part.numbering_part.element.iter(qn("w:lvl")):
        words, kind = level.find(qn("w:lvlText")), level.find(qn("w:numFmt"))
        if kind.get(qn("w:val")) == "bullet":
            words.set(qn("w:val"), "•")
            for fonts in level.iter(qn("w:rFonts")):
                replace_fonts(fonts)


def add_paragraph_style(
    document: Document, name: str, values: tuple[float, RGBColor, bool, bool, float, float]
) -> None:
    """One style of paragraph of ours."""
    size, colour, bold, italic, after, indent = values
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101 - what the line above asked for
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    write_font(style, size, colour, bold=bold, italic=italic)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.left_indent = Cm(indent)
    if name in BOXES:
        draw_box(style, *BOXES[Look(name)])


def draw_box(style: ParagraphStyle, bar: str, background: str) -> None:
    """A bar on the left and a background, with some room around the words."""
    frame = OxmlElement("w:pBdr")
    sides = (
        ("top", "4", "4", background),
        ("left", "24", "8", bar),
        ("bottom", "4", "4", background),
        ("right", "4", "4", background),
    )
    for name, width, space, colour in sides:
        side = OxmlElement(f"w:{name}")
        values = (("val", "single"), ("sz", width), ("space", space), ("color", colour))
        for attribute, value in values:
            side.set(qn(f"w:{attribute}"), value)
        frame.append(side)
    shade = make_shade(background)
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(frame, "w:shd", *AFTER_BOX)
    properties.insert_element_before(shade, *AFTER_BOX)


def make_shade(background: str) -> BaseOxmlElement:
    """A background, as the format writes it."""
    shade = OxmlElement("w:shd")
    for attribute, value in (("val", "clear"), ("color", "auto"), ("fill", background)):
        shade.set(qn(f"w:{attribute}"), value)
    return shade


def add_character_styles(document: Document) -> None:
    """What is to fill in stands out by its background and its dots, a link by its line."""
    blank = document.styles.add_style(BLANK_STYLE, WD_STYLE_TYPE.CHARACTER)
    blank.element.get_or_add_rPr().append(make_shade("FFF1B8"))
    link = document.styles.add_style(LINK_STYLE, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = BLUE
    link.font.underline = True
