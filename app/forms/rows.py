"""Rows of a tool's form: as many as are filled in, and a few empty ones to go on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from wtforms import FieldList, Form, FormField, StringField
from wtforms.validators import StopValidation

from app.clock import MONTHS, NBSP, say_day
from app.imports.text import clean_line, fold

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_DAY = 40  # characters


class Row(Form):
    """One row; `number` counts from 1, `kind` names it in messages. An empty row asks nothing."""

    number = 0
    kind = "Ligne"
    ignored: frozenset[str] = frozenset()

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed in it; fields that `ignored` names say nothing."""
        return any(is_filled(f) for f in self if f.short_name not in self.ignored)

    @property
    def name(self) -> str:
        """« Besoin 3 »."""
        return f"{self.kind} {self.number}"

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  as WTForms has it
        """Check each field, then the row; messages name the row, so that they can be read alone."""
        if not self.is_filled:
            return True
        super().validate(extra_validators)
        for name, message in self.find_faults():
            if not self[name].errors:
                self[name].errors = [message]
        for field in self:
            field.errors = [f"{self.name} – {error}" for error in field.errors]
        return not self.errors

    def find_faults(self) -> Iterator[tuple[str, str]]:
        """The name of a field and what is wrong with it, where a row is filled in by halves."""
        return iter(())


def is_filled(field: Any) -> bool:  # noqa: ANN401  any field of WTForms, untyped there
    """Whether a field holds something, right or wrong."""
    return field.data not in {None, ""} or bool(getattr(field, "typed", None))


def number_rows(rows: FieldList, *, spare: int, most: int) -> None:
    """Number the rows, and leave `spare` empty ones at the end, `most` rows in all."""
    empty = 0
    for entry in reversed(rows.entries):
        if entry.form.is_filled:
            break
        empty += 1
    for _ in range(min(spare - empty, most - len(rows.entries))):
        rows.append_entry()
    for number, entry in enumerate(rows.entries, start=1):
        entry.form.number = number


class Lines(FieldList):
    """A list of a fixed length, whatever the names that are posted."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        """The numbers in the names; WTForms fails on « ² » and on thousands of digits."""
        named = re.compile(re.escape(prefix) + r"-([0-9]{1,3})(?:-.*)?", re.DOTALL)
        for name in formdata:
            found = named.fullmatch(name)
            if found:
                yield int(found[1])


def make_rows(row: type[Row], label: str, *, most: int, least: int = 3) -> FieldList:
    """A list of these rows, `most` of them at the most."""
    return Lines(FormField(row), label, min_entries=least, max_entries=most)


class DayField(StringField):
    """A date as « 31/03/2027 », « 2027-03-31 » or « 31 mars 2027 »; `day` is the date, or None."""

    day: date | None = None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; it is kept as it is where it is no date."""
        if valuelist:
            self.data = clean_line(valuelist[0], limit=LONGEST_DAY)
            self.day = read_day(self.data)

    def _value(self) -> str:
        return f"{self.day:%d/%m/%Y}" if self.day else (self.data or "")

    def pre_validate(self, _form: object) -> None:
        """Refuse what is no date of our time."""
        if self.data and self.day is None:
            example = say_day(date(2027, 3, 31))
            raise StopValidation(
                f"{self.label.text}{NBSP}: écrivez une date qui existe, par exemple 31/03/2027 ou "
                f"{example}."
            )


def read_day(typed: str) -> date | None:
    """The date that people write so; None for anything else, or for a year out of sight."""
    pieces = fold(typed).replace("/", " ").replace("-", " ").replace(".", " ").split()
    if len(pieces) != 3:
        return None
    day, month, year = pieces if len(pieces[0]) <= 3 else pieces[::-1]
    months = {fold(name): number for number, name in enumerate(MONTHS, start=1)}
    numbers = (year, str(months.get(month, month)), day.removesuffix("er"))
    if not all(n.isascii() and n.isdecimal() and len(n) <= 4 for n in numbers):
        return None
    whole = tuple(map(int, numbers))
    if not FIRST_YEAR <= whole[0] <= LAST_YEAR:
        return None
    try:
        return date(*whole)
    except ValueError:
        return None
