"""Records to JSON and back: what the database keeps of a contract, so that rows can be joined."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from app.awards.records import AwardRecord
from app.tenders.archive import get_converter


def pack(record: AwardRecord) -> dict[str, Any]:
    """The record as plain JSON values; what is at its default is left out, sets are sorted."""
    values: dict[str, Any] = get_converter().unstructure(record)
    values.pop("remarks", None)
    if record.considerations is not None:
        values["considerations"] = sorted(record.considerations)
    return values


def unpack(values: dict[str, Any]) -> AwardRecord:
    """The record that `pack` put away."""
    return get_converter().structure(values, AwardRecord)


def digest(values: dict[str, Any]) -> str:
    """A short fingerprint of a packed record."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
