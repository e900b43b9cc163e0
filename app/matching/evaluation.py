"""How good the matching is, measured on pairs that people judged by hand.

A ranking is what the portal answers to one question; labels say what it should have answered.
Grades go from 0 (no use) to 3 (the very structure to call); 2 and 3 count as relevant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from math import log2

from app.matching.rules import SEVERITY, Verdict

BEST_GRADE, RELEVANT = 3, 2
READ, FIRST = 10, 3  # the places that people read, and those they see at once
MOST_MISSES = 20


class Half(StrEnum):
    """Which questions are measured: weights are tuned on one half, and judged on the other."""

    ALL = "all"
    TUNING = "tuning"
    HELD_OUT = "held-out"

    @property
    def label(self) -> str:
        """As the command names it."""
        return HALF_LABELS[self]

    def holds(self, question: str) -> bool:
        """Whether a question belongs to that half."""
        return self is Half.ALL or self is half_of(question)


HALF_LABELS = {
    Half.ALL: "toutes les questions",
    Half.TUNING: "moitié de réglage",
    Half.HELD_OUT: "moitié de contrôle",
}


def half_of(question: str) -> Half:
    """The half of a question, by the SHA-256 of what stands before its « / ».

    The lots of one notice are alike: they stay together, else the one half would tell the other.
    """
    digest = sha256(question.partition("/")[0].encode()).digest()
    return Half.HELD_OUT if digest[0] % 2 else Half.TUNING


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What a person judged of one pair: its grade, the verdict of the rules, and why."""

    answer: str
    grade: int
    verdict: Verdict
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What the engine said of a labelled pair, with the sentences of its strictest rules."""

    label: Label
    verdict: Verdict
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranking:
    """The answers to one question, best first, and the judgement of each labelled pair.

    `order` names the answers; one without a label is worth 0: who labels reads the whole list.
    """

    question: str
    order: tuple[str, ...]
    judgements: tuple[Judgement, ...]

    @property
    def grades(self) -> dict[str, int]:
        """The grade of each labelled answer."""
        return {j.label.answer: j.label.grade for j in self.judgements}


class MissKind(StrEnum):
    """What went wrong for one pair, the worst first."""

    VERDICT = "verdict"
    CAUTION = "caution"
    NOT_READ = "not_read"
    USELESS_FIRST = "useless_first"

    @property
    def label(self) -> str:
        """As the command names it."""
        return MISS_LABELS[self]


MISS_LABELS = {
    MissKind.VERDICT: "verdict contraire",
    MissKind.CAUTION: "verdict voisin",
    MissKind.NOT_READ: "attendu, hors des dix premiers",
    MissKind.USELESS_FIRST: "sans intérêt, dans les trois premiers",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Miss:
    """A pair on which the engine and the person disagree; `place` 0 is out of the list."""

    kind: MissKind
    question: str
    answer: str
    expected: str
    found: str
    why: str
    place: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """What was measured; the three means are over questions, None where no question counts.

    `confusion` counts the labelled pairs by expected verdict, then by the engine's.
    """

    questions: int
    pairs: int
    ndcg: float | None
    precision: float | None
    best_precision: float | None
    recall: float | None
    confusion: dict[Verdict, dict[Verdict, int]]
    misses: tuple[Miss, ...]

    @property
    def agreement(self) -> float | None:
        """The share of the labelled pairs whose verdict is the expected one."""
        agreed = sum(self.confusion[verdict][verdict] for verdict in Verdict)
        return agreed / self.pairs if self.pairs else None


def measure(rankings: Iterable[Ranking]) -> Figures:
    """The figures of these rankings; their order changes nothing."""
    found = sorted(rankings, key=lambda ranking: ranking.question)
    useful = [ranking for ranking in found if any(ranking.grades.values())]
    asked = [ranking for ranking in found if count_relevant(ranking)]
    counts = Counter((j.label.verdict, j.verdict) for r in found for j in r.judgements)
    misses = sorted((miss for r in found for miss in list_misses(r)), key=order_of_miss)
    return Figures(
        questions=len(found),
        pairs=counts.total(),
        ndcg=mean([score_order(ranking) for ranking in useful]),
        precision=mean([score_first(ranking) for ranking in asked]),
        best_precision=mean([min(FIRST, count_relevant(ranking)) / FIRST for ranking in asked]),
        recall=mean([score_recall(ranking) for ranking in asked]),
        confusion={row: {column: counts[row, column] for column in Verdict} for row in Verdict},
        misses=tuple(misses),
    )


def mean(values: Sequence[float]) -> float | None:
    """Their mean, None of nothing."""
    return sum(values) / len(values) if values else None


def count_relevant(ranking: Ranking) -> int:
    """How many labelled answers are relevant."""
    return sum(grade >= RELEVANT for grade in ranking.grades.values())


def discounted_gain(grades: Iterable[int]) -> float:
    """The gain of the first ten grades: 2^grade - 1, over the logarithm of the place plus one."""
    read = list(grades)[:READ]
    return sum((2.0**grade - 1) / log2(place + 1) for place, grade in enumerate(read, start=1))


def score_order(ranking: Ranking) -> float:
    """nDCG@10: the gain of the order given over that of the best order of the labelled answers."""
    grades = ranking.grades
    best = discounted_gain(sorted(grades.values(), reverse=True))
    return discounted_gain(grades.get(answer, 0) for answer in ranking.order) / best


def score_first(ranking: Ranking) -> float:
    """Precision@3: the relevant answers among the first three, over three."""
    grades = ranking.grades
    return sum(grades.get(answer, 0) >= RELEVANT for answer in ranking.order[:FIRST]) / FIRST


def score_recall(ranking: Ranking) -> float:
    """Recall@10: the share of the relevant answers that are among the first ten."""
    read = set(ranking.order[:READ])
    relevant = [answer for answer, grade in ranking.grades.items() if grade >= RELEVANT]
    return sum(answer in read for answer in relevant) / len(relevant)


def list_misses(ranking: Ranking) -> list[Miss]:
    """The labelled pairs on which the engine and the person disagree."""
    places = {answer: place for place, answer in enumerate(ranking.order, start=1)}
    found = []
    for judgement in ranking.judgements:
        label, place = judgement.label, places.get(judgement.label.answer, 0)
        apart = abs(SEVERITY[label.verdict] - SEVERITY[judgement.verdict])
        if apart:
            kind = MissKind.VERDICT if apart > 1 else MissKind.CAUTION
            said = (label.verdict.label, judgement.verdict.label, judgement.why or label.why)
            found.append(make_miss(kind, ranking, label, said, place))
        if label.grade >= RELEVANT and not 0 < place <= READ:
            said = (f"note {label.grade}", f"place {place}" if place else "absent", label.why)
            found.append(make_miss(MissKind.NOT_READ, ranking, label, said, place))
        if label.grade == 0 and 0 < place <= FIRST and count_relevant(ranking) >= FIRST:
            said = ("note 0", f"place {place}", label.why)
            found.append(make_miss(MissKind.USELESS_FIRST, ranking, label, said, place))
    return found


def make_miss(
    kind: MissKind, ranking: Ranking, label: Label, said: tuple[str, str, str], place: int
) -> Miss:
    """A miss; `said` is what was expected, what was found, and why."""
    expected, found, why = said
    return Miss(
        kind=kind,
        question=ranking.question,
        answer=label.answer,
        expected=expected,
        found=found,
        why=why,
        place=place,
    )


def order_of_miss(miss: Miss) -> tuple[int, str, str, str]:
    """The worst kind first, then the question, then the answer."""
    return (list(MissKind).index(miss.kind), miss.question, miss.answer, miss.expected)
