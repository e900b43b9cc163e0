"""The two forms on hours of insertion: numbers as people write them, each with its own message."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from app.imports.text import clean_line
from app.matching.weights import HOURS_PER_FTE

LONGEST = 40  # characters of one number; beyond, it is no number
UNIT = re.compile(r"(?:€|%|euros?|eur|heures?|hrs?|h|mois|ans?)(?:/(?:heures?|h|an))?(?:ht)?")
THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberField:
    """A number that a form asks for; `bounds` is the French sentence of its least and most.

    `name` is its parameter in the address, `missing` what is said when it is empty, empty itself
    for a number that may be left out.
    """

    name: str
    label: str
    hint: str
    least: float
    most: float
    bounds: str
    missing: str = ""
    default: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A field, what was typed in it, the number it means, or why it means none."""

    field: NumberField
    id: str
    raw: str = ""
    number: float | None = None
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class NumberForm:
    """One of the two forms; `is_asked` says whether the address answers it."""

    answers: tuple[Answer, ...]
    is_asked: bool

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """The id of each field in error, with its message."""
        return tuple((answer.id, answer.error) for answer in self.answers if answer.error)

    @property
    def is_complete(self) -> bool:
        """Whether it was asked for and every number can be used."""
        return self.is_asked and not self.errors

    def number(self, name: str) -> float | None:
        """The number of that field; None where it is empty or in error."""
        return next(answer.number for answer in self.answers if answer.field.name == name)

    def required(self, name: str) -> float:
        """The number of a field that a complete form always has."""
        number = self.number(name)
        if number is None:
            raise LookupError(name)
        return number


YEAR = NumberField(
    name="annee",
    label="Heures d’un temps plein sur un an",
    hint="Une base de calcul à adapter\u00a0: 1\u202f820\u00a0h, ce sont 35\u00a0heures par "
    "semaine pendant 52\u00a0semaines.",
    least=500,
    most=2_500,
    bounds="Les heures d’un temps plein sur un an vont de 500 à 2\u202f500.",
    missing="Indiquez les heures d’un temps plein sur un an.",
    default=str(HOURS_PER_FTE),
)
MONTHS = NumberField(
    name="mois",
    label="Durée d’un contrat, en mois (facultatif)",
    hint="Pour compter des contrats de cette durée. Exemple\u00a0: 6.",
    least=0.5,
    most=60,
    bounds="La durée d’un contrat va d’un demi-mois à 60\u00a0mois.",
)
HOURS = NumberField(
    name="heures",
    label="Nombre d’heures d’insertion",
    hint="Celui de la clause ou du cahier des charges. Exemple\u00a0: 140.",
    least=1,
    most=10_000_000,
    bounds="Le nombre d’heures va de 1 à 10\u00a0millions.",
    missing="Indiquez le nombre d’heures d’insertion.",
)
ESTIMATE = (
    NumberField(
        name="montant",
        label="Montant du marché ou du lot, en euros hors taxes",
        hint="En chiffres, pour toute la durée. Exemple\u00a0: 250\u202f000.",
        least=1,
        most=10_000_000_000,
        bounds="Le montant va de 1\u00a0€ à 10\u00a0milliards d’euros.",
        missing="Indiquez le montant du marché ou du lot.",
    ),
    NumberField(
        name="part",
        label="Part de main-d’œuvre, en %",
        hint="Ce que le travail pèse dans le prix\u00a0: elle change d’un métier à l’autre.",
        least=0.1,
        most=100,
        bounds="La part de main-d’œuvre va de 0,1 à 100\u00a0%.",
        missing="Indiquez la part de main-d’œuvre.",
    ),
    NumberField(
        name="taux",
        label="Taux d’insertion, en %",
        hint="La part de ce travail confiée à des personnes en insertion.",
        least=0.1,
        most=100,
        bounds="Le taux d’insertion va de 0,1 à 100\u00a0%.",
        missing="Indiquez le taux d’insertion.",
    ),
    NumberField(
        name="cout",
        label="Coût d’une heure de travail, en euros",
        hint="Salaire et charges compris.",
        least=1,
        most=500,
        bounds="Le coût d’une heure va de 1 à 500\u00a0€.",
        missing="Indiquez le coût d’une heure de travail.",
    ),
)


def read_number(raw: str) -> float | None:
    """A positive number as people write it, or None.

    Spaces of any kind, a comma, points between thousands and a unit are understood:
    « 1 250 000,50 € HT », « 1.250.000 », « 5 % », « 140 h ».
    """
    text = "".join(raw.casefold().split())
    number = re.match(r"[0-9.,]+", text)
    if number is None or len(text) > LONGEST:
        return None
    digits, unit = number[0], text[number.end() :]
    if unit and UNIT.fullmatch(unit) is None:
        return None
    if THOUSANDS.fullmatch(digits):
        digits = digits.replace(".", "")
    return float(digits.replace(",", ".")) if NUMBER.fullmatch(digits) else None


def read_conversion(args: MultiDict[str, str]) -> NumberForm:
    """The form from hours to contracts: `heures`, `mois`, `annee`."""
    return read_form(args, (HOURS, MONTHS, YEAR), prefix="convertir", asked={"heures"})


def read_estimate(args: MultiDict[str, str]) -> NumberForm:
    """The form from an amount to hours: `montant`, `part`, `taux`, `cout`, `mois`, `annee`."""
    asked = {field.name for field in ESTIMATE}
    return read_form(args, (*ESTIMATE, MONTHS, YEAR), prefix="estimer", asked=asked)


def read_form(
    args: MultiDict[str, str], fields: tuple[NumberField, ...], *, prefix: str, asked: set[str]
) -> NumberForm:
    """The answers of a form; one that nobody filled in has no error."""
    if not asked & set(args):
        blank = tuple(Answer(field=f, id=f"{prefix}-{f.name}", raw=f.default) for f in fields)
        return NumberForm(answers=blank, is_asked=False)
    answers = (read_answer(field, args, f"{prefix}-{field.name}") for field in fields)
    return NumberForm(answers=tuple(answers), is_asked=True)


def read_answer(field: NumberField, args: MultiDict[str, str], id: str) -> Answer:
    """What was typed in one field, and what it is worth; absent, it takes its default."""
    raw = clean_line(args.get(field.name, field.default), limit=LONGEST * 2)
    if not raw:
        return Answer(field=field, id=id, error=field.missing)
    number = read_number(raw)
    if number is None:
        error = f"{field.label}\u00a0: écrivez un nombre, sans autre texte que son unité."
        return Answer(field=field, id=id, raw=raw, error=error)
    if not field.least <= number <= field.most:
        return Answer(field=field, id=id, raw=raw, error=field.bounds)
    return Answer(field=field, id=id, raw=raw, number=number)
