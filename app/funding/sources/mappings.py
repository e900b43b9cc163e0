"""How publishers' words become those of the portal: `mappings.yaml`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from app.imports.text import slugify
from app.toolkit.scheme_terms import BeneficiaryKind, Expense, SchemeForm
from app.toolkit.yaml_files import read_yaml

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Mappings:
    """The file as it is written: each word of a publisher, and ours."""

    region_audiences: dict[str, tuple[BeneficiaryKind, ...]]
    region_themes: dict[str, str]
    national_audiences: dict[str, tuple[BeneficiaryKind, ...]]
    national_forms: dict[str, SchemeForm]
    national_steps: dict[str, tuple[str, ...]]
    national_expenses: dict[str, tuple[Expense, ...]]


@cache
def load_mappings() -> Mappings:
    """The mappings of the project."""
    return read_yaml(Path(__file__).with_name("mappings.yaml"), Mappings)


def translate(words: Iterable[str], mapping: dict[str, T]) -> tuple[tuple[T, ...], tuple[str, ...]]:
    """Ours for each word of a publisher, once, and the words that nobody knows.

    Case, accents, spaces and punctuation do not count.
    """
    known = {slugify(word, limit=200): ours for word, ours in mapping.items()}
    found: dict[T, None] = {}
    lost: list[str] = []
    for word in words:
        key = slugify(word, limit=200)
        if key in known:
            found[known[key]] = None
        else:
            lost.append(word)
    return tuple(found), tuple(lost)


def flatten(groups: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    """The members of these groups, each once."""
    return tuple(dict.fromkeys(item for group in groups for item in group))
