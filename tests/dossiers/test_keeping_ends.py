from __future__ import annotations

import io
import os
import time
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.blueprints.dossier_contents import store
from app.cli.dossiers import cli, purge_dossiers
from app.dossiers import ending, services
from app.dossiers.models import Dossier
from app.jobs.schedule import JOBS
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from tests.dossiers.builders import make_dossier
from tests.pages import read_page
from tests.people import browser_of, make_member, make_organisation, make_person


def link(dossier: Dossier) -> str:
    return f"https://portail.example/espace/projet/{dossier.id}"


def recipients(session: Session) -> list[str]:
    return sorted(session.scalars(sa.select(Letter.recipient)))


def test_an_end_is_announced_thirty_days_before_once_to_who_may_keep_it(session: Session) -> None:
    organisation = make_organisation(session)
    owner = make_member(session, organisation, MemberRole.OWNER)
    editor = make_member(session, organisation, MemberRole.EDITOR)
    make_member(session, organisation, MemberRole.READER)
    blocked = make_member(session, organisation, MemberRole.EDITOR)
    blocked.blocked_at = clock.now()
    alone = make_person(session)
    shared, own = make_dossier(session, organisation), make_dossier(session, alone)
    end = shared.project.expires_at
    assert ending.warn(session, end - timedelta(days=31), link) == 0
    near = end - timedelta(days=29)
    assert ending.warn(session, near, link) == 3
    assert ending.warn(session, near + timedelta(days=1), link) == 0
    assert recipients(session) == sorted([owner.email, editor.email, alone.email])
    letter = session.scalars(sa.select(Letter).where(Letter.recipient == alone.email)).one()
    assert "Une blanchisserie à Bondy" in letter.text
    assert link(own) in letter.text
    assert ending.warn(session, end + timedelta(days=1), link) == 0


def test_an_end_that_was_put_off_is_announced_again(session: Session) -> None:
    dossier = make_dossier(session, make_person(session))
    near = dossier.project.expires_at - timedelta(days=10)
    assert ending.warn(session, near, link) == 1
    services.keep(session, dossier, near)
    assert ending.warn(session, near, link) == 0
    later = dossier.project.expires_at - timedelta(days=10)
    assert ending.warn(session, later, link) == 1


def test_a_project_without_an_owner_is_announced_to_nobody(session: Session) -> None:
    organisation = make_organisation(session)
    dossier = make_dossier(session, organisation)
    assert ending.warn(session, dossier.project.expires_at - timedelta(days=1), link) == 0


def test_a_project_is_kept_longer_by_a_button(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    dossier = make_dossier(session, person)
    project = dossier.project
    project.expires_at = clock.now() + timedelta(days=5)
    changed = project.updated_at
    client = browser_of(app, session, person)
    here = f"/espace/projet/{dossier.id}"
    assert "Garder douze mois de plus" in read_page(client.get(here)).text
    assert client.post(f"{here}/garder").location == here
    session.refresh(project)
    assert project.expires_at > clock.now() + timedelta(days=360)
    assert project.updated_at == changed


def test_the_commands_do_what_the_jobs_do(app: Flask, session: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = make_person(session)
    dossier = make_dossier(session, person)
    dossier.project.expires_at = clock.now() + timedelta(days=5)
    client = browser_of(app, session, person)
    here = f"/espace/projet/{dossier.id}"
    runner = app.test_cli_runner()
    assert "1 courriel à envoyer" in runner.invoke(cli, ["warn"]).output
    sent = {"nature": "devis", "fichier": (io.BytesIO(b"Trois machines"), "devis.txt")}
    client.post(f"{here}/fichiers", data=sent)
    client.post(f"{here}/supprimer")
    assert purge_dossiers() == "0 fichier effacé"  # it may still wait for its row
    old = time.time() - 2 * 86_400
    for file in store().folder.glob("??/*"):
        os.utime(file, (old, old))
    assert "1 fichier effacé" in runner.invoke(cli, ["purge"]).output
    assert not list(store().folder.glob("??/*"))
    assert {"warn-of-ends", "purge-dossiers"} <= {job.name for job in JOBS}
