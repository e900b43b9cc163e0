"""A file of labelled pairs, read and checked line by line."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

from cattrs import Converter, transform_error
from cattrs.errors import BaseValidationError

from app import sectors, territories
from app.calibration.records import (
    SHAPES,
    FundingLine,
    NeedLine,
    PairLine,
    ProjectLine,
    Record,
    SchemeLine,
    StructureLine,
)
from app.clock import NBSP
from app.errors import InvalidError
from app.matching.evaluation import BEST_GRADE
from app.matching.grids import GRIDS

LONGEST_LINE = 20_000  # characters
MOST_LINES = 20_000


@dataclass(frozen=True, kw_only=True)
class LabelledPairs:
    """What a file holds, by name, in its order."""

    needs: dict[str, NeedLine]
    structures: dict[str, StructureLine]
    pairs: dict[tuple[str, str], PairLine]
    projects: dict[str, ProjectLine]
    schemes: dict[str, SchemeLine]
    fundings: dict[tuple[str, str], FundingLine]


def read_file(path: Path) -> LabelledPairs:
    """The pairs of a file; InvalidError says which line is wrong, and why."""
    try:
        with path.open(encoding="utf-8") as lines:
            return read_lines(lines)
    except UnicodeDecodeError as error:
        raise InvalidError("Le fichier n’est pas un texte en UTF-8.") from error
    except OSError as error:
        raise InvalidError(f"Le fichier est illisible{NBSP}: {error.strerror}.") from error


def read_lines(lines: Iterable[str]) -> LabelledPairs:
    """The pairs of these lines; empty ones are passed over. InvalidError names the wrong line."""
    found = LabelledPairs(needs={}, structures={}, pairs={}, projects={}, schemes={}, fundings={})
    for number, line in enumerate(lines, start=1):
        if number > MOST_LINES:
            raise InvalidError(f"Plus de {MOST_LINES} lignes{NBSP}: le fichier est trop long.")
        if not line.strip():
            continue
        try:
            keep(found, read_record(line))
        except InvalidError as error:
            raise InvalidError(f"Ligne {number}{NBSP}: {error}") from error
    if not found.pairs and not found.fundings:
        raise InvalidError("Le fichier ne contient aucune paire jugée.")
    return found


def read_record(line: str) -> Record:
    """One line in the shape it announces."""
    if len(line) > LONGEST_LINE:
        raise InvalidError(f"plus de {LONGEST_LINE} caractères.")
    try:
        values = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InvalidError("ce n’est pas un objet JSON.") from error
    shape = SHAPES.get(str(values.pop("record", ""))) if isinstance(values, dict) else None
    if shape is None:
        raise InvalidError(f"« record » doit être l’un de{NBSP}: {', '.join(SHAPES)}.")
    try:
        return make_converter().structure(values, shape)
    except BaseValidationError as error:
        raise InvalidError(" ; ".join(transform_error(error))[:500]) from error
    except (TypeError, ValueError, ArithmeticError) as error:
        raise InvalidError(str(error)[:500]) from error


@cache
def make_converter() -> Converter:
    """Strict on keys; instants carry their offset, amounts are exact."""
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(datetime, lambda value, _: read_instant(value))
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(str(value)))
    return converter


def read_instant(value: object) -> datetime:
    """An instant with its offset from UTC; ValueError otherwise."""
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        message = f"« {value} » ne dit pas son décalage horaire"
        raise ValueError(message)
    return moment


def keep(found: LabelledPairs, record: Record) -> None:
    """Put a line where it belongs; InvalidError where it contradicts the lines before."""
    for fault in list_faults(found, record):
        raise InvalidError(fault)
    match record:
        case NeedLine():
            found.needs[record.need] = record
        case StructureLine():
            found.structures[record.structure] = record
        case PairLine():
            found.pairs[record.need, record.structure] = record
        case ProjectLine():
            found.projects[record.project] = record
        case SchemeLine():
            found.schemes[record.scheme] = record
        case FundingLine():
            found.fundings[record.project, record.scheme] = record


def list_faults(found: LabelledPairs, record: Record) -> Iterator[str]:
    """What is wrong with a line after those before it."""
    match record:
        case NeedLine():
            yield from check_need(found, record)
        case StructureLine():
            yield from check_structure(found, record)
        case PairLine():
            yield from check_pair(
                record, (record.need, record.structure), (found.needs, found.structures),
                found.pairs,
            )  # fmt: skip
        case FundingLine():
            yield from check_pair(
                record, (record.project, record.scheme), (found.projects, found.schemes),
                found.fundings,
            )  # fmt: skip
        case ProjectLine() if record.project in found.projects:
            yield f"le projet « {record.project} » est déjà décrit."
        case SchemeLine() if record.scheme in found.schemes:
            yield f"le dispositif « {record.scheme} » est déjà décrit."


def check_need(found: LabelledPairs, need: NeedLine) -> Iterator[str]:
    """A new name, a known grid, known sectors and territories."""
    if need.need in found.needs:
        yield f"le besoin « {need.need} » est déjà décrit."
    if need.grid not in GRIDS:
        yield f"la grille « {need.grid[:40]} » n’existe pas, attendu{NBSP}: {', '.join(GRIDS)}."
    yield from check_codes([slug for slug, _ in need.sectors], need.territories)
    if not all(0 < weight <= 1 for _, weight in need.sectors):
        yield "le poids d’une filière est au-dessus de 0, et 1 au plus."


def check_structure(found: LabelledPairs, structure: StructureLine) -> Iterator[str]:
    """A new name, an activity, known sectors and territories."""
    if structure.structure in found.structures:
        yield f"la structure « {structure.structure} » est déjà décrite."
    if not structure.activities:
        yield "une structure a au moins une activité."
    codes = [code for activity in structure.activities for code in activity.area]
    places = [*codes, structure.commune] if structure.commune else codes
    yield from check_codes([activity.sector for activity in structure.activities], places)
    if structure.point and not all(-180 <= degrees <= 180 for degrees in structure.point):
        yield "le point n’est pas une latitude et une longitude."


def check_codes(slugs: Iterable[str], codes: Iterable[str]) -> Iterator[str]:
    """Sectors and territories that exist."""
    for slug in slugs:
        if sectors.find(slug) is None:
            yield f"la filière « {slug[:60]} » n’existe pas."
    for code in codes:
        if territories.find_code(code) is None:
            yield f"le territoire « {code[:20]} » n’existe pas."


def check_pair(
    pair: PairLine | FundingLine,
    names: tuple[str, str],
    known: tuple[Container[str], Container[str]],
    judged: Container[tuple[str, str]],
) -> Iterator[str]:
    """Two sides described above, judged once, with a grade and a reason."""
    for name, side in zip(names, known, strict=True):
        if name not in side:
            yield f"« {name[:80]} » n’est décrit par aucune ligne au-dessus."
    if names in judged:
        yield "cette paire est déjà jugée."
    if not 0 <= pair.grade <= BEST_GRADE:
        yield f"la note va de 0 à {BEST_GRADE}, pas {pair.grade}."
    if not pair.why.strip():
        yield "dites pourquoi, en une phrase."
