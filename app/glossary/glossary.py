"""The glossary's file read, checked and looked up."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import yaml

from app.errors import InvalidError, NotFoundError
from app.imports.text import fold

DEFAULT_PATH = Path(__file__).parents[2] / "content" / "glossary.yaml"

NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


class TermKind(StrEnum):
    """What a term of the glossary is."""

    ACRONYM = "acronym"
    TERM = "term"
    FORMER_NAME = "former_name"

    @property
    def label(self) -> str:
        """The kind as a page names it."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    TermKind.ACRONYM: "Sigle",
    TermKind.TERM: "Terme",
    TermKind.FORMER_NAME: "Ancien nom",
}


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term with its definition in one or two plain sentences.

    `expansion` is what an acronym stands for, or the long form of a term; empty if none.
    `synonyms` are what people type for it, some deliberately loose: for searching, not for showing.
    `replaced_by` is the slug of today's name.
    """

    slug: str
    term: str
    expansion: str
    definition: str
    synonyms: tuple[str, ...]
    kind: TermKind
    replaced_by: str | None


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """Every term, by slug in alphabetical order, and the expressions that mean the same."""

    by_slug: Mapping[str, Term]
    equivalences: tuple[frozenset[str], ...]


def terms() -> tuple[Term, ...]:
    """Every term, in alphabetical order whatever the case and the accents."""
    return tuple(load_glossary().by_slug.values())


def get(slug: str) -> Term:
    """The term of that slug; `NotFoundError` where there is none."""
    try:
        return load_glossary().by_slug[slug]
    except KeyError:
        raise NotFoundError(f"Le glossaire n’a pas de terme « {slug} ».") from None


def equivalences() -> tuple[frozenset[str], ...]:
    """Groups of expressions that a search treats as one another.

    The file's own groups come first, then each acronym or former name with its expansion.
    """
    return load_glossary().equivalences


@functools.cache
def load_glossary(path: Path = DEFAULT_PATH) -> Glossary:
    """The glossary of that file, read once; `InvalidError` says what is wrong with it."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = [_read_term(row) for row in content["terms"]]
        groups = [frozenset(map(str, group)) for group in content["equivalences"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise InvalidError(f"Le glossaire {path.name} est illisible : {error}") from error
    by_slug = {term.slug: term for term in sorted(found, key=lambda term: term.slug)}
    _check_terms(found, by_slug)
    pairs = [
        frozenset({term.term, term.expansion})
        for term in by_slug.values()
        if term.expansion and term.kind is not TermKind.TERM
    ]
    return Glossary(by_slug=by_slug, equivalences=tuple(dict.fromkeys(groups + pairs)))


def make_slug(text: str) -> str:
    """The words of a text in an address: « Pacte d’ambition » gives `pacte-d-ambition`."""
    return NOT_IN_SLUG.sub("-", fold(text)).strip("-")


def _read_term(row: Mapping[str, object]) -> Term:
    name = str(row["term"])
    synonyms = row.get("synonyms", [])
    if not isinstance(synonyms, list):
        raise TypeError(f"les synonymes de « {name} » ne sont pas une liste")
    replaced_by = row.get("replaced_by")
    return Term(
        slug=str(row.get("slug") or make_slug(name)),
        term=name,
        expansion=str(row.get("expansion") or ""),
        definition=str(row["definition"]),
        synonyms=tuple(map(str, synonyms)),
        kind=TermKind(str(row["kind"])),
        replaced_by=None if replaced_by is None else str(replaced_by),
    )


def _check_terms(found: list[Term], by_slug: Mapping[str, Term]) -> None:
    counts = Counter(term.slug for term in found)
    for slug, count in counts.items():
        if count > 1:
            raise InvalidError(f"Le glossaire donne {count} fois le terme « {slug} ».")
    for term in found:
        if term.replaced_by is not None and term.replaced_by not in by_slug:
            raise InvalidError(
                f"« {term.term} » est remplacé par « {term.replaced_by} », absent du glossaire."
            )
