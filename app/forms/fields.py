"""Fields of the tools' forms: numbers as people write them in French, months, short texts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from app.clock import MONTHS, NBSP
from app.imports.text import clean_line, clean_text, fold

LONGEST_NUMBER = 40  # characters; beyond, it is no number
UNIT = re.compile(
    r"(?:€|%|euros?|eur|heures?|hrs?|h|etp|mois|ans?)(?:/(?:heures?|h|mois|an))?(?:ht)?"
)
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
NOT_A_NUMBER = "écrivez un nombre, sans autre texte que son unité."
NEGATIVE = "un nombre négatif n’a pas de sens ici."


def read_decimal(raw: str) -> Decimal | None:
    """A positive number as people write it, exact, or None.

    Spaces of any kind, a comma, points between thousands and a unit are understood:
    « 1 250 000,50 € », « 1.250.000 », « 5 % », « 3,5 ETP ».
    """
    text = "".join(raw.casefold().split())
    number = re.match(r"[0-9.,]+", text)
    if number is None or len(text) > LONGEST_NUMBER:
        return None
    digits, unit = number[0], text[number.end() :]
    if unit and UNIT.fullmatch(unit) is None:
        return None
    if THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", ".")) if NUMBER.fullmatch(digits) else None


def write_decimal(number: Decimal) -> str:
    """The number as a field shows it: « 1250,5 », without useless zeros."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


class AmountField(Field):
    """A `Decimal` between `least` and `most`, None when it is empty; what was typed is kept.

    `missing` is what is said when it is empty; without it, it may be.
    """

    widget = TextInput()

    def __init__(
        self,
        label: str,
        *,
        least: Decimal | int = 0,
        most: Decimal | int = 1_000_000_000,
        missing: str = "",
        **kwargs: Any,  # noqa: ANN401  what every field of WTForms takes
    ) -> None:
        super().__init__(label, **kwargs)
        self.least, self.most, self.missing = Decimal(least), Decimal(most), missing
        self.typed: str | None = None

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return write_decimal(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed; a message names the field, so that it can be read alone."""
        if not valuelist:
            return
        self.typed = clean_line(valuelist[0], limit=LONGEST_NUMBER * 2)
        self.data = None
        if not self.typed:
            return
        if self.typed.startswith(("-", "−", "–")):
            raise ValueError(f"{self.name_in_messages}{NBSP}: {NEGATIVE}")
        self.data = read_decimal(self.typed)
        if self.data is None:
            raise ValueError(f"{self.name_in_messages}{NBSP}: {NOT_A_NUMBER}")

    def pre_validate(self, _form: object) -> None:
        """Refuse what is missing, too small or too big."""
        if self.process_errors:
            raise StopValidation
        if self.data is None:
            if self.missing:
                raise StopValidation(self.missing)
            return
        if not self.least <= self.data <= self.most:
            low, high = say_number(self.least), say_number(self.most)
            raise StopValidation(f"{self.name_in_messages}{NBSP}: de {low} à {high}.")

    @property
    def name_in_messages(self) -> str:
        """How a message names it."""
        return str(self.label.text)

    @property
    def amount(self) -> Decimal:
        """The number, zero where nothing was typed."""
        return self.data if self.data is not None else Decimal(0)


def say_number(number: Decimal) -> str:
    """« 1 000 000 » with narrow spaces, « 0,5 »."""
    whole, _, rest = write_decimal(number).partition(",")
    grouped = f"{int(whole):,}".replace(",", "\u202f")
    return f"{grouped},{rest}" if rest else grouped


class CountField(AmountField):
    """A whole number, as an exact `Decimal`."""

    def pre_validate(self, form: object) -> None:
        """Refuse fractions too."""
        super().pre_validate(form)
        if self.data is not None and self.data != self.data.to_integral_value():
            raise StopValidation(f"{self.name_in_messages}{NBSP}: écrivez un nombre entier.")


class LineField(StringField):
    """A short text on one line, cleaned; what is longer than `most` characters is refused."""

    def __init__(self, label: str, *, most: int = 120, missing: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.most, self.missing = most, missing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        if valuelist:
            self.data = clean_line(valuelist[0], limit=self.most + 1)

    def pre_validate(self, _form: object) -> None:
        """Refuse what is missing or too long."""
        check_length(self)


class NoteField(TextAreaField):
    """A text of several lines, cleaned; what is longer than `most` characters is refused."""

    def __init__(self, label: str, *, most: int = 2_000, missing: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.most, self.missing = most, missing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        if valuelist:
            self.data = clean_text(valuelist[0], limit=self.most + 1)

    def pre_validate(self, _form: object) -> None:
        """Refuse what is missing or too long."""
        check_length(self)


def check_length(field: LineField | NoteField) -> None:
    """Refuse a text that is missing or too long."""
    text = field.data or ""
    if not text and field.missing:
        raise StopValidation(field.missing)
    if len(text) > field.most:
        raise StopValidation(f"{field.label.text}{NBSP}: {field.most} caractères au plus.")


class MonthField(StringField):
    """A month as « 2027-03 » or « mars 2027 »; `data` is « AAAA-MM », or empty."""

    def __init__(self, label: str, *, missing: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(label, **kwargs)
        self.missing = missing

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was typed."""
        if valuelist:
            typed = clean_line(valuelist[0], limit=40)
            self.data = read_month(typed) or typed

    def pre_validate(self, _form: object) -> None:
        """Refuse what is no month."""
        if not self.data and self.missing:
            raise StopValidation(self.missing)
        if self.data and MONTH.fullmatch(self.data) is None:
            raise StopValidation(
                f"{self.label.text}{NBSP}: écrivez un mois de ce siècle, par exemple « mars 2027 »."
            )


def read_month(typed: str) -> str:
    """« AAAA-MM » for « 2027-03 », « 03/2027 » or « mars 2027 »; empty for anything else."""
    if MONTH.fullmatch(typed):
        return typed
    names = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
    found = re.fullmatch(r"(\d{1,2}|[a-z]+)[ /.-]+(20\d{2})", fold(typed))
    if found is None:
        return ""
    month = names.get(found[1]) or (int(found[1]) if found[1].isdecimal() else 0)
    return f"{found[2]}-{month:02d}" if 1 <= month <= 12 else ""


class ChoiceField(SelectField):
    """A choice in a closed list; `missing` is what is said of none and of one that is unknown."""

    def __init__(self, label: str, *, missing: str = "", **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("default", "")
        kwargs.setdefault("coerce", lambda value: "" if value is None else str(value))
        choices = kwargs.pop("choices", None)
        super().__init__(label, validate_choice=False, **kwargs)
        # Given afterwards: our templates read pairs, which the library warns about when it is
        # given them.
        self.choices = list(choices) if choices is not None else None
        self.missing = missing

    def pre_validate(self, _form: object) -> None:
        """Refuse what is not in the list."""
        known = {str(choice[0]) for choice in self.choices or ()}
        if not self.data and self.missing:
            raise StopValidation(self.missing)
        if self.data and self.data not in known:
            raise StopValidation(f"{self.label.text}{NBSP}: choisissez dans la liste.")
