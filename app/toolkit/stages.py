"""The ten stages of a structure, entered from anywhere, and what changes with who you are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from app.errors import InvalidError, NotFoundError
from app.matching.kinds import SiaeKind
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml


class Axis(StrEnum):
    """The three sides of a project (regional strategy, 2.1)."""

    SOCIAL = "social"
    ECONOMIC = "economic"
    NETWORK = "network"

    @property
    def label(self) -> str:
        """As a page names it."""
        return AXIS_LABELS[self]


AXIS_LABELS = {
    Axis.SOCIAL: "Social",
    Axis.ECONOMIC: "Modèle économique",
    Axis.NETWORK: "Réseau territorial",
}


class Profile(StrEnum):
    """Who carries the project."""

    FIRST_TIME = "first-time"
    ASSOCIATION = "association"
    COMPANY = "company"
    AUTHORITY = "authority"
    GROWING_SIAE = "growing-siae"

    @property
    def label(self) -> str:
        """As a page names it."""
        return PROFILE_LABELS[self]


PROFILE_LABELS = {
    Profile.FIRST_TIME: "Je crée ma première structure",
    Profile.ASSOCIATION: "Association qui existe déjà",
    Profile.COMPANY: "Entreprise",
    Profile.AUTHORITY: "Collectivité",
    Profile.GROWING_SIAE: "SIAE qui se développe",
}


class Level(StrEnum):
    """How far an axis is: 0–6, 7–12, 13–18 points of the self-assessment."""

    TO_BUILD = "to_build"
    IN_PROGRESS = "in_progress"
    READY = "ready"

    @property
    def label(self) -> str:
        """As a page names it."""
        return LEVEL_LABELS[self]


LEVEL_LABELS = {
    Level.TO_BUILD: "À construire",
    Level.IN_PROGRESS: "En cours",
    Level.READY: "Prêt",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question to ask oneself."""

    text: str
    axis: Axis
    help: str = ""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to do; no kind or profile means all of them.

    `duty` tells what the law asks, with its `article`, from good practice.
    """

    key: str
    text: str
    axis: Axis
    help: str = ""
    kinds: tuple[SiaeKind, ...] = ()
    profiles: tuple[Profile, ...] = ()
    duty: Literal["law", "practice"] = "practice"
    article: str = ""
    sources: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    guides: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[FactSource, ...]:
        """Where it comes from; none where the portal proposes it."""
        return cite(self.sources)

    def concerns(self, profile: Profile | None, kind: SiaeKind | None) -> bool:
        """Whether it is for that profile and kind; what is not known excludes nothing."""
        fits_kind = not self.kinds or kind is None or kind in self.kinds
        return fits_kind and (not self.profiles or profile is None or profile in self.profiles)


@dataclass(frozen=True, kw_only=True)
class Deliverable:
    """What a stage ends with; `document` is the slug of a document to download, or empty."""

    name: str
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class Maturity:
    """What to do first, by how far the project is."""

    to_build: str
    in_progress: str
    ready: str

    def at(self, level: Level) -> str:
        """The sentence of that level."""
        words: str = getattr(self, level.value)
        return words


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the ten stages, as `content/stages/` tells it; the rest are slugs.

    `pages` are paths of the plan of the site.
    """

    slug: str
    order: int
    title: str
    summary: str
    goal: str
    questions: tuple[Question, ...]
    checklist: tuple[Item, ...]
    deliverables: tuple[Deliverable, ...]
    functions: tuple[str, ...]
    schemes: tuple[str, ...]
    tools: tuple[str, ...]
    guides: tuple[str, ...]
    advice: dict[Profile, str]
    maturity: Maturity
    kinds_advice: dict[SiaeKind, str] = field(default_factory=dict)
    pages: tuple[str, ...] = ()

    def items(self, profile: Profile | None, kind: SiaeKind | None) -> tuple[Item, ...]:
        """What is to be done by that profile for that kind."""
        return tuple(item for item in self.checklist if item.concerns(profile, kind))


@cache
def load_stages(folder: Path = CONTENT / "stages") -> tuple[Stage, ...]:
    """The stages of a folder, in order; `InvalidError` says what is wrong with them."""
    stages = sorted(
        (read_yaml(path, Stage) for path in folder.glob("*.yaml")), key=lambda stage: stage.order
    )
    items = [item for stage in stages for item in stage.checklist]
    twice = [key for key, count in Counter(item.key for item in items).items() if count > 1]
    if twice:
        raise InvalidError(f"Deux cases ont la même clé : {', '.join(twice)}.")
    for item in items:
        cite(item.sources)
        if item.duty == "law" and not item.article:
            raise InvalidError(f"La case « {item.key} » est une obligation sans article.")
    for stage in stages:
        if set(stage.advice) != set(Profile):
            raise InvalidError(f"L’étape « {stage.slug} » n’a pas un conseil par profil.")
    return tuple(stages)


def get_stage(slug: str) -> Stage:
    """The stage of that address; NotFoundError where there is none."""
    for stage in load_stages():
        if stage.slug == slug:
            return stage
    raise NotFoundError("Aucune étape ne porte cette adresse.")
