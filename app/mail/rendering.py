"""A text in Markdown with values, written twice: as plain text and as HTML.

Values never meet Markdown: marks stand for them while the text is read, and each is replaced once
the tree of the HTML is made. A text is ours; a value may be anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

import markdown
from jinja2 import StrictUndefined, Undefined
from jinja2.sandbox import SandboxedEnvironment

from app.mail.inert import inert_block, inert_line, is_link
from app.toolkit.html_tree import parse, sanitise, serialise
from app.toolkit.typography import NBSP, set_french

MARK = re.compile(r"\ue000(\d+)\ue001")
ALONE = re.compile(r"(?m)^([> ]*)\ue000(\d+)\ue001[ ]*$")
POINTED = re.compile(r"<(\ue000\d+\ue001)>")
AUTHORED_LINK = re.compile(r"\[([^\[\]]+)\]\(\s*<?([^\s()<>]+)>?\s*\)")
HEADING = re.compile(r"(?m)^#{1,6} +")
STRESS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
LINK_NAME = re.compile(r"(?:.*_)?(?:link|url|href)")
MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+", re.ASCII)


class Address(str):
    """A value whose name says that it is a link."""

    __slots__ = ()


class Marks(SandboxedEnvironment):
    """Templates whose every `{{ value }}` gives a mark; `values` keeps what they stand for."""

    def __init__(self) -> None:
        super().__init__(
            undefined=StrictUndefined,
            finalize=self.mark,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,
        )
        self.values: list[object] = []

    def mark(self, value: object) -> str:
        """The mark of a value."""
        if isinstance(value, Undefined):
            str(value)  # raises, and names what is missing
        self.values.append(value)
        return f"\ue000{len(self.values) - 1}\ue001"

    def getattr(self, obj: object, attribute: str) -> object:
        """An attribute; one named after a link is one."""
        return as_address(attribute, super().getattr(obj, attribute))

    def getitem(self, obj: object, argument: object) -> object:
        """An item; one named after a link is one."""
        return as_address(str(argument), super().getitem(obj, argument))


def as_address(name: str, value: object) -> object:
    """The value, known as a link where its name says so and it is one."""
    if isinstance(value, str) and LINK_NAME.fullmatch(name) and is_link(value):
        return Address(value)
    return value


class Draft:
    """A text whose values are marked."""

    def __init__(self, source: str, values: Mapping[str, object]) -> None:
        """Read the text; jinja2.TemplateError where it asks for a value that is not given."""
        marks = Marks()
        given = {name: as_address(name, value) for name, value in values.items()}
        self.source = set_french(marks.from_string(source).render(given)).strip()
        self.values = marks.values
        self._mark_pointed_links()

    def _mark_pointed_links(self) -> None:
        # Between < and >, a link is one whatever its name.
        for found in POINTED.finditer(self.source):
            number = int(MARK.search(found[0])[1])  # type: ignore[index]
            value = self.values[number]
            if isinstance(value, str) and is_link(value):
                self.values[number] = Address(value)
        self.source = POINTED.sub(r"\1", self.source)

    def line(self) -> str:
        """The text on one line: a subject."""
        return inert_line(
            MARK.sub(lambda found: inert_line(self.values[int(found[1])]), self.source)
        )

    def text(self) -> str:
        """The text for who reads no HTML: values as they were typed, addresses in full."""
        source = AUTHORED_LINK.sub(self._say_link, STRESS.sub(r"\2", HEADING.sub("", self.source)))
        source = ALONE.sub(self._lay_lines, source)
        return MARK.sub(lambda found: self._word(int(found[1])), source)

    def _say_link(self, found: re.Match[str]) -> str:
        return found[2] if found[1] == found[2] else f"{found[1]}{NBSP}: {found[2]}"

    def _lay_lines(self, found: re.Match[str]) -> str:
        lines = inert_block(self.values[int(found[2])]).split("\n")
        return "\n".join(f"{found[1]}{line}".rstrip() for line in lines)

    def _word(self, number: int) -> str:
        value = self.values[number]
        return str(value) if isinstance(value, Address) else inert_line(value)

    def html(self) -> str:
        """The text as HTML, safe, each link showing its whole address."""
        alone = {int(found[2]) for found in ALONE.finditer(self.source)}
        root = parse(sanitise(markdown.markdown(self.source, extensions=["sane_lists"])))
        for element in list(root.iter()):
            self._fill(element, alone)
        return serialise(root)

    def _fill(self, element: Element, alone: set[int]) -> None:
        """Put the values in the place of their marks, in the text of an element and its links."""
        pieces = list(self._pieces(element.text, alone))
        at = 0
        lead, element.text = split_lead(pieces)
        for made in lead:
            element.insert(at, made)
            at += 1
        for child in list(element)[at:]:
            after, child.tail = split_lead(list(self._pieces(child.tail, alone)))
            place = list(element).index(child) + 1
            element[place:place] = after
        if element.tag == "a":
            self._show_address(element)

    def _pieces(self, text: str | None, alone: set[int]) -> Iterator[str | Element]:
        """The text and the elements that a text with marks becomes."""
        for at, piece in enumerate(MARK.split(text or "")):
            if at % 2 == 0:
                yield piece
            elif isinstance(self.values[int(piece)], Address):
                yield make_link(str(self.values[int(piece)]))
            elif int(piece) in alone:
                yield from broken_lines(inert_block(self.values[int(piece)]))
            else:
                yield inert_line(self.values[int(piece)])

    def _show_address(self, element: Element) -> None:
        """Turn a link of the text into its words and its address; one that leads nowhere, words."""
        href = MARK.sub(lambda found: str(self.values[int(found[1])]), element.get("href", ""))
        element.tag = "span"
        element.attrib.clear()
        if not (is_link(href) or MAIL.fullmatch(href)):
            return
        if "".join(element.itertext()).strip() in {href, href.removeprefix("mailto:")}:
            element.text = ""
            element[:] = []
        else:
            add_text(element, f"{NBSP}: ")
        element.append(make_link(href))


def make_link(address: str) -> Element:
    """A link whose words are its address."""
    link = Element("a", {"href": address})
    link.text = address.removeprefix("mailto:")
    return link


def broken_lines(text: str) -> Iterator[str | Element]:
    """The lines of a text, with breaks between."""
    for at, line in enumerate(text.split("\n")):
        if at:
            yield Element("br")
        yield line


def split_lead(pieces: list[str | Element]) -> tuple[list[Element], str]:
    """The elements among the pieces, each with what follows as its tail, and the text before."""
    first, made = "", list[Element]()
    for piece in pieces:
        if isinstance(piece, Element):
            made.append(piece)
        elif made:
            made[-1].tail = (made[-1].tail or "") + piece
        else:
            first += piece
    return made, first


def add_text(element: Element, text: str) -> None:
    """Put a text at the end of an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
