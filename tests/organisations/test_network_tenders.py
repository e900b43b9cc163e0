"""A network publishes a consultation, corrects it, withdraws it; nobody else's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.audit.models import Revision
from app.organisations.models import Organisation
from app.organisations.roles import MemberRole
from app.tenders.models import Consultation, Notice
from tests.http.forms import read_form
from tests.people import browser_of, make_member, make_organisation

WHOLE = {
    "objet": "Entretien des espaces verts de la résidence des Lilas",
    "acheteur": "Office du logement de Bondy",
    "territoire": "Bondy",
    "nature": "services",
    "jour": "12/01/2099",
    "heure": "12h00",
    "documents": "https://marches.exemple.fr/1234",
    "clause": "Marché réservé en application de l’article L2113-13.",
    "description": "Un passage par mois.",
}


@pytest.fixture
def network(session: Session) -> Organisation:
    made = make_organisation(session, "Réseau du Nord")
    made.is_network = True
    session.flush()
    return made


@pytest.fixture
def editor(app: Flask, session: Session, network: Organisation) -> FlaskClient:
    return browser_of(app, session, make_member(session, network, MemberRole.EDITOR))


def path_of(network: Organisation) -> str:
    return f"/espace/organisations/{network.id}/reseau/marches"


def send(client: FlaskClient, address: str, **changes: str) -> TestResponse:
    token = read_form(client, address)["csrf_token"]
    return client.post(address, data={**WHOLE, **changes, "csrf_token": token})


def test_it_is_published_read_found_corrected_and_withdrawn(
    session: Session, network: Organisation, editor: FlaskClient, client: FlaskClient
) -> None:
    path = path_of(network)
    answer = send(editor, f"{path}/nouveau")
    assert answer.status_code == 303
    public = answer.location
    number = public.rpartition("/")[2]
    html = client.get(public).get_data(as_text=True)
    assert "Publié par Réseau du Nord" in html
    assert "fait foi" in html
    assert "L2113-13" in html
    listed = client.get("/marches?territoire=93010").get_data(as_text=True)
    assert "Publié par Réseau du Nord" in listed
    assert public in client.get("/recherche?q=résidence+des+Lilas").get_data(as_text=True)
    consultation = session.scalars(sa.select(Consultation)).one()
    assert consultation.places == ["93010"]
    assert consultation.clause_kinds == ["reserved"]
    assert consultation.sectors, "its words tell its sector"

    assert read_form(editor, f"{path}/{number}/modifier")["objet"] == WHOLE["objet"]
    answer = send(editor, f"{path}/{number}/modifier", jour="20/01/2099", heure="")
    assert answer.status_code == 303
    html = client.get(public).get_data(as_text=True)
    assert "Rectifiée" in html
    assert "20 janvier 2099" in html.replace("\u00a0", " ")

    address = f"{path}/{number}/retirer"
    assert send(editor, address, raison="").status_code == 422
    assert send(editor, address, raison="L’acheteur a renoncé.").status_code == 303
    html = client.get(public).get_data(as_text=True)
    assert "L’acheteur a renoncé" in html
    session.expire_all()
    assert session.scalars(sa.select(Consultation.status)).one() == "cancelled"
    assert len(session.scalars(sa.select(Notice)).all()) == 3
    acts = session.scalars(sa.select(Revision).where(Revision.subject_kind == "consultation")).all()
    assert len(acts) == 3
    assert all("Réseau du Nord" in act.author for act in acts)
    assert send(editor, f"{path}/{number}/modifier").status_code == 422, "it is withdrawn"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"jour": "12/01/2020"}, "passée"),
        ({"jour": "le mois prochain"}, "Date limite"),
        ({"jour": ""}, "Indiquez la date limite"),
        ({"territoire": ""}, "Indiquez une commune"),
        ({"territoire": "Marseille"}, "Île-de-France"),
        ({"documents": "javascript:alert(1)"}, "https://"),
        ({"siret": "123"}, "SIRET"),
        ({"nature": "autre"}, "nature"),
        ({"clause": "Nous aimons l’insertion."}, "recopiez"),
        ({"objet": "x" * 1_000_000}, "Objet"),
        ({"lots": "lot\n" * 50}, "20 lots"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    session: Session,
    network: Organisation,
    editor: FlaskClient,
    changes: dict[str, str],
    said: str,
) -> None:
    answer = send(editor, f"{path_of(network)}/nouveau", **changes)
    assert answer.status_code in {413, 422}
    if answer.status_code == 422:
        assert said.lower() in answer.get_data(as_text=True).lower()
    assert session.scalars(sa.select(Consultation)).all() == []


def test_the_same_twice_is_said(network: Organisation, editor: FlaskClient) -> None:
    address = f"{path_of(network)}/nouveau"
    assert send(editor, address).status_code == 303
    again = send(editor, address)
    assert again.status_code == 422
    assert "déjà publié" in again.get_data(as_text=True)


def test_lots_are_matched_one_by_one(
    session: Session, network: Organisation, editor: FlaskClient
) -> None:
    lots = "Nettoyage des bureaux\nTonte des pelouses"
    assert send(editor, f"{path_of(network)}/nouveau", lots=lots, clause="").status_code == 303
    assert session.scalars(sa.select(Consultation.lot_count)).one() == 2


def test_a_network_touches_its_own_consultations_alone(
    app: Flask, session: Session, network: Organisation, editor: FlaskClient
) -> None:
    number = send(editor, f"{path_of(network)}/nouveau").location.rpartition("/")[2]
    other = make_organisation(session, "Réseau du Sud")
    other.is_network = True
    session.flush()
    stranger = browser_of(app, session, make_member(session, other, MemberRole.OWNER))
    for act in ("modifier", "retirer"):
        assert stranger.get(f"{path_of(other)}/{number}/{act}").status_code == 404
        assert stranger.get(f"{path_of(network)}/{number}/{act}").status_code == 404
        assert editor.get(f"{path_of(network)}/25-12226/{act}").status_code == 404


def test_a_plain_organisation_publishes_nothing(app: Flask, session: Session) -> None:
    plain = make_organisation(session)
    client = browser_of(app, session, make_member(session, plain, MemberRole.OWNER))
    assert client.get(path_of(plain)).status_code == 404
    assert client.post(f"{path_of(plain)}/nouveau", data=WHOLE).status_code in {400, 404}


def test_what_it_published_outlives_the_network(
    session: Session, network: Organisation, editor: FlaskClient, client: FlaskClient
) -> None:
    public = send(editor, f"{path_of(network)}/nouveau").location
    session.delete(network)
    session.commit()
    assert "Publié par Réseau du Nord" in client.get(public).get_data(as_text=True)
