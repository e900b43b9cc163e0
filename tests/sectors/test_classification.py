from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import sectors
from app.sectors import classify, crosswalk, infer_from_naf_and_name
from app.sectors.classification import GENERIC_NAF

WORDS = st.text(max_size=80) | st.sampled_from([s.name for s in sectors.sectors()])
CODES = st.lists(st.text("0123456789-", max_size=10), max_size=4)


@pytest.mark.parametrize(
    ("cpv", "descriptors", "text", "slug"),
    [
        (["90919300"], [], "", "nettoyage-de-locaux"),
        (["77310000"], ["Espaces verts"], "Entretien", "espaces-verts"),
        ([], ["Nettoyage de locaux"], "Prestations diverses", "nettoyage-de-locaux"),
        ([], [], "Travaux de peinture – lot 3", "peinture-et-revetements-muraux"),
        ([], [], "ENTRETIEN DES ESPACES VERTS DE LA VILLE", "espaces-verts"),
        ([], [], "Collecte des encombrants", "encombrants"),
        (["45000000"], [], "Lot 4 : menuiseries extérieures", "menuiserie"),
    ],
)
def test_a_notice_is_led_to_its_sector(
    cpv: list[str], descriptors: list[str], text: str, slug: str
) -> None:
    found = classify(cpv, descriptors, text)
    assert found[0].sector.slug == slug
    assert all(evidence.why.endswith(".") for evidence in found[0].evidence)


def test_a_text_about_nothing_we_know_leads_nowhere() -> None:
    assert classify([], [], "Étude de faisabilité juridique du contentieux") == []
    assert classify([], [], "") == []


def test_codes_and_words_that_agree_are_surer_than_either() -> None:
    code = classify(["77310000"], [], "")[0]
    both = classify(["77310000"], [], "Entretien des espaces verts")[0]
    assert both.sector == code.sector
    assert both.score > code.score
    assert {evidence.source for evidence in both.evidence} == {"cpv", "texte"}


def test_the_main_code_counts_more_than_an_accessory_one() -> None:
    first, second = classify(["90919300", "77310000"], [], "")[:2]
    assert (first.sector.slug, second.sector.slug) == ("nettoyage-de-locaux", "espaces-verts")


@given(CODES, st.lists(WORDS, max_size=3), WORDS)
def test_no_input_raises_and_answers_are_ranked_and_repeatable(
    cpv: list[str], descriptors: list[str], text: str
) -> None:
    found = classify(cpv, descriptors, text)
    assert found == classify(cpv, descriptors, text)
    assert all(0 < c.score <= 1 for c in found)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert len({c.sector.slug for c in found}) == len(found)


def test_a_structure_is_guessed_from_its_code_and_its_name() -> None:
    found = infer_from_naf_and_name("8121Z", "Propreté du Nord")
    assert found[0].sector.slug == "nettoyage-de-locaux"
    assert found[0].evidence[0].why == "Code NAF 8121Z."
    (best, *_) = infer_from_naf_and_name("8899B", "Les Espaces verts de Seine-et-Marne")
    assert best.sector.slug == "espaces-verts"
    assert best.evidence[0].source == "nom"


@pytest.mark.parametrize("naf", sorted(GENERIC_NAF))
def test_a_code_that_any_association_bears_says_nothing(naf: str) -> None:
    assert infer_from_naf_and_name(naf, "Association pour l’insertion") == []


def test_the_other_taxonomy_is_met_by_words(shared_data: Path) -> None:
    rows = json.loads((shared_data / "referentiels" / "lemarche_secteurs.json").read_text())
    found = crosswalk(rows)
    assert len(found) >= 0.85 * len(rows)
    assert all(sectors.find(slug) for slug in found.values())
    by_name = {row["nom"]: found.get(row["slug"]) for row in rows}
    assert by_name["Nettoyage de locaux"] == "nettoyage-de-locaux"
    assert by_name["Création et entretien des espaces verts"] == "espaces-verts"
    assert by_name["Traiteur"] == "traiteur"
    assert by_name["Réparation de vélos"]
    assert by_name["Autre (BTP)"] is None


def test_most_structures_with_a_telling_code_get_a_sector(shared_data: Path) -> None:
    path = shared_data / "siae" / "siae_idf_lemarche.csv"
    with path.open(newline="", encoding="utf-8-sig") as file:
        sample = file.read(2000)
        file.seek(0)
        rows = list(csv.DictReader(file, dialect=csv.Sniffer().sniff(sample, ";,")))
    telling = [row for row in rows if row["naf"] and row["naf"] not in GENERIC_NAF]
    found = [
        row
        for row in telling
        if infer_from_naf_and_name(row["naf"], f"{row['brand']} {row['name']}")
    ]
    assert len(telling) > 50
    assert len(found) >= 0.6 * len(telling)
