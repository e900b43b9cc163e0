"""How the questions of a modality look: the first ones in sight, the others folded away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wtforms import BooleanField

from app.forms.boxes import BoxesField
from app.forms.fields import ChoiceField, CountField, NoteField
from app.forms.need_fields import DayField
from app.forms.need_subject import SubjectForm
from app.partnerships.modalities import Question
from app.partnerships.questions import QuestionKey

IN_SIGHT = frozenset(
    {
        QuestionKey.SECTOR,
        QuestionKey.NEIGHBOURS,
        QuestionKey.START,
        QuestionKey.DAYS,
        QuestionKey.HOURS,
        QuestionKey.PEOPLE,
        QuestionKey.TENDER,
        QuestionKey.SURFACE,
    }
)
"""Shown with what is required: they change who receives the request, or are short."""
SUFFIXES = {
    QuestionKey.FTE: "équivalents temps plein",
    QuestionKey.DAYS: "jours",
    QuestionKey.HOURS: "heures",
    QuestionKey.SURFACE: "m²",
    QuestionKey.AMOUNT: "€",
}
DAY_HINT = "Facultatif. Exemple\u00a0: 12/01/2027, ou « 12 janvier 2027 »."
NEIGHBOUR_HINT = "Plus de structures recevront votre demande."
PRIVATE_HINT = "Facultatif. Jamais montré aux structures."


@dataclass(frozen=True, kw_only=True)
class ShownQuestion:
    """A question with its field; `look` names the macro that draws it."""

    question: Question
    field: Any
    look: str
    hint: str
    suffix: str
    inputmode: str


@dataclass(frozen=True, kw_only=True)
class ShownQuestions:
    """Those in sight, those folded; `is_unfolded` where one of the latter holds something."""

    first: tuple[ShownQuestion, ...]
    folded: tuple[ShownQuestion, ...]
    is_unfolded: bool

    @classmethod
    def of(cls, form: SubjectForm) -> ShownQuestions:
        """The questions of a form."""
        shown = [show(question, form.field(question.key)) for question in form.sheet.questions]
        first = [one for one in shown if is_in_sight(one.question)]
        folded = [one for one in shown if not is_in_sight(one.question)]
        return cls(
            first=tuple(first),
            folded=tuple(folded),
            is_unfolded=any(one.field.errors or one.field.data for one in folded),
        )


def is_in_sight(question: Question) -> bool:
    """Whether it is asked at once."""
    return question.is_required or question.key in IN_SIGHT


def show(question: Question, field: Any) -> ShownQuestion:  # noqa: ANN401  any field of a form
    """A question ready to be drawn."""
    return ShownQuestion(
        question=question,
        field=field,
        look=look_of(question, field),
        hint=question.hint or hint_of(question, field),
        suffix=SUFFIXES.get(question.key, ""),
        inputmode="decimal" if isinstance(field, CountField) else "",
    )


def look_of(question: Question, field: Any) -> str:  # noqa: ANN401  the same
    """How a field is drawn."""
    if isinstance(field, BooleanField):
        return "tick"
    if isinstance(field, BoxesField):
        return "boxes"
    if isinstance(field, NoteField):
        return "text"
    if isinstance(field, ChoiceField) and question.is_required:
        return "radios"
    return "line"


def hint_of(question: Question, field: Any) -> str:  # noqa: ANN401  the same
    """What helps to answer, where the modality says nothing."""
    if isinstance(field, DayField):
        return DAY_HINT
    if question.key is QuestionKey.NEIGHBOURS:
        return NEIGHBOUR_HINT
    if question.key.is_private:
        return PRIVATE_HINT
    return "" if question.is_required else "Facultatif."
