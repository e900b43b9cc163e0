"""Two people act on what one project holds at the same moment, for real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.accounts.models import Person
from app.dossiers import decisions, files, sharing
from app.dossiers.content_models import DossierDecision, DossierFile, DossierShare
from app.dossiers.decisions import Decided
from app.dossiers.models import Dossier
from app.dossiers.words import FileKind, Outcome
from app.errors import PortalError
from app.extensions import db
from app.factory import create_app
from app.files.store import FileStore
from config import Settings
from tests.dossiers.builders import make_dossier
from tests.people import make_person

pytestmark = pytest.mark.enable_socket
Act = Callable[[Session, Dossier], object]


@pytest.fixture
def portal(database: str, settings: Settings) -> Iterator[Flask]:
    app = create_app(replace(settings, database_url=database))
    with app.app_context():
        db.create_all()
        make_dossier(db.session(), make_person(db.session()))
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *acts: Act) -> list[bool]:
    """Whether each act was done, all begun at the same moment, each in its own session."""
    together = Barrier(len(acts))

    def run(act: Act) -> bool:
        with app.app_context():
            session = db.session()
            select = sa.select(Dossier).options(joinedload(Dossier.project))
            dossier = session.scalars(select).one()
            session.rollback()
            dossier = session.scalars(select).one()
            together.wait()
            try:
                act(session, dossier)
                session.commit()
            except PortalError:
                session.rollback()
                return False
            finally:
                db.session.remove()
        return True

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result(timeout=60) for done in [pool.submit(run, act) for act in acts]]


def test_two_files_sent_together_do_not_pass_the_room(
    portal: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    store = FileStore(tmp_path / "files")

    def send(session: Session, dossier: Dossier) -> None:
        person = session.scalars(sa.select(Person)).one()
        sent = ("a.txt", b"sept...")
        files.add_file(session, store, dossier, FileKind.OTHER, sent, person, clock.now())

    assert sorted(at_once(portal, send, send)) == [False, True]
    with portal.app_context():
        assert db.session.scalars(sa.select(sa.func.count(DossierFile.id))).one() == 1


def test_of_two_corrections_of_a_decision_one_wins(portal: Flask) -> None:
    decided = Decided(
        on=clock.today(), body="La Région", committee="", what="Douze", outcome=Outcome.PENDING
    )
    at_once(portal, lambda session, dossier: decisions.add(session, dossier, decided, clock.now()))

    def correct(session: Session, dossier: Dossier) -> None:
        decisions.correct(session, dossier, 1, decided, 1, clock.now())

    assert sorted(at_once(portal, correct, correct)) == [False, True]
    with portal.app_context():
        assert db.session.scalars(sa.select(DossierDecision.version)).one() == 2


def test_a_link_closed_while_it_opens_breaks_nothing(portal: Flask) -> None:
    secrets = []

    def give(session: Session, dossier: Dossier) -> None:
        person = session.scalars(sa.select(Person)).one()
        secrets.append(sharing.give(session, dossier, "DLA", 7, person, clock.now()))

    at_once(portal, give)
    done = at_once(
        portal,
        lambda session, _: sharing.note_opening(session, secrets[0], clock.now()),
        lambda session, dossier: sharing.revoke(session, dossier, 1),
    )
    assert done == [True, True]
    with portal.app_context():
        assert db.session.scalars(sa.select(DossierShare.id)).all() == []
