"""Dates, codes, numbers and addresses as buyers write them, made sure or refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from app.clock import PARIS
from app.imports.siret import clean_siret, is_valid_siret

FIRST_YEAR, LAST_YEAR = 1990, 2060  # a notice outside of these is a slip of the pen
CPV = re.compile(r"(?<!\d)(\d{7,8})(?:-\d)?(?!\d)")
AMOUNT = re.compile(r"\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?")
EMAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,12}\b", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\d/])(?:(?:\+|00)33[\s.\u00a0-]?(?:\(0\)\s?)?|0)[1-9](?:[\s.\u00a0-]?\d{2}){4}(?!\d)"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("janvier",), ("février", "fevrier"), ("mars",), ("avril",), ("mai",), ("juin",),
            ("juillet",), ("août", "aout"), ("septembre",), ("octobre",), ("novembre",),
            ("décembre", "decembre"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
LETTERED_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:er)?\s+({'|'.join(MONTHS)})\s+(\d{{4}})\b", re.IGNORECASE
)
HIGHEST_AMOUNT = 1e12  # euros


def read_day(raw: object) -> date | None:
    """A date written `2025-02-03`, `2006-07-4`, `20250203`, in letters, or milliseconds since 1970.

    Milliseconds are read in Paris time. Gives None for what is no date, or no year of our time.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return read_milliseconds(raw)
    text = str(raw or "").strip()
    if re.fullmatch(r"-?\d{11,14}", text):
        return read_milliseconds(int(text))
    found = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", text) or re.fullmatch(
        r"(\d{4})(\d{2})(\d{2})", text
    )
    if found is not None:
        year, month, day = map(int, found.groups())
        return make_day(year, month, day)
    lettered = LETTERED_DAY.search(text)
    if lettered is not None:
        return make_day(int(lettered[3]), MONTHS[lettered[2].lower()], int(lettered[1]))
    return None


def make_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where it does not exist or lies outside of our time."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_milliseconds(raw: float) -> date | None:
    """The day in Paris of an instant in milliseconds since 1970 UTC."""
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=raw)
        return make_day(*moment.astimezone(PARIS).timetuple()[:3])
    except (OverflowError, ValueError):
        return None


def read_cpv(raw: object) -> str:
    """A CPV code of 8 digits, without its control digit; 7 digits are completed with a zero.

    Empty where there is none.
    """
    found = CPV.fullmatch(str(raw or "").replace(" ", ""))
    return found[1].ljust(8, "0") if found is not None else ""


def read_codes(values: list[str]) -> tuple[str, ...]:
    """The CPV codes among these values, each once, in order."""
    return tuple(dict.fromkeys(code for value in values if (code := read_cpv(value))))


def read_amount(raw: object) -> float | None:
    """An amount in euros, written « 42 800,00 Euros », `30000.00` or as a number.

    None where there is none, where it is zero or negative, or beyond any contract.
    """
    text = str(raw or "").strip()
    if text.startswith("-"):
        return None
    if re.fullmatch(r"\d+(?:\.\d+)?(?:e\+?\d+)?", text, re.IGNORECASE):
        number = text
    else:
        found = AMOUNT.search(text)
        if found is None:
            return None
        whole = re.sub(r"[ \u00a0\u202f]", "", found[0]).replace(",", ".")
        *groups, last = whole.split(".")
        number = "".join(groups) + ("." if groups and len(last) != 3 else "") + last
    amount = float(number)
    return amount if 0 < amount <= HIGHEST_AMOUNT else None


def read_months(raw: object, unit: str = "MONTH") -> float | None:
    """A duration in months; `unit` is MONTH, DAY, WEEK or YEAR. None outside of 0 to 50 years."""
    try:
        count = float(str(raw or "").strip().replace(",", "."))
    except ValueError:
        return None
    months = count * {"DAY": 12 / 365.25, "WEEK": 84 / 365.25, "YEAR": 12}.get(unit.upper(), 1)
    return round(months, 2) if 0 < months <= 600 else None


def read_siret(raw: object) -> str:
    """A SIRET whose control key is right, or empty: a SIREN, a VAT number or a name is none."""
    siret = clean_siret(str(raw or ""))
    return siret if is_valid_siret(siret) else ""


def read_url(raw: object) -> str:
    """An address that is safe to link to; spaces in it are dropped, a missing scheme is added."""
    text = re.sub(r"\s+", "", str(raw or ""))
    if re.match(r"www\.[\w-]+\.\w", text, re.IGNORECASE):
        text = f"https://{text}"
    return text[:1000] if re.match(r"https?://[\w-]+(?:\.[\w-]+)+", text, re.IGNORECASE) else ""


def read_department(raw: object) -> str:
    """A département's code with its leading zero; `20A` is `2A`. Empty where it is none."""
    text = str(raw or "").strip().upper()
    if re.fullmatch(r"20[AB]", text):
        return f"2{text[2]}"
    if re.fullmatch(r"\d{1,2}", text):
        text = text.zfill(2)
    return text if re.fullmatch(r"(?:0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[678])", text) else ""


def mask_contacts(text: str) -> str:
    """The text without the e-mail addresses and telephone numbers of persons."""
    if "@" in text:
        text = EMAIL.sub("[courriel masqué]", text)
    return PHONE.sub("[téléphone masqué]", text)
