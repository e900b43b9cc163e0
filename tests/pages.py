"""A page as a test reads it: whatever test opens it, its frame is checked."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

from werkzeug.test import TestResponse

VOID = {
    "area",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "track",
    "wbr",
}
LOADS = {"src", "srcset", "data", "poster"}
LABELLED = {"input", "select", "textarea"}


@dataclass
class Page(HTMLParser):
    """The elements of a page, its text, and what is wrong with it."""

    html: str
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    ids: Counter[str] = field(default_factory=Counter)
    loads: list[str] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    fields: list[dict[str, str]] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    title: str = ""
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        self.text = re.sub(r"\s+", " ", self.text).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in values:
            self.ids[values["id"]] += 1
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        if tag == "label":
            self.labels.add(values.get("for", ""))
        is_labelled = "label" in self._open  # around the field, instead of naming its id
        if tag in LABELLED and values.get("type") not in {"hidden", "submit"} and not is_labelled:
            self.fields.append(values)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        self.loads += [values[name] for name in LOADS & values.keys()]
        if tag == "link":
            self.loads.append(values.get("href", ""))
        self.inline += [
            f"{tag} {name}" for name in values if name == "style" or name.startswith("on")
        ]

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside in {"script", "style"} and data.strip():
            self.inline.append(inside)
            return
        if "title" in self._open and "svg" not in self._open:
            self.title += data
            return
        self.text += data
        for tag in reversed(self._open):
            if re.fullmatch("h[1-6]", tag):
                level, before = self.headings[-1]
                self.headings[-1] = (level, before + data)
                break

    def find_faults(self) -> list[str]:
        """What no page of the portal may have."""
        faults = [f"id repeated: {name}" for name, count in self.ids.items() if count > 1]
        if sum(level == 1 for level, _ in self.headings) != 1:
            faults.append("not exactly one h1")
        if not self.title.strip():
            faults.append("no title")
        levels = [level for level, _ in self.headings]
        faults += [
            f"heading jumps from h{before} to h{after}"
            for before, after in pairwise(levels)
            if after > before + 1
        ]
        faults += [f"third party: {url}" for url in self.loads if re.match(r"(https?:)?//", url)]
        faults += [f"inline: {what}" for what in self.inline]
        faults += [
            f"no label: {values}"
            for values in self.fields
            if values.get("id") not in self.labels and "aria-label" not in values
        ]
        return faults


def read_page(response: TestResponse) -> Page:
    """The page of an answer, once its frame is checked."""
    page = Page(response.get_data(as_text=True))
    faults = page.find_faults()
    assert not faults, faults
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    return page
