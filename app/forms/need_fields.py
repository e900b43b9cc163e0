"""The fields of a request: what each question of a modality becomes in a form."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, Field
from wtforms.fields.core import UnboundField
from wtforms.validators import StopValidation

from app.clock import NBSP
from app.events.dates import read_moment
from app.events.records import FieldError
from app.forms.boxes import BoxesField
from app.forms.fields import AmountField, ChoiceField, CountField, LineField, NoteField
from app.forms.sector_choices import sector_choices
from app.partnerships.answer_words import WORDS
from app.partnerships.modalities import Question
from app.partnerships.questions import QuestionKey

Build = Callable[[str, str], "Field | UnboundField"]
"""Makes a field from its label and from what is said where it is empty."""
LINK = re.compile(r"(?:https?://|www\.)\S", re.IGNORECASE)
MOST_LINKS = 3
LONGEST_TEXT = 3_000
SEVERAL = frozenset(
    {QuestionKey.PUBLICS, QuestionKey.USES, QuestionKey.GIFTS, QuestionKey.HELP}
    | {QuestionKey.EXPENSES}
)
READ_IN_WORDS = ("", "À lire dans ma phrase")


class DayField(LineField):
    """A day as people write it; `day` is it, None where nothing was written."""

    day: date | None = None

    def pre_validate(self, form: object) -> None:
        """Refuse what is no day; an hour is left out."""
        super().pre_validate(form)
        if not self.data:
            return
        try:
            moment = read_moment(self.data, self.name)
        except FieldError as error:
            raise StopValidation(f"{self.label.text}{NBSP}: {error.why}.") from error
        self.day = moment.date() if isinstance(moment, datetime) else moment


class WrittenField(NoteField):
    """A text without more than a few links: it is shown as text alone, whatever it holds."""

    def pre_validate(self, form: object) -> None:
        """Refuse a list of links."""
        super().pre_validate(form)
        if len(LINK.findall(self.data or "")) > MOST_LINKS:
            raise StopValidation(
                f"{self.label.text}{NBSP}: {MOST_LINKS}{NBSP}liens au plus. Décrivez le besoin "
                "avec vos mots."
            )


class SectorField(ChoiceField):
    """A sector of the taxonomy, or nothing: it is then read in what is written."""

    def __init__(self, label: str, **kwargs: Any) -> None:  # noqa: ANN401  as every field of WTForms
        super().__init__(label, choices=(READ_IN_WORDS, *sector_choices()), **kwargs)


def choose(key: QuestionKey) -> Build:
    """One choice in the closed list of a question, or several."""
    pairs = [(word.value, str(word.label)) for word in WORDS[key]]  # type: ignore[attr-defined]
    if key in SEVERAL:
        return lambda label, missing: BoxesField(label, choices=pairs, missing=missing)

    def make(label: str, missing: str) -> Field | UnboundField:
        none = [] if missing else [("", "Sans réponse")]
        return ChoiceField(label, choices=[*none, *pairs], missing=missing)

    return make


def count(most: int) -> Build:
    """A whole number from one."""
    return lambda label, missing: CountField(label, least=1, most=most, missing=missing)


def write(most: int) -> Build:
    """A short text."""
    return lambda label, missing: LineField(label, most=most, missing=missing)


BUILDERS: dict[QuestionKey, Build] = {
    **{key: choose(key) for key in WORDS},
    QuestionKey.TITLE: write(140),
    QuestionKey.TEXT: lambda label, missing: WrittenField(
        label, most=LONGEST_TEXT, missing=missing
    ),
    QuestionKey.SECTOR: lambda label, missing: SectorField(label, missing=missing),
    QuestionKey.NEIGHBOURS: lambda label, _missing: BooleanField(label),
    QuestionKey.FTE: lambda label, missing: AmountField(
        label, least=Decimal("0.1"), most=500, missing=missing
    ),
    QuestionKey.PEOPLE: count(500),
    QuestionKey.HOURS: count(20_000),
    QuestionKey.DAYS: count(366),
    QuestionKey.START: lambda label, missing: DayField(label, most=40, missing=missing),
    QuestionKey.TIMETABLE: write(200),
    QuestionKey.LABELS: write(200),
    QuestionKey.TENDER: write(140),
    QuestionKey.SURFACE: count(100_000),
    QuestionKey.AMOUNT: lambda label, missing: AmountField(
        label, least=1, most=100_000_000, missing=missing
    ),
}
"""Every question; the contract test compares them with `QuestionKey`."""


def build_field(question: Question) -> Field | UnboundField:
    """The field of a question."""
    missing = f"{question.words.rstrip(' ?')}{NBSP}: répondez." if question.is_required else ""
    return BUILDERS[question.key](question.words, missing)
