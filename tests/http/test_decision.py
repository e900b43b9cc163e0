from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Page, read_page

PATH = "/boite-a-outils/outils/quel-statut"
TO_ACI = {
    "purpose": "insertion",
    "contract": "salariees",
    "existing": "non",
    "place": "chez-nous",
    "production": "utilite",
    "aci-holder": "commune",
    "sales": "moins-30",
}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    def post(values: dict[str, str], action: str = "calculer") -> TestResponse:
        html = client.get(PATH).get_data(as_text=True)
        hidden = dict(re.findall(r'name="(csrf_token|version)" value="([^"]*)"', html))
        return client.post(PATH, data={**values, **hidden, "action": action})

    return post


def asked(html: str) -> str:
    return re.findall(r'name="asked" value="([^"]*)"', html)[0]


def test_the_first_page_asks_one_question_only(page: Callable[..., Page]) -> None:
    shown = page(PATH)
    assert asked(shown.html) == "purpose"
    assert set(re.findall(r'type="radio" name="([^"]*)"', shown.html)) == {"purpose"}
    assert "Formes juridiques" in shown.text


def test_each_answer_leads_to_the_next_question_until_the_conclusion(send: Send) -> None:
    given: dict[str, str] = {}
    for key, value in TO_ACI.items():
        shown = read_page(send({**given, key: value, "asked": key}))
        given[key] = value
        kept = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', shown.html))
        assert {name: kept[name] for name in given} == given
    assert "Atelier et chantier d’insertion (ACI)" in shown.text
    assert shown.ids["resultat-titre"] == 1
    assert "L5132-15" in shown.text
    assert 'name="asked"' not in shown.html


def test_nothing_chosen_is_said_beside_the_question(send: Send) -> None:
    answer = send({"purpose": "insertion", "asked": "contract"})
    assert answer.status_code == 422
    shown = read_page(answer)
    assert "#contract" in shown.links
    assert shown.ids["contract-erreur"] == 1
    assert 'name="purpose" value="insertion"' in shown.html


def test_the_path_can_be_kept_before_its_end(send: Send, page: Callable[..., Page]) -> None:
    answer = send({"purpose": "insertion", "asked": "contract"}, "enregistrer")
    assert answer.status_code == 303
    assert asked(page(PATH).html) == "contract"


def test_an_address_opens_the_page_where_it_was(page: Callable[..., Page]) -> None:
    query = "&".join(f"{key}={value}" for key, value in TO_ACI.items())
    shown = page(f"{PATH}?{query}")
    assert "Atelier et chantier d’insertion (ACI)" in shown.text
    assert shown.title.startswith("Atelier et chantier")
    middle = page(f"{PATH}?purpose=insertion")
    assert asked(middle.html) == "contract"


def test_each_step_can_be_changed_by_a_link(page: Callable[..., Page]) -> None:
    query = "&".join(f"{key}={value}" for key, value in TO_ACI.items())
    changes = [link for link in page(f"{PATH}?{query}").links if link.startswith(PATH)]
    again = page(next(link for link in changes if link.endswith("place=chez-nous")))
    assert asked(again.html) == "production"


def test_an_answer_that_does_not_exist_is_refused(send: Send) -> None:
    assert send({"purpose": "roi", "asked": "purpose"}).status_code == 422


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 5_000, "\x00"])
def test_a_hostile_address_asks_the_question_again(
    page: Callable[..., Page], client: FlaskClient, value: str
) -> None:
    answer = client.get(PATH, query_string={"purpose": value})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert asked(read_page(answer).html) == "purpose"


def test_the_conclusion_is_given_as_a_file(send: Send) -> None:
    answer = send(TO_ACI, "pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
