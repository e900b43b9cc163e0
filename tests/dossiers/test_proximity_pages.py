from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.accounts.roles import PortalRole
from app.dossiers.models import Dossier
from app.dossiers.proximity.models import Proximity, ProximityHolder, ProximityMove
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from app.territories import Point
from tests.dossiers.builders import make_dossier
from tests.dossiers.test_proximity import BOBIGNY, MELUN, make_siae
from tests.pages import Page, read_page
from tests.people import browser_of, make_member, make_organisation, make_person

DESK = "/admin/proximites"


@pytest.fixture(autouse=True)
def no_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def near(app: Flask, session: Session) -> tuple[FlaskClient, Dossier, FlaskClient, Dossier]:
    """Two projects of the same sector, and the browsers of their holders."""
    mine = make_person(session, "moi@exemple.fr", name="Awa Diop")
    theirs = make_person(session, "autre@exemple.fr", name="Zoé Martin")
    first = make_dossier(session, mine)
    second = make_dossier(session, theirs, title="Un pressing solidaire", territory=BOBIGNY)
    return browser_of(app, session, mine), first, browser_of(app, session, theirs), second


@pytest.fixture
def team(app: Flask, session: Session) -> FlaskClient:
    return browser_of(app, session, make_person(session, name="Équipe", role=PortalRole.MODERATOR))


def open_page(client: FlaskClient, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return read_page(answer)


def plain(page: Page) -> str:
    return page.text.replace("\u202f", " ").replace("\xa0", " ")


def here(dossier: Dossier) -> str:
    return f"/espace/projet/{dossier.id}"


def signal(session: Session) -> int:
    return session.scalars(sa.select(Proximity.id)).one()


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


def test_the_team_reads_a_number_until_the_holder_agrees(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    team: FlaskClient,
) -> None:
    client, first, _, second = near
    number = signal(session)
    for address in (DESK, f"{DESK}/{number}", f"{DESK}.csv"):
        text = team.get(address).get_data(as_text=True).replace("\xa0", " ")
        assert f"Porteur n° {first.id}" in text
        assert f"Porteur n° {second.id}" in text
        for secret in ("Bondy", "Bobigny", "Awa", "Zoé", "exemple.fr", "pressing solidaire"):
            assert secret not in text, address
        assert "Est Ensemble (T8)" in text
    client.post(f"{here(first)}/proximites/equipe", data={"contact": "oui"})
    page = plain(open_page(team, f"{DESK}/{number}"))
    assert "Awa Diop" in page
    assert "Une blanchisserie à Bondy" in page
    assert "Zoé" not in page
    assert "peut vous contacter" in plain(open_page(client, here(first)))
    client.post(f"{here(first)}/proximites/equipe")
    assert session.scalars(sa.select(ProximityHolder)).all() == []
    assert "Awa" not in plain(open_page(team, DESK))


def test_the_team_moves_and_notes(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    team: FlaskClient,
) -> None:
    page = f"{DESK}/{signal(session)}"
    given = {"etat": "en-discussion", "note": "Appelés tous les deux", "version": "1"}
    assert team.post(f"{page}/etat", data=given).status_code == 303
    assert team.post(f"{page}/etat", data=given).status_code == 409
    for wrong in ({"etat": ""}, {"etat": "terminee"}, {"etat": "reglee", "note": "x" * 501}):
        assert team.post(f"{page}/etat", data={"version": "2", **wrong}).status_code == 422
    assert team.post(f"{page}/notes", data={"precision": ""}).status_code == 422
    assert team.post(f"{page}/notes", data={"precision": "Rappeler"}).status_code == 303
    text = plain(open_page(team, page))
    for said in ("Appelés tous les deux", "Rappeler", "« En discussion »", "Équipe"):
        assert said in text
    assert "2 notes" in plain(open_page(team, DESK))
    assert "Rappeler" not in plain(open_page(near[0], here(near[1])))
    assert team.get(f"{DESK}/999").status_code == 404


def test_the_queue_is_filtered_by_its_address(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    team: FlaskClient,
) -> None:
    found = "Porteur n°"
    for query in (
        "",
        "?etat=nouvelle",
        "?territoire=93",
        "?territoire=T8",
        "?secteur=blanchisserie",
    ):
        assert found in plain(open_page(team, f"{DESK}{query}")), query
    for query in ("?etat=terminee", "?territoire=77", "?secteur=traiteur"):
        assert "Aucun signal" in plain(open_page(team, f"{DESK}{query}")), query
    page = plain(open_page(team, f"{DESK}?territoire=Bondy&etat=rouge&page=x&sel=1"))
    assert found in page  # a commune would locate a project: it is no filter
    assert "Bondy" in page
    assert team.get(f"{DESK}?page=99").status_code == 200


def test_the_file_has_one_row_a_signal(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    team: FlaskClient,
) -> None:
    near[0].post(f"{here(near[1])}/proximites/equipe", data={"contact": "oui"})
    text = team.get(f"{DESK}.csv").get_data(as_text=True).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["adresses"] == "moi@exemple.fr"
    assert row["adresses_proche"] == ""
    assert row["accords"] == "0"
    assert row["distance"].replace("\xa0", " ") == "à moins de 5 km"


def test_pages_ask_as_much_whatever_their_length(
    app: Flask, session: Session, queries: Any, team: FlaskClient
) -> None:
    person = make_person(session)
    mine = make_dossier(session, person)
    client = browser_of(app, session, person)
    client.get(here(mine))  # what is read once is read
    counts = []
    for more in (1, 4):
        for _ in range(more):
            other = make_dossier(session, make_person(session), territory=BOBIGNY)
            make_siae(session, make_organisation(session))
            session.add(ProximityHolder(dossier_id=other.id, shown_at=other.created_at))
        session.add(
            ProximityMove(
                proximity_id=1, side="team", author="Équipe", note="Vu", at=mine.created_at
            )
        )
        session.commit()
        seen = []
        for browser, address in ((client, here(mine)), (team, DESK), (team, f"{DESK}.csv")):
            with queries() as sent:
                assert browser.get(address).status_code == 200
            seen.append(len(sent))
        counts.append(seen)
    assert counts[0] == counts[1]


def test_others_do_not_open_the_desk(app: Flask, session: Session) -> None:
    client = browser_of(app, session, make_person(session, role=PortalRole.EDITOR))
    assert client.get(DESK).status_code == 403
