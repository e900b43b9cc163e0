"""Two records of one number: the same contract told again, or two lots that share a number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from app.awards.records import AwardRecord, Holder, Modification, Nature

IDENTITY = frozenset({"buyer_siret", "number", "source", "is_row", "remarks"})
UNKNOWN = (None, "", (), Nature.UNKNOWN)


def is_same_contract(one: AwardRecord, other: AwardRecord) -> bool:
    """Whether two records of one buyer and number tell one contract.

    Buyers give a single number to several lots: another object and another first amount make
    another contract. Where either is unknown, one number is one contract.
    """
    if not one.object_key or not other.object_key or one.object_key == other.object_key:
        return True
    if one.amount is None or other.amount is None:
        return one.notified_on == other.notified_on
    return one.amount == other.amount


def merge(known: AwardRecord, new: AwardRecord) -> AwardRecord:
    """One record for both: the later state wins, the last read where they are of the same day.

    What the winner leaves unknown is filled from the other. Rows of a table add their holder, and
    rows of a later day are modifications of the first.
    """
    if known.is_row and new.is_row:
        return merge_rows(known, new)
    if known.is_row != new.is_row:  # an element says more than a row
        row, element = (known, new) if known.is_row else (new, known)
        return fill(element, row)
    is_older = new.as_of is not None and known.as_of is not None and new.as_of < known.as_of
    return fill(known, new) if is_older else fill(new, known)


def fill(winner: AwardRecord, other: AwardRecord) -> AwardRecord:
    """The winner, its unknown parts taken from the other."""
    missing = {
        field.name: getattr(other, field.name)
        for field in fields(winner)
        if field.name not in IDENTITY and getattr(winner, field.name) in UNKNOWN
    }
    return replace(winner, **missing) if missing else winner


def merge_rows(known: AwardRecord, new: AwardRecord) -> AwardRecord:
    """One record for two rows of a table."""
    if known.notified_on == new.notified_on or not (known.notified_on and new.notified_on):
        return replace(
            fill(new, known),
            holders=join_holders(known.holders, new.holders),
            modifications=join_modifications(known.modifications, new.modifications),
        )
    first, later = (known, new) if known.notified_on < new.notified_on else (new, known)
    change = Modification(
        on=later.notified_on,
        published_on=later.published_on,
        amount=later.amount,
        duration_months=later.duration_months,
        holders=later.holders,
    )
    changes = join_modifications(first.modifications, (*later.modifications, change))
    return replace(fill(first, later), modifications=changes)


def join_holders(known: Iterable[Holder], new: Iterable[Holder]) -> tuple[Holder, ...]:
    """The holders of both, each once, in a stable order."""
    found = {holder.identifier or holder.name: holder for holder in (*known, *new)}
    return tuple(found[key] for key in sorted(found))


def join_modifications(
    known: Iterable[Modification], new: Iterable[Modification]
) -> tuple[Modification, ...]:
    """The modifications of both, the earliest first; those of one day and amount join holders."""
    found: dict[tuple[object, ...], Modification] = {}
    for one in (*known, *new):
        key = (one.on, one.amount, one.duration_months)
        same = found.get(key)
        holders = join_holders(same.holders, one.holders) if same else one.holders
        found[key] = replace(one, holders=holders)
    return tuple(sorted(found.values(), key=lambda m: m.on or date.min))
