"""The documented CSV: French headers, « ; » or « , », several values of a cell parted by « | ».

A row is a scheme and one of its calls; the next rows of the same `identifiant` are further calls,
and need no more than their dates. `COLUMNS` is the documentation, `write_template` the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from app.clock import NBSP
from app.exports.csv_export import write_csv
from app.funding.checks import find_faults
from app.funding.sources.cleaning import plain_text, read_day, read_link, read_place
from app.funding.sources.source import Item, RefusedError, SchemeRecord, Shape, Source
from app.imports.csv_rows import Row, RowReader
from app.imports.report import RowError
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
from app.toolkit.schemes import Call, Scheme

Cells = Mapping[str, str]
Term = TypeVar("Term", bound=StrEnum)
REQUIRED = frozenset({"nom", "financeurs", "forme"})
COLUMNS: tuple[tuple[str, str], ...] = (
    ("identifiant", "court, sans espace ; calculé d’après le nom s’il manque"),
    ("nom", "obligatoire"),
    ("financeurs", "obligatoire ; plusieurs séparés par |"),
    ("instructeurs", "qui reçoit et instruit la demande"),
    (
        "forme",
        "obligatoire : subvention, prêt, garantie, fonds propres, avance, ingénierie, mécénat",
    ),
    ("objet", "ce que le dispositif finance, en une phrase"),
    ("beneficiaires", "qui peut demander, en mots"),
    ("beneficiaires_types", ", ".join(BeneficiaryKind)),
    ("types_siae", "ACI, AI, EI, ETTI, EITI ; vide : non précisé"),
    ("etapes", "étapes de la boîte à outils, de idee à cloture"),
    ("depenses", ", ".join(Expense)),
    ("themes", "mots libres"),
    ("montant", "en mots, avec l’année"),
    ("base", ", ".join(AmountBasis)),
    ("plancher", "en euros"),
    ("plafond", "en euros"),
    ("taux_max", "de 0 à 1, ou en pourcentage : 70 %"),
    ("cumul", "règles de cumul, en mots"),
    ("incompatible_avec", "identifiants d’autres dispositifs"),
    ("a_apporter", "ce que le bénéficiaire apporte"),
    ("territoires", "codes ou noms ; vide : toute la région"),
    ("recurrence", ", ".join(Recurrence)),
    ("ouverture", "date : 2026-01-31 ou 31/01/2026"),
    ("predepot", "date"),
    ("cloture", "date, incluse"),
    ("millesime", "nom de l’appel, par exemple son année"),
    ("calendrier", "quand demander, en mots"),
    ("pieces", "pièces à joindre"),
    ("lien", "adresse http(s)"),
    ("contact", "service à appeler, sans nom de personne"),
    ("source", "d’où vient l’information"),
    ("lien_source", "adresse http(s)"),
    ("verifie_le", "date"),
    ("etat", "ouvert, à venir, permanent, à vérifier, clos, historique"),
    ("fiche_generique", "identifiant du dispositif dont celui-ci est la variante locale"),
)
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
Read = Callable[[Cells], Any]


def recognises(header: set[str]) -> bool:
    """Whether the columns are those of the portal."""
    return header >= REQUIRED


def read(rows: RowReader) -> Iterator[Item]:
    """The schemes of a file, rows of the same identifier joined; a bad row is refused alone."""
    found: dict[str, SchemeRecord] = {}
    for row in rows:
        if isinstance(row, RowError):
            yield row
            continue
        try:
            record = join_row(found, row)
        except RefusedError as error:
            yield RowError(where=f"ligne {row.line}", what=str(error), raw=dict(row.cells))
        else:
            found[record.key] = record
    yield from found.values()


def join_row(found: Mapping[str, SchemeRecord], row: Row) -> SchemeRecord:
    """The scheme that a row begins or continues; RefusedError where it cannot be kept."""
    cells = {name.strip().lower(): value for name, value in row.cells.items()}
    slug = slugify(cells.get("identifiant", "") or cells.get("nom", ""), limit=100)
    call = read_call(cells)
    known = found.get(slug)
    if known is not None:
        if call is None:
            raise RefusedError(f"identifiant{NBSP}: « {slug} » déjà donné ({known.where})")
        joined = replace(known.scheme, calls=(*known.scheme.calls, call))
        record = replace(known, scheme=joined)
    else:
        scheme = read_scheme(cells, slug, call)
        record = SchemeRecord(where=f"ligne {row.line}", key=slug, scheme=scheme)
    if faults := find_faults(record.scheme):
        raise RefusedError(" ; ".join(faults))
    return record


def read_scheme(cells: Cells, slug: str, call: Call | None) -> Scheme:
    """What a row says of a scheme."""
    return Scheme(
        slug=slug,
        name=clean_line(cells.get("nom", ""), limit=255),
        funders=many(cells, "financeurs"),
        instructors=many(cells, "instructeurs"),
        form=read_form(cells),
        purpose=plain_text(cells.get("objet", "")),
        beneficiaries=plain_text(cells.get("beneficiaires", "")),
        beneficiary_kinds=terms(cells, "beneficiaires_types", BeneficiaryKind),
        kinds=terms(cells, "types_siae", SiaeKind),
        stages=tuple(slugify(word) for word in many(cells, "etapes")),
        expenses=terms(cells, "depenses", Expense),
        themes=many(cells, "themes"),
        amount=plain_text(cells.get("montant", "")),
        basis=term(cells, "base", AmountBasis),
        floor=read_amount(cells, "plancher"),
        ceiling=read_amount(cells, "plafond"),
        max_rate=read_rate(cells),
        cumul=plain_text(cells.get("cumul", "")),
        not_with=tuple(slugify(word) for word in many(cells, "incompatible_avec")),
        asks_beneficiary=plain_text(cells.get("a_apporter", "")),
        territories=read_places(cells),
        recurrence=term(cells, "recurrence", Recurrence),
        when=plain_text(cells.get("calendrier", "")),
        calls=(call,) if call else (),
        pieces=many(cells, "pieces"),
        url=read_link(cells.get("lien"), "lien"),
        contact=plain_text(cells.get("contact", ""), limit=500),
        source=clean_line(cells.get("source", ""), limit=500),
        source_url=read_link(cells.get("lien_source"), "lien_source"),
        verified_on=read_day(cells.get("verifie_le"), "verifie_le"),
        declared=read_state(cells),
        generic=slugify(cells.get("fiche_generique", ""), limit=100),
    )


def many(cells: Cells, name: str) -> tuple[str, ...]:
    """The values of a cell, parted by « | »."""
    parts = (clean_line(part, limit=300) for part in cells.get(name, "").split("|"))
    return tuple(dict.fromkeys(part for part in parts if part))


def find_term(word: str, name: str, choices: type[Term]) -> Term:
    """The member of a closed list, by its word or by its label."""
    for member in choices:
        label = getattr(member, "label", "")
        if slugify(word, limit=100) in {slugify(member.value), slugify(label, limit=100)}:
            return member
    known = ", ".join(member.value for member in choices)
    raise RefusedError(f"{name}{NBSP}: « {word[:40]} » inconnu ; attendu{NBSP}: {known}")


def terms(cells: Cells, name: str, choices: type[Term]) -> tuple[Term, ...]:
    """The members of a closed list; commas part them too, where no member holds any."""
    words = (w for cell in many(cells, name) for w in cell.split(",") if w.strip())
    return tuple(dict.fromkeys(find_term(word.strip(), name, choices) for word in words))


def term(cells: Cells, name: str, choices: type[Term]) -> Term | None:
    """The member of a closed list, or None."""
    word = clean_line(cells.get(name, ""), limit=80)
    return find_term(word, name, choices) if word else None


def read_form(cells: Cells) -> SchemeForm:
    """The form; RefusedError where it is absent or unknown."""
    word = clean_line(cells.get("forme", ""), limit=60)
    if not word:
        raise RefusedError(f"forme{NBSP}: absente")
    return FORMS.get(fold(word)) or find_term(word, "forme", SchemeForm)


def read_state(cells: Cells) -> SchemeState:
    """What is declared; uncertain where nothing is."""
    word = clean_line(cells.get("etat", ""), limit=60)
    if not word:
        return SchemeState.UNCERTAIN
    return STATES.get(fold(word)) or find_term(word, "etat", SchemeState)


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


def read_rate(cells: Cells) -> Decimal | None:
    """A rate in [0, 1]; above 1, or with « % », it is read as a percentage."""
    raw = cells.get("taux_max", "")
    value = read_number(raw, "taux_max")
    if value is None:
        return None
    return value / 100 if "%" in raw or value > 1 else value


def read_places(cells: Cells) -> tuple[str, ...]:
    """The codes of the places; none for the whole region. Commas part them too."""
    words = [w.strip() for cell in many(cells, "territoires") for w in cell.split(",")]
    codes = [read_place(word, "territoires") for word in words if word]
    return () if "" in codes else tuple(dict.fromkeys(codes))


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


def write_template() -> str:
    """A file to fill in: the columns, then a row that says what each holds."""
    names = [name for name, _ in COLUMNS]
    return "".join(write_csv(names, [[what for _, what in COLUMNS]]))


SOURCE = Source(
    key="csv",
    label="CSV du portail (colonnes nom, financeurs, forme… ; modèle à /financements/format.csv)",
    shape=Shape.CSV,
    recognises=recognises,
    read=read,
)
