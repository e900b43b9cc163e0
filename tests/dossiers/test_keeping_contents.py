from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.dossier_contents import store
from app.committees.models import Committee
from app.dossiers import files
from app.dossiers.content_models import DossierDecision, DossierFile
from app.dossiers.models import Dossier
from app.organisations.roles import MemberRole
from tests.dossiers.builders import make_dossier
from tests.pages import Page, read_page
from tests.people import browser_of, make_member, make_organisation, make_person

DECIDED = {
    "jour": "3 février 2026",
    "qui": "CDIAE du 93",
    "objet": "Convention ACI, 12 postes",
    "issue": "reserve",
}


@pytest.fixture
def mine(app: Flask, session: Session) -> tuple[FlaskClient, str]:
    """A signed-in browser and the address of its project."""
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    dossier = make_dossier(session, person)
    return browser_of(app, session, person), f"/espace/projet/{dossier.id}"


def send(
    client: FlaskClient, here: str, content: bytes, name: str = "devis.txt", **more: str
) -> Any:
    sent = {"nature": "devis", **more, "fichier": (io.BytesIO(content), name)}
    return client.post(f"{here}/fichiers", data=sent)


def refused(answer: Any, said: str, status: int = 422) -> Page:
    assert answer.status_code == status
    page = read_page(answer)
    assert said in page.text
    return page


def test_a_document_is_kept_downloaded_and_deleted(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    end = session.scalars(sa.select(Dossier)).one().updated_at
    assert send(client, here, b"Trois machines", "devis.txt").location == f"{here}#documents"
    page = read_page(client.get(here))
    assert "devis.txt" in page.text
    assert "Devis, moins de 0,1" in page.text
    kept = session.scalars(sa.select(DossierFile)).one()
    given = client.get(f"{here}/fichiers/{kept.id}")
    assert given.data == b"Trois machines"
    assert given.headers["Content-Disposition"] == "attachment; filename=devis.txt"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    assert client.post(f"{here}/fichiers/{kept.id}/supprimer").status_code == 303
    assert client.get(f"{here}/fichiers/{kept.id}").status_code == 404
    assert not list(store().keys_before(clock.now().replace(year=end.year + 2)))


def test_what_may_not_be_kept_is_said_beside_the_field(mine: tuple[FlaskClient, str]) -> None:
    client, here = mine
    refused(send(client, here, b"MZ\x00\x01", "outil.exe"), "n’est pas accepté")
    refused(send(client, here, b"Bonjour", nature="secret"), "choisissez dans la liste")
    page = refused(
        client.post(f"{here}/fichiers", data={"nature": "bail"}), "Choisissez un fichier"
    )
    assert "#fichier" in page.links
    assert page.title.startswith("Erreur")


def test_a_project_has_room_for_so_much(
    session: Session, mine: tuple[FlaskClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, here = mine
    monkeypatch.setattr(files, "MOST_BYTES", 20)
    assert send(client, here, b"a" * 15).status_code == 303
    refused(send(client, here, b"b" * 6), "de documents au plus")
    assert send(client, here, b"b" * 5).status_code == 303
    assert len(session.scalars(sa.select(DossierFile.id)).all()) == 2


def test_the_files_of_an_erased_project_are_orphans(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    send(client, here, b"Trois machines")
    later = clock.now().replace(year=clock.today().year + 1)
    assert files.list_orphans(session, store(), later) == []
    key = session.scalars(sa.select(DossierFile.key)).one()
    client.post(f"{here}/supprimer")
    assert files.list_orphans(session, store(), later) == [key]


def test_a_document_of_another_project_is_no_page(
    app: Flask, session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    send(client, here, b"Trois machines")
    kept = session.scalars(sa.select(DossierFile)).one()
    other = make_person(session)
    theirs = f"/espace/projet/{make_dossier(session, other).id}"
    stranger = browser_of(app, session, other)
    assert stranger.get(f"{theirs}/fichiers/{kept.id}").status_code == 404
    assert stranger.post(f"{theirs}/fichiers/{kept.id}/supprimer").status_code == 404
    assert client.get(f"{here}/fichiers/{kept.id}").status_code == 200


def test_a_decision_is_written_corrected_and_deleted(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    assert client.post(f"{here}/decisions", data=DECIDED).location == f"{here}#decisions"
    older = {**DECIDED, "jour": "01/01/2025", "qui": "La Région", "issue": "reportee"}
    assert client.post(f"{here}/decisions", data=older).status_code == 303
    text = read_page(client.get(here)).text
    assert text.index("CDIAE du 93") < text.index("La Région")
    assert "Favorable sous réserve" in text
    kept = session.scalars(sa.select(DossierDecision).order_by(DossierDecision.id)).first()
    assert kept is not None
    page = client.get(f"{here}/decisions/{kept.id}/modifier")
    assert 'value="03/02/2026"' in page.get_data(as_text=True)
    fixed = {**DECIDED, "objet": "14 postes", "version": "1"}
    assert client.post(f"{here}/decisions/{kept.id}/modifier", data=fixed).status_code == 303
    assert "14 postes" in read_page(client.get(here)).text
    assert client.post(f"{here}/decisions/{kept.id}/supprimer").status_code == 303
    assert client.post(f"{here}/decisions/{kept.id}/supprimer").status_code == 404
    assert "14 postes" not in read_page(client.get(here)).text


def test_two_corrections_of_a_decision_lose_nothing(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    client.post(f"{here}/decisions", data=DECIDED)
    number = session.scalars(sa.select(DossierDecision.id)).one()
    there = f"{here}/decisions/{number}/modifier"
    client.post(there, data={**DECIDED, "objet": "Le premier", "version": "1"})
    answer = client.post(there, data={**DECIDED, "objet": "Le second", "version": "1"})
    refused(answer, "Le premier", 409)
    assert 'value="Le second"' in answer.get_data(as_text=True)
    again = client.post(there, data={**DECIDED, "objet": "Le second", "version": "2"})
    assert again.status_code == 303


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("jour", "", "Donnez la date"),
        ("jour", "31/02/2026", "une date qui existe"),
        ("qui", "", "Dites qui a décidé"),
        ("objet", "", "Dites ce qui est décidé"),
        ("objet", "x" * 601, "600 caractères au plus"),
        ("issue", "", "Choisissez une issue"),
        ("issue", "oui", "choisissez dans la liste"),
        ("comite", "inconnu", "choisissez dans la liste"),
    ],
)
def test_a_decision_says_what_is_to_mend(
    session: Session, mine: tuple[FlaskClient, str], name: str, value: str, said: str
) -> None:
    client, here = mine
    answer = client.post(f"{here}/decisions", data={**DECIDED, name: value})
    page = refused(answer, said)
    assert f"#{name}" in page.links
    client.post(f"{here}/decisions", data=DECIDED)
    number = session.scalars(sa.select(DossierDecision.id)).one()
    wrong = {**DECIDED, name: value, "version": "1"}
    refused(client.post(f"{here}/decisions/{number}/modifier", data=wrong), said)


def test_who_decided_may_be_an_institution_of_the_portal(
    session: Session, mine: tuple[FlaskClient, str]
) -> None:
    client, here = mine
    now = clock.now()
    session.add(
        Committee(
            slug="commission-93", kind="commission-iae", level="departement", territory="93",
            name="Commission IAE du 93", valid_from=date(2025, 1, 1), former_names=[], missions=[],
            colleges=[], contributions=[], guests=[], files=[], themes=[], sources=[],
            created_at=now, updated_at=now,
        )
    )  # fmt: skip
    session.commit()
    assert "Commission IAE du 93" in client.get(here).get_data(as_text=True)
    chosen = {**DECIDED, "comite": "commission-93", "qui": ""}
    assert client.post(f"{here}/decisions", data=chosen).status_code == 303
    assert "/instances/commission-93" in read_page(client.get(here)).links
    session.execute(sa.delete(Committee))
    session.commit()
    number = session.scalars(sa.select(DossierDecision.id)).one()
    fixed = {**chosen, "objet": "Autre chose", "version": "1"}
    assert client.post(f"{here}/decisions/{number}/modifier", data=fixed).status_code == 303


def test_who_only_reads_a_project_changes_nothing_in_it(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    organisation = make_organisation(session)
    here = f"/espace/projet/{make_dossier(session, organisation).id}"
    reader = browser_of(app, session, make_member(session, organisation, MemberRole.READER))
    page = read_page(reader.get(here))
    for form in ("Ajouter un document", "Ajouter une décision", "Créer un lien", "Garder douze"):
        assert form not in page.text
    for act in ("fichiers", "decisions", "partages", "garder"):
        assert reader.post(f"{here}/{act}", data=DECIDED).status_code == 403


def test_the_page_asks_as_much_whatever_it_holds(
    session: Session, mine: tuple[FlaskClient, str], queries: Any
) -> None:
    client, here = mine
    counts = []
    for more in (1, 4):
        for _ in range(more):
            send(client, here, b"Trois machines")
            client.post(f"{here}/decisions", data=DECIDED)
            client.post(f"{here}/partages", data={"pour": "DLA", "duree": "7"})
        with queries() as sent:
            client.get(here)
        counts.append(len(sent))
    assert counts[0] == counts[1]
