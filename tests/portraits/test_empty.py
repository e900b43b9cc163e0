from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.pages import Page


def test_an_empty_portal_says_that_it_knows_nothing(page: Callable[..., Page]) -> None:
    table = page("/territoires?niveau=ept-epci")
    assert "Indice partiel" in table.text
    assert "donnée absente" in table.text
    sites = page("/territoires/ou-implanter?secteur=proprete-des-locaux")
    assert "Commande publique inconnue" in sites.text
    assert "L’indice de besoin n’est pas connu." in sites.text


def test_an_empty_portal_still_draws_its_maps(client: FlaskClient) -> None:
    script = client.get("/territoires/cadre.js").get_data(as_text=True)
    assert "carte.surfaces(" in script
    assert "Indice inconnu" in script.encode().decode("unicode_escape")
    assert client.get("/carte/cadre.js").status_code == 200
