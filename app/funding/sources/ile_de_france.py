"""The guide of aids of the Région Île-de-France, as its site publishes it in JSON.

Dates are instants in UTC of midnights in Paris: the day is read in Paris, and the closing day is
included. Persons named in contacts are not kept. What the Région says of amounts is kept in its own
words: no figure is read out of a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.clock import NBSP
from app.funding.sources.cleaning import (
    first_link,
    institution_of,
    join_texts,
    plain_text,
    read_day,
    titles_of,
)
from app.funding.sources.mappings import flatten, load_mappings, translate
from app.funding.sources.source import Item, RefusedError, SchemeRecord, Shape, Source
from app.imports.report import RowError
from app.imports.text import clean_line, fold, slugify
from app.toolkit.scheme_terms import SchemeForm, SchemeState
from app.toolkit.schemes import Call, Scheme

FUNDER = "Région Île-de-France"
OURS = frozenset({"reference", "publicsBeneficiaire", "referenceAdministrative", "competences"})
PUBLISHED = frozenset({"publiee", "publie", ""})
OVER = frozenset({"archivee", "archive", "cloturee", "close", "terminee"})
TO_CHECK = "Dates non publiées par la Région : à vérifier auprès d’elle."
FORMS = (
    ("garantie d", SchemeForm.GUARANTEE),
    ("avance remboursable", SchemeForm.ADVANCE),
    ("pret a taux", SchemeForm.LOAN),
)


def recognises(record: dict[str, Any]) -> bool:
    """Whether a record is one of the Région's."""
    return "title" in record and bool(OURS & record.keys())


def read(records: list[Any]) -> Iterator[Item]:
    """The schemes of the guide."""
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            yield RowError(where=f"fiche {number}", what="ce n’est pas un objet JSON")
            continue
        name = clean_line(record.get("reference"), limit=60)
        where = f"fiche {number} ({name})" if name else f"fiche {number}"
        try:
            yield read_record(record, where)
        except RefusedError as error:
            yield RowError(where=where, what=str(error), raw=record)


def read_record(record: dict[str, Any], where: str) -> SchemeRecord:
    """One scheme; RefusedError for what cannot be kept."""
    name = clean_line(record.get("title"), limit=255)
    if not name:
        raise RefusedError(f"title{NBSP}: nom absent")
    key = clean_line(record.get("reference") or record.get("referenceAdministrative"), limit=80)
    if not key:
        raise RefusedError(f"reference{NBSP}: absente")
    mappings, remarks = load_mappings(), []
    publics, lost = translate(
        titles_of(record.get("publicsBeneficiaire")), mappings.region_audiences
    )
    themes, unknown = translate(titles_of(record.get("competences")), mappings.region_themes)
    remarks += [f"public « {word} » inconnu, non classé" for word in lost]
    remarks += [f"thème « {word} » inconnu, gardé tel quel" for word in unknown]
    calls = read_calls(record)
    scheme = Scheme(
        slug=f"region-{slugify(name)}",
        name=name,
        funders=(FUNDER,),
        instructors=tuple(filter(None, [institution_of(record.get("contact"))])),
        form=read_form(record),
        purpose=join_texts(plain_text(record.get(k)) for k in ("entete", "objectif")),
        beneficiaries=plain_text(record.get("publicsBeneficiairePrecision")),
        beneficiary_kinds=flatten(publics),
        themes=(*themes, *unknown),
        amount=plain_text(record.get("modalite")),
        when="" if calls else TO_CHECK,
        declared=read_state(record),
        asks_beneficiary=join_texts(plain_text(record.get(k)) for k in ("demarches", "notes")),
        calls=calls,
        pieces=read_pieces(record),
        url=first_link(record.get("demarches")),
        source=name_source(record),
        verified_on=read_day(record.get("date"), "date"),
    )
    return SchemeRecord(
        where=where, key=key, scheme=scheme, remarks=tuple(remarks), keeps_past=True
    )


def name_source(record: dict[str, Any]) -> str:
    """Where it comes from, in words."""
    number = clean_line(record.get("referenceAdministrative"), limit=40)
    return f"Guide des aides de la Région Île-de-France{f', fiche {number}' if number else ''}"


def read_state(record: dict[str, Any]) -> SchemeState:
    """What the Région declares; what it does not publish is refused."""
    word = fold(clean_line(record.get("statut"), limit=40))
    if word in OVER:
        return SchemeState.CLOSED
    if word not in PUBLISHED:
        raise RefusedError(f"statut{NBSP}: fiche non publiée (« {word} »)")
    return SchemeState.UNCERTAIN


def read_calls(record: dict[str, Any]) -> tuple[Call, ...]:
    """The present campaign, if its dates are known."""
    opens = read_day(record.get("dateOuvertureCampagne"), "dateOuvertureCampagne")
    closes = read_day(record.get("dateFinCampagne"), "dateFinCampagne")
    if opens is None and closes is None:
        return ()
    year = next(str(day.year) for day in (opens, closes) if day is not None)
    return (Call(opens_on=opens, closes_on=closes, year=year),)


def read_form(record: dict[str, Any]) -> SchemeForm:
    """What the amounts say it is; a grant or an aid where they say nothing else."""
    said = fold(" ".join(plain_text(record.get(k)) for k in ("title", "modalite")))
    if "subvention" in said:
        return SchemeForm.GRANT
    return next((form for words, form in FORMS if words in said), SchemeForm.GRANT)


def read_pieces(record: dict[str, Any]) -> tuple[str, ...]:
    """The documents to hand in."""
    documents = record.get("documentsPublics")
    return titles_of(documents.get("documentsNecessaires")) if isinstance(documents, dict) else ()


SOURCE = Source(
    key="ile-de-france",
    label="guide des aides de la Région Île-de-France (JSON)",
    shape=Shape.JSON,
    recognises=recognises,
    read=read,
)
