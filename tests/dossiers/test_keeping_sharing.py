from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers import sharing
from app.dossiers.content_models import DossierFile, DossierShare
from app.dossiers.models import Dossier
from app.errors import InvalidError, NotFoundError
from app.extensions import db
from tests.dossiers.builders import make_dossier
from tests.dossiers.saved import save_tools
from tests.pages import read_page
from tests.people import browser_of, make_person

LINK = re.compile(r"http://localhost(/projet-partage/[\w-]{32})\"")
CHANGED = {"dossier_share", "login_session"}
GIVEN = {"pour": "Conseillère DLA", "duree": "30"}


@pytest.fixture
def mine(app: Flask, session: Session) -> tuple[FlaskClient, str]:
    """A signed-in browser and the address of its project."""
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session, "lea@exemple.fr")
    dossier = make_dossier(session, person)
    return browser_of(app, session, person), f"/espace/projet/{dossier.id}"


def give(client: FlaskClient, here: str) -> str:
    answer = client.post(f"{here}/partages", data=GIVEN)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    found = LINK.search(answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def everything() -> dict[str, list[str]]:
    """Every row of the database, but where links are opened and people signed in."""
    db.session.rollback()
    tables = [t for t in db.metadata.sorted_tables if t.name not in CHANGED]
    return {t.name: [repr(row) for row in db.session.execute(sa.select(t))] for t in tables}


def test_a_link_is_shown_once_and_only_its_digest_is_kept(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    link = give(client, here)
    secret = link.rpartition("/")[2]
    page = client.get(here).get_data(as_text=True)
    assert "Conseillère DLA" in page
    assert "Jamais ouvert" in page
    assert secret not in page
    kept = session.scalars(sa.select(DossierShare)).one()
    assert secret not in repr(vars(kept))
    assert kept.expires_at - kept.created_at == timedelta(days=30)


def test_the_link_opens_the_project_to_be_read_and_changes_nothing(
    app: Flask, session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    save_tools(client, session.scalars(sa.select(Dossier)).one(), "budget")
    sent = {"nature": "devis", "fichier": (io.BytesIO(b"Trois machines"), "devis.txt")}
    client.post(f"{here}/fichiers", data=sent)
    link = give(client, here)
    before = everything()
    visitor = app.test_client()
    answer = visitor.get(link)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = read_page(answer)
    for said in ("Une blanchisserie à Bondy", "Conseillère DLA", "Résultat de l’année 1"):
        assert said in page.text
    for kept_back in ("lea@exemple.fr", "Qui lit la fiche", "Partager", "Reprendre"):
        assert kept_back not in page.text
    assert f'action="{link}' not in answer.get_data(as_text=True)
    assert not [known for known in page.links if known.startswith("/signaler?")]
    file = session.scalars(sa.select(DossierFile.id)).one()
    assert visitor.get(f"{link}/fichiers/{file}").data == b"Trois machines"
    for name in (".pdf", "/outils/budget.xlsx"):
        given = visitor.get(f"{link}{name}")
        assert given.status_code == 200
        assert given.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in given.headers["Cache-Control"]
    for act in ("", "/fichiers", "/decisions", "/partages", "/garder", "/supprimer"):
        assert visitor.post(f"{link}{act}").status_code in {404, 405}
    assert everything() == before
    assert "Ouvert la dernière fois" in read_page(client.get(here)).text


def test_a_closed_a_lost_and_an_ended_link_open_nothing_and_say_so(
    app: Flask, session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    closed, ended = give(client, here), give(client, here)
    first = session.scalars(sa.select(DossierShare.id).order_by(DossierShare.id)).first()
    assert client.post(f"{here}/partages/{first}/fermer").status_code == 303
    assert client.post(f"{here}/partages/{first}/fermer").status_code == 404
    session.execute(sa.update(DossierShare).values(expires_at=clock.now()))
    session.commit()
    for link in (closed, ended, "/projet-partage/inconnu", f"/projet-partage/{'é' * 30}"):
        for end in ("", ".pdf", "/fichiers/1", "/outils/budget.pdf"):
            answer = app.test_client().get(f"{link}{end}")
            assert answer.status_code == 404
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            page = read_page(answer)
            assert "Ce lien n’ouvre" in page.text
            assert "blanchisserie" not in page.text
    assert "Fini le" in read_page(client.get(here)).text


def test_a_link_gives_the_documents_of_its_project_alone(
    app: Flask, session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    link = give(client, here)
    other = make_person(session)
    theirs = make_dossier(session, other)
    stranger = browser_of(app, session, other)
    sent = {"nature": "devis", "fichier": (io.BytesIO(b"Secret"), "devis.txt")}
    stranger.post(f"/espace/projet/{theirs.id}/fichiers", data=sent)
    number = session.scalars(sa.select(DossierFile.id)).one()
    assert app.test_client().get(f"{link}/fichiers/{number}").status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("pour", "", "Dites à qui"),
        ("pour", "x" * 121, "120 caractères au plus"),
        ("duree", "365", "choisissez dans la liste"),
        ("duree", "-1", "choisissez dans la liste"),
    ],
)
def test_a_link_says_what_is_to_mend(
    session: Session, mine: tuple[FlaskClient, str], name: str, value: str, said: str
) -> None:
    client, here = mine
    answer = client.post(f"{here}/partages", data={**GIVEN, name: value})
    assert answer.status_code == 422
    page = read_page(answer)
    assert said in page.text
    assert f"#{name}" in page.links
    assert session.scalars(sa.select(DossierShare.id)).all() == []


def test_so_many_links_are_open_at_once(session: Session) -> None:
    person: Person = make_person(session)
    dossier, now = make_dossier(session, person), clock.now()
    for _ in range(sharing.MOST):
        sharing.give(session, dossier, "DLA", 7, person, now)
    with pytest.raises(InvalidError):
        sharing.give(session, dossier, "DLA", 7, person, now)
    sharing.give(session, dossier, "DLA", 7, person, now + timedelta(days=7))


def test_a_link_goes_with_its_project_and_is_forgotten_a_month_after_its_end(
    session: Session,
) -> None:
    person, now = make_person(session), clock.now()
    dossier = make_dossier(session, person)
    secret = sharing.give(session, dossier, "DLA", 90, person, now)
    assert sharing.read_link(session, secret, now).dossier is dossier
    dossier.project.expires_at = now
    session.flush()
    with pytest.raises(NotFoundError):
        sharing.read_link(session, secret, now)
    assert sharing.purge(session, now + timedelta(days=119)) == 0
    assert sharing.purge(session, now + timedelta(days=120)) == 1
