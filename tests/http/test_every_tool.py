"""What every tool of the registry does, whatever it computes."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.blueprints.toolkit.registry import TOOLS
from app.projects.models import Worksheet
from tests.http.forms import read_form
from tests.pages import read_page

SLUGS = [tool.slug for tool in TOOLS]


def test_the_seven_tools_are_there() -> None:
    assert set(SLUGS) == {
        "autodiagnostic", "budget", "etude-de-besoins", "etude-de-marche", "quel-statut",
        "recrutement-cip", "plan-de-financement",
    }  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_a_tool_opens_blank_without_a_fault(client: FlaskClient, slug: str) -> None:
    page = read_page(client.get(f"/boite-a-outils/outils/{slug}"))
    assert not any(field.get("aria-invalid") for field in page.fields)
    assert "resultat" not in page.ids
    assert "douze mois" in page.text


@pytest.mark.parametrize("slug", SLUGS)
def test_a_blank_form_computes_or_says_what_is_missing(client: FlaskClient, slug: str) -> None:
    fields = read_form(client, f"/boite-a-outils/outils/{slug}")
    fields.setlist("action", ["calculer"])
    answer = client.post(f"/boite-a-outils/outils/{slug}", data=fields)
    page = read_page(answer)
    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert page.title.startswith("Erreur")
        errors = [link for link in page.links if link.startswith("#") and link[1:] in page.ids]
        assert errors


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize(
    "value", ["<script>alert(1)</script>", "-1", "9" * 400, "\x00\u202e", "=1+1"]
)
def test_hostile_values_in_every_field_still_give_a_whole_page(
    client: FlaskClient, slug: str, value: str
) -> None:
    fields = read_form(client, f"/boite-a-outils/outils/{slug}")
    token = fields["csrf_token"]
    hostile = dict.fromkeys(fields, value)
    hostile |= {"csrf_token": token, "action": "calculer"}
    answer = client.post(f"/boite-a-outils/outils/{slug}", data=hostile)
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in read_page(answer).html


@pytest.mark.parametrize("slug", SLUGS)
def test_names_that_no_form_has_are_left_out(client: FlaskClient, slug: str) -> None:
    fields = read_form(client, f"/boite-a-outils/outils/{slug}")
    for name in ("rows-²-public", "needs-²-amount", "people-²", f"sales-{'9' * 5_000}-label", "x"):
        fields.add(name, "1")
    fields.setlist("action", ["calculer"])
    answer = client.post(f"/boite-a-outils/outils/{slug}", data=fields)
    assert answer.status_code in {200, 422}
    read_page(answer)


@pytest.mark.parametrize("slug", SLUGS)
def test_without_a_token_nothing_is_computed_nor_kept(
    client: FlaskClient, session: Session, slug: str
) -> None:
    answer = client.post(f"/boite-a-outils/outils/{slug}", data={"action": "enregistrer"})
    assert answer.status_code == 400
    assert session.query(Worksheet).count() == 0


@pytest.mark.parametrize("slug", SLUGS)
def test_an_export_of_nothing_leads_to_the_tool(client: FlaskClient, slug: str) -> None:
    answer = client.get(f"/boite-a-outils/outils/{slug}/export.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        f"/boite-a-outils/outils/{slug}",
    )


def test_an_unknown_tool_is_not_found(client: FlaskClient) -> None:
    assert client.get("/boite-a-outils/outils/marteau").status_code == 404
