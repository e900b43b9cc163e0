from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.awards.records import AwardRecord, Consideration, Holder, Nature
from app.awards.sources import SOURCES
from app.imports.report import RowError
from tests.awards.builders import BUYER, HOLDER, contract, contract_2019, parse, read, read_one

CONCESSION = {
    "id": "DSP-1",
    "autoriteConcedante": {"id": BUYER},
    "nature": "Délégation de service public",
    "objet": "Restauration collective",
    "procedure": "Procédure négociée ouverte",
    "dureeMois": 60,
    "dateSignature": "2024-04-02",
    "valeurGlobale": 250000.5,
    "concessionnaires": [{"concessionnaire": {"typeIdentifiant": "SIRET", "id": HOLDER}}],
    "considerationsSociales": {"considerationSociale": ["Concession réservée"]},
    "modifications": [
        {"modification": {"id": 1, "dateSignatureModification": "2025-04-19", "dureeMois": 72,
                          "valeurGlobale": 300000.0}}
    ],
}  # fmt: skip
XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<marches>
  <marche>
    <id>2024-017</id><acheteur><id>{BUYER}</id></acheteur>
    <objet>Entretien &amp; taille</objet><codeCPV>77310000-6</codeCPV>
    <offresRecues>4</offresRecues>
    <considerationsSociales>
      <considerationSociale>Clause sociale</considerationSociale>
      <considerationSociale>Critère social</considerationSociale>
    </considerationsSociales>
    <techniques><technique>Accord-cadre</technique></techniques>
    <titulaires><titulaire><id>{HOLDER}</id><typeIdentifiant>SIRET</typeIdentifiant></titulaire>
      <titulaire><id>FR51776056467</id><typeIdentifiant>TVA</typeIdentifiant></titulaire>
    </titulaires>
    <lieuExecution><code>93700</code><typeCode>Code postal</typeCode></lieuExecution>
    <dureeMois>48</dureeMois><dateNotification>2024-05-15</dateNotification><montant>575000</montant>
  </marche>
  <contrat-concession>
    <id>C1</id><autoriteConcedante><id>{BUYER}</id></autoriteConcedante>
    <objet>Parking</objet><valeurGlobale>10000</valeurGlobale>
    <concessionnaires><concessionnaire><id>{HOLDER}</id></concessionnaire></concessionnaires>
  </contrat-concession>
</marches>"""
XML_2019 = f"""<marches><marche><id>20191</id><acheteur><id>{BUYER}</id><nom>Drancy</nom></acheteur>
<objet>Peinture</objet><titulaires><titulaire><id>{HOLDER}</id><typeIdentifiant>SIRET</typeIdentifiant>
<denominationSociale>PINCEAU</denominationSociale></titulaire></titulaires>
<dateNotification>2019-06-04</dateNotification><montant>14601.00</montant></marche></marches>"""
ROWS = (
    "uid,id,codeCPV,acheteur_id,acheteur_nom,titulaire_id,titulaire_nom,montant,dateNotification,"
    "dureeMois,offresRecues,acheteur_departement_code\n"
    f"{BUYER}241,241,45212200,{BUYER},VILLE,{HOLDER},VALLEE,860000,2024-12-26,12,2,93\n"
)
ODS = (
    "ID;acheteur_id;Objet;codeCPV;Procédure;lieuExecution_code;lieuExecution_typeCode;dureeMois;"
    "dateNotification;considérationsSociales;montant;titulaire_id_1;titulaire_typeIdentifiant_1;"
    "titulaire_id_2;titulaire_typeIdentifiant_2\n"
    f"M1;{BUYER};Ménage;90910000;Procédure adaptée;93700;Code postal;36;2025-01-15;"
    f"Clause sociale;21 667,00 €;{HOLDER};SIRET;CDL;CDL\n"
)
EXAMPLES: dict[str, object] = {
    "decp-2022-concession": {"marches": {"contrat-concession": [CONCESSION]}},
    "decp-2022": {"marches": {"marche": [contract()]}},
    "decp-2019": {"marches": [contract_2019()]},
    "decp-table": ROWS,
}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_source_keeps_its_example_and_refuses_a_stranger_in_words(source: Any) -> None:
    record = read_one(EXAMPLES[source.name])
    assert record.source == source.name
    assert record.buyer_siret == BUYER
    assert record.uid == f"{BUYER}{record.number}"
    assert record.notified_on is not None
    assert record.amount
    assert record.holders[0].identifier == HOLDER
    with pytest.raises(ValueError, match="SIRET de l’acheteur"):
        source.read(type_of_node({"id": "1"}))


def type_of_node(value: object) -> Any:
    from app.tenders.sources.node import Node  # noqa: PLC0415 - only this test builds one

    return Node(value)


def test_every_source_has_one_module_and_one_line() -> None:
    assert [source.name for source in SOURCES] == list(EXAMPLES)
    assert len({source.read.__module__ for source in SOURCES}) == len(SOURCES)


def test_a_contract_of_2022() -> None:
    record = read_one(EXAMPLES["decp-2022"])
    assert record.object == "Entretien des espaces verts"
    assert record.cpv == "77310000"
    assert record.nature is Nature.MARKET
    assert record.procedure == "Appel d’offres ouvert"
    assert (record.place_code, record.place_type) == ("93", "Code département")
    assert (record.duration_months, record.amount) == (24, 120000)
    assert record.notified_on == date(2025, 3, 31)
    assert record.published_on == date(2025, 4, 2)
    assert record.considerations == {Consideration.CLAUSE}
    assert record.offers_received == 3
    assert not record.remarks


def test_a_contract_of_2019_has_names_and_unknown_considerations() -> None:
    record = read_one(EXAMPLES["decp-2019"])
    assert record.buyer_name == "Ville de Drancy"
    assert record.holders == (Holder(identifier=HOLDER, kind="SIRET", name="LE JARDIN"),)
    assert record.considerations is None


def test_a_concession_and_its_modification() -> None:
    record = read_one(EXAMPLES["decp-2022-concession"])
    assert record.nature is Nature.CONCESSION
    assert record.notified_on == date(2024, 4, 2)
    assert record.considerations == {Consideration.RESERVED}
    assert (record.amount, record.current_amount) == (250000.5, 300000)
    assert (record.duration_months, record.current_duration) == (60, 72)
    assert record.modified_on == date(2025, 4, 19)


def test_xml_says_what_json_says() -> None:
    record, concession = read(XML)
    assert record.object == "Entretien & taille"
    assert record.nature is Nature.FRAMEWORK
    assert record.considerations == {Consideration.CLAUSE, Consideration.CRITERION}
    assert [(h.kind, h.identifier) for h in record.holders] == [
        ("SIRET", HOLDER), ("TVA", "FR51776056467"),
    ]  # fmt: skip
    assert (concession.source, concession.amount) == ("decp-2022-concession", 10000)
    old = read_one(XML_2019)
    assert (old.source, old.holders[0].name, old.considerations) == ("decp-2019", "PINCEAU", None)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda c: {"marches": {"marche": [c]}},
        lambda c: {"Marches ": {"Marche": c}},
        lambda c: {"marches": [c]},
        lambda c: {"marche": [c]},
        lambda c: {"$schema": "x", "marches": {"marche": [c], "contrat-concession": []}},
        lambda c: {"total_count": 1, "results": [c]},
        lambda c: {"nhits": 1, "records": [{"recordid": "x", "fields": c}]},
        lambda c: [c],
        lambda c: c,
        lambda c: json.dumps(c) + "\n" + json.dumps({**c, "id": "2"}) + "\n",
        lambda c: json.dumps(c, indent=1),
        lambda c: "\ufeff" + json.dumps({"marches": [c]}),
    ],
)
def test_every_usual_wrapping_is_seen_through(wrap: Callable[[Any], object]) -> None:
    assert read(wrap(contract()))[0].number == "2024-017"


def test_a_table_of_decp_info_and_one_of_an_api() -> None:
    row = read_one(ROWS)
    assert (row.is_row, row.buyer_name, row.buyer_place) == (True, "VILLE", "93")
    assert row.holders == (Holder(identifier=HOLDER, kind="SIRET", name="VALLEE"),)
    ods = read_one(ODS)
    assert (ods.object, ods.amount, ods.place_code) == ("Ménage", 21667, "93700")
    assert ods.considerations == {Consideration.CLAUSE}
    assert [h.identifier for h in ods.holders] == [HOLDER]
    assert read_one(ODS.encode("cp1252")).object == "Ménage"
    assert read_one(b"\xef\xbb\xbf" + ODS.encode()).number == "M1"


def test_flat_rows_in_json_are_rows_of_a_table() -> None:
    row = {
        "id": "9", "acheteur_id": BUYER, "objet": "Ménage", "titulaire_id_1": int(HOLDER),
        "titulaires": None, "considerationssociales": "Critère social;Clause sociale",
        "modifications": '[{"modification": {"montant": 12, "dateNotificationModification": '
        '"2025-02-01"}}]',
    }  # fmt: skip
    record = read_one({"results": [row]})
    assert record.source == "decp-table"
    assert record.holders[0].identifier == HOLDER
    assert record.considerations == {Consideration.CLAUSE, Consideration.CRITERION}
    assert record.current_amount == 12


def test_columns_may_be_flags() -> None:
    head = "id,acheteur id,Clause sociale,Marché réservé,Critère social\n"
    found = read(head + f"1,{BUYER},oui,non,\n2,{BUYER},non,non,\n3,{BUYER},,,\n")
    assert [record.considerations for record in found] == [
        {Consideration.CLAUSE}, {Consideration.NONE}, None,
    ]  # fmt: skip


COUNTS = {
    "decp_csv/decp_2024S2_travaux_cpv4521_idf.csv": (264, 197),
    "decp_csv/decp_idf_2005-2027.csv": (274, 270),
    "decp_json_2019/decp_21590163800019_2019-2021.json": (92, 89),
    "decp_json_2019/decp_test_2019.json": (2, 2),
    "decp_json_2022/concessions_avec_modifications.json": (2, 2),
    "decp_json_2022/decp-59920013600241-2024-07-09-01.json": (5, 5),
    "decp_json_2022/eclaireur_raw_20_a.json": (13, 13),
    "decp_json_2022/marches_concessions.json": (4, 4),
    "decp_xml_2022/Contrat-concession.xml": (2, 1),
    "decp_xml_2022/Marche.xml": (2, 1),
}


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_every_real_row_is_kept(shared_data: Path, name: str, count: tuple[int, int]) -> None:
    records = read((shared_data / name).read_bytes())
    assert (len(records), len({record.uid for record in records})) == count
    assert all(record.notified_on for record in records)
    assert all("test" not in (h.name, h.identifier) for r in records for h in r.holders)


def test_a_schema_is_no_list_of_contracts(shared_data: Path) -> None:
    path = shared_data / "decp_json_2022" / "schema_decp_v2.0.3.json"
    (error,) = parse(path.read_bytes())
    assert isinstance(error, RowError)
    assert not isinstance(error, AwardRecord)
