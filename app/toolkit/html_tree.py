"""Sanitising HTML with a short list of what may stay, and reading the result as a tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, TreeBuilder, tostring

import nh3

from app.toolkit.typography import one_line

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
VOID = frozenset({"br", "hr"})
BLOCKS = frozenset(
    {*HEADINGS, "p", "br", "hr", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "div"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
TAGS = (BLOCKS - {"div"}) | {"a", "abbr", "code", "em", "i", "kbd", "strong", "b", "sub", "sup"}
ATTRIBUTES = {
    **{heading: {"id"} for heading in HEADINGS},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start"},
}
SCHEMES = frozenset({"http", "https", "mailto"})
# These go with all they hold; any other unknown tag goes and leaves its text.
REMOVED_WHOLE = frozenset(
    {"script", "style", "iframe", "svg", "math", "object", "embed", "template", "noscript"}
    | {"textarea", "select", "title", "xmp", "plaintext", "noembed", "noframes"}
)


def sanitise(html: str) -> str:
    """The HTML with only what a guide needs: no class, no style, no script, no odd address."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags=set(REMOVED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        url_relative=_keep_inner_address,
        link_rel=None,
    )


def _keep_inner_address(address: str) -> str | None:
    # « //host » and « /\host » have no scheme and yet leave the site.
    leaves = address.strip().startswith("//") or "\\" in address
    return None if leaves or any(ord(char) < 32 for char in address) else address


class _Reader(HTMLParser):
    """A tree made of sanitised HTML; a tag that is not expected is dropped, its text stays."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.builder = TreeBuilder()
        self.open: list[str] = []
        self.builder.start("div", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag not in TAGS | {"div"}:
            return
        self.builder.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.builder.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it those left open inside."""
        if tag in self.open:
            while (last := self.open.pop()) != tag:
                self.builder.end(last)
            self.builder.end(tag)

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.builder.data(data)

    def finish(self) -> Element:
        """The tree, once all has been fed."""
        self.close()
        while self.open:
            self.builder.end(self.open.pop())
        self.builder.end("div")
        return self.builder.close()


def parse(html: str) -> Element:
    """The tree of an HTML fragment, under one `div` that `serialise` leaves out."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()


def serialise(root: Element) -> str:
    """The HTML of what the tree's root holds."""
    html: str = tostring(root, encoding="unicode", method="html")
    return html.removeprefix("<div>").removesuffix("</div>")


def text_of(element: Element) -> str:
    """The text of an element on one line; non-breaking spaces stay."""
    return one_line("".join(element.itertext()))


def plain_text(root: Element) -> str:
    """The text of a tree, a line for each block."""
    pieces = [""]
    _collect_lines(root, pieces)
    return "\n".join(line for line in map(one_line, pieces) if line)


def _collect_lines(element: Element, lines: list[str]) -> None:
    block = element.tag in BLOCKS
    if block:
        lines.append("")
    lines[-1] += element.text or ""
    for child in element:
        _collect_lines(child, lines)
        lines[-1] += child.tail or ""
    if block:
        lines.append("")


def replace_in_text(
    root: Element,
    pattern: re.Pattern[str],
    make: Callable[[re.Match[str]], Element | None],
    skipped: Collection[str] = (),
) -> None:
    """Put an element in place of each match of a pattern in the text of a tree.

    `make` gives the element, or None to leave the words as they are; the text inside elements of
    the tags `skipped` is left alone.
    """
    if root.tag in skipped:
        return
    children = list(root)
    if root.text:
        root.text, made = _split_text(root.text, pattern, make)
        root[0:0] = made
    for child in children:
        replace_in_text(child, pattern, make, skipped)
        if child.tail:
            child.tail, made = _split_text(child.tail, pattern, make)
            at = list(root).index(child) + 1
            root[at:at] = made


def _split_text(
    text: str, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Element | None]
) -> tuple[str, list[Element]]:
    """The text before the first element made, then the elements, what follows each as its tail."""
    first, end = "", 0
    made: list[Element] = []
    for match in pattern.finditer(text):
        element = make(match)
        if element is None:
            continue
        before = text[end : match.start()]
        if made:
            made[-1].tail = before
        else:
            first = before
        made.append(element)
        end = match.end()
    if not made:
        return text, []
    made[-1].tail = text[end:]
    return first, made
