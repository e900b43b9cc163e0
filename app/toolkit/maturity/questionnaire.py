"""The texts of the self-assessment, read from `content/maturity.yaml` and checked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.errors import InvalidError
from app.toolkit.actors import load_functions
from app.toolkit.maturity.scales import HIGHEST, PER_AXIS, RATINGS, Theme
from app.toolkit.stages import Axis, Profile
from app.toolkit.yaml_files import read_yaml

PATH = Path(__file__).parents[3] / "content" / "maturity.yaml"
QUESTION_KEYS = tuple(f"{axis}{number}" for axis in "ser" for number in range(1, PER_AXIS + 1))
AXES = {"s": Axis.SOCIAL, "e": Axis.ECONOMIC, "r": Axis.NETWORK}
DEVELOPMENT_KEYS = tuple(f"d{number}" for number in range(1, 11))


@dataclass(frozen=True, kw_only=True)
class Link:
    """A page of the portal to go on with."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question; `answers` describe the four ratings, `next` how to leave each of the first three.

    `functions` are slugs of the functions to call.
    """

    key: str
    axis: Axis
    short: str
    text: str
    help: str
    answers: tuple[str, ...]
    why: str
    next: tuple[str, ...]
    functions: tuple[str, ...]
    link: Link

    @property
    def code(self) -> str:
        """« S1 », as people of the field write it."""
        return self.key.upper()

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The four answers, each with its word and what it means here."""
        return tuple(
            (str(rating), f"{word}\u00a0: {text}")
            for rating, (word, text) in enumerate(zip(RATINGS, self.answers, strict=True))
        )


@dataclass(frozen=True, kw_only=True)
class DevelopmentQuestion:
    """A question on sustainable development, never scored."""

    key: str
    theme: Theme
    text: str


@dataclass(frozen=True, kw_only=True)
class FlagText:
    """What blocks a project whatever its score, and the stage where it is settled."""

    title: str
    text: str
    functions: tuple[str, ...]
    stage: str


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """All the texts; `profiles` is the advice for who carries the project."""

    questions: tuple[Question, ...]
    development: tuple[DevelopmentQuestion, ...]
    flags: dict[str, FlagText]
    profiles: dict[Profile, str]

    def of(self, axis: Axis) -> tuple[Question, ...]:
        """The questions of an axis, in order."""
        return tuple(question for question in self.questions if question.axis is axis)

    def find(self, key: str) -> Question:
        """The question of that key."""
        return next(question for question in self.questions if question.key == key)


@cache
def load_questionnaire(path: Path = PATH) -> Questionnaire:
    """The texts of that file; `InvalidError` says what is wrong with them."""
    texts = read_yaml(path, Questionnaire)
    faults = tuple(find_faults(texts))
    if faults:
        raise InvalidError(f"{path.name} : {' ; '.join(faults)}")
    return texts


def find_faults(texts: Questionnaire) -> Iterator[str]:
    """What the shape alone does not check."""
    if tuple(question.key for question in texts.questions) != QUESTION_KEYS:
        yield "il faut les questions s1 à s6, e1 à e6 et r1 à r6, dans cet ordre"
    if tuple(question.key for question in texts.development) != DEVELOPMENT_KEYS:
        yield "il faut les questions d1 à d10, dans cet ordre"
    for question in texts.questions:
        if len(question.answers) != len(RATINGS) or len(question.next) != HIGHEST:
            yield f"{question.key} : quatre réponses et trois suites"
        if question.axis is not AXES[question.key[0]]:
            yield f"{question.key} : axe inattendu"
    if set(texts.profiles) != set(Profile):
        yield "il manque un profil"
    cited = {name for question in texts.questions for name in question.functions}
    cited |= {name for flag in texts.flags.values() for name in flag.functions}
    unknown = sorted(cited - {function.slug for function in load_functions()})
    if unknown:
        yield f"fonctions inconnues : {', '.join(unknown)}"
