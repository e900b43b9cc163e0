from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.awards.records import AwardRecord, Consideration
from app.awards.sources import parse_file
from app.awards.sources.considerations import read_considerations
from app.imports.report import RowError
from tests.awards.builders import BUYER, HOLDER, contract, parse, read, read_contract_of, read_one

CLAUSE, CRITERION = Consideration.CLAUSE, Consideration.CRITERION
RESERVED, NONE = Consideration.RESERVED, Consideration.NONE


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (["Clause sociale", "Critère social"], {CLAUSE, CRITERION}),
        ({"considerationSociale": "Marché réservé"}, {RESERVED}),
        ([{"considerationSociale": ["Clause sociale"]}], {CLAUSE}),
        ("Concession réservé", {RESERVED}),
        ("Clause sociale;Critère social", {CLAUSE, CRITERION}),
        ("CLAUSE SOCIALE | CRITERE SOCIAL", {CLAUSE, CRITERION}),
        (r"Crit\u00e8re social", {CRITERION}),
        (r'["Crit\u00e8re social", "Clause sociale"]', {CLAUSE, CRITERION}),
        (r'{"considerationSociale": ["March\u00e9 r\u00e9serv\u00e9"]}', {RESERVED}),
        (r'"[\"Clause sociale\"]"', {CLAUSE}),
        ("['Clause sociale']", {CLAUSE}),
        ("CritÃ¨re social, MarchÃ© rÃ©servÃ©", {CRITERION, RESERVED}),
        ("Crit?re social", {CRITERION}),
        ("Pas de considération sociale", {NONE}),
        ("Sans objet", {NONE}),
        (["Pas de considération sociale", "Clause sociale"], {CLAUSE}),
        ("Pas de clause sociale", {NONE}),
        ("NC", None),
        ("test", None),
        ("", None),
        ([], None),
        ([""], None),
        (None, None),
        (12, None),
        ("Clause environnementale ou autre"[7:], None),
    ],
)
def test_considerations_in_every_spelling(raw: object, expected: set[Consideration] | None) -> None:
    assert read_considerations(raw) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2006-07-4", date(2006, 7, 4)),
        ("2025-12-15+01:00", date(2025, 12, 15)),
        ("20210304 11:30", date(2021, 3, 4)),
        ("September, 16 2021 00:00:00", date(2021, 9, 16)),
        ("15/01/2025", date(2025, 1, 15)),
        ("2019-03-31 22:00:00", date(2019, 4, 1)),
        ("2019-12-31T23:00:00Z", date(2020, 1, 1)),
        ("2019-12-31T22:00:00Z", date(2019, 12, 31)),
    ],
)
def test_dates_in_every_spelling(raw: str, expected: date) -> None:
    assert read_contract_of(dateNotification=raw).notified_on == expected


@pytest.mark.parametrize("raw", ["0002-11-30", "0222-04-29", "5021-02-18", "0000-00-00 00:00:00"])
def test_absurd_dates_are_unknown_and_said(raw: str) -> None:
    record = read_contract_of(dateNotification=raw)
    assert record.notified_on is None
    assert any(raw in remark for remark in record.remarks)


@pytest.mark.parametrize(
    ("raw", "amount", "is_said"),
    [
        ("30000.00", 30000, False),
        ("21 667,00 €", 21667, False),
        ("42 800,00 Euros", 42800, False),
        ("284 782.86", 284782.86, False),
        ("0.00", None, False),
        ("", None, False),
        ("NC", None, False),
        (None, None, False),
        (1e17, None, True),
        (-500, None, True),
        ("0.1000", None, True),
        ("selon bordereau", None, True),
    ],
)
def test_amounts(raw: object, amount: float | None, is_said: bool) -> None:
    record = read_contract_of(montant=raw)
    assert record.amount == amount
    assert bool(record.remarks) is is_said


@pytest.mark.parametrize(
    ("raw", "months", "is_said"),
    [
        ("36", 36, False),
        (138, 138, False),
        ("48 mois", 48, False),
        ("2 ans", 24, False),
        (0, None, False),
        ("NC", None, False),
        ("1 an renouvelable 3 fois", None, True),
        (9999, None, True),
    ],
)
def test_durations(raw: object, months: float | None, is_said: bool) -> None:
    record = read_contract_of(dureeMois=raw)
    assert record.duration_months == months
    assert bool(record.remarks) is is_said


@pytest.mark.parametrize(
    ("raw", "cpv"),
    [
        ("45316110-9", "45316110"),
        ("9310000", "93100000"),
        ("66516 000", "66516000"),
        ("71315400-3 ", "71315400"),
        ("test", ""),
        ("bois", ""),
        ("00000000", ""),
    ],
)
def test_cpv_codes(raw: str, cpv: str) -> None:
    assert read_contract_of(codeCPV=raw).cpv == cpv


@pytest.mark.parametrize(
    "raw",
    [
        "219220002900011", "219300290", "FR51776056467", "TVA FR 51 776 056 467", "frh03",
        "Commune de Cergy", "00000000000000", "1", "NC", "test", None, {"a": 1}, [],
    ],
)  # fmt: skip
def test_a_buyer_that_is_no_establishment_is_refused_alone(raw: object) -> None:
    bad, good = parse({"marches": [contract(acheteur={"id": raw}), contract()]})
    assert isinstance(bad, RowError)
    assert bad.where == "marché 1"
    assert "SIRET de l’acheteur" in bad.what
    assert isinstance(good, AwardRecord)


@pytest.mark.parametrize(
    ("raw", "siret"),
    [
        ("219 300 290 00018", BUYER),
        (21930029000018, BUYER),
        ("21930029000018.0", BUYER),
        ("5722650600012", "05722650600012"),
    ],
)
def test_a_siret_that_a_spreadsheet_spoiled_is_mended(raw: object, siret: str) -> None:
    assert read_contract_of(acheteur={"id": raw}).buyer_siret == siret


def test_a_wrong_key_is_said_and_the_contract_kept() -> None:
    record = read_contract_of(acheteur={"id": "12345678901234"})
    assert record.buyer_siret == "12345678901234"
    assert any("clé de contrôle" in remark for remark in record.remarks)


@pytest.mark.parametrize("holders", [None, [], "", "NC", [None], [[]], {"titulaire": []}, [{}]])
def test_a_contract_without_holder_is_kept(holders: object) -> None:
    assert read_contract_of(titulaires=holders).holders == ()


def test_holders_in_lists_in_lists_and_fillers() -> None:
    nested = [[[{"id": HOLDER}, {"titulaire": {"id": "CDL", "denominationSociale": "test"}}]]]
    assert [h.identifier for h in read_contract_of(titulaires=nested).holders] == [HOLDER]


def test_keys_with_spaces_other_cases_and_dots() -> None:
    raw = contract(acheteur=..., lieuExecution={"code ": "93700", "TypeCode": "x", "nom ": "y"})
    raw["acheteur.id"] = BUYER
    raw["Objet "] = raw.pop("objet")
    record = read_one([raw])
    assert (record.buyer_siret, record.place_name) == (BUYER, "y")
    assert record.object == "Entretien des espaces verts"


def test_fillers_are_unknown() -> None:
    fillers = dict.fromkeys(
        ("offresRecues", "datePublicationDonnees", "dureeMois", "nature"), "test"
    )
    record = read_contract_of(**fillers)
    assert record.offers_received is None
    assert record.published_on is None
    assert record.duration_months is None
    assert not record.remarks


def test_contracts_without_number_are_told_apart_by_their_object() -> None:
    raws = [contract(id="000000000000", objet=name) for name in ("VRD", "Serrurerie", "VRD")]
    assert len({record.uid for record in read({"marches": raws})}) == 2
    (refused,) = parse({"marches": [contract(id="NC", objet="")]})
    assert isinstance(refused, RowError)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "vide"),
        (b"   \n", "vide"),
        (b"<!doctype html><html><body>Erreur</body></html>", "HTML"),
        (b"\x1f\x8b\x08", "compress"),
        (b"%PDF-1.7", "PDF"),
        (b"{}", "aucun"),
        (b"[]", "aucun marché"),
        (b'{"marches": {"marche": []}}', "aucun marché"),
        (b"[1, 2]", "objet"),
        (b"a;b;c\n1;2;3\n", "colonnes non reconnues"),
        (b"<marches></marches>", "aucun marché"),
        (b'<!DOCTYPE m [<!ENTITY a "b">]><marches>&a;</marches>', "sécurité"),
        (b"\x00\x01\x02\xff\xfe", "colonnes"),
    ],
)
def test_what_is_no_file_of_contracts_is_said(content: bytes, word: str) -> None:
    found = parse(content)
    assert found
    assert all(isinstance(item, RowError) for item in found)
    assert any(word in item.what for item in found if isinstance(item, RowError))


def test_what_stands_before_a_cut_is_kept() -> None:
    whole = json.dumps({"marches": {"marche": [contract(), contract(id="2")]}})
    first, cut = parse(whole[:-40])
    assert isinstance(first, AwardRecord)
    assert isinstance(cut, RowError)
    assert cut.where == "après le marché 1"


def test_a_broken_row_loses_no_other() -> None:
    text = f'id,acheteur_id\n1,{BUYER}\n"ouvert,{BUYER}\n2,{BUYER},x,y\n3,{BUYER}\n'
    found = parse(text)
    assert [item.number for item in found if isinstance(item, AwardRecord)] == ["1", "3"]
    assert [item.where for item in found if isinstance(item, RowError)] == ["ligne 3", "ligne 4"]


def test_contacts_of_persons_are_masked() -> None:
    record = read_contract_of(objet="Ménage, M. X 06 12 34 56 78, x@y.fr <script>alert(1)</script>")
    assert "06 12" not in record.object
    assert "@" not in record.object
    assert "<script" not in record.object


def test_halves_of_characters_lose_nothing() -> None:
    raws = [
        contract(objet=f"{'x' * n}a\ud800b \ud83c\udf33 \udfffc \x00", id=f"{n}") for n in range(40)
    ]
    for record in read(json.dumps({"marches": raws, "\ud800": 1})):
        assert "🌳" in record.object
        assert record.object.encode()
    lines = read("\n".join(map(json.dumps, raws)))
    assert all(record.object.encode() for record in lines)
    (refused,) = parse(json.dumps([{"\ud800": 1}]))
    assert isinstance(refused, RowError)
    assert refused.what.encode()


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.integers()
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@settings(max_examples=150)
@given(part=st.sampled_from(sorted(contract())), value=anything)
def test_no_value_of_any_part_breaks_the_reading(part: str, value: Any) -> None:
    found = parse({"marches": [{**contract(), part: value}, contract(id="after")]})
    assert isinstance(found[-1], AwardRecord)
    assert found[-1].number == "after"


@settings(max_examples=100)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise(content: bytes) -> None:
    assert list(parse_file(io.BytesIO(content)))
