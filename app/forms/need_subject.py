"""The first step of a request: what is asked for, by the questions of its modality."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, cast

from wtforms import StringField

from app import sectors
from app.clock import NBSP
from app.forms.fields import LineField
from app.forms.need_fields import DayField, build_field
from app.forms.tool_form import ToolForm
from app.imports.text import fold
from app.matching.kinds import Modality
from app.matching.partnership_rules import MOST_IMMERSION_DAYS
from app.partnerships.asking import Subject
from app.partnerships.modalities import ModalitySheet, Reaches, get_modality
from app.partnerships.questions import QuestionKey

SURE = 0.3  # under it, the words say too little to choose in somebody's place
MOST_SECTORS = 3
UNREAD = (
    "Le portail ne reconnaît pas de filière dans votre phrase\u00a0: choisissez-la dans la liste."
)
PAST = "Cette date est passée\u00a0: indiquez un jour à venir, ou rien."
TOO_LONG = (
    f"Une immersion dure {MOST_IMMERSION_DAYS}{NBSP}jours au plus sur douze mois chez un même hôte "
    "(article D5135-3 du code du travail)."
)


class SubjectForm(ToolForm):
    """What every first step has beside its questions.

    `structure` is the page that the asker came from, `vous` who they said they are; `website` is
    hidden from people: only machines fill it in.
    """

    sheet: ClassVar[ModalitySheet]
    structure = LineField("Structure d’abord", most=150)
    vous = LineField("Vous êtes", most=20)
    website = StringField("Laissez ce champ vide")

    def read(self, today: date) -> Subject | None:
        """What is asked for, or None where the form says what to mend."""
        is_whole = self.validate()
        self.check_start(today)
        self.check_length()
        chosen = self.find_sectors()
        if not chosen and self.sheet.reaches is Reaches.STRUCTURES:
            self.refuse(QuestionKey.SECTOR, UNREAD)
        return self.make_subject(chosen) if is_whole and not self.problems else None

    def make_subject(self, chosen: list[str]) -> Subject:
        """What a valid form says."""
        fte = cast("Decimal | None", self.answer(QuestionKey.FTE))
        start = self.field(QuestionKey.START)
        return Subject(
            title=str(self.answer(QuestionKey.TITLE) or ""),
            text=str(self.answer(QuestionKey.TEXT) or ""),
            sectors=chosen,
            conditions=self.list_conditions(),
            fte=float(fte) if fte is not None else None,
            days=self.count(QuestionKey.DAYS),
            hours=self.count(QuestionKey.HOURS),
            starts_on=start.day if isinstance(start, DayField) else None,
        )

    def field(self, key: QuestionKey) -> Any:  # noqa: ANN401  fields are those of a file
        """The field of a question, None where this modality does not ask it."""
        return self._fields.get(key.value)

    def answer(self, key: QuestionKey) -> Any:  # noqa: ANN401  the same
        """What was answered, None where this modality does not ask."""
        field = self.field(key)
        return field.data if field is not None else None

    def count(self, key: QuestionKey) -> int | None:
        """A whole number."""
        found = self.answer(key)
        return int(found) if found is not None else None

    def refuse(self, key: QuestionKey, why: str) -> None:
        """Say beside a question what is refused, unless something is said there already."""
        field = self.field(key)
        if field is not None and not field.errors:
            field.errors = [why]

    def check_start(self, today: date) -> None:
        """Refuse a day that is over."""
        start = self.field(QuestionKey.START)
        if isinstance(start, DayField) and start.day is not None and start.day < today:
            self.refuse(QuestionKey.START, PAST)

    def check_length(self) -> None:
        """Refuse an immersion longer than the law allows: nobody could accept it."""
        days = self.answer(QuestionKey.DAYS)
        is_immersion = self.sheet.slug is Modality.IMMERSION
        if is_immersion and days is not None and days > MOST_IMMERSION_DAYS:
            self.refuse(QuestionKey.DAYS, TOO_LONG)

    def list_conditions(self) -> list[str]:
        """The publics and labels asked for, as profiles hold them."""
        labels = str(self.answer(QuestionKey.LABELS) or "").split(",")
        folded = [fold(label.strip()) for label in labels if label.strip()]
        return [*(self.answer(QuestionKey.PUBLICS) or []), *dict.fromkeys(folded)]

    def find_sectors(self) -> list[str]:
        """The sector chosen, or those that the words name; with their neighbours if accepted."""
        chosen = str(self.answer(QuestionKey.SECTOR) or "")
        found = [chosen] if sectors.find(chosen) else self.read_sectors()
        if not self.answer(QuestionKey.NEIGHBOURS):
            return found
        groups = {sector.group for slug in found if (sector := sectors.find(slug))}
        near = [s.slug for group in sectors.groups() if group.slug in groups for s in group.sectors]
        return list(dict.fromkeys((*found, *near)))

    def read_sectors(self) -> list[str]:
        """The sectors that the title names, or else the whole of what is written."""
        if self.field(QuestionKey.SECTOR) is None:
            return []
        title = str(self.answer(QuestionKey.TITLE) or "")
        text = str(self.answer(QuestionKey.TEXT) or "")
        for words in (title, text):
            found = sectors.classify([], [], words, titled=False)
            sure = [c for c in found if c.score >= max(SURE, found[0].score / 2)]
            if sure:
                return [one.sector.slug for one in sure[:MOST_SECTORS]]
        return []


@cache
def subject_form(slug: Modality) -> type[SubjectForm]:
    """The form of a modality, its questions in their order."""
    sheet = get_modality(slug.value)
    fields = {question.key.value: build_field(question) for question in sheet.questions}
    return type("ModalityForm", (SubjectForm,), {**fields, "sheet": sheet})
