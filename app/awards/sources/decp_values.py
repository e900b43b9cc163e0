"""Identifiers, dates, amounts and durations as the essential data write them, made sure or refused.

A value that cannot be used is None or empty, with a sentence for the person who imports.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar

from app.awards.records import Nature
from app.clock import PARIS
from app.imports.siret import SEPARATORS, is_valid_siret
from app.imports.text import fold
from app.tenders.sources.node import FILLERS, Node
from app.tenders.values import make_day, read_amount, read_day, read_months

Value = TypeVar("Value")
# Ours, not the law's: the largest French contracts are of a few thousand millions of euros.
LOWEST, HIGHEST = 1.0, 1e10
MOST_MONTHS = 600
EMPTY = FILLERS | {"test", "inconnu", "non renseigne", "[]", "nan", "nr", "undefined"}
LONGEST_FILLER = max(map(len, EMPTY))
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[ T]")
ENGLISH = re.compile(r"([A-Z][a-z]+), (\d{1,2}) (\d{4})")
UTC_MIDNIGHT = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](2[23]):00(?::00)?(?:\.0+)?Z?")
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mois|ans?|annees?|jours?|semaines?)?")
UNITS = {"a": "YEAR", "j": "DAY", "s": "WEEK"}
PROCEDURES = (
    "Procédure adaptée",
    "Appel d’offres ouvert",
    "Appel d’offres restreint",
    "Procédure avec négociation",
    "Marché passé sans publicité ni mise en concurrence préalable",
    "Dialogue compétitif",
    "Procédure négociée ouverte",
    "Procédure non négociée ouverte",
    "Procédure négociée restreinte",
    "Procédure non négociée restreinte",
)


def text_of(node: Node, limit: int = 500) -> str:
    """The text of a place on one line; fillers (« test », « NC », « CDL »…) are no text."""
    text = keep_writable(" ".join(node.text.split())[:limit].rstrip())
    return "" if len(text) <= LONGEST_FILLER and fold(text) in EMPTY else text


def keep_writable(text: str) -> str:
    """The text without the lone surrogates that JSON allows and nothing can write."""
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def read_known(
    node: Node, what: str, read: Callable[[str], Value | None], remarks: list[str]
) -> Value | None:
    """A value, or None with a remark where something is written that cannot be used."""
    text = text_of(node, 80)
    if not text:
        return None
    value = read(text)
    if value is None:
        remarks.append(f"{what} inutilisable : « {text[:60]} »")
    return value


def read_euros(text: str) -> float | None:
    """An amount in euros, or None outside of what a contract may be worth."""
    amount = read_amount(text)
    return amount if amount is not None and LOWEST <= amount <= HIGHEST else None


def read_date(text: str) -> date | None:
    """A day, however it is written.

    Midnight in Paris that a program wrote in UTC (22:00 or 23:00 the day before) is that midnight.
    """
    shifted = UTC_MIDNIGHT.fullmatch(text)
    if shifted is not None:
        year, month, day, hour = map(int, shifted.groups())
        if make_day(year, month, day) is None:
            return None
        local = datetime(year, month, day, hour, tzinfo=UTC).astimezone(PARIS)
        return local.date() if local.hour == 0 else date(year, month, day)
    if found := SLASHED.match(text):
        return make_day(int(found[3]), int(found[2]), int(found[1]))
    if found := COMPACT.match(text):
        return make_day(*map(int, found.groups()))
    if (found := ENGLISH.match(text)) and found[1] in ENGLISH_MONTHS:
        return make_day(int(found[3]), ENGLISH_MONTHS.index(found[1]) + 1, int(found[2]))
    return read_day(text)


def read_duration(text: str) -> float | None:
    """Months, or None: « 48 », « 48 mois », « 2 ans »; a sentence says more than one number."""
    found = DURATION.fullmatch(fold(text))
    unit = UNITS.get((found[2] or "m")[0], "MONTH") if found else "MONTH"
    return read_months(found[1], unit) if found else None


def read_count(text: str) -> int | None:
    """A small whole number, or None."""
    found = re.fullmatch(r"(\d{1,4})(?:\.0+)?", text)
    return int(found[1]) if found else None


def clean_digits(text: str) -> str:
    """An identifier without separators; what a spreadsheet made of a number is undone.

    A leading zero that was lost is put back where the key then proves it.
    """
    digits = SEPARATORS.sub("", re.sub(r"\.0+$", "", text.strip()))
    if re.fullmatch(r"\d{12,13}", digits) and is_valid_siret(digits.zfill(14)):
        return digits.zfill(14)
    return digits


def read_buyer_siret(text: str, remarks: list[str]) -> str:
    """The buyer's 14 digits; a wrong key is kept and said, as the contract is real all the same.

    Raises ValueError where it is no SIRET at all.
    """
    digits = clean_digits(text)
    if not re.fullmatch(r"[0-9]{14}", digits) or not digits.strip("0"):
        message = f"SIRET de l’acheteur absent ou illisible : « {text[:40]} »"
        raise ValueError(message)
    if not is_valid_siret(digits):
        remarks.append(f"SIRET de l’acheteur {digits} : la clé de contrôle est fausse")
    return digits


def read_nature(text: str, techniques: list[str]) -> Nature:
    """The kind of contract, from its nature and its purchasing techniques."""
    word = fold(text)
    if "concession" in word or "delegation" in word:
        return Nature.CONCESSION
    if "subsequent" in word:
        return Nature.SUBSEQUENT
    if "accord" in word or any("accord" in fold(technique) for technique in techniques):
        return Nature.FRAMEWORK
    if "partenariat" in word:
        return Nature.PARTNERSHIP
    if "defense" in word:
        return Nature.DEFENCE
    return Nature.MARKET if word.startswith("marche") else Nature.UNKNOWN


def letters(text: str) -> str:
    """The letters and digits only, for comparing."""
    return "".join(c for c in fold(text) if c.isalnum())


KNOWN_PROCEDURES = {letters(name): name for name in PROCEDURES}


def read_procedure(text: str) -> str:
    """The procedure in its official spelling where it is a known one, else as it is written."""
    return KNOWN_PROCEDURES.get(letters(text), text)[:120]


def read_cpv_code(text: str) -> str:
    """A CPV code of 8 digits, its control digit left out, short codes completed with zeros.

    Empty where it is none: a division of the nomenclature starts at 03.
    """
    found = re.fullmatch(r"(\d{2,8})(?:-\d)?", re.sub(r"[\s.]", "", text))
    code = found[1].ljust(8, "0") if found else ""
    return code if "03" <= code[:2] <= "98" else ""


def read_number(text: str) -> str:
    """The buyer's number; only zeros is none."""
    return text if text.strip("0 -_.") else ""
