import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.territories import candidates, communes_of, locate, resolve

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"


def read_rows(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"données partagées absentes : {name}")
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize(
    ("postal_code", "city", "code"),
    [
        ("93200", "Saint-Denis", "93066"),
        ("93200", "ST DENIS", "93066"),
        ("93521", "SAINT-DENIS CEDEX", "93066"),
        ("93999", "SAINT DENIS", "93066"),  # an unknown postal code, the name is right
        ("93500", "Saint-Denis", "93066"),  # a wrong one of the same département
        ("", "Montreuil", "93048"),
        ("93 200", "Saint-Denis", "93066"),
        ("75012", "PARIS", "75112"),
        ("75012", "PARIS 12", "75112"),
        ("75012", "Paris 12e Arrondissement", "75112"),
        ("75016", "PARIS", "75116"),
        ("75116", "PARIS 16", "75116"),
        ("75013", "Paris 12e", "75112"),
        ("75572", "PARIS CEDEX 12", "75112"),
        ("75049", "Paris 1er Arrondissement", "75101"),
        ("75999", "PARIS", "75056"),
        ("91000", "Évry", "91228"),
        ("93400", "SAINT OUEN", "93070"),
        ("95310", "SAINT OUEN L AUMONE", "95572"),
        ("93800", "EPINAY SUR SEINE CEDEX", "93031"),
        ("77710", "Villemaréchal", "77504"),
        ("94440", "Marolles-en-Brie", "94048"),
        ("77120", "Marolles en Brie", "77278"),
        ("94390", "Orly aérogare", "91479"),
        ("95700", "ROISSY CDG", "95527"),  # a district, the postal code has one commune
        ("93450", "", "93039"),
        ("94380", "Bonneuil", "94011"),
    ],
)
def test_locate_finds_the_commune(postal_code: str, city: str, code: str) -> None:
    found = locate(postal_code, city)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("postal_code", "city"),
    [
        ("75011", "Saint-Denis"),  # two places
        ("93200", "Versailles"),
        ("77120", ""),  # a postal code of many communes
        ("77120", "Zone industrielle"),
        ("", "Marolles-en-Brie"),  # two communes of that name
        ("14000", "Caen"),
        ("97400", "Saint-Denis"),
        ("", ""),
        ("abcde", "nulle part"),
    ],
)
def test_locate_never_guesses(postal_code: str, city: str) -> None:
    assert locate(postal_code, city) is None


@settings(max_examples=60)
@given(st.text(max_size=8), st.text(max_size=40))
def test_locate_answers_any_text(postal_code: str, city: str) -> None:
    found = locate(postal_code, city)
    assert found is None or found.is_place


def test_every_postal_code_of_la_poste_means_its_communes() -> None:
    expected: dict[str, set[str]] = defaultdict(set)
    rows = read_rows("referentiels/communes_codes_postaux_idf.csv")
    for row in rows:
        expected[row["code_postal"]].add(row["code_commune_insee"])
    for postal_code, codes in expected.items():
        found = {t.code for t in candidates(postal_code)}
        assert codes <= found, postal_code
        extra = found - codes - {"75056"}
        assert len(extra) <= 1, postal_code  # the commune whose INSEE code looks the same
        assert resolve(postal_code).code in codes


def test_every_name_of_la_poste_is_located() -> None:
    for row in read_rows("referentiels/communes_codes_postaux_idf.csv"):
        for name in (row["nom_de_la_commune"], f"{row['nom_de_la_commune']} CEDEX"):
            found = locate(row["code_postal"], name)
            assert found is not None, row
            assert found.code == row["code_commune_insee"], row


def test_every_structure_of_the_market_is_located() -> None:
    for row in read_rows("siae/siae_idf_lemarche.csv"):
        found = locate(row["post_code"], row["city"])
        assert found is not None, row
        assert found.department == row["department"], row


def test_every_esat_is_located_in_the_commune_that_finess_gives() -> None:
    merged = {"93059": "93066"}
    for row in read_rows("siae/esat_idf_finess.csv"):
        found = locate(row["ET-Code Postal"], row["ET-Commune Libellé"])
        expected = row["ET-Commune Code"]
        assert found is not None, row
        assert found.code == merged.get(expected, expected), row


def test_a_located_place_is_where_its_postal_code_says() -> None:
    assert locate("93200", "Saint-Denis").code in communes_of("93")
