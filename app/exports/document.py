"""What a document says, piece by piece, before any file format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

AUTHOR = "Maillage, le portail IAE d’Île-de-France"  # of every file, unless it says another
TOOLBOX = "Boîte à outils des porteurs de projet"
BLANK = "……"
# Spelt by the project’s own texts only: **bold**, [label](address), and « …… » to fill in.
MARKS = re.compile(
    r"\*\*(?P<bold>[^*]+)\*\*|\[(?P<label>[^\]]+)\]\((?P<href>https?://[^)\s]+)\)|(?P<blank>…{2,})"
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """A piece of a line; `href` makes it a link, `is_blank` a place to fill in."""

    text: str
    is_bold: bool = False
    href: str = ""
    is_blank: bool = False


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    """That text as it is, whatever it holds: for what third parties wrote."""
    return (Span(text=text),)


def strong(text: str) -> Text:
    """The same in bold."""
    return (Span(text=text, is_bold=True),)


def link(label: str, href: str) -> Text:
    """A link; an address that is not safe is left out by the writer, the label stays."""
    return (Span(text=label, href=href),)


def fill_in(hint: str = "") -> Text:
    """A place to fill in, with what is expected there in words."""
    return (Span(text=f"{BLANK} ({hint})" if hint else BLANK, is_blank=True),)


def rich(markup: str) -> Text:
    """The project’s own text: **bold**, [label](https://address) and …… to fill in."""
    return tuple(read_spans(markup))


def read_spans(markup: str) -> Iterator[Span]:
    """The pieces of a marked-up line, in order."""
    end = 0
    for found in MARKS.finditer(markup):
        if found.start() > end:
            yield Span(text=markup[end : found.start()])
        end = found.end()
        if found["bold"]:
            yield Span(text=found["bold"], is_bold=True)
        elif found["label"]:
            yield Span(text=found["label"], href=found["href"])
        else:
            yield Span(text=BLANK, is_blank=True)
    if end < len(markup):
        yield Span(text=markup[end:])


class Look(StrEnum):
    """The paragraphs of a document, by the name of their style."""

    BODY = "Normal"
    OVERLINE = "Surtitre"
    TITLE = "Title"
    LEAD = "Chapeau"
    DETAIL = "Détail"
    SOURCE = "Source"
    QUOTATION = "Citation"
    KEY = "Repère"
    NOTE = "Encadré"
    WARNING = "Avertissement"
    ITEM = "List Bullet"


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A title of level 1 to 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph, or one item of a list."""

    text: Text
    look: Look = Look.BODY


@dataclass(frozen=True, kw_only=True)
class CheckItem:
    """A box to tick, what it is for, and lines that explain it."""

    label: Text
    details: tuple[Text, ...] = ()
    source: Text = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with one row of headers; `caption` says what it is to those who do not see it.

    `widths` are shares of the line that sum to 1; equal columns where empty.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contents:
    """The list of the titles of level 1, each a link to its place."""

    title: str


@dataclass(frozen=True, kw_only=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """A number to be seen first, and what it counts."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class KeyFigures:
    """Some numbers side by side."""

    items: tuple[KeyFigure, ...]


Block = Heading | Paragraph | CheckItem | Table | Contents | PageBreak | KeyFigures


LOWEST = 3  # level of a title


def with_title(
    title: str, blocks: Iterable[Block], *, overline: str = "", edited: str = ""
) -> Iterator[Block]:
    """A whole document: its title, when it was edited in words, then these blocks."""
    if overline:
        yield Paragraph(text=plain(overline), look=Look.OVERLINE)
    yield Paragraph(text=plain(title), look=Look.TITLE)
    yield from blocks
    if edited:
        yield Paragraph(text=plain(f"Édité le {edited}."), look=Look.SOURCE)


def as_part(title: str, blocks: Iterable[Block]) -> Iterator[Block]:
    """The same inside a longer document: its titles a level lower, no page of its own."""
    yield Heading(text=title)
    for block in blocks:
        if isinstance(block, Heading):
            yield replace(block, level=min(block.level + 1, LOWEST))
        elif not isinstance(block, PageBreak):
            yield block


@dataclass(frozen=True, kw_only=True)
class DocumentInfo:
    """What a document says of itself; `created_at` is aware, `footer` is on every page.

    `is_dense` sets smaller letters and margins, for a sheet that must hold on few pages.
    """

    title: str
    created_at: datetime
    author: str = AUTHOR
    subject: str = ""
    keywords: str = ""
    footer: str = ""
    is_dense: bool = False
