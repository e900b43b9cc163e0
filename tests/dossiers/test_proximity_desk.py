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
from app.dossiers.proximity.models import ProximityHolder, ProximityMove
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import BOBIGNY, here, make_siae, open_page, plain, signal
from tests.people import browser_of, make_organisation, make_person

DESK = "/admin/proximites"


@pytest.fixture(autouse=True)
def no_token(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = False


def test_the_team_reads_a_number_until_the_holder_agrees(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    desk: FlaskClient,
) -> None:
    client, first, _, second = near
    number = signal(session)
    for address in (DESK, f"{DESK}/{number}", f"{DESK}.csv"):
        text = desk.get(address).get_data(as_text=True).replace("\xa0", " ")
        assert f"Porteur n° {first.id}" in text
        assert f"Porteur n° {second.id}" in text
        for secret in ("Bondy", "Bobigny", "Awa", "Zoé", "exemple.fr", "pressing solidaire"):
            assert secret not in text, address
        assert "Est Ensemble (T8)" in text
    client.post(f"{here(first)}/proximites/equipe", data={"contact": "oui"})
    page = plain(open_page(desk, f"{DESK}/{number}"))
    assert "Awa Diop" in page
    assert "Une blanchisserie à Bondy" in page
    assert "Zoé" not in page
    assert "peut vous contacter" in plain(open_page(client, here(first)))
    client.post(f"{here(first)}/proximites/equipe")
    assert session.scalars(sa.select(ProximityHolder)).all() == []
    assert "Awa" not in plain(open_page(desk, DESK))


def test_the_team_moves_and_notes(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    desk: FlaskClient,
) -> None:
    page = f"{DESK}/{signal(session)}"
    given = {"etat": "en-discussion", "note": "Appelés tous les deux", "version": "1"}
    assert desk.post(f"{page}/etat", data=given).status_code == 303
    assert desk.post(f"{page}/etat", data=given).status_code == 409
    for wrong in ({"etat": ""}, {"etat": "terminee"}, {"etat": "reglee", "note": "x" * 501}):
        assert desk.post(f"{page}/etat", data={"version": "2", **wrong}).status_code == 422
    assert desk.post(f"{page}/notes", data={"precision": ""}).status_code == 422
    assert desk.post(f"{page}/notes", data={"precision": "Rappeler"}).status_code == 303
    text = plain(open_page(desk, page))
    for said in ("Appelés tous les deux", "Rappeler", "« En discussion »", "Équipe"):
        assert said in text
    assert "2 notes" in plain(open_page(desk, DESK))
    assert "Rappeler" not in plain(open_page(near[0], here(near[1])))
    assert desk.get(f"{DESK}/999").status_code == 404


def test_the_queue_is_filtered_by_its_address(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    desk: FlaskClient,
) -> None:
    found = "Porteur n°"
    for query in (
        "",
        "?etat=nouvelle",
        "?territoire=93",
        "?territoire=T8",
        "?secteur=blanchisserie",
    ):
        assert found in plain(open_page(desk, f"{DESK}{query}")), query
    for query in ("?etat=terminee", "?territoire=77", "?secteur=traiteur"):
        assert "Aucun signal" in plain(open_page(desk, f"{DESK}{query}")), query
    page = plain(open_page(desk, f"{DESK}?territoire=Bondy&etat=rouge&page=x&sel=1"))
    assert found in page  # a commune would locate a project: it is no filter
    assert "Bondy" in page
    assert desk.get(f"{DESK}?page=99").status_code == 200


def test_the_file_has_one_row_a_signal(
    session: Session,
    near: tuple[FlaskClient, Dossier, FlaskClient, Dossier],
    desk: FlaskClient,
) -> None:
    near[0].post(f"{here(near[1])}/proximites/equipe", data={"contact": "oui"})
    text = desk.get(f"{DESK}.csv").get_data(as_text=True).removeprefix("\ufeff")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["adresses"] == "moi@exemple.fr"
    assert row["adresses_proche"] == ""
    assert row["accords"] == "0"
    assert row["distance"].replace("\xa0", " ") == "à moins de 5 km"


def test_pages_ask_as_much_whatever_their_length(
    app: Flask, session: Session, queries: Any, desk: FlaskClient
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
        for browser, address in ((client, here(mine)), (desk, DESK), (desk, f"{DESK}.csv")):
            with queries() as sent:
                assert browser.get(address).status_code == 200
            seen.append(len(sent))
        counts.append(seen)
    assert counts[0] == counts[1]


def test_others_do_not_open_the_desk(app: Flask, session: Session) -> None:
    client = browser_of(app, session, make_person(session, role=PortalRole.EDITOR))
    assert client.get(DESK).status_code == 403
