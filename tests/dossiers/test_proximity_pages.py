from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.dossiers.models import Dossier
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from app.territories import Point
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import MELUN, here, make_siae, open_page, plain, signal
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person


@pytest.fixture(autouse=True)
def no_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def test_another_project_is_said_and_never_named(
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
) -> None:
    client, first, _, _ = near
    page = plain(open_page(client, here(first)))
    assert "Proximités, à discuter" in page
    assert "Un autre projet en cours, même filière, à moins de 5 km" in page
    assert "Accepter d’être mis en relation" in page
    for secret in ("pressing", "Zoé", "autre@exemple.fr", "Bobigny"):
        assert secret not in page


def test_both_agree_and_each_reads_how_to_reach_the_other(
    session: Session, near: tuple[FlaskClient, Dossier, FlaskClient, Dossier]
) -> None:
    client, first, other, second = near
    number = signal(session)
    answer = client.post(f"{here(first)}/proximites/{number}/accepter")
    assert answer.location == f"{here(first)}#proximites"
    page = plain(open_page(client, here(first)))
    assert "n’a pas encore répondu" in page
    assert "pressing" not in page
    assert "L’autre porteur a accepté" in plain(open_page(other, here(second)))
    assert other.post(f"{here(second)}/proximites/{number}/accepter").status_code == 303
    page = plain(open_page(client, here(first)))
    for said in ("Un pressing solidaire", "Zoé Martin", "autre@exemple.fr", "En discussion"):
        assert said in page
    assert "moi@exemple.fr" in plain(open_page(other, here(second)))
    refused = client.post(f"{here(first)}/proximites/{number}/retirer")
    assert refused.status_code == 422
    assert "déjà en relation" in plain(read_page(refused))


def test_one_takes_it_back(
    session: Session, near: tuple[FlaskClient, Dossier, FlaskClient, Dossier]
) -> None:
    client, first, other, second = near
    number = signal(session)
    client.post(f"{here(first)}/proximites/{number}/accepter")
    assert client.post(f"{here(first)}/proximites/{number}/retirer").status_code == 303
    other.post(f"{here(second)}/proximites/{number}/accepter")
    assert "pressing" not in plain(open_page(client, here(first)))
    assert session.scalars(sa.select(Letter)).all() == []


def test_who_only_reads_or_is_not_concerned_agrees_to_nothing(
    app: Flask, session: Session, near: tuple[FlaskClient, Dossier, FlaskClient, Dossier]
) -> None:
    client, first, _, _ = near
    number = signal(session)
    organisation = make_organisation(session)
    reader = browser_of(app, session, make_member(session, organisation, MemberRole.READER))
    third = make_dossier(session, organisation, territory=MELUN)
    session.commit()
    page = plain(open_page(reader, here(third)))
    assert "ne sait pas qui porte le projet" in page
    assert "Enregistrer ce choix" not in page
    for verb in ("accepter", "retirer"):
        assert reader.post(f"{here(third)}/proximites/{number}/{verb}").status_code == 403
        assert reader.post(f"{here(first)}/proximites/{number}/{verb}").status_code == 404
        assert client.post(f"{here(first)}/proximites/999/{verb}").status_code == 404
    assert reader.post(f"{here(third)}/proximites/equipe").status_code == 403


def test_a_signal_that_is_over_is_refused_with_words(
    session: Session, near: tuple[FlaskClient, Dossier, FlaskClient, Dossier]
) -> None:
    client, first, other, second = near
    number = signal(session)
    values = {"titre": "Ailleurs", "territoire": "Melun", "secteur": "blanchisserie"}
    other.post(f"{here(second)}/modifier", data={**values, "version": "1"})
    refused = client.post(f"{here(first)}/proximites/{number}/accepter")
    assert refused.status_code == 422
    assert "Ce signal est terminé" in plain(read_page(refused))
    assert "Un autre projet" not in plain(open_page(client, here(first)))


def test_structures_are_named_with_their_distance_and_what_is_missing_is_said(
    app: Flask, session: Session
) -> None:
    make_siae(session, sectors=("blanchisserie", "repassage-et-pressing"))
    person = make_person(session)
    dossier = make_dossier(session, person, sectors=("blanchisserie", "traiteur"))
    page = plain(open_page(browser_of(app, session, person), here(dossier)))
    assert "Linge Clair" in page
    assert "à 0 km" in page
    assert "Marchés attribués depuis deux ans : 0" in page
    assert "1 SIAE connue à moins de 10 km de Bondy, sur 1" in page
    assert "Filière absente ici" in page
    assert "L’annuaire peut être incomplet" in page
    assert "Repassage" in page  # a sector of the same group
    assert "Est Ensemble" in page  # the EPT whose index is said
    assert "Annuaire du portail" in page


def test_an_unknown_place_is_said(app: Flask, session: Session) -> None:
    person = make_person(session)
    nowhere = make_dossier(session, person, territory="")
    idle = make_dossier(session, person, sectors=())
    client = browser_of(app, session, person)
    assert "Le lieu n’est pas connu" in plain(open_page(client, here(nowhere)))
    assert "La filière n’est pas connue" in plain(open_page(client, here(idle)))


def test_a_zone_that_has_less_than_the_others_is_said_with_what_is_known(
    app: Flask, session: Session
) -> None:
    melun = Point(lat=48.54, lon=2.66)
    for number in range(3):
        body = make_organisation(session, f"Linge {number}")
        make_siae(session, body, point=melun, commune=MELUN)
    person = make_person(session)
    client = browser_of(app, session, person)
    dossier = make_dossier(session, person)
    session.commit()
    page = plain(open_page(client, here(dossier)))
    assert "Zone sous-dotée, d’après l’offre seule : Est Ensemble (T8)" in page
    assert "l’indice ne compare que l’offre" in page
    assert "aucune SIAE n’est connue à moins de 10 km de Bondy" in page


def test_an_index_that_is_unknown_is_said(app: Flask, session: Session) -> None:
    person = make_person(session)
    bondy = make_dossier(session, person)
    page = plain(open_page(browser_of(app, session, person), here(bondy)))
    assert "Indice de besoin inconnu" in page
    assert "aucun chiffre pour ce territoire" in page
    region = make_dossier(session, person, territory="R11")
    page = plain(open_page(browser_of(app, session, person), here(region)))
    assert "L’indice de besoin n’existe pas à cette échelle" in page
