"""Correct a sheet by hand, and find one by any of its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app import territories
from app.audit import services as audit
from app.committees import queries
from app.committees.importer import SUBJECT, apply, record_of, values_of
from app.committees.models import Committee
from app.committees.reading import RowReader
from app.committees.records import CommitteeRecord
from app.committees.rules import check_together
from app.errors import InvalidError, NotFoundError
from app.imports.text import slugify

TEXTS = {"local_name": 255, "secretariat": 500, "frequency": 255, "note": 2000, "legal_basis": 500}
DAYS = ("valid_from", "valid_to", "verified_on")


def get_committee(session: Session, slug: str) -> Committee:
    """The committee of that slug; NotFoundError where there is none."""
    found = session.scalar(queries.by_slug(slug))
    if found is None:
        raise NotFoundError(f"Aucune instance n’a l’identifiant « {slug} ».")
    return found


def edit_committee(
    session: Session, slug: str, given: Mapping[str, str], *, author: str, now: datetime
) -> dict[str, list[object]]:
    """Correct fields of a sheet, typed as text, and give what changed; flushes.

    An empty text empties the field. InvalidError names the field that cannot be kept and why;
    nothing is then changed. The import of a file no longer overwrites the sheet.
    """
    if not author.strip():
        raise InvalidError("Dites au nom de quel service la fiche est corrigée.")
    committee = get_committee(session, slug)
    before = values_of(committee)
    reader = RowReader(given, {})
    known = {"successor", "to_verify", *TEXTS, *DAYS}
    for name in given:
        if name not in known:
            raise InvalidError(f"champ « {name} » : ne se corrige pas ainsi")
    changes: dict[str, object] = {
        name: reader.text(name, limit) for name, limit in TEXTS.items() if name in given
    }
    changes |= {name: reader.day(name) for name in DAYS if name in given}
    if "successor" in given:
        changes["successor"] = reader.text("successor")
    if "to_verify" in given:
        changes["is_confirmed"] = not reader.is_said("to_verify")
    record = replace(record_of(committee), **changes)  # type: ignore[arg-type]
    check_edit(session, record)
    apply(committee, record)
    found = audit.differences(before, record.values())
    if found:
        committee.edited_at, committee.edited_by, committee.updated_at = now, author[:120], now
        audit.record(session, (SUBJECT, slug), found, author=author[:120], now=now)
    session.flush()
    return found


def check_edit(session: Session, record: CommitteeRecord) -> None:
    """Raise InvalidError where the corrected sheet contradicts itself or another."""
    start, end = record.valid_from, record.valid_to
    if start and end and end < start:
        raise InvalidError("champ « valid_to » : la fin précède le début")
    if not record.legal_basis and record.is_confirmed:
        raise InvalidError("champ « legal_basis » : vide, la fiche doit être « à vérifier »")
    others = session.scalars(queries.every_committee().where(Committee.slug != record.slug))
    _, refused = check_together([record], map(record_of, others))
    if refused:
        raise InvalidError(refused[0].what)


def find_by_name(committees: Iterable[Committee], name: str) -> Committee | None:
    """The committee that people call so in an address: « cdiae-du-93 », « cle-de-l-essonne »."""
    return next((c for c in committees if name in names_of(c)), None)


def names_of(committee: Committee) -> frozenset[str]:
    """The addresses that the names of a committee would have, with those of its territory."""
    place = committee.place
    labels = (committee.what.label, committee.acronym, committee.kind, *committee.former_names)
    where = ("", place.code, place.name, f"du {place.code}", territories.say_of(place))
    wheres = where if committee.where.value == "region" else where[1:]
    names = [f"{label} {where}" for label in labels if label for where in wheres]
    return frozenset(slugify(name) for name in (*names, committee.name, committee.local_name))
