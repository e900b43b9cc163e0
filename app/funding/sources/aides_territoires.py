"""Aids as the public service Aides-territoires gives them: pages of JSON with `results`.

What concerns another region is refused, with its perimeter. Persons named in contacts are not kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from app.clock import NBSP
from app.funding.sources.cleaning import (
    institution_of,
    plain_text,
    read_day,
    read_link,
    read_place,
    titles_of,
)
from app.funding.sources.mappings import flatten, load_mappings, translate
from app.funding.sources.source import Item, RefusedError, SchemeRecord, Shape, Source
from app.imports.report import RowError
from app.imports.text import clean_line, fold, slugify
from app.toolkit.scheme_terms import AmountBasis, Recurrence, SchemeForm, SchemeState
from app.toolkit.schemes import Call, Scheme

OURS = frozenset({"financers", "targeted_audiences", "submission_deadline", "aid_types"})
RECURRENCES = {
    "permanente": Recurrence.CONTINUOUS,
    "ponctuelle": Recurrence.ONCE,
    "recurrente": Recurrence.CALLS,
}
UNPUBLISHED = frozenset({"draft", "reviewable", "deleted", "brouillon"})


def recognises(record: dict[str, Any]) -> bool:
    """Whether a record is one of theirs."""
    return "name" in record and len(OURS & record.keys()) > 1


def read(records: list[Any]) -> Iterator[Item]:
    """The aids of a page."""
    for number, record in enumerate(records, start=1):
        if not isinstance(record, dict):
            yield RowError(where=f"aide {number}", what="ce n’est pas un objet JSON")
            continue
        where = f"aide {number} ({record.get('id') or 'sans identifiant'})"
        try:
            yield read_record(record, where)
        except RefusedError as error:
            yield RowError(where=where, what=str(error), raw=record)


def read_record(record: dict[str, Any], where: str) -> SchemeRecord:
    """One aid; RefusedError for what cannot be kept."""
    name = clean_line(record.get("name"), limit=255)
    if not name:
        raise RefusedError(f"name{NBSP}: nom absent")
    if fold(clean_line(record.get("status"), limit=40)) in UNPUBLISHED:
        raise RefusedError(f"status{NBSP}: aide non publiée")
    number = clean_line(str(record.get("id") or ""), limit=100)
    known = load_mappings().national_audiences
    publics, lost = translate(titles_of(record.get("targeted_audiences")), known)
    scheme = Scheme(
        slug=slugify(f"aide-{number[:20]}-{name}"),
        name=name,
        beneficiary_kinds=flatten(publics),
        source=f"Aides-territoires, aide {number or 'sans numéro'}",
        **read_rest(record),
    )
    remarks = tuple(f"public « {word} » inconnu, non classé" for word in lost)
    return SchemeRecord(
        where=where, key=number or scheme.slug, scheme=scheme, remarks=remarks, keeps_past=True
    )


def read_rest(record: dict[str, Any]) -> dict[str, Any]:
    """The other parts of a scheme, by their names."""
    mappings = load_mappings()
    steps, _ = translate(titles_of(record.get("mobilization_steps")), mappings.national_steps)
    expenses, _ = translate(titles_of(record.get("destinations")), mappings.national_expenses)
    recurrence = RECURRENCES.get(fold(clean_line(record.get("recurrence"), limit=40)))
    is_permanent = recurrence is Recurrence.CONTINUOUS
    rate = read_rate(record)
    return {
        "funders": titles_of(record.get("financers")),
        "instructors": titles_of(record.get("instructors")),
        "form": read_form(record),
        "purpose": plain_text(record.get("description")),
        "beneficiaries": plain_text(record.get("eligibility")),
        "themes": titles_of(record.get("categories")),
        "stages": flatten(steps),
        "expenses": flatten(expenses),
        "territories": read_perimeter(record),
        "amount": plain_text(record.get("subvention_comment")),
        "when": "",
        "declared": SchemeState.PERMANENT if is_permanent else SchemeState.UNCERTAIN,
        "recurrence": recurrence,
        "max_rate": rate,
        "basis": AmountBasis.SHARE if rate is not None else None,
        "contact": institution_of(record.get("contact")),
        "calls": read_calls(record),
        "url": read_link(record.get("application_url") or record.get("origin_url"), "lien"),
        "verified_on": read_day(record.get("date_updated"), "date_updated"),
    }


def read_form(record: dict[str, Any]) -> SchemeForm:
    """The first of its types; RefusedError where none is known."""
    given = titles_of(record.get("aid_types"))
    forms, lost = translate(given, load_mappings().national_forms)
    if not forms:
        said = f"« {lost[0]} » inconnu" if lost else "absent"
        raise RefusedError(f"aid_types{NBSP}: type d’aide {said}")
    return forms[0]


def read_perimeter(record: dict[str, Any]) -> tuple[str, ...]:
    """The code of its perimeter; RefusedError outside the region."""
    names = titles_of(
        [record["perimeter"]]
        if isinstance(record.get("perimeter"), dict)
        else record.get("perimeter")
    )
    return tuple(code for name in names if (code := read_place(name, "perimeter")))


def read_calls(record: dict[str, Any]) -> tuple[Call, ...]:
    """Its call, where it has a date."""
    opens = read_day(record.get("start_date"), "start_date")
    pre = read_day(record.get("predeposit_date"), "predeposit_date")
    closes = read_day(record.get("submission_deadline"), "submission_deadline")
    days = [day for day in (opens, closes, pre) if day is not None]
    if not days:
        return ()
    return (Call(opens_on=opens, pre_deposit_on=pre, closes_on=closes, year=str(days[0].year)),)


def read_rate(record: dict[str, Any]) -> Decimal | None:
    """The highest rate, in [0, 1]; None where none is said."""
    said = record.get("subvention_rate")
    value = said.get("upper") if isinstance(said, dict) else said
    value = record.get("subvention_rate_upper_bound") if value is None else value
    if value is None or isinstance(value, bool) or value == "":
        return None
    try:
        return Decimal(str(value).replace(",", ".").strip(" %")) / 100
    except InvalidOperation:
        raise RefusedError(
            f"subvention_rate{NBSP}: « {str(value)[:40]} » n’est pas un taux"
        ) from None


SOURCE = Source(
    key="aides-territoires",
    label="Aides-territoires (JSON)",
    shape=Shape.JSON,
    recognises=recognises,
    read=read,
)
