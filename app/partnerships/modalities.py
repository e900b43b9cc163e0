"""What may be asked of others: `content/modalities/`, one file each, read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.clock import say_day
from app.errors import InvalidError, NotFoundError
from app.experiments.kinds import LegalStatus
from app.matching.kinds import Modality
from app.partnerships.answer_words import AskerKind
from app.partnerships.questions import QuestionKey
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

FOLDER = CONTENT / "modalities"
GUIDES = CONTENT / "guides"
IN_FORCE = frozenset({LegalStatus.CURRENT, LegalStatus.PERMANENT, LegalStatus.EXTENDED})
ALWAYS = (QuestionKey.TITLE, QuestionKey.TEXT)


class Reaches(StrEnum):
    """Who receives the requests."""

    STRUCTURES = "structures"
    WILLING = "structures-volontaires"
    NETWORKS = "reseaux"
    TEAM = "equipe"

    @property
    def label(self) -> str:
        """A sentence."""
        return REACH_SENTENCES[self]


REACH_SENTENCES = {
    Reaches.STRUCTURES: "Votre demande va aux structures qui correspondent, six à la fois.",
    Reaches.WILLING: "Votre demande va aux structures qui ont dit rechercher ce partenariat, six à "
    "la fois.",
    Reaches.NETWORKS: "Votre demande va aux réseaux qui accompagnent les structures de votre "
    "territoire.",
    Reaches.TEAM: "Votre demande va à l’équipe du portail, qui vous oriente.",
}


@dataclass(frozen=True, kw_only=True)
class LegalLimit:
    """What the law says of it, in a sentence; `article` is empty where none was read."""

    sentence: str
    article: str = ""
    sources: tuple[str, ...] = ()
    to_verify: bool = False

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where it was read."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class LegalState:
    """Whether it may be used today, since when that is known, and why in words."""

    state: LegalStatus
    verified_on: date
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """How somebody says that they look for it; `fill` are answers that it already gives."""

    who: AskerKind
    words: str
    fill: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question of the first step, as this modality asks it."""

    key: QuestionKey
    label: str = ""
    hint: str = ""
    is_required: bool = False

    @property
    def words(self) -> str:
        """What is asked."""
        return self.label or self.key.label


@dataclass(frozen=True, kw_only=True)
class Door:
    """Another page of the portal that may serve as well."""

    label: str
    path: str


@dataclass(frozen=True, kw_only=True)
class ModalitySheet:
    """One form of partnership: who asks for it, what it is, what the law says, what is asked."""

    slug: Modality
    order: int
    title: str
    summary: str
    invitations: tuple[Invitation, ...]
    legal: LegalState
    reaches: Reaches
    questions: tuple[Question, ...]
    limits: tuple[LegalLimit, ...] = ()
    guides: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    keywords: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/mise-en-relation/{self.slug.value}"

    @property
    def is_open(self) -> bool:
        """Whether a request may be sent: not where its legal status is not known to hold."""
        return self.legal.state in IN_FORCE

    @property
    def keys(self) -> tuple[QuestionKey, ...]:
        """What it asks."""
        return tuple(question.key for question in self.questions)


@cache
def load_modalities(folder: Path = FOLDER) -> tuple[ModalitySheet, ...]:
    """Every modality, in order; InvalidError names the file and what is wrong with it."""
    found = tuple(read_modality(path) for path in sorted(folder.glob("*.yaml")))
    missing = set(Modality) - {sheet.slug for sheet in found}
    if missing:
        raise InvalidError(f"modalities : sans fichier : {', '.join(sorted(missing))}.")
    return tuple(sorted(found, key=lambda sheet: (sheet.order, sheet.slug)))


def read_modality(path: Path) -> ModalitySheet:
    """One file, checked by itself; its slug is its name."""
    sheet = read_yaml(path, ModalitySheet)
    problem = find_problem(sheet, path)
    if problem:
        raise InvalidError(f"{path.name} : {problem}")
    try:
        cite(key for limit in sheet.limits for key in limit.sources)
    except InvalidError as error:
        raise InvalidError(f"{path.name} : {error}") from error
    return sheet


def find_problem(sheet: ModalitySheet, path: Path) -> str:
    """What is wrong in a file, or nothing."""
    if sheet.slug.value != path.stem:
        return "le champ slug doit être le nom du fichier."
    if len(set(sheet.keys)) != len(sheet.keys):
        return "questions : une question est posée deux fois."
    if not set(ALWAYS) <= set(sheet.keys) or not sheet.invitations:
        return "questions, invitations : l’objet, le besoin et une invitation sont attendus."
    if any(not (limit.sources or limit.to_verify) for limit in sheet.limits):
        return "limits : une source, ou « to_verify », est attendue."
    unknown = [slug for slug in sheet.guides if not (GUIDES / f"{slug}.md").is_file()]
    if unknown:
        return f"guides : « {unknown[0]} » n’existe pas."
    return "" if sheet.is_open or sheet.legal.words else "legal : dites pourquoi."


def get_modality(slug: str) -> ModalitySheet:
    """The modality of that slug; NotFoundError for none."""
    found = next((sheet for sheet in load_modalities() if sheet.slug == slug), None)
    if found is None:
        raise NotFoundError("Cette forme de mise en relation n’existe pas.")
    return found


def check_modalities(before: date, leads: Callable[[str], bool]) -> Iterator[str]:
    """What is to mend, as French sentences: read before that day, a door that leads nowhere."""
    for sheet in load_modalities():
        if sheet.legal.verified_on < before:
            day = say_day(sheet.legal.verified_on)
            yield f"Mise en relation « {sheet.slug} » : vérifiée le {day}, à relire"
        for door in sheet.doors:
            if not leads(door.path):
                yield f"Mise en relation « {sheet.slug} » : {door.path} ne mène nulle part"
