"""What was answered to the questions of a modality, in words, for who receives a request."""

from __future__ import annotations

from collections.abc import Iterator

from app.clock import NBSP
from app.partnerships.answer_words import WORDS
from app.partnerships.modalities import Question, get_modality
from app.partnerships.models import Need
from app.partnerships.questions import QuestionKey

Fact = tuple[str, str]
TOLD = frozenset(
    {
        QuestionKey.TITLE,
        QuestionKey.TEXT,
        QuestionKey.SECTOR,
        QuestionKey.NEIGHBOURS,
        QuestionKey.FTE,
        QuestionKey.DAYS,
        QuestionKey.HOURS,
        QuestionKey.START,
    }
)
"""Told from the columns that they feed, as they were understood."""
UNITS = {QuestionKey.SURFACE: "m²", QuestionKey.AMOUNT: "€"}


def list_answers(need: Need, *, with_private: bool = False) -> Iterator[Fact]:
    """Each question answered beside the columns, with its answer.

    What is private – a budget, an amount – is told to the asker alone, `with_private`.
    """
    for question in get_modality(need.modality).questions:
        is_hidden = question.key.is_private and not with_private
        if question.key in TOLD or is_hidden:
            continue
        said = say_answer(question, need.answers.get(question.key.value, []))
        if said:
            yield question.words.rstrip(f" ?{NBSP}"), said


def say_answer(question: Question, typed: list[str]) -> str:
    """An answer in words; nothing where none was given."""
    words = WORDS.get(question.key)
    if words is None:
        unit = UNITS.get(question.key, "")
        said = ", ".join(value.strip() for value in typed if value.strip())
        return f"{said}{NBSP}{unit}" if said and unit and said[-1].isdigit() else said
    known = {word.value: str(word.label) for word in words}  # type: ignore[attr-defined]
    return ", ".join(known[value] for value in typed if value in known)
