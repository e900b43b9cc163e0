"""The tree of `content/decision.yaml`: read, checked, walked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

from app.errors import InvalidError
from app.toolkit.sources import CONTENT, FactSource, cite
from app.toolkit.yaml_files import read_yaml

PATH = CONTENT / "decision.yaml"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer, and the key of the question or conclusion that it leads to."""

    key: str
    label: str
    next: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question; `article` is where the law asks it."""

    key: str
    text: str
    help: str
    answers: tuple[Answer, ...]
    article: str = ""

    def find(self, key: str) -> Answer | None:
        """The answer of that key."""
        return next((answer for answer in self.answers if answer.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """Where a path ends: why, what it forbids, what to verify; `kinds` are codes, none for none."""

    key: str
    title: str
    kinds: tuple[str, ...]
    reasons: tuple[str, ...]
    articles: tuple[str, ...]
    forbids: tuple[str, ...]
    verify: tuple[str, ...]
    guides: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LegalForm:
    """A legal form: the kinds it fits, what the texts say, what is to verify."""

    name: str
    fits: str
    known: str
    verify: str
    guides: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Every question and conclusion by key; `first` is the key of the first question."""

    first: str
    questions: tuple[Question, ...]
    conclusions: tuple[Conclusion, ...]
    forms: tuple[LegalForm, ...]
    sources: tuple[str, ...]

    def question(self, key: str) -> Question | None:
        """The question of that key."""
        return next((question for question in self.questions if question.key == key), None)

    def conclusion(self, key: str) -> Conclusion | None:
        """The conclusion of that key."""
        return next((found for found in self.conclusions if found.key == key), None)

    def cited(self) -> tuple[FactSource, ...]:
        """Where the tree comes from."""
        return cite(self.sources)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A question that was answered; `query` is the end of the address that asks it again."""

    question: Question
    answer: Answer
    query: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """How far the answers lead: the path, then a question to answer or a conclusion, never both."""

    path: tuple[Step, ...]
    question: Question | None
    conclusion: Conclusion | None

    @property
    def query(self) -> str:
        """The end of the address that opens the page here."""
        return urlencode([(step.question.key, step.answer.key) for step in self.path])


def walk(tree: Tree, answers: Mapping[str, str]) -> Decision:
    """Follow the answers from the first question; what is off the path or unknown is ignored."""
    steps: list[Step] = []
    key = tree.first
    while question := tree.question(key):
        answer = question.find(answers.get(question.key, ""))
        if answer is None:
            return Decision(path=tuple(steps), question=question, conclusion=None)
        before = [(step.question.key, step.answer.key) for step in steps]
        steps.append(Step(question=question, answer=answer, query=urlencode(before)))
        key = answer.next
    return Decision(path=tuple(steps), question=None, conclusion=tree.conclusion(key))


@cache
def load_tree(path: Path = PATH) -> Tree:
    """The tree of that file; `InvalidError` says what is wrong with it."""
    tree = read_yaml(path, Tree)
    faults = tuple(find_faults(tree))
    if faults:
        raise InvalidError(f"{path.name} : {' ; '.join(faults)}")
    return tree


def find_faults(tree: Tree) -> Iterator[str]:
    """Keys used twice, answers that lead nowhere or back, what no path reaches."""
    nodes = [question.key for question in tree.questions]
    nodes += [conclusion.key for conclusion in tree.conclusions]
    for key in {key for key in nodes if nodes.count(key) > 1}:
        yield f"« {key} » est écrit deux fois"
    targets = {answer.next for question in tree.questions for answer in question.answers}
    for key in sorted({tree.first, *targets} - set(nodes)):
        yield f"« {key} » n’existe pas"
    for key in sorted(set(nodes) - targets - {tree.first}):
        yield f"« {key} » n’est atteint par aucune réponse"
    rank = {question.key: at for at, question in enumerate(tree.questions)}
    # Answers only lead further down the file: no path can turn round, so every path ends.
    for question in tree.questions:
        for answer in question.answers:
            if rank.get(answer.next, len(rank)) <= rank[question.key]:
                yield f"« {question.key} » revient en arrière"
