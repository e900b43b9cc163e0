"""Contracts in the format of 2019 (arrêté of 22 March 2019), JSON and XML: no consideration yet."""

from __future__ import annotations

from dataclasses import replace

from app.awards.records import AwardRecord
from app.awards.sources.contract import read_contract
from app.awards.sources.source import Source
from app.tenders.sources.node import Node

NAME = "decp-2019"


def recognises(raw: Node) -> bool:
    """Whether an element has a buyer and holders, as elements and not as columns."""
    names = raw.names
    is_element = isinstance(names.get("acheteur"), dict) or "acheteur.id" in names
    return is_element or isinstance(names.get("titulaires"), list)


def read(raw: Node) -> AwardRecord:
    """Its record; what that format cannot say stays unknown."""
    return replace(read_contract(raw, NAME), considerations=None)


SOURCE = Source(name=NAME, label="DECP 2019, marchés (JSON, XML)", recognises=recognises, read=read)
