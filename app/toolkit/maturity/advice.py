"""What blocks a project whatever its points, and what to do first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.matching.kinds import SiaeKind
from app.toolkit.actors import load_functions
from app.toolkit.maturity.questionnaire import FlagText, Question, Questionnaire
from app.toolkit.maturity.scales import HIGHEST, Cash, Eligibility, Sales
from app.toolkit.maturity.scoring import Answers, find_weakest, score_axes
from app.toolkit.stages import Profile, get_stage

MOST_ACTIONS = 3
NEIGHBOURS, REFERRERS = "r2", "s2"  # the questions whose zero blocks


@dataclass(frozen=True, kw_only=True)
class Action:
    """What to do next on a question, why, and whom to call."""

    question: Question
    rating: int
    callers: tuple[str, ...]

    @property
    def text(self) -> str:
        """What to do."""
        return self.question.next[self.rating]


@dataclass(frozen=True, kw_only=True)
class Flag:
    """Something that blocks; `callers` are the functions to call, in words."""

    key: str
    text: FlagText
    callers: tuple[str, ...]
    stage: str


def raise_flags(answers: Answers, texts: Questionnaire) -> tuple[Flag, ...]:
    """What blocks, the most serious first; points play no part in it."""
    return tuple(
        Flag(
            key=key,
            text=texts.flags[key],
            callers=name_functions(texts.flags[key].functions),
            stage=get_stage(texts.flags[key].stage).title,
        )
        for key in list_flags(answers)
    )


def list_flags(answers: Answers) -> Iterator[str]:
    """The keys of what blocks."""
    if answers.eligibility is Eligibility.NO:
        yield "not-eligible"
    elif answers.eligibility is Eligibility.UNKNOWN:
        yield from doubt_holder(answers)
    if answers.ratings[NEIGHBOURS] == 0:
        yield "no-supply-analysis"
    if answers.ratings[REFERRERS] == 0:
        yield "no-referrer"
    if answers.cash is Cash.NEGATIVE:
        yield "negative-cash"
    if answers.kind is SiaeKind.ACI and answers.sales is Sales.OVER:
        yield "aci-sales"


def doubt_holder(answers: Answers) -> Iterator[str]:
    """The kinds that a holder of that profile cannot carry under its own form."""
    if answers.kind is SiaeKind.ACI and answers.profile is Profile.COMPANY:
        yield "aci-holder"
    if answers.kind is SiaeKind.AI and answers.profile in {Profile.COMPANY, Profile.AUTHORITY}:
        yield "ai-holder"


def choose_actions(answers: Answers, texts: Questionnaire) -> tuple[Action, ...]:
    """Three next steps at most: the lowest answers, those of the weakest axis first."""
    scores = {score.axis: score.points for score in score_axes(answers.ratings)}
    weakest = find_weakest(score_axes(answers.ratings)).axis
    order = {question.key: at for at, question in enumerate(texts.questions)}
    waiting = [q for q in texts.questions if answers.ratings[q.key] < HIGHEST]
    waiting.sort(
        key=lambda q: (
            answers.ratings[q.key],
            q.axis is not weakest,
            scores[q.axis],
            order[q.key],
        )
    )
    return tuple(
        Action(
            question=question,
            rating=answers.ratings[question.key],
            callers=name_functions(question.functions),
        )
        for question in waiting[:MOST_ACTIONS]
    )


def name_functions(slugs: tuple[str, ...]) -> tuple[str, ...]:
    """Whom to call, in words, in the order of the slugs."""
    names = {function.slug: function.name for function in load_functions()}
    return tuple(names[slug] for slug in slugs)
