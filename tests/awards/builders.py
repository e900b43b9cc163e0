"""Hand-written contracts, small and true to the formats."""

from __future__ import annotations

import io
import json
from typing import Any

from app.awards.records import AwardRecord
from app.awards.sources import parse_file
from app.imports.report import RowError

BUYER = "21930029000018"
HOLDER = "35272072600020"


def contract(**values: Any) -> dict[str, Any]:
    """A contract of 2022; a part given as `...` is left out."""
    whole = {
        "id": "2024-017",
        "acheteur": {"id": BUYER},
        "nature": "Marché",
        "objet": "Entretien des espaces verts",
        "codeCPV": "77310000-6",
        "techniques": {"technique": ["Sans objet"]},
        "offresRecues": 3,
        "procedure": "Appel d'offres ouvert",
        "lieuExecution": {"code": "93", "typeCode": "Code département"},
        "dureeMois": 24,
        "dateNotification": "2025-03-31",
        "datePublicationDonnees": "2025-04-02",
        "montant": 120000.0,
        "titulaires": [{"titulaire": {"typeIdentifiant": "SIRET", "id": HOLDER}}],
        "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
        **values,
    }
    return {name: value for name, value in whole.items() if value is not ...}


def contract_2019(**values: Any) -> dict[str, Any]:
    """A contract of 2019."""
    return contract(
        acheteur={"id": BUYER, "nom": "Ville de Drancy"},
        titulaires=[
            {"typeIdentifiant": "", "id": HOLDER, "denominationSociale": "LE JARDIN", "nom ": ""}
        ],
        considerationsSociales=...,
        techniques=...,
        offresRecues=...,
        **values,
    )


def parse(content: str | bytes | object) -> list[AwardRecord | RowError]:
    """What a file of that content gives."""
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    raw = content.encode() if isinstance(content, str) else content
    return list(parse_file(io.BytesIO(raw)))


def read(content: str | bytes | object) -> list[AwardRecord]:
    """The records of a file that refuses nothing."""
    found = parse(content)
    assert all(isinstance(item, AwardRecord) for item in found), found
    return [item for item in found if isinstance(item, AwardRecord)]


def read_one(content: str | bytes | object) -> AwardRecord:
    """The only record of a file."""
    (record,) = read(content)
    return record


def read_contract_of(**values: Any) -> AwardRecord:
    """The record of a contract of 2022 with these parts."""
    return read_one({"marches": {"marche": [contract(**values)]}})
