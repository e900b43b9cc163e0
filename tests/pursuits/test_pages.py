from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.organisations.roles import MemberRole
from app.pursuits import services
from app.pursuits.states import PursuitState, Reason
from tests.people import make_member, make_organisation, make_person
from tests.pursuits.browsing import Visitor
from tests.pursuits.builders import Team, advance, publish
from tests.tenders.builders import lot, notice

S = PursuitState


@pytest.fixture
def editor(app: Flask, session: Session, today_team: Team) -> Visitor:
    return Visitor(app, session, today_team.editor)


def state_of(session: Session, team: Team) -> str:
    session.expire_all()
    return services.find(session, team.organisation.id, team.pursuit.id).state


def test_a_visitor_signs_in_first_and_comes_back_to_follow(
    app: Flask, session: Session, today_team: Team, client: FlaskClient
) -> None:
    page = client.get("/marches/26-1").get_data(as_text=True)
    assert 'href="/espace/consultations/suivre?marche=26-1"' in page
    answer = client.get("/espace/consultations/suivre?marche=26-1")
    assert answer.location == "/connexion?suite=/espace/consultations/suivre%3Fmarche%3D26-1"


def test_a_member_follows_a_lot_for_the_organisation_of_their_choice(
    app: Flask, session: Session, today_team: Team
) -> None:
    other = make_organisation(session, "Jardins du Port")
    make_member(session, other, MemberRole.EDITOR, today_team.editor)
    visitor = Visitor(app, session, today_team.editor)
    form = visitor.open("/espace/consultations/suivre?marche=26-1")
    assert "Jardins du Port" in form.text
    assert "Déjà suivi" in form.text
    answer = visitor.post(
        "/espace/consultations/suivre?marche=26-1", organisation=other.id, lot="2"
    )
    assert answer.status_code == 303
    page = visitor.open(answer.location)
    assert "Nettoyage des écoles – lot 2" in page.text
    assert len(visitor.open("/espace/consultations").links) > 2
    wrong = visitor.post("/espace/consultations/suivre?marche=26-1", organisation=other.id, lot="9")
    assert wrong.status_code == 422
    assert visitor.get("/espace/consultations/suivre?marche=26-9").status_code == 404


def test_the_menu_leads_to_the_only_organisation(editor: Visitor, today_team: Team) -> None:
    assert editor.get("/espace/consultations").location == today_team.path


def test_who_has_no_organisation_is_told_what_it_is(app: Flask, session: Session) -> None:
    visitor = Visitor(app, session, make_person(session))
    assert "aucune organisation" in visitor.open("/espace/consultations").text


@pytest.mark.parametrize(
    "query",
    ["", "?vue=liste", "?etat=go", "?etat=a-etudier&responsable=moi&echeance=30",
     "?responsable=personne", "?echeance=passee", "?vue=carte&x=1"],
)  # fmt: skip
def test_the_board_has_its_views_and_filters(editor: Visitor, today_team: Team, query: str) -> None:
    page = editor.open(f"{today_team.path}{query}")
    assert "Marchés suivis par Atelier du Canal" in page.text


def test_the_board_shows_what_the_filters_leave(
    app: Flask, session: Session, today_team: Team, editor: Visitor
) -> None:
    assert "Nettoyage des écoles" in editor.open(today_team.path).text
    owner = Visitor(app, session, today_team.owner)
    assert "Nettoyage des écoles" in owner.open(f"{today_team.path}?responsable=moi").text
    assert "Nettoyage des écoles" not in editor.open(f"{today_team.path}?responsable=moi").text
    assert "Nettoyage des écoles" not in editor.open(f"{today_team.path}?etat=gagne").text
    assert "Nettoyage des écoles" in editor.open(f"{today_team.path}?vue=liste&etat=a-etudier").text


def test_a_board_costs_the_same_whatever_it_holds(
    app: Flask, session: Session, today_team: Team, editor: Visitor, queries: Callable[[], Any]
) -> None:
    def count(address: str) -> int:
        with queries() as sent:
            editor.open(address)
        return len(sent)

    addresses = (today_team.path, f"{today_team.path}?vue=liste", f"{today_team.path}.csv?")
    before = [count(address) for address in addresses[:2]]
    now = clock.now()
    more = [notice(f"26-{n}", until="2027-03-01T12:00:00", title=f"M {n}") for n in range(10, 30)]
    publish(session, now, *more)
    for n in range(10, 30):
        services.follow(session, today_team.organisation.id, f"26-{n}", "", today_team.owner, now)
    session.commit()
    assert [count(address) for address in addresses[:2]] == before
    assert max(before) <= 14


def test_a_pursuit_goes_from_the_page_to_won(
    session: Session, today_team: Team, editor: Visitor
) -> None:
    for version, (word, values) in enumerate(
        (("go", {}), ("en-groupement", {}), ("depose", {}), ("gagne", {"montant": "12 500,50 €"})),
        start=1,
    ):
        answer = editor.post(f"{today_team.page}/etape", etape=word, version=version, **values)
        assert answer.status_code == 303, answer.text[:2_000]
    page = editor.open(today_team.page)
    assert "Gagné" in page.text
    assert "12\u202f500\u00a0€ HT" in page.html or "12\u202f501\u00a0€ HT" in page.html
    assert "de « En groupement » à « Déposé »" in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"etape": "gagne"}, "choisissez dans la liste"),
        ({"etape": ""}, "Choisissez une étape"),
        ({"etape": "no-go"}, "Dites pourquoi"),
        ({"etape": "no-go", "raison": "price"}, "choisissez dans la liste"),
        ({"etape": "no-go", "raison": "other"}, "dites laquelle"),
        ({"etape": "go", "montant": "-3"}, "négatif"),
    ],
)
def test_a_move_that_is_not_right_says_why_on_the_page(
    session: Session, today_team: Team, editor: Visitor, values: dict[str, str], said: str
) -> None:
    answer = editor.post(f"{today_team.page}/etape", version=1, **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert state_of(session, today_team) == "to_study"


def test_the_second_of_two_moves_sees_what_the_first_changed(
    app: Flask, session: Session, today_team: Team, editor: Visitor
) -> None:
    owner = Visitor(app, session, today_team.owner)
    given = {"etape": "no-go", "raison": "too_far", "version": 1}
    assert owner.post(f"{today_team.page}/etape", **given).status_code == 303
    answer = editor.post(f"{today_team.page}/etape", etape="go", version=1)
    assert answer.status_code == 409
    assert today_team.owner.email in answer.text
    assert "No-go" in answer.text
    assert state_of(session, today_team) == "no_go"
    replayed = owner.post(f"{today_team.page}/etape", **given)
    assert replayed.status_code == 409


def test_going_back_and_the_assignee_and_what_was_seen(
    session: Session, today_team: Team, editor: Visitor
) -> None:
    page, now = today_team.page, clock.now()
    advance(session, today_team, now, S.NO_GO, reason=Reason.TOO_LATE)
    session.commit()
    assert editor.post(f"{page}/retour", version=2, retour="").status_code == 422
    assert editor.post(f"{page}/retour", version=2, retour="Délai reporté").status_code == 303
    assert state_of(session, today_team) == "to_study"
    given = {"version": 3, "responsable": today_team.reader.id}
    assert editor.post(f"{page}/responsable", **given).status_code == 303
    shown = editor.open(page).text
    assert f"Responsable : {today_team.reader.email}" in shown.replace("\u00a0", " ")
    publish(session, now, notice("26-1", until="2027-02-01T12:00:00", lots=(lot("1"), lot("2"))))
    session.commit()
    assert "L’échéance a changé depuis que vous suivez ce marché" in editor.open(page).text
    assert "L’avis a changé" in editor.open(today_team.path).text
    assert editor.post(f"{page}/vu").status_code == 303
    assert "L’avis a changé" not in editor.open(page).text


def test_notes_items_and_reminders(session: Session, today_team: Team, editor: Visitor) -> None:
    page = today_team.page
    assert editor.post(f"{page}/notes", note="<b>Appeler</b>\nla mairie").status_code == 303
    assert editor.post(f"{page}/notes", note="").status_code == 422
    assert editor.post(f"{page}/pieces/ajouter", piece="Visite").status_code == 303
    assert editor.post(f"{page}/pieces/ajouter", piece="Visite").status_code == 422
    assert editor.post(f"{page}/pieces/ajouter", piece="").status_code == 422
    whole = services.find_whole(session, today_team.organisation.id, today_team.pursuit.id)
    item = whole.items[-1].id
    for act in ("cocher", "decocher", "retirer"):
        assert editor.post(f"{page}/pieces", acte=f"{act}:{item}").status_code == 303
    for act in (f"cocher:{item}", "cocher:x", "voler:1", "", f"cocher:{'9' * 30}"):
        assert editor.post(f"{page}/pieces", acte=act).status_code == 404
    assert editor.post(f"{page}/rappels", jour="12/01/2031", rappel="x").status_code == 422
    assert editor.post(f"{page}/rappels", jour="bientôt", rappel="x").status_code == 422
    day = clock.today().strftime("%d/%m/%Y")
    assert editor.post(f"{page}/rappels", jour=day, rappel="Visiter").status_code == 303
    shown = editor.open(page)
    assert "Visiter" in shown.text
    assert "<b>" not in shown.html
    session.expire_all()
    whole = services.find_whole(session, today_team.organisation.id, today_team.pursuit.id)
    number = whole.reminders[0].id
    assert editor.post(f"{page}/rappels/{number}/supprimer").status_code == 303
    assert editor.post(f"{page}/notes/{whole.notes[0].id}/supprimer").status_code == 303
    title = "Si vous répondez en groupement"
    assert editor.post(f"{page}/pieces/liste", liste=title).status_code == 303
    assert editor.post(f"{page}/pieces/liste", liste=title).status_code == 404


def test_a_pursuit_is_forgotten_once_confirmed(today_team: Team, editor: Visitor) -> None:
    assert "sans retour" in editor.open(f"{today_team.page}/supprimer").text
    assert editor.post(f"{today_team.page}/supprimer").status_code == 303
    editor.open(today_team.page, status=404)


def test_the_statistics_are_a_page_and_a_table(
    session: Session, today_team: Team, editor: Visitor
) -> None:
    page = editor.open(f"{today_team.path}/statistiques")
    assert "Ville de Bobigny" in page.text
    assert "%" not in page.text
    table = editor.get(f"{today_team.path}/statistiques.csv").text
    assert "Acheteur,Ville de Bobigny,1,0,0,0,,0" in table
