"""Consultations published again without a link are proposed, and joined only by a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.extensions import db
from app.imports.report import FileReport
from app.tenders import republication
from app.tenders.models import Consultation, PendingDocument
from app.tenders.records import Buyer, NoticeKind, NoticeRecord
from app.tenders.republication_keys import are_alike, buyer_key
from app.tenders.services import overdue, settle_again, store_notices
from tests.tenders.builders import lot, moment, notice

SIRET = "21920062300011"
FIRST = notice(
    "26-1",
    day=1,
    until="2026-12-10T12:00",
    title="Entretien des espaces verts du parc",
    buyer=Buyer(name="Ville de Bobigny", siret=SIRET),
    reference="2026-EV-04",
)
AGAIN = notice(
    "26-9",
    day=20,
    until="2026-12-31T12:00",
    title="Espaces verts du parc : entretien",
    buyer=Buyer(name="BOBIGNY", siret=SIRET),
    reference="2026-EV-04",
)


def store(session: Session, now: datetime, *records: NoticeRecord) -> None:
    store_notices(session, records, FileReport(file="test"), now=now)
    session.commit()
    session.expunge_all()


def pairs(session: Session) -> list[tuple[str, str]]:
    return [(pair.earlier, pair.later) for pair in session.scalars(republication.waiting())]


def references(session: Session) -> list[str]:
    return list(session.scalars(sa.select(Consultation.reference).order_by(Consultation.id)))


@pytest.mark.parametrize("together", [True, False])
def test_the_same_reference_of_the_same_buyer_is_proposed_not_merged(
    session: Session, now: datetime, together: bool
) -> None:
    for records in ((FIRST, AGAIN),) if together else ((AGAIN,), (FIRST,)):
        store(session, now, *records)
    assert pairs(session) == [("26-1", "26-9")]
    assert sorted(references(session)) == ["26-1", "26-9"]
    store(session, now, AGAIN)
    assert pairs(session) == [("26-1", "26-9")], "proposed once"


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        ({"reference": ""}, True),
        ({"reference": "", "title": "Réfection de la toiture du gymnase"}, False),
        ({"reference": "", "buyer": Buyer(name="Mairie de Bobigny")}, True),
        ({"reference": "", "buyer": Buyer(name="Ville de Pantin")}, False),
        ({"reference": "", "buyer": Buyer(name="Collectivité")}, False),
        ({"reference": "", "title": "Entretien des espaces verts du parc, lot 2"}, False),
        ({"folder_id": "a" * 36}, True),
    ],
)
def test_what_makes_two_consultations_alike(
    session: Session, now: datetime, changes: dict[str, Any], proposed: bool
) -> None:
    values = {"title": AGAIN.title, "buyer": AGAIN.buyer, "reference": AGAIN.reference, **changes}
    store(session, now, FIRST, notice("26-9", day=20, until="2026-12-31T12:00", **values))
    assert bool(pairs(session)) is proposed


def test_two_procedures_numbered_by_the_buyer_are_never_one(
    session: Session, now: datetime
) -> None:
    first, second = (
        notice(number, day=1, folder_id=letter * 36, title=FIRST.title, buyer=FIRST.buyer)
        for number, letter in (("26-1", "a"), ("26-2", "b"))
    )
    store(session, now, first, second)
    assert pairs(session) == []


def test_an_accepted_pair_becomes_one_consultation_and_stays_so(
    session: Session, now: datetime
) -> None:
    store(session, now, FIRST, AGAIN)
    (pair,) = session.scalars(republication.waiting())
    republication.write_decision(session, pair.id, accepted=True, now=now)
    settle_again(session, [pair.earlier, pair.later], now=now)
    session.commit()
    assert references(session) == ["26-1"]
    store(session, now, notice("26-9", day=20, until="2027-01-15T12:00", title=AGAIN.title,
                               buyer=AGAIN.buyer, reference=AGAIN.reference))  # fmt: skip
    assert references(session) == ["26-1"], "the next import keeps the link made by hand"
    assert pairs(session) == []


def test_a_refused_pair_is_not_proposed_again(session: Session, now: datetime) -> None:
    store(session, now, FIRST, AGAIN)
    (pair,) = session.scalars(republication.waiting())
    republication.write_decision(session, pair.id, accepted=False, now=now)
    session.commit()
    store(session, now, notice("26-9", day=21, title=AGAIN.title, buyer=AGAIN.buyer,
                               reference=AGAIN.reference))  # fmt: skip
    assert pairs(session) == []


def test_a_series_does_not_flood_the_proposals(session: Session, now: datetime) -> None:
    store(session, now, *(notice(f"26-{n}", day=1, title=FIRST.title, buyer=FIRST.buyer)
                          for n in range(1, 60)))  # fmt: skip
    assert len(pairs(session)) <= 59 * republication.MOST_PROPOSED


def test_the_commands_list_and_decide(app: Flask, session: Session, now: datetime) -> None:
    store(session, now, FIRST, AGAIN)
    run = app.test_cli_runner().invoke
    listed = run(args=["tenders", "republications", "list"])
    assert "26-1 → 26-9" in listed.stdout
    number = listed.stdout.split()[0]
    done = run(args=["tenders", "republications", "accept", number])
    assert done.exit_code == 0, done.output
    assert references(db.session()) == ["26-1"]
    assert session.scalar(sa.select(sa.func.count(PendingDocument.id))) == 0
    again = run(args=["tenders", "republications", "refuse", number])
    assert again.exit_code == 1
    assert "déjà été jugée" in again.output


def test_the_next_deadline_of_a_lot_is_shown_once_the_first_has_passed(
    session: Session, now: datetime
) -> None:
    lots = tuple(
        lot(number, deadline=moment(until))
        for number, until in (("1", "2026-11-20T12:00"), ("2", "2026-12-15T12:00"))
    )
    before = datetime.fromisoformat("2026-11-10T10:00+01:00")
    store(session, before, notice("26-1", day=1, until="2026-11-20T12:00", lots=lots))
    assert list(session.scalars(overdue(before))) == []
    assert list(session.scalars(overdue(now))) == ["26-1"]
    settle_again(session, ["26-1"], now=now)
    session.commit()
    consultation = session.scalars(sa.select(Consultation)).one()
    assert consultation.deadline_at is not None
    assert consultation.deadline_at.isoformat() == "2026-12-15T11:00:00+00:00"


def test_names_are_compared_without_their_spelling() -> None:
    assert buyer_key("Mairie d'Aulnay-sous-Bois") == buyer_key("VILLE D’AULNAY SOUS BOIS")
    assert buyer_key("Collectivité") == ""
    assert are_alike("Nettoyage des écoles et gymnases", "NETTOYAGE : gymnases, écoles")
    assert not are_alike("Nettoyage des écoles 2025", "Nettoyage des écoles 2026")
    assert not are_alike("Nettoyage", "Nettoyage")


def test_an_interrupted_import_leaves_what_the_search_must_still_write(
    session: Session, now: datetime
) -> None:
    store(session, now, FIRST)
    store(session, now, notice("26-5", NoticeKind.CANCELLATION, day=9, previous=("26-1",)))
    waiting = set(session.scalars(sa.select(PendingDocument.reference)))
    assert waiting == {"26-1"}
