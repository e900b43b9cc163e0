"""What a cell of the portal’s CSV means, column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from app.clock import NBSP
from app.funding.sources.cleaning import plain_text, read_day, read_link, read_place
from app.funding.sources.source import RefusedError
from app.imports.text import clean_line, fold, slugify
from app.matching.kinds import SiaeKind
from app.toolkit.scheme_terms import (
    AmountBasis,
    BeneficiaryKind,
    Expense,
    Recurrence,
    SchemeForm,
    SchemeState,
)
from app.toolkit.schemes import Call

Cells = Mapping[str, str]
Term = TypeVar("Term", bound=StrEnum)
STATES = {
    "ouvert": SchemeState.OPEN, "a venir": SchemeState.UPCOMING, "permanent": SchemeState.PERMANENT,
    "a verifier": SchemeState.UNCERTAIN, "incertain": SchemeState.UNCERTAIN,
    "clos": SchemeState.CLOSED, "ferme": SchemeState.CLOSED, "historique": SchemeState.HISTORICAL,
    "ouverture a verifier": SchemeState.UNCERTAIN,
}  # fmt: skip
FORMS = {
    "subvention": SchemeForm.GRANT, "aide": SchemeForm.GRANT, "pret": SchemeForm.LOAN,
    "garantie": SchemeForm.GUARANTEE, "fonds propres": SchemeForm.EQUITY,
    "avance": SchemeForm.ADVANCE, "ingenierie": SchemeForm.ENGINEERING,
    "mecenat": SchemeForm.PATRONAGE, "instance": SchemeForm.FORUM,
}  # fmt: skip


def read_field(name: str, raw: str) -> object:
    """What a cell of that column means; RefusedError where it means nothing."""
    return READERS[name]({name: raw}, name)


def many(cells: Cells, name: str) -> tuple[str, ...]:
    """The values of a cell, parted by « | »."""
    parts = (clean_line(part, limit=300) for part in cells.get(name, "").split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def find_term(word: str, name: str, choices: type[Term], words: Iterable[str] = ()) -> Term:
    """The member of a closed list, by its word or by its label; a refusal names `words`."""
    for member in choices:
        label = getattr(member, "label", "")
        if slugify(word, limit=100) in {slugify(member.value), slugify(label, limit=100)}:
            return member
    known = ", ".join(words or (member.value for member in choices))
    raise RefusedError(f"{name}{NBSP}: « {word[:40]} » inconnu ; attendu{NBSP}: {known}")


def terms(cells: Cells, name: str, choices: type[Term]) -> tuple[Term, ...]:
    """The members of a closed list; commas part them too, where no member holds any."""
    words = (w for cell in many(cells, name) for w in cell.split(",") if w.strip())
    return tuple(dict.fromkeys(find_term(word.strip(), name, choices) for word in words))


def term(cells: Cells, name: str, choices: type[Term]) -> Term | None:
    """The member of a closed list, or None."""
    word = clean_line(cells.get(name, ""), limit=80)
    return find_term(word, name, choices) if word else None


def read_form(cells: Cells, name: str) -> SchemeForm:
    """The form; RefusedError where it is absent or unknown."""
    word = clean_line(cells.get(name, ""), limit=60)
    if not word:
        raise RefusedError(f"{name}{NBSP}: absente")
    return FORMS.get(fold(word)) or find_term(word, name, SchemeForm, FORMS)


def read_state(cells: Cells, name: str) -> SchemeState:
    """What is declared; uncertain where nothing is."""
    word = clean_line(cells.get(name, ""), limit=60)
    if not word:
        return SchemeState.UNCERTAIN
    return STATES.get(fold(word)) or find_term(word, name, SchemeState, STATES)


def read_number(raw: str, name: str) -> Decimal | None:
    """A number as people write it; RefusedError where it is none."""
    text = "".join(c for c in raw if not c.isspace()).strip("€%").replace(",", ".")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > 10**11:
        raise RefusedError(f"{name}{NBSP}: « {clean_line(raw, limit=40)} » n’est pas un nombre")
    return value


def read_amount(cells: Cells, name: str) -> Decimal | None:
    """An amount in euros."""
    value = read_number(cells.get(name, ""), name)
    return None if value is None else value.quantize(Decimal("0.01"))


def read_rate(cells: Cells, name: str) -> Decimal | None:
    """A rate in [0, 1]; above 1, or with « % », it is read as a percentage."""
    raw = cells.get(name, "")
    value = read_number(raw, name)
    if value is None:
        return None
    return value / 100 if "%" in raw or value > 1 else value


def read_places(cells: Cells, name: str) -> tuple[str, ...]:
    """The codes of the places; none for the whole region. Commas part them too."""
    words = [w.strip() for cell in many(cells, name) for w in cell.split(",")]
    codes = [read_place(word, name) for word in words if word]
    return () if "" in codes else tuple(dict.fromkeys(codes))


def read_text(cells: Cells, name: str) -> str:
    """A text of several lines."""
    return plain_text(cells.get(name, ""))


def read_line(cells: Cells, name: str) -> str:
    """A text on one line."""
    return clean_line(cells.get(name, ""), limit=255)


def read_url(cells: Cells, name: str) -> str:
    """A web address."""
    return read_link(cells.get(name), name)


def read_slug(cells: Cells, name: str) -> str:
    """The identifier of a scheme."""
    return slugify(cells.get(name, ""), limit=100)


def read_slugs(cells: Cells, name: str) -> tuple[str, ...]:
    """Identifiers of schemes, or of stages."""
    return tuple(slugify(word, limit=100) for word in many(cells, name))


def read_call(cells: Cells) -> Call | None:
    """The call of a row, where it has a date."""
    opens = read_day(cells.get("ouverture"), "ouverture")
    pre = read_day(cells.get("predepot"), "predepot")
    closes = read_day(cells.get("cloture"), "cloture")
    days = [day for day in (opens, closes, pre) if day is not None]
    if not days:
        return None
    year = clean_line(cells.get("millesime", ""), limit=60) or str(days[0].year)
    return Call(opens_on=opens, pre_deposit_on=pre, closes_on=closes, year=year)


FIELDS: dict[str, str] = {
    "nom": "name", "financeurs": "funders", "instructeurs": "instructors", "forme": "form",
    "objet": "purpose", "beneficiaires": "beneficiaries",
    "beneficiaires_types": "beneficiary_kinds",
    "types_siae": "kinds", "etapes": "stages", "depenses": "expenses", "themes": "themes",
    "montant": "amount", "base": "basis", "plancher": "floor", "plafond": "ceiling",
    "taux_max": "max_rate", "cumul": "cumul", "incompatible_avec": "not_with",
    "a_apporter": "asks_beneficiary", "territoires": "territories", "recurrence": "recurrence",
    "calendrier": "when", "pieces": "pieces", "lien": "url", "contact": "contact",
    "source": "source", "lien_source": "source_url", "verifie_le": "verified_on",
    "etat": "declared", "fiche_generique": "generic",
}  # fmt: skip
"""Each column and the part of a scheme it holds; dates of calls are read apart."""

READERS: dict[str, Callable[[Cells, str], Any]] = {
    "nom": read_line, "financeurs": many, "instructeurs": many, "forme": read_form,
    "objet": read_text, "beneficiaires": read_text, "montant": read_text, "cumul": read_text,
    "a_apporter": read_text, "calendrier": read_text, "contact": read_text, "source": read_line,
    "beneficiaires_types": lambda cells, name: terms(cells, name, BeneficiaryKind),
    "types_siae": lambda cells, name: terms(cells, name, SiaeKind),
    "depenses": lambda cells, name: terms(cells, name, Expense),
    "base": lambda cells, name: term(cells, name, AmountBasis),
    "recurrence": lambda cells, name: term(cells, name, Recurrence),
    "etapes": read_slugs, "incompatible_avec": read_slugs, "fiche_generique": read_slug,
    "themes": many, "pieces": many, "plancher": read_amount, "plafond": read_amount,
    "taux_max": read_rate, "territoires": read_places, "lien": read_url, "lien_source": read_url,
    "verifie_le": lambda cells, name: read_day(cells.get(name), name), "etat": read_state,
}  # fmt: skip
