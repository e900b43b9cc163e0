from __future__ import annotations

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.pursuits import checklist, contents, services
from app.pursuits.models import PursuitFile
from tests.people import make_person
from tests.pursuits.browsing import Visitor, send_file
from tests.pursuits.builders import Team, make_team, publish
from tests.tenders.builders import notice

PDF = b"%PDF-1.7\n" + b"offre " * 100
DOWNLOADS = re.compile(r"attachment; filename=")


@pytest.fixture
def theirs(session: Session, today_team: Team) -> Team:
    """Another organisation that follows the same consultation."""
    made = make_team(session, clock.now(), "Voisine")
    session.commit()
    return made


def addresses(team: Team, pursuit: int, part: int = 1) -> dict[str, list[str]]:
    """Every address that a pursuit has, by method."""
    page = f"{team.path}/{pursuit}"
    return {
        "GET": [page, f"{page}.ics", f"{page}/supprimer", f"{page}/fichiers/{part}"],
        "POST": [
            f"{page}/etape", f"{page}/retour", f"{page}/responsable", f"{page}/vu",
            f"{page}/notes", f"{page}/notes/{part}/supprimer", f"{page}/pieces",
            f"{page}/pieces/ajouter", f"{page}/pieces/liste", f"{page}/rappels",
            f"{page}/rappels/{part}/supprimer", f"{page}/fichiers",
            f"{page}/fichiers/{part}/supprimer", f"{page}/supprimer",
        ],
    }  # fmt: skip


def test_the_list_of_addresses_is_that_of_the_portal(app: Flask, today_team: Team) -> None:
    rules = {
        re.sub(r"<.*?>", "1", rule.rule)
        for rule in app.url_map.iter_rules()
        if ":pursuit>" in rule.rule
    }
    listed = {
        re.sub(r"/\d+", "/1", address)
        for group in addresses(today_team, 1).values()
        for address in group
    }
    assert rules == listed


def test_the_pursuit_of_others_is_not_found_anywhere(
    app: Flask, session: Session, today_team: Team, theirs: Team
) -> None:
    owner = Visitor(app, session, today_team.owner)
    for other in (theirs.pursuit.id, 999_999, 10**30):
        tried = addresses(today_team, other)
        for address in tried["GET"]:
            assert owner.get(address).status_code in {404, 405}, address
        for address in tried["POST"]:
            answer = owner.post(address, etape="go", version=1, note="x", piece="x")
            assert answer.status_code in {404, 405}, address


def test_the_organisation_of_others_is_not_found(
    app: Flask, session: Session, today_team: Team, theirs: Team
) -> None:
    owner = Visitor(app, session, today_team.owner)
    more = ("", ".csv", "/statistiques", "/statistiques.csv", "/calendrier")
    for address in (*addresses(theirs, theirs.pursuit.id)["GET"], *(theirs.path + m for m in more)):
        assert owner.get(address).status_code == 404, address
    posts = addresses(theirs, theirs.pursuit.id)["POST"]
    for address in (*posts, f"{theirs.path}/calendrier", f"{theirs.path}/calendrier/supprimer"):
        assert owner.post(address, etape="go", version=1).status_code == 404, address
    follow = "/espace/consultations/suivre?marche=26-1"
    for number in (theirs.organisation.id, 999_999):
        assert owner.post(follow, organisation=number).status_code == 404
    assert owner.get(f"/espace/organisations/{10**30}/consultations").status_code == 404


def test_the_parts_of_another_pursuit_are_not_found(
    app: Flask, session: Session, today_team: Team, theirs: Team
) -> None:
    now = clock.now()
    note = contents.add_note(session, theirs.pursuit, "secret", theirs.owner, now)
    on = clock.today()
    reminder = contents.add_reminder(session, theirs.pursuit, on, "secret", theirs.owner, now)
    whole = services.find_whole(session, theirs.organisation.id, theirs.pursuit.id)
    item = checklist.add_item(session, whole, "secret")
    Visitor(app, session, theirs.owner).upload(f"{theirs.page}/fichiers", "secret.pdf", PDF)
    file = session.query(PursuitFile).one()
    owner = Visitor(app, session, today_team.owner)
    page = today_team.page
    for address in (
        f"{page}/notes/{note.id}/supprimer",
        f"{page}/rappels/{reminder.id}/supprimer",
        f"{page}/fichiers/{file.id}/supprimer",
    ):
        assert owner.post(address).status_code == 404
    assert owner.get(f"{page}/fichiers/{file.id}").status_code == 404
    assert owner.post(f"{page}/pieces", acte=f"retirer:{item.id}").status_code == 404
    for person in (theirs.owner.id, 999_999, "x", "9" * 30):
        answer = owner.post(f"{page}/responsable", responsable=person, version=1)
        assert answer.status_code == 404, person


def test_a_reader_reads_and_acts_on_nothing(app: Flask, session: Session, today_team: Team) -> None:
    reader = Visitor(app, session, today_team.reader)
    page = reader.open(today_team.page)
    assert "Votre rôle permet de lire" in page.text
    assert f"{today_team.page}/etape" not in page.html
    assert f"{today_team.page}/etape" not in reader.open(today_team.path).html
    for address in addresses(today_team, today_team.pursuit.id)["POST"]:
        answer = reader.post(address, etape="go", version=1, note="x", piece="x")
        assert answer.status_code == 403, address
    assert reader.get(f"{today_team.page}/supprimer").status_code == 403
    follow = "/espace/consultations/suivre?marche=26-1"
    answer = reader.post(follow, organisation=today_team.organisation.id)
    assert answer.status_code == 403


def test_nothing_is_done_without_the_token(app: Flask, session: Session, today_team: Team) -> None:
    client = Visitor(app, session, today_team.owner).client
    for address in addresses(today_team, today_team.pursuit.id)["POST"]:
        assert client.post(address, data={"etape": "go", "version": "1"}).status_code == 400


def test_a_file_is_given_back_to_members_only_and_never_as_a_page(
    app: Flask, session: Session, today_team: Team, theirs: Team
) -> None:
    editor = Visitor(app, session, today_team.editor)
    sent = editor.upload(f"{today_team.page}/fichiers", "../..\\été <b>.pdf", PDF)
    assert sent.status_code == 303
    file = session.query(PursuitFile).one()
    address = f"{today_team.page}/fichiers/{file.id}"
    answer = Visitor(app, session, today_team.reader).get(address)
    assert answer.data == PDF
    assert DOWNLOADS.match(answer.headers["Content-Disposition"])
    assert "/" not in answer.headers["Content-Disposition"].replace("UTF-8''", "")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert app.test_client().get(address).status_code == 302
    assert Visitor(app, session, theirs.owner).get(address).status_code == 404
    assert Visitor(app, session, make_person(session)).get(address).status_code == 404
    assert editor.post(f"{address}/supprimer").status_code == 303
    assert editor.get(address).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("offre.pdf", b"<script>alert(1)</script>"),
        ("dessin.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("page.txt", b"<!doctype html><script>alert(1)</script>"),
        ("prog.exe", b"MZ\x90\x00"),
        ("faux.docx", PDF),
        ("vide.pdf", b""),
        ("", PDF),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_on_the_page(
    app: Flask, session: Session, today_team: Team, name: str, content: bytes
) -> None:
    editor = Visitor(app, session, today_team.editor)
    answer = editor.upload(f"{today_team.page}/fichiers", name, content)
    assert answer.status_code == 422
    assert "fichier-erreur" in answer.text
    assert session.query(PursuitFile).count() == 0


def test_a_file_may_be_heavier_than_other_forms_and_no_more(
    app: Flask, session: Session, today_team: Team
) -> None:
    editor = Visitor(app, session, today_team.editor)
    address = f"{today_team.page}/fichiers"
    heavy = b"%PDF-1.7\n" + b"x" * (4 * 1024 * 1024)
    assert editor.upload(address, "lourd.pdf", heavy).status_code == 303
    over = b"%PDF-1.7\n" + b"x" * (10 * 1024 * 1024)
    assert editor.upload(address, "trop.pdf", over).status_code == 422
    assert editor.upload(address, "enorme.pdf", over + over).status_code == 413
    assert send_file(app.test_client(), address, "", "lourd.pdf", heavy).status_code == 413


def test_a_note_of_ten_megabytes_is_refused(app: Flask, session: Session, today_team: Team) -> None:
    editor = Visitor(app, session, today_team.editor)
    assert editor.post(f"{today_team.page}/notes", note="x" * 10_000_000).status_code == 413
    assert editor.post(f"{today_team.page}/notes", note="x" * 5_000).status_code == 422


def test_a_table_runs_nothing_in_a_spreadsheet(
    app: Flask, session: Session, today_team: Team
) -> None:
    now = clock.now()
    publish(session, now, notice("26-7", title="=cmd|' /C calc'!A0", until="2027-01-01T12:00:00"))
    services.follow(session, today_team.organisation.id, "26-7", "", today_team.owner, now)
    today_team.owner.name = "@SUM(1)"
    session.commit()
    answer = Visitor(app, session, today_team.reader).get(f"{today_team.path}.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@", "+", "-"))]
