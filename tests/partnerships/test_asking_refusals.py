"""What the pages of asking refuse, and how they say it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.errors import InvalidError
from app.partnerships import asking, sending
from app.partnerships.models import Need
from app.partnerships.states import NeedState
from tests.pages import read_page
from tests.partnerships.builders import make_need
from tests.partnerships.steps import CONTACT, PLACE, PURCHASE, Draft, confirmation_of, letters_of

pytestmark = pytest.mark.usefixtures("no_token")
IMMERSION = {"but": "decouvrir", "filiere": "nettoyage-de-locaux"}
RIGHT_SIRET = "732 829 320 00074"


@pytest.fixture
def draft(client: FlaskClient, session: Session) -> Draft:
    return Draft(client, session)


def count_needs(session: Session) -> int:
    return session.scalar(sa.select(sa.func.count(Need.id))) or 0


@pytest.mark.parametrize(
    ("path", "typed", "field"),
    [
        (PURCHASE, {"objet": ""}, "objet"),
        (PURCHASE, {"objet": "\u202e\u200b"}, "objet"),
        (PURCHASE, {"objet": "x" * 141}, "objet"),
        (PURCHASE, {"besoin": "x" * 10_000}, "besoin"),
        (PURCHASE, {"besoin": "https://a.example www.b.example http://c.d http://e.f"}, "besoin"),
        (PURCHASE, {"filiere": "inventee"}, "filiere"),
        (PURCHASE, {"objet": "Quelque chose", "besoin": "De bien"}, "filiere"),
        (PURCHASE, {"debut": "12/01/2020"}, "debut"),
        (PURCHASE, {"debut": "un de ces jours"}, "debut"),
        (PURCHASE, {"etp": "-3"}, "etp"),
        (PURCHASE, {"etp": "9" * 50}, "etp"),
        (PURCHASE, {"publics": "inventes"}, "publics"),
        (PURCHASE, {"rythme": "jamais"}, "rythme"),
        ("/mise-en-relation/pmsmp", {**IMMERSION, "jours": "90"}, "jours"),
        ("/mise-en-relation/pmsmp", {**IMMERSION, "jours": "0"}, "jours"),
        ("/mise-en-relation/pmsmp", {**IMMERSION, "but": "remplacer"}, "but"),
        ("/mise-en-relation/locaux", {"sens": "vol"}, "sens"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    draft: Draft, session: Session, path: str, typed: dict[str, str], field: str
) -> None:
    answer = draft.begin(path, **{"besoin": "Le besoin tapé", **typed})
    assert answer.status_code == 422
    page = read_page(answer)
    assert f'id="{field}-erreur"' in page.html
    assert f'href="#{field}"' in page.html
    if "besoin" not in typed:
        assert "Le besoin tapé" in page.html
    assert count_needs(session) == 0


def test_an_immersion_of_ninety_days_is_refused_with_its_article(draft: Draft) -> None:
    answer = draft.begin("/mise-en-relation/pmsmp", **IMMERSION, jours="90")
    assert "D5135-3" in answer.text
    assert draft.begin("/mise-en-relation/pmsmp", **IMMERSION, jours="60").status_code == 303


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"territoire": "Atlantide"}, "territoire"),
        ({"territoire": "Lyon"}, "territoire"),
        ({"territoire": ""}, "territoire"),
        ({"vous": "martien"}, "vous"),
        ({"siret": "732 829 320 00075"}, "siret"),
        ({"siret": "12"}, "siret"),
        ({"territoire": "", "siret": RIGHT_SIRET}, "territoire"),
        ({"au_nom_de": "1"}, "au_nom_de"),
    ],
)
def test_a_wrong_place_is_said(draft: Draft, typed: dict[str, str], field: str) -> None:
    draft.begin()
    answer = draft.post("lieu", PLACE, **typed)
    assert answer.status_code == 422
    html = read_page(answer).html
    assert f'id="{field}-erreur"' in html or f'href="#{field}"' in html


def test_a_project_holder_has_no_siret(draft: Draft) -> None:
    draft.begin(f"{PURCHASE}?vous=porteur", vous="porteur")
    assert 'name="siret"' not in draft.client.get(f"{draft.base}/lieu").text
    assert draft.post("lieu", PLACE, vous="porteur", siret=RIGHT_SIRET).status_code == 303
    assert (draft.need.siret, draft.need.asker_kind) == ("", "porteur")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"adresse": "camille"}, "adresse électronique comme"),
        ({"adresse": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "adresse électronique comme"),
        ({"adresse": "jeter@sous.yopmail.com"}, "jetable"),
        ({"nom": ""}, "Écrivez votre nom"),
        ({"telephone": "allo"}, "dix chiffres"),
    ],
)
def test_a_wrong_contact_is_said(draft: Draft, typed: dict[str, str], said: str) -> None:
    draft.begin()
    draft.post("lieu", PLACE)
    answer = draft.post("contact", CONTACT, **typed)
    assert answer.status_code == 422
    assert said in read_page(answer).text.replace("\u00a0", " ")


def test_a_suspended_modality_says_why_and_sends_nothing(draft: Draft, session: Session) -> None:
    path = "/mise-en-relation/contrat-passerelle"
    page = read_page(draft.client.get(path))
    assert "Cette demande est suspendue" in page.text
    assert "25 novembre 2026" in page.text.replace("\u00a0", " ")
    assert "/mise-en-relation/pmsmp" in page.links
    assert draft.begin(path).status_code == 422
    assert count_needs(session) == 0
    need = make_need(session)
    need.modality, need.email, need.asker_kind = "contrat-passerelle", "a@exemple.fr", "entreprise"
    with pytest.raises(InvalidError, match="suspendue"):
        sending.check_ready(need, sending.Sender(network=""), clock.now() + timedelta(hours=1))


def test_html_and_links_stay_text(draft: Draft) -> None:
    draft.fill(besoin="<b>gras</b> <script>alert(1)</script> voir https://piege.example {{ 7*7 }}")
    page = read_page(draft.client.get(f"{draft.base}/apercu"))
    assert "<b>gras" not in page.html
    assert "{{ 7*7 }}" in page.text
    assert not [link for link in page.links if "piege" in link]


def test_a_machine_leaves_nothing(draft: Draft, session: Session) -> None:
    assert draft.begin(website="https://x.example").location == "/mise-en-relation"
    assert count_needs(session) == 0
    draft.begin()
    draft.post("lieu", PLACE)
    answer = draft.post("contact", CONTACT, website="x")
    assert answer.location == f"{draft.base}/contact"
    assert draft.need.email == ""


def test_too_fast_is_asked_again(draft: Draft, session: Session) -> None:
    draft.fill()
    draft.need.created_at = clock.now()
    session.commit()
    answer = draft.send()
    assert answer.status_code == 422
    assert "relisez l’aperçu" in read_page(answer).text
    draft.age()
    assert draft.send().status_code == 303


def test_a_network_begins_so_many_drafts_and_sends_so_many_letters(session: Session) -> None:
    now = clock.now()
    for _ in range(40):
        sending.count_draft(session, "192.0.2.1", now)
    with pytest.raises(InvalidError):
        sending.count_draft(session, "192.0.2.1", now)
    sending.count_draft(session, "192.0.2.1", now + timedelta(minutes=61))
    for _ in range(5):
        sending.count_letter(session, "a@exemple.fr", "192.0.2.7", now)
    with pytest.raises(InvalidError):
        sending.count_letter(session, "a@exemple.fr", "192.0.2.8", now)


def test_the_same_request_is_recognised_for_a_day(draft: Draft, session: Session) -> None:
    draft.fill()
    draft.send()
    draft.client.post(confirmation_of(session))
    reference = draft.need.reference
    again = Draft(draft.client, session).fill()
    page = read_page(again.send())
    assert "déjà envoyé cette demande" in page.text
    assert reference in page.text
    assert again.need.need_state is NeedState.DRAFT
    assert len(letters_of(session, "need-confirm")) == 1
    now = clock.now()
    assert sending.find_twin(session, again.need, now) is not None
    assert sending.find_twin(session, again.need, now + timedelta(hours=25)) is None


def test_an_address_and_an_organisation_have_so_many_requests_open(
    draft: Draft, session: Session
) -> None:
    now = clock.now()
    live = {"state": "open", "came_from": "unconfirmed", "confirmed_at": now}
    for _ in range(sending.MOST_OPEN):
        make_need(session, email=CONTACT["adresse"], **live)
    session.commit()
    draft.fill()
    answer = draft.send()
    assert answer.status_code == 422
    assert "demandes de cette adresse sont en cours" in read_page(answer).text
    siret = RIGHT_SIRET.replace(" ", "")
    for _ in range(sending.MOST_OF_ORGANISATION):
        make_need(session, siret=siret, **live)
    with pytest.raises(InvalidError, match="organisation"):
        sending.check_flood(session, make_need(session, siret=siret))


def test_drafts_are_forgotten_and_requests_are_not(session: Session) -> None:
    now = clock.now()
    old, older = now - timedelta(days=8), now - timedelta(days=31)
    make_need(session, state="draft", came_from="", updated_at=older)
    make_need(session, state="draft", came_from="", updated_at=old)
    make_need(session, updated_at=old)
    make_need(session, state="open", came_from="unconfirmed", updated_at=older)
    assert asking.purge(session, now) == 2
    assert sorted(session.scalars(sa.select(Need.state))) == ["draft", "open"]


def test_unknown_pages_do_not_exist(client: FlaskClient) -> None:
    for path in ("/mise-en-relation/inventee", "/mes-demandes/inventee/lieu", "/mes-demandes/x/y"):
        assert client.get(path).status_code == 404
    assert client.post("/mes-demandes/inventee/envoyer").status_code == 404
    assert client.get("/mise-en-relation?structure=inventee&filiere=x").status_code == 200
