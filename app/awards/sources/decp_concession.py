"""Concession contracts in the format of 2022: `contrat-concession`, JSON and XML."""

from __future__ import annotations

from app.awards.records import AwardRecord
from app.awards.sources.contract import read_contract
from app.awards.sources.source import Source
from app.tenders.sources.node import Node

NAME = "decp-2022-concession"
MARKS = frozenset({"autoriteconcedante", "concessionnaires", "valeurglobale"})


def recognises(raw: Node) -> bool:
    """Whether an element is a concession."""
    return bool(raw.names.keys() & MARKS)


def read(raw: Node) -> AwardRecord:
    """Its record."""
    return read_contract(raw, NAME)


SOURCE = Source(
    name=NAME,
    label="DECP 2022, contrats de concession (JSON, XML)",
    recognises=recognises,
    read=read,
)
