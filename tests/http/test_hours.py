from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.pages import Page

PATH = "/marches/heures-insertion"
ESTIMATE = f"{PATH}?montant=1%20000%20000%20%E2%82%AC&part=50&taux=5%25&cout=30"
Open = Callable[..., Page]


def plain(page: Page) -> str:
    return page.text.replace("\u00a0", " ").replace("\u202f", " ")


def values_of(page: Page) -> dict[str, str]:
    return {field["id"]: field.get("value", "") for field in page.fields if "id" in field}


def test_the_page_asks_and_presents_no_value_as_a_fact(page: Open) -> None:
    shown = page(PATH)
    filled = {id_ for id_, value in values_of(shown).items() if value}
    assert filled == {"estimer-annee", "convertir-annee"}
    assert "Le calcul n’a pas pu" not in shown.text
    assert "resultat-1" not in shown.ids


def test_an_estimate_is_written_out_with_its_numbers(page: Open) -> None:
    text = plain(page(f"{ESTIMATE}&mois=6"))
    assert "1 000 000 € × 50 % × 5 % ÷ 30 € par heure = 833 h d’insertion" in text
    assert "833 h ÷ 1 820 h par an = 0,46 équivalent temps plein sur un an" in text
    assert "833 h ÷ 910 h = 0,92 contrat de 6 mois" in text
    assert "le facilitateur" in text
    assert "L’acheteur fixe les heures" in text


def test_hours_are_converted_from_a_link(page: Open) -> None:
    shown = page(f"{PATH}?heures=140&mois=12")
    text = plain(shown)
    assert "140 h ÷ 1 820 h par an = 0,08 équivalent temps plein" in text
    assert "140 h ÷ 1 820 h = 0,08 contrat de 12 mois" in text
    values = values_of(shown)
    assert (values["convertir-heures"], values["convertir-mois"]) == ("140", "12")
    assert values["estimer-montant"] == ""


def test_another_year_changes_the_result(page: Open) -> None:
    text = plain(page(f"{PATH}?heures=3010&mois=12&annee=1505"))
    assert "2 équivalents temps plein" in text
    assert "= 2 contrats de 12 mois" in text


def test_wrong_values_are_listed_first_and_tied_to_their_fields(page: Open) -> None:
    shown = page(f"{PATH}?montant=abc&part=150&taux=&cout=30")
    assert {"#estimer-montant", "#estimer-part", "#estimer-taux"} <= set(shown.links)
    assert shown.title.startswith("Erreur")
    wrong = {f["id"]: f for f in shown.fields if f.get("aria-invalid") == "true"}
    assert set(wrong) == {"estimer-montant", "estimer-part", "estimer-taux"}
    for id_, field in wrong.items():
        described = field["aria-describedby"].split()
        assert f"{id_}-erreur" in described
        assert all(shown.ids[name] == 1 for name in described)
    assert wrong["estimer-montant"]["value"] == "abc"
    assert "resultat-1" not in shown.ids


def test_every_field_has_its_hint(page: Open) -> None:
    shown = page(PATH)
    for field in shown.fields:
        if field.get("id", "").startswith(("estimer-", "convertir-")):
            assert shown.ids[field["aria-describedby"]] == 1


def test_the_old_published_example_says_what_it_is_and_can_be_tried(page: Open) -> None:
    shown = page(PATH)
    text = plain(shown)
    assert "833 h" in text
    assert "2014, date estimée" in text
    assert "document ancien, à vérifier" in text
    link = next(link for link in shown.links if link.startswith(f"{PATH}?montant="))
    assert "= 833 h d’insertion" in plain(page(link))


def test_the_guides_it_links_to_exist(page: Open) -> None:
    for link in page(PATH).links:
        if link.startswith("/guide/"):
            page(link)


@pytest.mark.parametrize(
    "query",
    [
        "heures=%3Cscript%3Ealert(1)%3C/script%3E",
        "heures=" + "9" * 500,
        "heures=%00&mois=%F0%9F%92%A9",
        "montant=1&part=0.1&taux=0.1&cout=500&mois=60",
        "montant=1e400&part=nan&taux=inf&cout=-1",
        "heures=1&heures=2&inconnu=x",
    ],
)
def test_a_hostile_address_still_gives_a_whole_page(page: Open, query: str) -> None:
    assert "<script>alert" not in page(f"{PATH}?{query}").html
