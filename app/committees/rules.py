"""What a set of committees must respect together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.clock import NBSP
from app.committees.records import CommitteeRecord
from app.imports.report import RowError


def check_together(
    given: Iterable[CommitteeRecord], known: Iterable[CommitteeRecord]
) -> tuple[list[CommitteeRecord], list[RowError]]:
    """The records that can be kept beside those already known, and why the others cannot.

    A record replaces the known one of its slug. The first of two that contradict each other stays.
    """
    before, kept, refused = tuple(known), list(given), list[RowError]()
    while True:
        # What is refused leaves its known version in place, which may contradict another record.
        replaced = {record.slug for record in kept}
        standing = [record for record in before if record.slug not in replaced]
        kept, lost = keep_consistent(kept, standing)
        if not lost:
            return kept, refused
        refused += lost


def keep_consistent(
    given: Iterable[CommitteeRecord], standing: Iterable[CommitteeRecord]
) -> tuple[list[CommitteeRecord], list[RowError]]:
    """The records that contradict neither what stands nor those before them."""
    kept: list[CommitteeRecord] = []
    lost: list[RowError] = []
    others = {record.slug: record for record in standing}
    for record in given:
        if reason := find_conflict(record, others):
            lost.append(RowError(where=record.where, what=reason))
        else:
            kept.append(record)
            others[record.slug] = record
    for record in kept:
        if record.successor and record.successor not in others:
            what = f"champ « successeur » (successor){NBSP}: « {record.successor} » n’existe pas"
            lost.append(RowError(where=record.where, what=what))
    return [r for r in kept if not r.successor or r.successor in others], lost


def find_conflict(record: CommitteeRecord, others: Mapping[str, CommitteeRecord]) -> str:
    """Why a record cannot stand beside the others, or nothing."""
    if record.slug in others:
        return f"champ « identifiant » (slug){NBSP}: « {record.slug} » est déjà dans le fichier"
    if record.successor == record.slug:
        return f"champ « successeur » (successor){NBSP}: une instance ne se succède pas à elle-même"
    for other in others.values():
        if other.seat == record.seat and other.overlaps(record):
            return (
                f"champs « debut » et « fin » (valid_from, valid_to){NBSP}: la période "
                f"({say_period(record)}) recouvre celle de « {other.slug} » ({say_period(other)}), "
                "même type et même territoire"
            )
    return ""


def say_period(record: CommitteeRecord) -> str:
    """From when until when, in figures."""
    start = f"depuis le {record.valid_from:%d/%m/%Y}" if record.valid_from else "début inconnu"
    end = f"jusqu’au {record.valid_to:%d/%m/%Y}" if record.valid_to else "sans fin"
    return f"{start}, {end}"
