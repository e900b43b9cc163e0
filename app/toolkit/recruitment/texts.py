"""The texts of the kit, read from `content/recruitment.yaml` and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.errors import InvalidError
from app.matching.kinds import SiaeKind
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

PATH = CONTENT / "recruitment.yaml"
CRITERIA = 10  # of a grid
KINDS = (SiaeKind.ACI, SiaeKind.AI, SiaeKind.EI, SiaeKind.ETTI, SiaeKind.EITI)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A mission or a skill that can be chosen."""

    key: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """A criterion scored 0 to 3: the question asked of everybody, and what to look for."""

    name: str
    question: str
    look: str


@dataclass(frozen=True, kw_only=True)
class Post:
    """A kind of post; `team` says how it works with the other, `case` is the case for everybody."""

    key: str
    title: str
    purpose: str
    team: str
    missions: tuple[Item, ...]
    skills: tuple[Item, ...]
    diplomas: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    case: str


@dataclass(frozen=True, kw_only=True)
class RecruitmentTexts:
    """All the texts; `kinds` says the agreement and the pay of each kind, never a figure."""

    posts: tuple[Post, ...]
    kinds: dict[SiaeKind, str]
    scale: tuple[str, ...]
    rules: tuple[str, ...]
    forbidden: tuple[str, ...]
    publish: tuple[str, ...]
    check: tuple[str, ...]
    keep: tuple[str, ...]
    sources: tuple[str, ...]

    def post(self, key: str) -> Post:
        """The post of that key."""
        return next(post for post in self.posts if post.key == key)

    def cited(self) -> tuple[FactSource, ...]:
        """Where the kit comes from."""
        return cite(self.sources)


@cache
def load_texts(path: Path = PATH) -> RecruitmentTexts:
    """The texts of that file; `InvalidError` says what is wrong with them."""
    texts = read_yaml(path, RecruitmentTexts)
    faults = tuple(find_faults(texts))
    if faults:
        raise InvalidError(f"{path.name} : {' ; '.join(faults)}")
    return texts


def find_faults(texts: RecruitmentTexts) -> Iterator[str]:
    """What the shape alone does not check."""
    for post in texts.posts:
        if len(post.criteria) != CRITERIA:
            yield f"{post.key} : il faut dix critères"
        keys = [item.key for item in (*post.missions, *post.skills)]
        if len(set(keys)) != len(keys):
            yield f"{post.key} : une clé est écrite deux fois"
    if set(texts.kinds) != set(KINDS):
        yield "il faut une convention pour chaque type"
