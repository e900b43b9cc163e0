from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.audit.services import history
from app.errors import InvalidError, NotFoundError
from app.events import queries, services
from app.events.documents import document_of
from app.events.fields import read_cells
from app.events.ics_file import IcsDefaults
from app.events.importer import import_records
from app.events.models import Event
from app.events.sources import parse_file
from app.imports.report import FileReport, Outcome
from tests.events.builders import GOOD, add_event

HEAD = "uid,titre,genre,debut,fin,territoire,organisateur,description"


def load(session: Session, now: datetime, *rows: str) -> FileReport:
    content = "\n".join((HEAD, *rows)).encode()
    report = FileReport(file="agenda.csv")
    items = parse_file(io.BytesIO(content), IcsDefaults(), now)
    import_records(session, items, report, now=now)
    session.commit()
    return report


def all_events(session: Session) -> list[Event]:
    return list(session.scalars(queries.everything()))


def test_a_file_that_says_an_event_twice_is_settled_by_its_first_row(
    session: Session, now: datetime
) -> None:
    row = "u1,Forum,forum,2027-01-12 9h,17h,Bondy,Réseau,"
    for outcome in (Outcome.CREATED, Outcome.UNCHANGED):
        report = load(session, now, row, row, row.replace("9h", "10h"))
        (refusal,) = report.refusals
        assert refusal.where == "ligne 4"
        assert refusal.what.endswith("déjà dans le fichier, ligne 2, et diffère")
        assert report.counts[outcome] >= 1
        assert report.counts[Outcome.UPDATED] == 0
    (event,) = all_events(session)
    assert event.starts_at.hour == 8


def test_twice_changes_nothing_and_a_change_is_kept_in_the_history(
    session: Session, now: datetime
) -> None:
    row = "u1,Forum,forum,2027-01-12 9h,17h,Bondy,Réseau,"
    assert load(session, now, row).counts[Outcome.CREATED] == 1
    assert load(session, now, row).counts[Outcome.UNCHANGED] == 1
    (event,) = all_events(session)
    later = now + timedelta(days=1)
    assert load(session, later, row.replace("9h", "10h")).counts[Outcome.UPDATED] == 1
    assert event.updated_at == later
    (change,) = session.scalars(history("event", event.slug))
    assert "starts_at" in change.changes
    assert change.author == "import : agenda.csv"


def test_without_identifier_title_start_and_place_name_it(session: Session, now: datetime) -> None:
    load(session, now, ",Forum,forum,2027-01-12 9h,17h,Bondy,Réseau,")
    report = load(session, now, ",FORUM,forum,12/01/2027 9h,17h,93140,Réseau,Mieux dit")
    assert report.counts[Outcome.UPDATED] == 1
    assert len(all_events(session)) == 1


def test_the_same_event_twice_in_a_file_is_one(session: Session, now: datetime) -> None:
    row = ",Forum,forum,2027-01-12 9h,17h,Bondy,Réseau,"
    load(session, now, row, row, row.replace("2027-01-12", "2027-01-13"))
    assert len(all_events(session)) == 2


def test_slugs_are_readable_and_unique(session: Session, now: datetime) -> None:
    add_event(session, now)
    add_event(session, now, lieu="Ailleurs")
    assert [event.slug for event in all_events(session)] == [
        "forum-de-l-emploi-2027-01-12",
        "forum-de-l-emploi-2027-01-12-2",
    ]


def test_what_the_team_cancels_no_import_revives(session: Session, now: datetime) -> None:
    row = "u1,Forum,forum,2027-01-12 9h,17h,Bondy,Réseau,"
    load(session, now, row)
    (event,) = all_events(session)
    services.cancel(session, event.slug, "Salle indisponible", now)
    report = load(session, now, row + "Nouvelle description")
    assert event.is_cancelled
    assert report.remarks
    with pytest.raises(InvalidError):
        services.cancel(session, event.slug, "encore", now)
    with pytest.raises(InvalidError):
        services.cancel(session, event.slug, "  ", now)
    with pytest.raises(NotFoundError):
        services.cancel(session, "inconnu", "x", now)


def test_what_is_over_is_never_to_come(session: Session, now: datetime) -> None:
    add_event(session, now, debut="2026-11-23 8h", fin="9h")
    going = add_event(session, now, debut="2026-11-23 9h", fin="12h", titre="En cours")
    today = add_event(session, now, debut="2026-11-23 8h", fin="", titre="Sans fin")
    add_event(session, now, debut="2026-11-23 8h", fin="", genre="date-limite", titre="Passée")
    days = add_event(session, now, debut="2026-11-20", fin="2026-11-23", titre="Jours")
    add_event(session, now, debut="2026-11-20", fin="2026-11-22", titre="Jours passés")
    add_event(session, now, statut="annule", titre="Annulé")
    found = set(session.scalars(queries.upcoming(now)))
    assert found == {going, today, days}


def test_the_seams_of_territories_and_committees(session: Session, now: datetime) -> None:
    event = add_event(session, now, instance="CDIAE 93", themes="A|B", pieces="Budget")
    assert list(session.scalars(queries.upcoming_in({"93048"}, now))) == [event]
    assert not list(session.scalars(queries.upcoming_in({"75056"}, now)))
    assert list(session.scalars(queries.of_committee("cdiae-93"))) == [event]
    assert event.agenda_themes == ["A", "B"]


def test_a_proposal_of_an_event_already_there_is_refused(session: Session, now: datetime) -> None:
    add_event(session, now)
    with pytest.raises(InvalidError, match="déjà"):
        services.propose_accepted(session, read_cells(GOOD), now)


def test_what_is_over_is_searched_last(session: Session, now: datetime) -> None:
    event = add_event(session, now)
    assert not document_of(event, now).closed
    assert document_of(event, now + timedelta(days=90)).closed
    assert document_of(event, now).place == "Montreuil"


def test_a_real_event_is_never_taken_for_a_fictional_one(session: Session, now: datetime) -> None:
    item = read_cells(GOOD)
    values = services.values_of(item)
    demo = services.create(session, item, values, origin="demo", now=now, is_demo=True)
    real = services.propose_accepted(session, item, now)
    assert real.slug != demo.slug
    assert not real.is_demo
