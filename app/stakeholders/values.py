"""A sheet as plain values – texts, lists of texts, yes or no – and back.

What imports, forms and commands write, what the history compares, what a proposal holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date

from app import territories
from app.errors import InvalidError
from app.imports.text import clean_line, clean_text, fold
from app.stakeholders.models import Stakeholder
from app.toolkit.actor_check import LABELS
from app.toolkit.actor_sheet import Actor
from app.toolkit.actor_words import BodyKind, Theme
from app.toolkit.typography import set_french

Values = dict[str, object]
FIELDS = tuple(field.name for field in fields(Actor))
LISTS = frozenset(
    {"former_names", "former_slugs", "functions", "parts", "themes", "territories", "sources"}
)
NAMES = {label: name for name, label in LABELS.items()}
"""The field of each French name, and of each English one."""
NAMES.update({name: name for name in FIELDS})
PROSE = frozenset({"name", "role", "contact", "note"})
YES = frozenset({"oui", "true", "vrai", "1", "x", "confirme"})
NO = frozenset({"", "non", "false", "faux", "0", "a verifier"})
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
MOST_IN_LIST = 200


def values_of(sheet: Actor | Stakeholder) -> Values:
    """The values of a sheet."""
    found: Values = {}
    for name in FIELDS:
        value = getattr(sheet, name)
        if name in LISTS:
            found[name] = [str(item) for item in value]
        elif isinstance(value, bool):
            found[name] = value
        elif isinstance(value, date):
            found[name] = value.isoformat()
        else:
            found[name] = str(value or "")
    return found


def read_values(raw: Mapping[str, object]) -> Values:
    """The values that a row gives, by field, cleaned; only those that it speaks of.

    InvalidError names the field that cannot be read. Names of fields are French or English.
    """
    found: Values = {}
    for label, value in raw.items():
        name = NAMES.get(label)
        if name is not None:
            try:
                found[name] = read_value(name, value)
            except InvalidError as error:
                raise InvalidError(f"{LABELS[name]} : {error}") from error
    return found


def read_value(name: str, value: object) -> object:
    """The value of one field."""
    if name in LISTS:
        found = read_list(value)
        return [find_place(word) for word in found] if name == "territories" else found
    if isinstance(value, bool) and name == "is_confirmed":
        return value
    if isinstance(value, date):
        return value.isoformat()
    if value is not None and not isinstance(value, str | int | float):
        raise InvalidError("un texte est attendu")
    text = "" if value is None else str(value)
    if name == "is_confirmed":
        return read_yes(text)
    if name == "verified_on":
        return read_day(clean_line(text))
    if name in {"slug", "parent", "kind"}:
        return clean_line(text).lower()
    cleaned = clean_text(text) if name in {"role", "note"} else clean_line(text)
    return set_french(cleaned) if name in PROSE else cleaned


def read_list(value: object) -> list[str]:
    """The items of a list, or of a text with « | » between them, each once."""
    items = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    if isinstance(value, str):
        items = value.split("|")
    cleaned = (clean_line(str(item), limit=300) for item in items if item is not None)
    found = list(dict.fromkeys(item for item in cleaned if item))
    if len(found) > MOST_IN_LIST:
        raise InvalidError(f"{MOST_IN_LIST} valeurs au plus")
    return found


def find_place(said: str) -> str:
    """The code of a territory, by its code or its name; what is unknown is left as it is."""
    found = territories.find_code(said.upper()) or territories.find(said)
    return found.code if found else said


def read_yes(text: str) -> bool:
    """Yes or no."""
    word = fold(clean_line(text, limit=20))
    if word in YES or word in NO:
        return word in YES
    raise InvalidError(f"« {clean_line(text, limit=20)} » : écrivez oui ou non")


def read_day(text: str) -> str:
    """An ISO date, of one written « 23/11/2026 » too; anything else is left to be refused."""
    found = FRENCH_DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text


def make_actor(values: Mapping[str, object]) -> Actor:
    """The actor of these values; InvalidError for a kind or a theme outside its list."""
    given = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}
    kind = str(given.get("kind") or BodyKind.OTHER)
    if kind not in set(BodyKind):
        raise InvalidError(
            f"nature : « {kind[:40]} » n’existe pas ; attendu : {', '.join(BodyKind)}"
        )
    themes = tuple(str(theme) for theme in given.get("themes") or ())  # type: ignore[attr-defined]
    for theme in themes:
        if theme not in set(Theme):
            known = ", ".join(Theme)
            raise InvalidError(f"themes : « {theme[:40]} » n’existe pas ; attendu : {known}")
    given.update(kind=BodyKind(kind), themes=tuple(map(Theme, themes)))
    given.setdefault("functions", ())
    given.setdefault("name", "")
    return Actor(**given)  # type: ignore[arg-type]


def assign(row: Stakeholder, actor: Actor) -> None:
    """Write an actor that was checked on its row."""
    for name, value in values_of(actor).items():
        setattr(row, name, value)
    row.verified_on = actor.verified
