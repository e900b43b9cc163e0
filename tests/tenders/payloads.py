"""Small notices written by hand, in the shapes that the publisher gives."""

from __future__ import annotations

import io
import json
from typing import Any

from app.imports.report import RowError
from app.tenders.sources import ParsedNotice, parse_file

SIRET = "21920062300011"


def record(donnees: Any, **fields: Any) -> dict[str, Any]:
    """One record of version 2.1 of the API."""
    return {
        "idweb": "26-1001",
        "objet": "Nettoyage des écoles",
        "famille": "FNS",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
        "dateparution": "2026-07-01",
        "datelimitereponse": None,
        "nomacheteur": "Collectivité",
        "code_departement": ["93"],
        "descripteur_libelle": ["Nettoyage de locaux"],
        "type_marche": ["SERVICES"],
        "criteres": None,
        "annonce_lie": None,
        "donnees": donnees if isinstance(donnees, str) else json.dumps(donnees),
        "gestion": "{}",
        **fields,
    }


def simple(**initial: Any) -> dict[str, Any]:
    """The content of a notice between 90 k€ and the European thresholds."""
    return {
        "FNSimple": {
            "organisme": {
                "nomOfficiel": "Ville de Bobigny",
                "codeIdentificationNational": SIRET,
                "ville": "Bobigny",
                "cp": "93000",
            },
            "initial": {
                "procedure": {
                    "procedureAdapteeO": "",
                    "dateReceptionOffres": "2026-07-31T12:00:00",
                },
                "natureMarche": {
                    "intitule": "Nettoyage des écoles maternelles",
                    "codeCPV": {"objetPrincipal": {"classPrincipale": "90919300"}},
                    "natureMarche": {"services": ""},
                    "lieuExecution": "93000 Bobigny",
                    "reservationMarche": {"non": ""},
                    "lotsMarche": {"non": ""},
                },
                **initial,
            },
        }
    }


def eforms_lot(number: str = "0001", **parts: Any) -> dict[str, Any]:
    """One lot of a European notice."""
    return {
        "cbc:ID": {"@schemeName": "Lot", "#text": f"LOT-{number}"},
        "cac:TenderingProcess": {
            "cac:TenderSubmissionDeadlinePeriod": {
                "cbc:EndDate": "2026-07-31+02:00",
                "cbc:EndTime": "12:00:00+02:00",
            }
        },
        "cac:ProcurementProject": {
            "cbc:Name": {"@languageID": "FRA", "#text": f"Lot {number} : entretien"},
            "cac:MainCommodityClassification": {
                "cbc:ItemClassificationCode": {"@listName": "cpv", "#text": "77310000"}
            },
            "cac:RealizedLocation": {
                "cac:Address": {"cbc:CountrySubentityCode": {"@listName": "nuts", "#text": "FR106"}}
            },
        },
        **parts,
    }


def eforms(lots: Any, kind: str = "ContractNotice", **parts: Any) -> dict[str, Any]:
    """The content of a European notice."""
    return {
        "EFORMS": {
            kind: {
                "cbc:ContractFolderID": "5a7e27ff-d4bf-458b-8afb-4eb699804566",
                "cac:ContractingParty": {
                    "cac:Party": {"cac:PartyIdentification": {"cbc:ID": "ORG-0002"}}
                },
                "cac:ProcurementProject": {"cbc:Name": "Espaces verts de la ville"},
                "cac:ProcurementProjectLot": lots,
                **parts,
            }
        }
    }


def extension(**content: Any) -> dict[str, Any]:
    """The extension of a European notice."""
    inner = {"efext:EformsExtension": content}
    return {"ext:UBLExtensions": {"ext:UBLExtension": {"ext:ExtensionContent": inner}}}


def parse_bytes(content: bytes) -> list[ParsedNotice | RowError]:
    """What a file of these bytes gives."""
    return list(parse_file(io.BytesIO(content)))


def parse_one(donnees: Any, **fields: Any) -> ParsedNotice:
    """The only notice of a file that holds this one."""
    (found,) = parse_bytes(json.dumps({"results": [record(donnees, **fields)]}).encode())
    assert isinstance(found, ParsedNotice), found
    return found
