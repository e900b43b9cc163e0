"""Contracts in the format in force since 2024 (arrêté of 22 December 2022), JSON and XML."""

from __future__ import annotations

from app.awards.records import AwardRecord
from app.awards.sources.contract import read_contract
from app.awards.sources.source import Source
from app.tenders.sources.node import Node

NAME = "decp-2022"
MARKS = frozenset(
    {
        "considerationssociales", "considerationsenvironnementales", "typesprix", "offresrecues",
        "techniques", "modalitesexecution", "ccag", "soustraitancedeclaree",
    }
)  # fmt: skip


def recognises(raw: Node) -> bool:
    """Whether an element has a part that the format of 2019 had not."""
    return isinstance(raw.names.get("acheteur"), dict) and bool(raw.names.keys() & MARKS)


def read(raw: Node) -> AwardRecord:
    """Its record."""
    return read_contract(raw, NAME)


SOURCE = Source(name=NAME, label="DECP 2022, marchés (JSON, XML)", recognises=recognises, read=read)
