"""The words of a group: its forms, the points to settle, what the law asks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.consortia.states import LegalForm
from app.errors import InvalidError
from app.toolkit.yaml_files import read_yaml

FILE = Path(__file__).parents[2] / "content" / "groupement.yaml"


@dataclass(frozen=True, kw_only=True)
class PointText:
    """Something that the members settle before the offer is sent."""

    key: str
    label: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class ConsortiumTexts:
    """All of them; `forms` explains each form by its value."""

    caution: str
    law: str
    law_url: str
    forms: dict[str, str]
    points: tuple[PointText, ...]


@cache
def load_texts(file: Path = FILE) -> ConsortiumTexts:
    """The texts of that file; InvalidError where a form has none or a point comes twice."""
    texts = read_yaml(file, ConsortiumTexts)
    keys = [point.key for point in texts.points]
    if set(texts.forms) != set(LegalForm) or len(keys) != len(set(keys)):
        raise InvalidError(f"{file.name} : une forme sans texte, ou un point répété.")
    return texts
