"""Citations of a guide: `[^name]` after a statement leads to the source of that name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from app.toolkit.html_tree import replace_in_text, text_of
from app.toolkit.typography import NBSP

CITATION = re.compile(r"[ \u00a0]*\[\^([\w-]+)\]")
VERBATIM = frozenset({"code", "pre", "kbd"})
ANCHOR = "source-"  # then its number
# A figure: a number, then what it counts. Dates and articles of law are no figures.
COUNTED = (
    r"€|euros?|%|points?|heures?|h|jours?|semaines?|mois|ans?|années?|trimestres?|km|m²"
    r"|ETP|équivalents?|personnes?|salariés?|structures?|SIAE|postes?|places?|emplois?|habitants?"
    r"|allocataires?|bénéficiaires?|communes?|sorties?|contrats?|employeurs?|conventions?|projets?"
    r"|millions?|milliards?|fois|participants?|actions?|candidats?|demandes?|territoires?"
)
FIGURE = re.compile(
    rf"(?<![\w.,/-])\d[\d\s\u00a0\u202f.,]*[\s\u00a0\u202f]?(?:{COUNTED})(?![\w-])", re.IGNORECASE
)
SAFE = re.compile(r"à vérifier|exemple inventé", re.IGNORECASE)


def link_citations(root: Element, sources: Sequence[str]) -> None:
    """Turn each `[^name]` of a tree into a numbered link; ValueError names one that is unknown."""
    numbers = {name: at for at, name in enumerate(sources, start=1)}

    def make(match: re.Match[str]) -> Element:
        if match[1] not in numbers:
            raise ValueError(f"le texte cite une source inconnue : « {match[1]} »")
        return make_link(numbers[match[1]])

    replace_in_text(root, CITATION, make, VERBATIM)


def make_link(number: int) -> Element:
    """The link to a source, small and high, that says what it is to who does not see it."""
    high = Element("sup", {"class": "m-cite"})
    link = Element("a", {"href": f"#{ANCHOR}{number}"})
    hidden = Element("span", {"class": "fr-sr-only"})
    hidden.text = f"Source{NBSP}"
    hidden.tail = str(number)
    link.append(hidden)
    high.append(link)
    return high


def cited_numbers(root: Element) -> frozenset[int]:
    """The numbers of the sources that a rendered text leads to."""
    addresses = (link.get("href", "") for link in root.iter("a"))
    prefix = f"#{ANCHOR}"
    return frozenset(int(a.removeprefix(prefix)) for a in addresses if a.startswith(prefix))


def unsourced_figures(root: Element) -> Iterator[str]:
    """The figures of a rendered text whose block has neither a citation nor a reserve.

    A block is a paragraph, an item, a whole table, a whole callout.
    """
    for block in blocks_of(root):
        text = text_of(block)
        figure = FIGURE.search(text)
        if figure and not cited_numbers(block) and not SAFE.search(text):
            yield " ".join(figure[0].split())


def blocks_of(element: Element) -> Iterator[Element]:
    """The smallest pieces of a text that carry their own proof."""
    for child in element:
        is_callout = child.tag == "div" and "fr-callout" in child.get("class", "")
        is_item = child.tag == "li" and child.find("p") is None
        if is_callout or is_item or child.tag in {"table", "blockquote", "p", "dd"}:
            yield child
        else:
            yield from blocks_of(child)
