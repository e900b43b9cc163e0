"""The texts of the response kit: `content/kit/`, read once, checked, with French typography."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from app.errors import InvalidError
from app.exports.document import Span, Text, plain
from app.matching.kinds import SiaeKind
from app.tenders.records import ClauseKind
from app.toolkit.typography import set_french
from app.toolkit.yaml_files import read_yaml

FOLDER = Path(__file__).parents[2] / "content" / "kit"
USAGE = set_french("Source : usage courant, à vérifier dans le règlement de consultation.")
Reliability = Literal["law", "institution", "press", "code", "old"]
RELIABILITIES: dict[Reliability, str] = {
    "law": "texte de loi",
    "institution": "site institutionnel",
    "press": "site spécialisé",
    "code": "code public d’un service",
    "old": "document ancien, à vérifier",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a fact comes from; `date` is in words, as precise as it is known."""

    title: str
    reliability: Reliability
    date: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class StepText:
    """Something to do, `days` working days before the deadline."""

    days: int
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PlanningTexts:
    """What is to be done before the deadline, the first step first."""

    intro: str
    without_deadline: str
    closed: str
    late: str
    steps: tuple[StepText, ...]


@dataclass(frozen=True, kw_only=True)
class ItemText:
    """A document of an answer: what it is, who asks for it, where to get it."""

    name: str
    what: str
    who: str
    where: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GroupText:
    """Documents that go together."""

    title: str
    items: tuple[ItemText, ...]


@dataclass(frozen=True, kw_only=True)
class ChecklistTexts:
    """The documents of an answer, group by group."""

    intro: str
    groups: tuple[GroupText, ...]


@dataclass(frozen=True, kw_only=True)
class PartText:
    """A part of a chapter: paragraphs, then items of a list."""

    title: str
    texts: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChapterText:
    """A chapter that is the same for every consultation."""

    title: str
    intro: str
    parts: tuple[PartText, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseText:
    """What a kind of social clause means, and what to answer."""

    means: str
    answers: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClauseTexts:
    """What to say of the social clauses, and of their absence."""

    none: str
    expected: str
    expected_sources: tuple[str, ...]
    hours: str
    hours_sources: tuple[str, ...]
    kinds: dict[ClauseKind, ClauseText]


@dataclass(frozen=True, kw_only=True)
class MemoirPart:
    """A part of the memoir, and the questions it answers."""

    title: str
    prompts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class KindText:
    """What a kind of structure must watch before it answers."""

    cautions: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MemoirTexts:
    """The outline of the memoir: what all lots share, then what each lot asks."""

    intro: str
    privacy: str
    identity: str
    blank_identity: str
    common: tuple[MemoirPart, ...]
    lot: tuple[MemoirPart, ...]
    kinds: dict[SiaeKind, KindText]


@dataclass(frozen=True, kw_only=True)
class SourceTexts:
    """Every source, by its key."""

    sources: dict[str, Source]


@dataclass(frozen=True, kw_only=True)
class KitTexts:
    """All the texts of the kit."""

    planning: PlanningTexts
    checklist: ChecklistTexts
    clauses: ClauseTexts
    forms: ChapterText
    memoir: MemoirTexts
    together: ChapterText
    deposit: ChapterText
    after: ChapterText
    sources: dict[str, Source]


@cache
def load_texts(folder: Path = FOLDER) -> KitTexts:
    """The texts of that folder; `InvalidError` says which file is wrong, and how."""
    texts = KitTexts(
        planning=read_yaml(folder / "planning.yaml", PlanningTexts),
        checklist=read_yaml(folder / "checklist.yaml", ChecklistTexts),
        clauses=read_yaml(folder / "clauses.yaml", ClauseTexts),
        forms=read_yaml(folder / "forms.yaml", ChapterText),
        memoir=read_yaml(folder / "memoir.yaml", MemoirTexts),
        together=read_yaml(folder / "together.yaml", ChapterText),
        deposit=read_yaml(folder / "deposit.yaml", ChapterText),
        after=read_yaml(folder / "after.yaml", ChapterText),
        sources=read_yaml(folder / "sources.yaml", SourceTexts).sources,
    )
    unknown = {key for key in cited_keys(texts) if key not in texts.sources}
    if unknown:
        raise InvalidError(f"Le kit cite des sources inconnues : {', '.join(sorted(unknown))}.")
    return texts


def cited_keys(texts: KitTexts) -> Iterable[str]:
    """Every key of a source that a text cites."""
    for group in texts.checklist.groups:
        for item in group.items:
            yield from item.sources
    for chapter in (texts.forms, texts.together, texts.deposit, texts.after):
        for part in chapter.parts:
            yield from part.sources
    yield from (*texts.clauses.expected_sources, *texts.clauses.hours_sources)
    for clause in texts.clauses.kinds.values():
        yield from clause.sources
    for kind in texts.memoir.kinds.values():
        yield from kind.sources


def name_sources(keys: Iterable[str]) -> Text:
    """The line that says where something comes from, with links."""
    known = load_texts().sources
    spans: list[Span] = []
    for key in keys:
        source = known[key]
        spans.append(Span(text=" ; " if spans else set_french("Source : ")))
        spans.append(Span(text=source.title, href=source.url))
        spans.append(Span(text=f" ({RELIABILITIES[source.reliability]}, {source.date})"))
    return (*spans, Span(text=".")) if spans else plain(USAGE)
