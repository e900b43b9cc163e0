"""Markdown to safe HTML in the State's design system: headings, tables, callouts, links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import markdown
from markupsafe import Markup

from app.glossary import Term
from app.imports.text import fold, slugify
from app.toolkit.acronyms import acronyms_of, explain_acronyms
from app.toolkit.citations import CITATION, link_citations
from app.toolkit.html_tree import HEADINGS, parse, plain_text, sanitise, serialise, text_of
from app.toolkit.typography import NBSP, set_french

EXTENSIONS = ("tables", "sane_lists")
VERBATIM = frozenset({"code", "pre", "kbd"})
# Ids that the page around a text already uses: a heading « Contenu » must not take the first.
PAGE_IDS = frozenset({"contenu", "menu", "pied-de-page", "pied-rubriques", "pied-site", "partage"})
# What a block quotation starts with, in bold, to be set as a callout.
CALLOUTS = frozenset({"a retenir", "attention", "a verifier"})
TABLE_FRAME = "m-table"  # it scrolls sideways, the page does not


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading of a text: its level (2 to 6), the id that links lead to, its text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A text as HTML that a page can hold, as plain lines for the search, and its headings.

    `acronyms` are those of the glossary that it uses, in alphabetical order.
    """

    html: Markup
    plain_text: str
    contents: tuple[Heading, ...]
    acronyms: tuple[Term, ...]


def render_markdown(text: str, *, title: str, sources: Sequence[str] = ()) -> Rendered:
    """The text rendered; `title` names the tables that come before any heading.

    `[^name]` becomes a link to the source of that name, numbered by its place in `sources`; a
    name that is not there raises ValueError.

    Scripts, styles, classes, images and addresses other than http, https, mailto and those of the
    portal are removed, whatever the text holds.
    """
    root = parse(sanitise(markdown.markdown(text, extensions=list(EXTENSIONS))))
    _set_typography(root)
    lines = CITATION.sub("", plain_text(root))
    link_citations(root, sources)
    contents = tuple(_set_headings(root))
    explain_acronyms(root)
    _mark_external_links(root)
    _set_callouts(root)
    _frame_tables(root, title)
    # Only elements of the list that was let through, and those added here, are in this tree;
    # writing it escapes all texts and attributes.
    return Rendered(
        html=Markup(serialise(root)),  # noqa: S704
        plain_text=lines,
        contents=contents,
        acronyms=acronyms_of(lines),
    )


def _set_typography(element: Element) -> None:
    if element.text and element.tag not in VERBATIM:
        element.text = set_french(element.text)
    for child in element:
        if element.tag not in VERBATIM:
            _set_typography(child)
            child.tail = set_french(child.tail) if child.tail else child.tail


def _set_headings(root: Element) -> Iterator[Heading]:
    taken = set(PAGE_IDS)
    for element in root.iter():
        if element.tag not in HEADINGS:
            continue
        if element.tag == "h1":  # the page has its own
            element.tag = "h2"
        text = text_of(element)
        element.set("id", _free_id(slugify(element.get("id") or text) or "partie", taken))
        taken.add(element.attrib["id"])
        yield Heading(level=int(element.tag[1]), id=element.attrib["id"], text=text)


def _free_id(wanted: str, taken: set[str]) -> str:
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _mark_external_links(root: Element) -> None:
    for link in root.iter("a"):
        if link.get("href", "").strip().lower().startswith(("http:", "https:")):
            link.set("rel", "noopener external")


def _set_callouts(root: Element) -> None:
    # From the inside out, over a list made first: the tree changes under the walk.
    for parent in reversed(list(root.iter())):
        for quotation in parent.findall("blockquote"):
            if len(quotation) and _opens_callout(quotation[0]):
                at = list(parent).index(quotation)
                parent[at : at + 1] = _split_callouts(quotation)


def _split_callouts(quotation: Element) -> list[Element]:
    """A callout for each of its titles: Markdown makes one quotation of those that follow."""
    callouts: list[Element] = []
    for child in quotation:
        if _opens_callout(child):
            callouts.append(Element("div", {"class": "fr-callout"}))
        if child.tag == "p":
            child.set("class", "fr-callout__text")
        callouts[-1].append(child)
    callouts[-1].tail = quotation.tail
    return callouts


def _opens_callout(element: Element) -> bool:
    if element.tag != "p" or not len(element) or (element.text or "").strip():
        return False
    first = element[0]
    if first.tag not in ("strong", "b"):
        return False
    return fold(text_of(first)).rstrip(f" {NBSP}.:!") in CALLOUTS


def _frame_tables(root: Element, title: str) -> None:
    names = _TableNames(title)
    # The list is made first: the tree changes under the walk.
    for parent in list(root.iter()):
        for at, child in enumerate(list(parent)):
            if child.tag == "table":
                _set_header_cells(child)
                parent[at] = _frame(child)
    for element in root.iter():
        if element.tag in HEADINGS:
            names.enter(text_of(element))
        elif element.get("role") == "region":
            element.set("aria-label", names.next())


class _TableNames:
    """A different name for each table under a heading."""

    def __init__(self, title: str) -> None:
        self.heading, self.count = title, 0

    def enter(self, heading: str) -> None:
        """A heading begins."""
        self.heading, self.count = heading, 0

    def next(self) -> str:
        """The name of one more table."""
        self.count += 1
        number = f" {self.count}" if self.count > 1 else ""
        return f"Tableau{number}{NBSP}: {self.heading}"


def _frame(table: Element) -> Element:
    """The table inside a frame that scrolls, that a keyboard reaches and that says what it is."""
    frame = Element("div", {"class": TABLE_FRAME, "role": "region", "tabindex": "0"})
    frame.tail, table.tail = table.tail, None
    frame.append(table)
    return frame


def _set_header_cells(table: Element) -> None:
    columns = {id(cell) for head in table.iter("thead") for cell in head.iter("th")}
    for cell in list(table.iter("th")):
        if not text_of(cell):  # an empty corner is the header of nothing
            cell.tag = "td"
        else:
            cell.set("scope", "col" if id(cell) in columns else "row")
