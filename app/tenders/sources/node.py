"""The publisher's way of writing XML as JSON, read without minding its moods.

An empty element is `""`, a flag is a key that is present, an attribute is `"@name"`, the text of an
element with attributes is `"#text"`, and what is repeated is a list only where it is repeated.
Names differ by case, underscores, stray spaces and prefixes from one year to the next: they are
compared without any of these.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from app.imports.text import clean_text

LONGEST_LINE = 500
DEEPEST = 60  # levels; real notices have about 15
FILLERS = frozenset({"", "nc", "cdl", "none", "null", "sans objet", "n/a", "-", "."})


@lru_cache(maxsize=4096)
def plain_name(key: str) -> str:
    """A name without prefix, case, underscores and spaces: `cbc:EndDate` and `END_DATE` are one."""
    return key.strip().rpartition(":")[2].replace("_", "").replace("-", "").lower()


@lru_cache(maxsize=1024)
def split_path(path: str) -> tuple[str, ...]:
    """The plain names of a path."""
    return tuple(map(plain_name, path.split(".")))


class Node:
    """One place of the tree; a place that does not exist is an empty node, never an error."""

    __slots__ = ("_names", "value")

    def __init__(self, value: object) -> None:
        self.value = value
        self._names: dict[str, object] | None = None

    def __bool__(self) -> bool:
        """Whether anything is written there; an empty flag (`""`) is something."""
        return self.value is not None

    @property
    def names(self) -> dict[str, object]:
        """The children by plain name; nothing where this is no element."""
        if self._names is None:
            items = self.value.items() if isinstance(self.value, dict) else ()
            self._names = {plain_name(str(key)): value for key, value in items}
        return self._names

    def at(self, path: str) -> Node:
        """The first place at a path of names separated by dots."""
        return next(self.walk(split_path(path)), NOWHERE)

    def all(self, path: str) -> list[Node]:
        """Every place at that path, whatever is a list on the way."""
        return list(self.walk(split_path(path)))

    def walk(self, names: tuple[str, ...]) -> Iterator[Node]:
        """The places at these plain names, below this one."""
        if isinstance(self.value, dict) and names:
            child = self.names.get(names[0])
            if child is not None:
                yield from Node(child).walk(names[1:])
        elif isinstance(self.value, list):
            for node in self.items():
                yield from node.walk(names)
        elif not names and self.value is not None:
            yield self

    def items(self) -> Iterator[Node]:
        """The place itself, or each of its places where it is a list, lists in lists included."""
        if isinstance(self.value, list):
            for value in self.value:
                yield from Node(value).items()
        elif self.value is not None:
            yield self

    def has(self, path: str) -> bool:
        """Whether the path leads anywhere, be it to an empty flag."""
        return bool(self.at(path))

    @property
    def text(self) -> str:
        """The text here, cleaned, lines kept; fillers such as « NC » are no text."""
        value = self.value
        if isinstance(value, dict):
            value = self.names.get("#text", "")
        if isinstance(value, bool) or value is None:
            return ""
        text = clean_text(str(value) if isinstance(value, int | float) else value)
        return "" if text.lower() in FILLERS else text

    @property
    def line(self) -> str:
        """The text here on one line of `LONGEST_LINE` characters at most."""
        return " ".join(self.text[:LONGEST_LINE].split())

    def texts(self, path: str) -> list[str]:
        """Every text at that path, empty ones left out."""
        return [text for node in self.all(path) if (text := node.text)]

    def flags(self, path: str) -> list[str]:
        """The plain names of the children at that path: the values of an enumeration.

        The former API writes every value, and null for those that are not set.
        """
        return [
            name
            for node in self.all(path)
            for name, value in node.names.items()
            if value is not None and name[:1] not in "@#"
        ]


NOWHERE = Node(None)


def parse_tree(raw: object) -> Node:
    """The tree of a field that holds JSON in a string, or the object itself.

    Raises ValueError where the string is not JSON.
    """
    if isinstance(raw, str):
        if not raw.strip():
            return NOWHERE
        try:
            raw = json.loads(raw, strict=False)
        except RecursionError as error:
            message = "arborescence trop profonde"
            raise ValueError(message) from error
    return Node(raw) if isinstance(raw, dict | list) else NOWHERE


def every_text(
    value: object, skip: frozenset[str], path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each written text below, with the names that lead to it; what is under `skip` is left out."""
    if len(path) > DEEPEST:
        return
    if isinstance(value, dict):
        for key, child in value.items():
            name = str(key).strip().rpartition(":")[2]
            if plain_name(name) not in skip and not name.startswith("@"):
                yield from every_text(child, skip, path if name == "#text" else (*path, name))
    elif isinstance(value, list):
        for child in value:
            yield from every_text(child, skip, path)
    elif isinstance(value, str) and value.strip():
        yield path, value
