"""Records to JSON and back: what the database keeps of a notice, so that a chain can be re-read."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cattrs.preconf.json import JsonConverter, make_converter

from app.tenders.records import NoticeRecord


@cache
def get_converter() -> JsonConverter:
    """The converter, strict on unknown keys: an old archive is migrated, never half read."""
    return make_converter(forbid_extra_keys=True, omit_if_default=True)


def pack(record: NoticeRecord) -> dict[str, Any]:
    """The record as plain JSON values; what is at its default is left out."""
    values: dict[str, Any] = json.loads(get_converter().dumps(record))
    return values


def unpack(values: dict[str, Any]) -> NoticeRecord:
    """The record that `pack` put away."""
    return get_converter().structure(values, NoticeRecord)
