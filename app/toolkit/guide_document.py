"""A guide as blocks of a document: for its PDF."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.clock import NBSP, say_day
from app.exports.document import (
    Block,
    Contents,
    Heading,
    Look,
    Paragraph,
    Span,
    Table,
    Text,
    plain,
)
from app.toolkit.guide_files import Guide
from app.toolkit.html_tree import HEADINGS, parse, text_of
from app.toolkit.typography import one_line

BOLD = frozenset({"strong", "b"})


def guide_blocks(guide: Guide, base_url: str) -> Iterator[Block]:
    """The guide, from its title to its sources; inner links lead to `base_url`."""
    yield Paragraph(text=plain(f"Guide – {guide.section.label}"), look=Look.OVERLINE)
    yield Paragraph(text=plain(guide.title), look=Look.TITLE)
    yield Paragraph(text=plain(guide.summary), look=Look.LEAD)
    words = f"{guide.status.label}. Vérifié le {say_day(guide.verified_on)} par {guide.owner}."
    yield Paragraph(text=plain(words), look=Look.SOURCE)
    yield Contents(title="Dans ce guide")
    yield from BlockReader(guide, base_url).read(parse(guide.html))
    yield Heading(text="Sources")
    for number, source in enumerate(guide.sources, start=1):
        date = f" ({source.date})" if source.date else ""
        address = source.url if source.url.startswith("http") else ""
        label = Span(text=source.title, href=address)
        yield Paragraph(text=(Span(text=f"[{number}] "), label, Span(text=date)), look=Look.ITEM)


class BlockReader:
    """Reads the tree of a guide's text, block after block."""

    def __init__(self, guide: Guide, base_url: str) -> None:
        self.address = f"{base_url}/guide/{guide.slug}"
        self.base_url = base_url
        self.heading = guide.title

    def read(self, element: Element) -> Iterator[Block]:
        """The blocks that an element holds."""
        for child in element:
            yield from self.read_block(child)

    def read_block(self, child: Element) -> Iterator[Block]:
        """The blocks of one element."""
        if child.tag in HEADINGS:
            self.heading = text_of(child)
            yield Heading(text=self.heading, level=min(3, int(child.tag[1]) - 1))
        elif child.tag == "table":
            yield self.read_table(child)
        elif child.tag in {"ul", "ol"}:
            yield from self.read_items(child)
        elif child.tag == "p":
            yield Paragraph(text=self.spans(child))
        elif look := look_inside(child):
            for paragraph in child:
                yield Paragraph(text=self.spans(paragraph), look=look)
        else:
            yield from self.read(child)

    def read_items(self, items: Element) -> Iterator[Block]:
        """The items of a list, numbered where it is; lists inside follow their item."""
        first = int(items.get("start", "1"))
        for number, item in enumerate(items.findall("li"), start=first):
            inner = [child for child in item if child.tag in {"ul", "ol"}]
            is_numbered = items.tag == "ol"  # the number takes the place of the bullet
            mark = (Span(text=f"{number}. ", is_bold=True),) if is_numbered else ()
            look = Look.DETAIL if is_numbered else Look.ITEM
            yield Paragraph(text=(*mark, *self.spans(item, without=inner)), look=look)
            for child in inner:
                yield from self.read_items(child)

    def read_table(self, table: Element) -> Table:
        """A table, named by the heading above it."""
        rows = [
            tuple(self.spans(cell) for cell in row if cell.tag in {"th", "td"})
            for row in table.iter("tr")
        ]
        header, *body = rows
        width = len(header)
        return Table(
            caption=self.heading,
            header=tuple("".join(span.text for span in cell) for cell in header),
            rows=tuple((*row, *(((),) * width))[:width] for row in body),
        )

    def spans(self, element: Element, without: list[Element] | None = None) -> Text:
        """The words of an element on one line, with its links and what is in bold."""
        found = list(self.walk(element, Span(text=""), without or []))
        return tuple(span for span in found if span.text)

    def walk(self, element: Element, look: Span, without: list[Element]) -> Iterator[Span]:
        """The pieces of an element, in order, each as bold and linked as what it is in."""
        yield self.piece(element.text, look)
        for child in element:
            if child not in without:
                yield from self.walk(child, self.look_of(child, look), without)
            yield self.piece(child.tail, look)

    def look_of(self, element: Element, look: Span) -> Span:
        """How the words inside an element look."""
        if element.tag == "a":
            return Span(text="", is_bold=look.is_bold, href=self.absolute(element.get("href", "")))
        if element.tag == "sup":
            return Span(text="", is_bold=False)
        return Span(text="", is_bold=look.is_bold or element.tag in BOLD, href=look.href)

    def piece(self, text: str | None, look: Span) -> Span:
        """These words with that look; the source of a citation reads « [3] »."""
        words = " ".join((text or "").replace("\n", " ").split(" "))
        if look.href.startswith(f"{self.address}#source-"):
            number = one_line(words).removeprefix(f"Source{NBSP}")
            return Span(text=f"{NBSP}[{number}]" if number else "")
        return Span(text=words, is_bold=look.is_bold, href=look.href)

    def absolute(self, href: str) -> str:
        """An address that leads somewhere from paper too."""
        if href.startswith("#"):
            return f"{self.address}{href}"
        return f"{self.base_url}{href}" if href.startswith("/") else href


def look_inside(element: Element) -> Look | None:
    """How the paragraphs inside a callout or a quotation look; None for anything else."""
    if element.tag == "div" and "fr-callout" in element.get("class", ""):
        return Look.NOTE
    return Look.QUOTATION if element.tag == "blockquote" else None
