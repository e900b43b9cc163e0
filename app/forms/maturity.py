"""The form of the self-assessment: who, what kind, where, eighteen answers, and what may block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from wtforms import Field

from app.clock import NBSP
from app.forms.fields import ChoiceField
from app.forms.tool_form import ToolForm
from app.matching.kinds import SiaeKind
from app.territories import TerritoryKind, list_territories
from app.toolkit.maturity.questionnaire import (
    DEVELOPMENT_KEYS,
    QUESTION_KEYS,
    Question,
    Questionnaire,
)
from app.toolkit.maturity.scales import (
    KINDS,
    Cash,
    Eligibility,
    Intent,
    Labelled,
    Sales,
    Theme,
)
from app.toolkit.maturity.scoring import Answers
from app.toolkit.stages import Axis, Profile

Choice = TypeVar("Choice", bound=Labelled)
SHOWN_AXES = (Axis.SOCIAL, Axis.ECONOMIC, Axis.NETWORK)
NOT_KNOWN = ("", "Je ne sais pas encore")


def choices_of(kind: type[Labelled]) -> list[tuple[str, str]]:
    """Every member with its words."""
    return [(member.value, member.label) for member in kind]


def read_or(value: str | None, kind: type[Choice], otherwise: Choice) -> Choice:
    """The member that was chosen, or that one where none was."""
    return kind(value) if value else otherwise


def rate(key: str) -> ChoiceField:
    """The four answers of a question."""
    return ChoiceField(key.upper(), missing=f"{key.upper()}{NBSP}: choisissez une réponse.")


def ask_intent(key: str) -> ChoiceField:
    """A question that is not scored and may be left."""
    return ChoiceField(key.upper())


@dataclass(frozen=True, kw_only=True)
class Part:
    """An axis with its fields, each with its question."""

    axis: Axis
    rows: tuple[tuple[Field, Question], ...]


class MaturityForm(ToolForm):
    """What a person answers; the question texts are given by `say_questions`.

    `parts` are then the axes with their fields, `themes` those of sustainable development.
    """

    parts: tuple[Part, ...] = ()
    themes: tuple[tuple[str, tuple[tuple[Field, str], ...]], ...] = ()

    profile = ChoiceField(f"Qui porte le projet{NBSP}?", missing="Dites qui porte le projet.")
    kind = ChoiceField("Type de structure visé")
    department = ChoiceField("Département")
    eligibility = ChoiceField(
        f"Le porteur peut-il légalement porter ce type{NBSP}?", default=Eligibility.UNKNOWN.value
    )
    cash = ChoiceField(
        f"Votre trésorerie prévue passe-t-elle sous zéro{NBSP}?", default=Cash.UNKNOWN.value
    )
    sales = ChoiceField(
        f"Pour un ACI, les ventes dépassent-elles le plafond{NBSP}?", default=Sales.UNKNOWN.value
    )
    s1, s2, s3, s4, s5, s6 = map(rate, QUESTION_KEYS[:6])
    e1, e2, e3, e4, e5, e6 = map(rate, QUESTION_KEYS[6:12])
    r1, r2, r3, r4, r5, r6 = map(rate, QUESTION_KEYS[12:])
    d1, d2, d3, d4, d5, d6, d7, d8, d9, d10 = map(ask_intent, DEVELOPMENT_KEYS)

    def say_questions(self, texts: Questionnaire) -> None:
        """Give each field its choices, in the words of its question."""
        departments = list_territories(TerritoryKind.DEPARTMENT)
        self["profile"].choices = [(p.value, p.label) for p in Profile]
        self["kind"].choices = [NOT_KNOWN, *((k.value, f"{k} – {k.label}") for k in KINDS)]
        self["department"].choices = [
            NOT_KNOWN,
            *((t.code, f"{t.code} – {t.name}") for t in departments),
        ]
        self["eligibility"].choices = choices_of(Eligibility)
        self["cash"].choices = choices_of(Cash)
        self["sales"].choices = choices_of(Sales)
        for question in texts.questions:
            self[question.key].choices = list(question.choices)
        for key in DEVELOPMENT_KEYS:
            self[key].choices = choices_of(Intent)
        self.parts = tuple(
            Part(
                axis=axis,
                rows=tuple((self[question.key], question) for question in texts.of(axis)),
            )
            for axis in SHOWN_AXES
        )
        self.themes = tuple(
            (
                theme.label,
                tuple((self[q.key], q.text) for q in texts.development if q.theme is theme),
            )
            for theme in Theme
        )

    def read_answers(self) -> Answers:
        """What was answered; the form must be valid."""
        kind = self["kind"].data
        return Answers(
            profile=Profile(self["profile"].data),
            kind=SiaeKind(kind) if kind else None,
            department=self["department"].data or "",
            ratings={key: int(self[key].data) for key in QUESTION_KEYS},
            eligibility=read_or(self["eligibility"].data, Eligibility, Eligibility.UNKNOWN),
            cash=read_or(self["cash"].data, Cash, Cash.UNKNOWN),
            sales=read_or(self["sales"].data, Sales, Sales.UNKNOWN),
            development={key: Intent(self[key].data) for key in self.answered(DEVELOPMENT_KEYS)},
        )

    def answered(self, keys: Iterable[str]) -> list[str]:
        """Those of these fields that hold something."""
        return [key for key in keys if self[key].data]
