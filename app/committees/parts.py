"""The lists of a row: texts, colleges, who brings what, pieces, sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.committees.records import Parts, Texts
from app.errors import InvalidError
from app.imports.text import clean_line
from app.toolkit.sources import cite
from app.toolkit.typography import set_french

Refuse = Callable[[str, str], InvalidError]
MOST = 100  # items of one list; a committee never has more
LONGEST = 1000  # characters of an item
SHAPES: Mapping[str, tuple[str, ...]] = {
    "colleges": ("name", "members", "role"),
    "contributions": ("theme", "member", "brings"),
    "guests": ("theme", "who"),
    "files": ("title", "items", "legal_basis"),
}
LISTED = {"members", "items"}


def read_text(value: object) -> str:
    """A text on one line, with French typography."""
    return set_french(clean_line(value if isinstance(value, str) else "", limit=LONGEST))


def read_texts(value: object) -> Texts:
    """The texts of a list, or of one text; what is not a text is left out."""
    values = value if isinstance(value, list) else [value]
    texts = (str(v) if isinstance(v, int) else v for v in values[:MOST])
    return tuple(filter(None, (read_text(text) for text in texts)))


def read_parts(raw: Mapping[str, object], refuse: Refuse) -> dict[str, Parts]:
    """The lists of small records of a row; a field that means nothing there is refused."""
    return {key: tuple(read_items(raw.get(key), key, refuse)) for key in SHAPES}


def read_items(value: object, key: str, refuse: Refuse) -> list[dict[str, object]]:
    """The small records of one list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise refuse(key, "une liste est attendue")
    return [read_item(item, key, refuse) for item in value[:MOST]]


def read_item(item: object, key: str, refuse: Refuse) -> dict[str, object]:
    """One small record, with all its fields."""
    names = SHAPES[key]
    if not isinstance(item, dict) or not set(item) <= set(names):
        raise refuse(key, f"chaque élément a les champs {', '.join(names)}")
    found: dict[str, object] = {
        name: list(read_texts(item.get(name))) if name in LISTED else read_text(item.get(name))
        for name in names
    }
    if not found[names[0]]:
        raise refuse(key, f"le champ {names[0]} est vide")
    return found


def read_sources(value: object, refuse: Refuse) -> Parts:
    """Where it comes from: keys of `content/sources.yaml`, or a title, words and an address."""
    values = value if isinstance(value, list) else [value] if value else []
    found = []
    for item in values[:MOST]:
        if isinstance(item, str):
            found.append(read_key(item, refuse))
            continue
        if not isinstance(item, dict) or not set(item) <= {"title", "words", "url"}:
            raise refuse("sources", "chaque source est une clé connue ou {title, words, url}")
        url = clean_line(item.get("url", ""), limit=500)
        if url and not url.startswith(("https://", "http://")):
            raise refuse("sources", "une adresse commence par https://")
        title = read_text(item.get("title"))
        if not title:
            raise refuse("sources", "une source a un titre")
        found.append({"title": title, "words": read_text(item.get("words")), "url": url})
    return tuple(found)


def read_key(key: str, refuse: Refuse) -> dict[str, object]:
    """A source of the portal, by its key."""
    try:
        [source] = cite([key])
    except InvalidError as error:
        raise refuse("sources", str(error)) from error
    return {"title": source.title, "words": source.words, "url": source.url}
