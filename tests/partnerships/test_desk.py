"""The portal team's queue: what fits nobody, what nobody received; each act is logged."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.roles import PortalRole
from app.audit.models import Revision
from app.matching.kinds import Modality, SiaeKind
from app.organisations.models import Organisation
from app.partnerships import waves
from app.partnerships.models import Need, NeedMatch, PartnershipPreference
from tests.partnerships.browsing import see
from tests.partnerships.builders import VERSAILLES, make_cleaner, make_need
from tests.partnerships.exchanges import LINKS, letters_of, matches_of
from tests.people import browser_of, make_organisation, make_person

pytestmark = pytest.mark.usefixtures("no_token")


@pytest.fixture
def moderator(app: Flask, session: Session) -> FlaskClient:
    person = make_person(session, "equipe@exemple.fr", role=PortalRole.MODERATOR)
    return browser_of(app, session, person)


def orphan(session: Session, **values: object) -> Need:
    """A request that fits nobody."""
    need = make_need(session, **{"sectors": ["vitrerie"], **values})
    waves.open_need(session, need, LINKS, clock.now())
    session.commit()
    assert need.state == "orphan"
    return need


def test_an_orphan_finds_somebody(session: Session, moderator: FlaskClient) -> None:
    need = orphan(session)
    chosen = make_cleaner(session, "Vitres et Cie")
    session.get_one(Organisation, chosen.organisation_id).contact_email = "accueil@vitres.fr"
    session.commit()
    assert need.title in see(moderator, "/admin/demandes").text
    path = f"/admin/demandes/{need.id}"
    page = see(moderator, f"{path}?q=vitres")
    assert "Vitres et Cie" in page.text
    data = {"organisation": str(chosen.organisation_id)}
    assert moderator.post(f"{path}/structures", data=data).status_code == 303
    session.expire_all()
    (match,) = matches_of(session, need)
    assert (need.state, match.why, match.relayed_to) == (
        "open",
        "Proposée par l’équipe du portail.",
        1,
    )
    assert [letter.recipient for letter in letters_of(session, "need-received")] == [
        "accueil@vitres.fr"
    ]
    assert "Vitres et Cie" in letters_of(session, "need-found")[0].text
    assert moderator.post(f"{path}/structures", data=data).status_code == 422, "once each"
    assert "sollicite Vitres et Cie" in see(moderator, path).text


@pytest.mark.parametrize("raw", ["", "x", "999999", "1" * 20, "²"])
def test_a_bad_choice_is_said(session: Session, moderator: FlaskClient, raw: str) -> None:
    need = orphan(session)
    path = f"/admin/demandes/{need.id}/structures"
    assert moderator.post(path, data={"organisation": raw}).status_code in (404, 422)
    assert moderator.post("/admin/demandes/999999/notes", data={"note": "x"}).status_code == 404


def test_the_law_and_the_pauses_hold_for_the_team_too(
    session: Session, moderator: FlaskClient
) -> None:
    need = orphan(session, modality=Modality.STAFFING, territory_code=VERSAILLES)
    lender = make_cleaner(session, "EI", kind=SiaeKind.EI)
    paused = make_organisation(session, "En pause")
    asker = make_organisation(session, "Elle-même")
    need.organisation_id = asker.id
    session.add(
        PartnershipPreference(
            organisation_id=paused.id, paused_until=clock.today(), updated_at=clock.now()
        )
    )
    session.commit()
    path = f"/admin/demandes/{need.id}/structures"
    for number in (lender.organisation_id, paused.id, asker.id):
        given = moderator.post(path, data={"organisation": str(number)})
        assert given.status_code == 422
    assert session.scalars(sa.select(NeedMatch)).all() == []


def test_what_nobody_received_is_relayed_then_answered(
    session: Session, moderator: FlaskClient
) -> None:
    make_cleaner(session, "Sans adresse")
    need = make_need(session)
    waves.open_need(session, need, LINKS, clock.now())
    session.commit()
    (match,) = matches_of(session, need)
    assert match.relayed_to == 0
    assert "Sans adresse" in see(moderator, "/admin/demandes").text
    path = f"/admin/demandes/{need.id}"
    assert "à transmettre" in see(moderator, path).text
    base = f"{path}/structures/{match.id}"
    assert moderator.post(f"{base}/transmise", data={}).status_code == 422
    said = {"note": "Par téléphone, Mme K."}
    assert moderator.post(f"{base}/transmise", data=said).status_code == 303
    assert "Par téléphone" in see(moderator, path).text
    assert "Sans adresse" not in see(moderator, "/admin/demandes").text
    assert moderator.post(f"{base}/reponse", data={"version": "1"}).status_code == 422
    data = {"version": "1", "reponse": "interesse", "message": "D’accord"}
    assert moderator.post(f"{base}/reponse", data=data).status_code == 303
    session.expire_all()
    assert (match.state, match.answered_by_id) == ("interested", None)
    assert "D’accord" in letters_of(session, "need-answer")[0].text
    assert moderator.post(f"{path}/structures/999999/transmise", data=said).status_code == 404


def test_the_team_notes_and_closes(session: Session, moderator: FlaskClient) -> None:
    need = orphan(session)
    path = f"/admin/demandes/{need.id}"
    assert moderator.post(f"{path}/notes", data={"note": ""}).status_code == 422
    assert moderator.post(f"{path}/notes", data={"note": "Appelé le réseau."}).status_code == 303
    assert "Appelé le réseau." in see(moderator, path).text
    assert moderator.post(f"{path}/clore", data={"note": "x" * 501}).status_code == 422
    data = {"note": "Aucune structure dans ce métier."}
    assert moderator.post(f"{path}/clore", data=data).status_code == 303
    session.expire_all()
    assert (need.state, need.closing) == ("closed", "team")
    (told,) = letters_of(session, "need-ended")
    assert told.recipient == need.email
    assert "Aucune structure dans ce métier." in told.text
    assert moderator.post(f"{path}/clore", data=data).status_code == 422
    assert len(session.scalars(sa.select(Revision)).all()) == 1


def test_drafts_are_not_the_team_s(session: Session, moderator: FlaskClient) -> None:
    draft = make_need(session)
    session.commit()
    assert moderator.get(f"/admin/demandes/{draft.id}").status_code == 404
    assert draft.title not in see(moderator, "/admin/demandes").text
