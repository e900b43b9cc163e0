from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.funding.sources import SOURCES, SchemeRecord
from app.funding.sources.portal_csv import write_template
from app.funding.sources.reading import parse_file
from app.toolkit.scheme_terms import BeneficiaryKind, SchemeForm, SchemeState
from app.toolkit.schemes import Expense
from app.toolkit.sources import CONTENT
from tests.funding.builders import csv_file, reasons

REGION = {
    "title": "Aide aux chantiers",
    "reference": "Abc1",
    "statut": "PUBLIEE",
    "publicsBeneficiaire": [{"title": "Associations"}, {"title": "Martiens"}],
    "competences": [{"title": "Action sociale"}],
    "modalite": "La subvention est de 50&nbsp;% maximum.<br>Plafond&nbsp;: voir le règlement.",
    "demarches": 'Déposez sur <a href="https://mesdemarches.iledefrance.fr/">le site</a>.',
    "notes": "A DEFINR APRES REPRISE",
    "contact": "Direction de l’emploi<br>Camille Untel : c.untel@example.org - 01 53 85 51 53",
    "dateOuvertureCampagne": "2026-10-31T23:00:00.000Z",
    "dateFinCampagne": "2026-12-14T23:00:00.000Z",
}
NATIONAL = {
    "id": 7,
    "name": "Aide nationale",
    "financers": ["État"],
    "aid_types": ["Subvention"],
    "targeted_audiences": ["Associations"],
    "perimeter": "Seine-Saint-Denis",
    "submission_deadline": "2026-12-31",
    "subvention_rate": {"lower": 20, "upper": 50},
    "destinations": ["Dépenses d'investissement"],
    "recurrence": "Ponctuelle",
}


def parse(content: bytes) -> list[Any]:
    return list(parse_file(io.BytesIO(content)))


def records(content: bytes) -> list[SchemeRecord]:
    return [i[1] for i in parse(content) if isinstance(i, tuple) and isinstance(i[1], SchemeRecord)]


def test_every_source_has_its_own_key_and_says_what_it_reads() -> None:
    assert len({source.key for source in SOURCES}) == len(SOURCES)
    assert all(source.label for source in SOURCES)


def test_the_region_is_read_in_paris_and_keeps_no_person() -> None:
    (record,) = records(json.dumps([REGION]).encode())
    found = record.scheme
    assert found.funders == ("Région Île-de-France",)
    assert (found.calls[0].opens_on, found.calls[0].closes_on) == (
        date(2026, 11, 1), date(2026, 12, 15),
    )  # fmt: skip
    assert found.beneficiary_kinds == (BeneficiaryKind.ASSOCIATION,)
    assert found.themes == ("Cohésion sociale et inclusion",)
    assert found.instructors == ("Direction de l’emploi",)
    assert found.url == "https://mesdemarches.iledefrance.fr/"
    assert "Untel" not in repr(found)
    assert "@" not in repr(found)
    assert "DEFIN" not in repr(found)
    assert any("Martiens" in remark for remark in record.remarks)
    assert "<br>" not in found.amount


def test_a_national_page_is_read_and_what_is_elsewhere_is_refused() -> None:
    away = NATIONAL | {"id": 8, "perimeter": "Drôme"}
    lost = NATIONAL | {"id": 9, "perimeter": "Atlantide"}
    odd = NATIONAL | {"id": 10, "aid_types": ["Bons points"]}
    bad = NATIONAL | {"id": 11, "submission_deadline": "bientôt"}
    content = json.dumps({"count": 5, "results": [NATIONAL, away, lost, odd, bad, 3]}).encode()
    (record,) = records(content)
    assert record.scheme.territories == ("93",)
    assert record.scheme.max_rate == Decimal("0.5")
    assert record.scheme.expenses == (Expense.INVESTMENT,)
    said = " / ".join(reasons(parse(content)))
    for words in ("hors d’Île-de-France", "n’existe pas", "Bons points", "n’est pas une date"):
        assert words in said


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_csv_is_read_whatever_its_bytes(delimiter: str, encoding: str) -> None:
    row = {
        "identifiant": "aide-ete", "nom": "Aide d’été", "forme": "Prêt", "taux_max": "70 %",
        "plafond": "12 000,50 €", "territoires": "Seine-Saint-Denis|75", "types_siae": "ACI|EI",
        "ouverture": "01/02/2026", "cloture": "2026-03-01", "etat": "À vérifier",
        "depenses": "Étude",
    }  # fmt: skip
    content = csv_file(row, delimiter=delimiter, encoding=encoding)
    assert reasons(parse(content)) == []
    (record,) = records(content)
    found = record.scheme
    assert (found.name, found.form) == ("Aide d’été", SchemeForm.LOAN)
    assert (found.max_rate, found.ceiling) == (Decimal("0.7"), Decimal("12000.50"))
    assert found.territories == ("93", "75")
    assert found.expenses == (Expense.STUDY,)
    assert found.declared is SchemeState.UNCERTAIN


def test_rows_of_one_identifier_are_calls_and_a_bad_one_is_refused_alone() -> None:
    content = csv_file(
        {"identifiant": "x", "ouverture": "2026-01-01", "cloture": "2026-02-01"},
        {"identifiant": "x", "ouverture": "2026-03-01", "cloture": "2026-04-01"},
        {"identifiant": "x", "ouverture": "2026-03-15", "cloture": "2026-05-01"},
        {"identifiant": "y"},
    )
    found = records(content)
    assert [(r.key, len(r.scheme.calls)) for r in found] == [("x", 2), ("y", 0)]
    (why,) = reasons(parse(content))
    assert "chevauche" in why


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"financeurs": ""}, "financeurs"),
        ({"nom": "", "identifiant": "z"}, "nom"),
        ({"forme": "cadeau"}, "forme : « cadeau » inconnu"),
        ({"ouverture": "2026-05-01", "cloture": "2026-04-01"}, "précède l’ouverture"),
        ({"territoires": "Atlantide"}, "« Atlantide » n’existe pas"),
        ({"territoires": "Drôme"}, "hors d’Île-de-France"),
        ({"types_siae": "ABC"}, "types_siae : « ABC » inconnu"),
        ({"plancher": "beaucoup"}, "n’est pas un nombre"),
        ({"plafond": "-5"}, "négatif"),
        ({"plancher": "9", "plafond": "8"}, "dépasse le plafond"),
        ({"taux_max": "140 %"}, "entre 0 et 100"),
        ({"lien": "ftp://x"}, "http"),
        ({"cloture": "31/02/2026"}, "n’est pas une date"),
    ],
)
def test_a_bad_row_is_refused_with_its_field_and_the_rest_is_kept(
    row: dict[str, str], words: str
) -> None:
    content = csv_file({"identifiant": "a", **row}, {"identifiant": "b"})
    assert [r.key for r in records(content)] == ["b"]
    (why,) = reasons(parse(content))
    assert words in why


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf \n", "vide"),
        (b"PK\x03\x04\0\0\0", "texte"),
        (b"{", "JSON illisible"),
        (b"[" * 100_000, "JSON illisible"),
        (b"[1, 2]", "format non reconnu"),
        (b"a;b\n1;2\n", "format non reconnu"),
        (b"schemes: [", "YAML illisible, ligne 1, colonne 11"),
        (b"schemes:\n  - verified_on: 2026-13-45", "YAML illisible : une date"),
        (b"schemes: 3", "format non reconnu"),
        (b"schemes:\n  - 3\n", "une fiche est attendue"),
        (b"schemes:\n  - slug: a\n    name: [1]\n    plafonds: 3\n", "funders : absent"),
    ],
)
def test_a_file_that_is_not_one_is_refused_in_words(content: bytes, words: str) -> None:
    (why,) = reasons(parse(content))
    assert words in why


def test_a_nul_byte_costs_nothing_of_a_table() -> None:
    content = csv_file({"identifiant": "a"}).replace(b"\n", b"\0\n")
    assert [r.key for r in records(content)] == ["a"]


@given(st.binary(max_size=400))
def test_no_bytes_stop_the_reading(content: bytes) -> None:
    parse(content)
    parse(b"nom;financeurs;forme\n" + content)
    parse(b"schemes:\n" + content)


@given(st.dictionaries(st.sampled_from(sorted(REGION)), st.none() | st.integers() | st.text()))
def test_no_value_stops_the_reading_of_the_region(values: dict[str, object]) -> None:
    parse(json.dumps([REGION | values]).encode())


def test_the_template_and_the_own_file_are_known_formats() -> None:
    assert not any("format" in why for why in reasons(parse(write_template().encode())))
    own = (CONTENT / "schemes.yaml").read_bytes()
    assert reasons(parse(own)) == []
    assert records(own)


def test_the_real_files(shared_data: Path) -> None:
    folder = shared_data / "aides"
    region = (folder / "ile_de_france_data.json").read_bytes()
    assert reasons(parse(region)) == []
    assert len(records(region)) == 3
    assert len(reasons(parse((folder / "departement_drome_data.json").read_bytes()))) == 3
    (why,) = reasons(parse((folder / "fonds_vert_2023_idf.csv").read_bytes()))
    assert "projets déjà financés" in why
