"""The whole reading of a self-assessment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.imports.text import slugify
from app.territories import get, say_where
from app.toolkit.maturity.advice import Action, Flag, choose_actions, raise_flags
from app.toolkit.maturity.attempts import Attempt, Raw, list_attempts
from app.toolkit.maturity.questionnaire import Question, Questionnaire
from app.toolkit.maturity.radar import Radar, draw_radar
from app.toolkit.maturity.scales import RATINGS, Eligibility
from app.toolkit.maturity.scoring import (
    Answers,
    AxisScore,
    find_weakest,
    propose_stage,
    score_axes,
)
from app.toolkit.stages import get_stage


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A question with its answer."""

    question: Question
    rating: int

    @property
    def word(self) -> str:
        """« Amorcé »."""
        return RATINGS[self.rating]

    @property
    def meaning(self) -> str:
        """What that answer says of this question."""
        return self.question.answers[self.rating]


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What the answers say: points, stage, what blocks, what to do, what moved.

    `advice` is the sentence for who carries the project; `development` pairs each question that
    was answered, in order, with its answer in words; `made_at` is aware.
    """

    answers: Answers
    scores: tuple[AxisScore, ...]
    weakest: AxisScore
    stage: str
    stage_name: str
    flags: tuple[Flag, ...]
    actions: tuple[Action, ...]
    answered: tuple[Answered, ...]
    development: tuple[tuple[str, str, str], ...]
    attempts: tuple[Attempt, ...]
    advice: str
    radar: Radar
    made_at: datetime

    @property
    def kind_label(self) -> str:
        """The kind aimed at, in words."""
        kind = self.answers.kind
        return f"{kind.label} ({kind})" if kind else "Type pas encore choisi"

    @property
    def department_name(self) -> str:
        """The name of the département, empty where none was given."""
        return get(self.answers.department).name if self.answers.department else ""

    @property
    def department_guide(self) -> str:
        """The slug of the guide of that département, empty where none was given."""
        if not self.answers.department:
            return ""
        return slugify(f"s’installer {say_where(get(self.answers.department))}")

    @property
    def is_eligibility_unknown(self) -> bool:
        """Whether who may carry the kind is still to check."""
        return self.answers.eligibility is Eligibility.UNKNOWN


def assess(
    answers: Answers,
    texts: Questionnaire,
    history: Iterable[tuple[datetime, Raw]],
    now: datetime,
) -> Assessment:
    """The reading of these answers; `history` holds the saves of before, the latest first."""
    scores = score_axes(answers.ratings)
    weakest = find_weakest(scores)
    stage = propose_stage(weakest, answers.profile)
    return Assessment(
        answers=answers,
        scores=scores,
        weakest=weakest,
        stage=stage,
        stage_name=get_stage(stage).title,
        flags=raise_flags(answers, texts),
        actions=choose_actions(answers, texts),
        answered=tuple(
            Answered(question=question, rating=answers.ratings[question.key])
            for question in texts.questions
        ),
        development=tuple(
            (question.theme.label, question.text, answers.development[question.key].label)
            for question in texts.development
            if question.key in answers.development
        ),
        attempts=list_attempts(history, answers.ratings),
        advice=texts.profiles[answers.profile],
        radar=draw_radar(texts.questions, answers.ratings),
        made_at=now,
    )
