"""Asking without an account, page after page, until the request is received."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app.organisations.roles import MemberRole
from app.partnerships.models import Need
from app.partnerships.states import NeedState
from app.siae.models import Activity, Siae
from tests.pages import Page, read_page
from tests.partnerships.builders import VERSAILLES, make_cleaner
from tests.partnerships.steps import (
    CONTACT,
    PLACE,
    PURCHASE,
    Draft,
    confirmation_of,
    letters_of,
)
from tests.people import browser_of, make_member, make_organisation, make_person
from tests.showcase.builders import member_of

NEIGHBOUR = "vitrerie"
pytestmark = pytest.mark.usefixtures("no_token")


@pytest.fixture
def draft(client: FlaskClient, session: Session) -> Draft:
    return Draft(client, session)


@pytest.fixture
def cleaner(session: Session) -> Siae:
    made = make_cleaner(session, "Propre et net")
    make_member(session, made.organisation, MemberRole.EDITOR)
    session.commit()
    return made


def activity_of(session: Session, siae: Siae) -> Activity:
    return session.scalars(sa.select(Activity).where(Activity.siae_id == siae.id)).one()


def test_nothing_leaves_before_the_address_is_confirmed(
    draft: Draft, session: Session, cleaner: Siae
) -> None:
    draft.fill()
    preview = read_page(draft.client.get(f"{draft.base}/apercu"))
    assert "Propre et net" in preview.text
    assert "Nettoyage de locaux, a été lue dans votre phrase" in preview.text
    assert draft.send().location == f"{draft.base}/envoyee"
    assert "Rien n’est encore parti" in read_page(draft.client.get(f"{draft.base}/envoyee")).text
    (letter,) = letters_of(session, "need-confirm")
    assert letter.recipient == CONTACT["adresse"]
    assert "Nettoyage" not in letter.text  # the address may be somebody else's
    assert letters_of(session, "need-received") == []

    link = confirmation_of(session)
    for _ in range(2):  # a mail scanner follows links
        page = read_page(draft.client.get(link))
        draft.client.head(link)
    assert "Nettoyage de nos bureaux" in page.text
    assert draft.need.need_state is NeedState.UNCONFIRMED

    answer = draft.client.post(link)
    assert (answer.status_code, answer.location) == (303, draft.base)
    assert draft.need.need_state is NeedState.OPEN
    assert len(letters_of(session, "need-received")) == 1
    assert "Propre et net" in read_page(draft.client.get(draft.base)).text
    assert draft.client.post(link).location == draft.base  # twice changes nothing
    assert len(letters_of(session, "need-received")) == 1
    for step in ("brouillon", "besoin", "lieu", "contact", "apercu", "lien"):
        assert draft.client.get(f"{draft.base}/{step}").location == draft.base


def test_a_draft_is_resumed_where_it_was_left(draft: Draft, page: Callable[..., Page]) -> None:
    draft.begin(etp="2,5")
    assert draft.client.get(f"{draft.base}/brouillon").location == f"{draft.base}/lieu"
    assert draft.client.get(draft.base).location == f"{draft.base}/brouillon"
    shown = page(f"{draft.base}/besoin").html
    assert 'value="2,5"' in shown
    assert "Deux fois par semaine." in shown
    again = draft.client.get(f"{PURCHASE}?").text  # back, in the same browser
    assert "Deux fois par semaine." in again
    assert f'action="{draft.base}/besoin"' in again
    assert "Deux fois" not in draft.client.get(f"{PURCHASE}?nouvelle=oui").text
    draft.post("lieu", PLACE)
    assert draft.client.get(f"{draft.base}/apercu").location == f"{draft.base}/contact"
    answer = draft.client.get(f"{draft.base}/contact")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_a_change_asks_for_another_confirmation(draft: Draft, session: Session) -> None:
    draft.fill()
    draft.send()
    link = confirmation_of(session)
    draft.post("lieu", PLACE, territoire="93")
    assert draft.need.need_state is NeedState.DRAFT
    assert draft.client.get(link).status_code == 404
    assert draft.client.post(link).status_code == 404
    assert draft.need.territory_code == "93"


def test_the_token_of_another_request_confirms_nothing(
    draft: Draft, app: Flask, session: Session
) -> None:
    draft.fill()
    draft.send()
    token = confirmation_of(session).rpartition("/")[2]
    other = Draft(app.test_client(), session).fill(objet="Ménage de printemps, nettoyage")
    other.send()
    assert other.client.post(f"{other.base}/confirmer/{token}").status_code == 404
    assert other.need.need_state is NeedState.UNCONFIRMED


def test_where_nobody_fits_the_team_takes_over(draft: Draft, session: Session) -> None:
    draft.fill()
    text = read_page(draft.client.get(f"{draft.base}/apercu")).text
    assert "Personne ne correspond aujourd’hui" in text
    draft.send()
    draft.client.post(confirmation_of(session))
    assert draft.need.need_state is NeedState.ORPHAN


def test_the_preview_says_what_is_missing_and_widens(draft: Draft, session: Session) -> None:
    near = make_cleaner(session, "Vitres et cie", commune_code=VERSAILLES, city="Versailles")
    activity_of(session, near).zones = [VERSAILLES]
    activity_of(session, make_cleaner(session, "Carreaux")).sector = NEIGHBOUR
    session.commit()
    draft.fill()
    text = read_page(draft.client.get(f"{draft.base}/apercu")).text
    assert "N’intervient pas" in text
    assert draft.post("elargir", {"cle": "n’importe quoi"}).status_code == 303
    before = list(draft.need.sectors)
    assert draft.post("elargir", {"cle": "sectors"}).status_code == 303
    assert len(draft.need.sectors) > len(before)
    shown = read_page(draft.client.get(f"{draft.base}/besoin")).html
    assert 'name="voisines" value="oui" checked' in " ".join(shown.split())


def test_who_is_signed_in_asks_in_the_name_of_theirs_alone(
    app: Flask, session: Session, cleaner: Siae
) -> None:
    ours, theirs = make_organisation(session, "La nôtre"), make_organisation(session, "Étrangère")
    person = make_member(session, ours, MemberRole.EDITOR, make_person(session, "moi@nous.fr"))
    draft = Draft(browser_of(app, session, person), session)
    draft.begin()
    assert "La nôtre" in draft.client.get(f"{draft.base}/lieu").text
    refused = draft.post("lieu", PLACE, au_nom_de=str(theirs.id))
    assert refused.status_code == 422
    draft.post("lieu", PLACE, au_nom_de=str(ours.id))
    assert 'value="moi@nous.fr"' in draft.client.get(f"{draft.base}/contact").text
    draft.post("contact", CONTACT, adresse="moi@nous.fr")
    assert draft.send().location == draft.base, "an address already proved needs no other proof"
    assert (draft.need.need_state, draft.need.organisation_id) == (NeedState.OPEN, ours.id)
    assert letters_of(session, "need-confirm") == []


def test_who_asks_does_not_receive_it_and_is_told(
    app: Flask, session: Session, cleaner: Siae
) -> None:
    person = member_of(session, cleaner, MemberRole.OWNER)
    draft = Draft(browser_of(app, session, person), session).fill()
    text = read_page(draft.client.get(f"{draft.base}/apercu")).text
    assert "elle ne reçoit donc pas la demande : Propre et net" in text.replace("\u00a0", " ")
    assert "Personne ne correspond" in text


def test_the_structure_of_the_page_comes_first(draft: Draft, session: Session) -> None:
    for number in range(3):
        make_cleaner(session, f"Autre {number}")
    chosen = make_cleaner(session, "Choisie")
    session.commit()
    href = f"/mise-en-relation?structure={chosen.slug}"
    index = read_page(draft.client.get(href))
    assert "D’abord Choisie" in index.text
    assert any(f"structure={chosen.slug}" in link for link in index.links)
    assert "/mise-en-relation?structure=" in draft.client.get(f"/structures/{chosen.slug}").text
    draft.fill(f"{PURCHASE}?structure={chosen.slug}", structure=chosen.slug)
    text = read_page(draft.client.get(f"{draft.base}/apercu")).text
    assert text.index("Choisie") < text.index("Autre")
    assert "Vous avez choisi cette structure" in text


def test_the_link_is_mailed_and_a_draft_erased(draft: Draft, session: Session) -> None:
    draft.begin()
    assert draft.post("lien", {"courriel": "jeter@yopmail.com"}).status_code == 422
    assert draft.post("lien", {"courriel": "moi@exemple.fr"}).status_code == 303
    (letter,) = letters_of(session, "need-draft")
    assert f"{draft.base}/brouillon" in letter.text
    assert "Nettoyage" not in letter.text
    read_page(draft.client.get(f"{draft.base}/lien"))
    read_page(draft.client.get(f"{draft.base}/supprimer"))
    assert session.scalar(sa.select(sa.func.count(Need.id))) == 1
    draft.client.post(f"{draft.base}/supprimer")
    assert draft.client.get(f"{draft.base}/brouillon").status_code == 404
    assert session.scalar(sa.select(sa.func.count(Need.id))) == 0


def test_other_doors_are_shown_before_sending(draft: Draft, session: Session) -> None:
    premises = {"sens": "offre", "usages": "stockage"}
    draft.fill("/mise-en-relation/locaux", **premises)
    page = read_page(draft.client.get(f"{draft.base}/apercu"))
    assert "/locaux?sens=recherche&territoire=bondy" in " ".join(page.links)
    help_wanted = Draft(draft.client, session).fill("/mise-en-relation/appui", appuis="marches")
    page = read_page(draft.client.get(f"{help_wanted.base}/apercu"))
    assert "Appui à la réponse aux marchés publics" in page.text
    project = {"stade": "idee", "depenses": "investissement", "montant": "50 000"}
    money = Draft(draft.client, session).fill(
        "/mise-en-relation/financement-d-un-projet", **project
    )
    page = read_page(draft.client.get(f"{money.base}/apercu"))
    assert any("/financements/trouver?territoire=bondy" in link for link in page.links)
    assert "Gardé pour vous" in page.text
