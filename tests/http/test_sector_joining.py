from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.extensions import db
from app.moderation.services import accept, refuse
from app.organisations.models import Organisation
from app.proposals import services
from app.proposals.models import Proposal
from app.siae.interests import SectorInterest
from app.siae.models import Siae
from tests.http.forms import read_form
from tests.pages import Page, read_page

Visit = Callable[..., Page]
JOIN = "/filieres/vitrerie/me-lancer"


def fill(visitor: FlaskClient, **values: object) -> dict[str, object]:
    """The form as a person fills it in, its hidden fields kept."""
    data = read_form(visitor, JOIN).to_dict(flat=False)
    usual = {
        "wishes": ["former-les-equipes", "mutualiser-un-poste"],
        "contact": "nom@exemple.fr",
        "named": "oui",
    }
    return {**data, **usual, **values}


def read_refused(visitor: FlaskClient, **values: object) -> Page:
    answer = visitor.post(JOIN, data=fill(visitor, **values))
    assert answer.status_code == 422
    return read_page(answer)


def waiting() -> list[Proposal]:
    return list(db.session.scalars(services.waiting()))


@pytest.fixture(autouse=True)
def clear(world: Flask) -> None:
    db.session.execute(sa.delete(Proposal))
    db.session.execute(sa.delete(SectorInterest))
    db.session.commit()


def test_a_structure_joins_by_its_siret_once_the_team_agrees(
    visitor: FlaskClient, visit: Visit, structure: Siae
) -> None:
    siret = "12000101100010"  # the demonstration has none
    organisation = db.session.get(Organisation, structure.organisation_id)
    organisation.siret = siret  # type: ignore[union-attr]
    db.session.commit()
    answer = visitor.post(JOIN, data=fill(visitor, structure=siret, message="Nous voulons voir."))
    assert (answer.status_code, answer.location) == (303, "/filieres/vitrerie")
    assert "Personne ne s’est encore inscrit" in visit("/filieres/vitrerie").text
    [proposal] = waiting()
    assert proposal.contact == "nom@exemple.fr"
    path = accept(db.session(), proposal.id, proposal.created_at)
    db.session.commit()
    assert path == "/filieres/vitrerie#se-lancer"
    page = visit("/filieres/vitrerie")
    section = page.text.partition("Qui veut se lancer Sur")[2] or page.text
    assert structure.display_name in section
    assert f"/structures/{structure.slug}" in page.links
    assert "Mutualiser un poste" in page.text
    assert "nom@exemple.fr" not in page.html
    assert "Nous voulons voir" not in page.html
    assert structure.display_name in visit("/filieres/proprete-des-locaux").text
    assert db.session.get(Proposal, proposal.id).contact == ""  # type: ignore[union-attr]


def test_who_does_not_agree_to_be_named_is_only_counted(visitor: FlaskClient, visit: Visit) -> None:
    data = fill(visitor, project="Vitres du Canal", place="Pantin", named="non")
    assert visitor.post(JOIN, data=data).status_code == 303
    [proposal] = waiting()
    accept(db.session(), proposal.id, proposal.created_at)
    db.session.commit()
    page = visit("/filieres/vitrerie")
    assert "Vitres du Canal" not in page.html
    assert "Seine-Saint-Denis : 1" in page.text.replace("\u00a0", " ")


def test_what_is_refused_joins_nothing(visitor: FlaskClient, visit: Visit) -> None:
    data = fill(visitor, project="Vitres du Canal", place="Pantin")
    assert visitor.post(JOIN, data=data).status_code == 303
    [proposal] = waiting()
    refuse(db.session(), proposal.id, "Trop vague.", proposal.created_at)
    db.session.commit()
    assert "Vitres du Canal" not in visit("/filieres/vitrerie").html


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Indiquez votre structure"),
        ({"structure": "a", "project": "b", "place": "Pantin"}, "pas les deux"),
        ({"structure": "zzzz zzzz"}, "Aucune structure de l’annuaire"),
        ({"structure": "12345678901234"}, "Aucune structure de l’annuaire"),
        ({"structure": "%_%"}, "Aucune structure de l’annuaire"),
        ({"structure": "", "choice": "nulle-part"}, "Aucune structure de l’annuaire"),
        ({"project": "P"}, "Dites dans quel territoire"),
        ({"project": "P", "place": "Atlantide"}, "Atlantide"),
        ({"project": "P", "place": "Pantin", "wishes": []}, "cochez une réponse"),
        ({"project": "P", "place": "Pantin", "wishes": ["x"]}, "choisissez dans la liste"),
        ({"project": "P", "place": "Pantin", "contact": "x"}, "Écrivez une adresse"),
        ({"project": "P", "place": "Pantin", "contact": ""}, "Donnez une adresse"),
        ({"project": "P", "place": "Pantin", "named": ""}, "Dites si le groupe"),
        ({"project": "P", "place": "Pantin", "named": "x"}, "choisissez"),
        ({"project": "x" * 9000, "place": "Pantin"}, "120 caractères"),
        ({"project": "P", "place": "Pantin", "message": "m" * 9000}, "500 caractères"),
    ],
)
def test_a_wrong_form_says_which_field_and_why(
    visitor: FlaskClient, values: dict[str, object], said: str
) -> None:
    page = read_refused(visitor, **values)
    assert said in page.text
    assert "La demande n’est pas partie" in page.text
    assert not waiting()


def test_several_structures_are_offered_and_one_is_chosen(visitor: FlaskClient) -> None:
    page = read_refused(visitor, structure="de")
    assert "Plusieurs fiches" in page.text
    slug = page.html.partition('name="choice" value="')[2].partition('"')[0]
    data = fill(visitor, structure="de", choice=slug)
    assert visitor.post(JOIN, data=data).status_code == 303
    assert [p.payload["structure"] for p in waiting()] == [slug]


def test_a_machine_keeps_nothing(visitor: FlaskClient) -> None:
    data = fill(visitor, project="P", place="Pantin", website="http://x")
    assert visitor.post(JOIN, data=data).status_code == 303
    assert not waiting()


def test_markup_is_shown_as_text(visitor: FlaskClient, visit: Visit) -> None:
    data = fill(visitor, project="<script>alert(1)</script>", place="Pantin")
    visitor.post(JOIN, data=data)
    [proposal] = waiting()
    accept(db.session(), proposal.id, proposal.created_at)
    db.session.commit()
    page = visit("/filieres/vitrerie")
    assert "<script>alert" not in page.html
    assert "alert(1)" in page.text
