"""What a format of contracts awarded is: how to recognise one, how to read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.awards.records import AwardRecord
from app.tenders.sources.node import Node


@dataclass(frozen=True, kw_only=True)
class Source:
    """A format; `name` is kept with each award, `label` is for people.

    `read` gives the record of an element or a row; raises ValueError, in French, for one to refuse.
    """

    name: str
    label: str
    recognises: Callable[[Node], bool]
    read: Callable[[Node], AwardRecord]
