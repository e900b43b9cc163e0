from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotAllowedError, NotFoundError
from app.files.store import FileStore
from app.organisations.roles import MemberRole
from app.pursuits import checklist, contents, files, services
from app.pursuits.models import ChecklistItem, Pursuit
from app.pursuits.source import list_changes, read_sources
from app.tenders.models import Consultation
from app.tenders.records import NoticeKind
from tests.pursuits.builders import UNTIL, Team, make_team, publish
from tests.tenders.builders import lot, notice

PDF = b"%PDF-1.7 essai"


def changes(session: Session, pursuit: Pursuit) -> tuple[str, ...]:
    return list_changes(pursuit, read_sources(session, [pursuit])[pursuit.id])


def whole(session: Session, team: Team) -> Pursuit:
    return services.find_whole(session, team.organisation.id, team.pursuit.id)


def test_following_twice_gives_the_same(session: Session, team: Team, now: datetime) -> None:
    number = team.organisation.id
    again, is_new = services.follow(session, number, "26-1", "", team.editor, now)
    assert (again.id, is_new) == (team.pursuit.id, False)
    of_lot, is_new = services.follow(session, number, "26-1", "2", team.editor, now)
    assert is_new
    assert of_lot.title.endswith("lot 2\u00a0: Lot 2")


@pytest.mark.parametrize(("reference", "number"), [("26-9", ""), ("26-1", "9")])
def test_what_does_not_exist_is_not_followed(
    session: Session, team: Team, now: datetime, reference: str, number: str
) -> None:
    with pytest.raises(NotFoundError):
        services.follow(session, team.organisation.id, reference, number, team.owner, now)


def test_a_new_pursuit_has_the_documents_of_every_answer(session: Session, team: Team) -> None:
    pursuit = whole(session, team)
    labels = [item.label for item in pursuit.items]
    assert "Acte d’engagement" in labels
    assert "DC4, déclaration de sous-traitance" not in labels
    positions = [item.position for item in pursuit.items]
    assert positions == list(range(len(labels)))
    sections = [item.section for item in pursuit.items]
    assert sections == sorted(sections, key=sections.index)
    more = checklist.other_groups(pursuit)
    checklist.add_section(session, pursuit, more[0].title)
    pursuit = whole(session, team)
    assert "Convention de groupement" in [item.label for item in pursuit.items]
    with pytest.raises(NotFoundError):
        checklist.add_section(session, pursuit, more[0].title)


def test_an_item_is_added_ticked_and_removed(session: Session, team: Team, now: datetime) -> None:
    made = checklist.add_item(session, whole(session, team), "Visite du site")
    checklist.tick(session, made, team.editor, now)
    checklist.tick(session, made, team.owner, now + timedelta(days=1))
    assert (made.done_at, made.person_id) == (now, team.editor.id)
    checklist.untick(session, made)
    assert made.done_at is None
    with pytest.raises(InvalidError, match="déjà"):
        checklist.add_item(session, whole(session, team), "Visite du site")
    checklist.remove_item(session, made)
    with pytest.raises(NotFoundError):
        checklist.find_item(whole(session, team), made.id)


def test_an_import_that_amends_is_said_until_a_member_saw_it(
    session: Session, team: Team, now: datetime
) -> None:
    assert changes(session, team.pursuit) == ()
    until = "2027-01-20T16:00:00"
    publish(session, now, notice("26-2", NoticeKind.AMENDMENT, previous=("26-1",), until=until))
    said = " ".join(changes(session, team.pursuit)).replace("\u00a0", " ")
    assert "L’échéance a changé depuis que vous suivez ce marché" in said
    assert "20 janvier 2027" in said
    assert "15 décembre 2026" in said
    source = read_sources(session, [team.pursuit])[team.pursuit.id]
    services.acknowledge(session, team.pursuit, source, team.editor, now)
    assert changes(session, team.pursuit) == ()


def test_a_consultation_that_is_called_off_is_said(
    session: Session, team: Team, now: datetime
) -> None:
    publish(session, now, notice("26-3", NoticeKind.CANCELLATION, previous=("26-1",), day=9))
    assert "annulée" in " ".join(changes(session, team.pursuit))


def test_a_consultation_that_is_gone_leaves_the_copy(
    session: Session, team: Team, now: datetime
) -> None:
    session.execute(sa.delete(Consultation))
    session.commit()
    pursuit = services.find(session, team.organisation.id, team.pursuit.id)
    assert pursuit.title == "Nettoyage des écoles"
    assert "n’est plus dans le portail" in changes(session, pursuit)[0]
    services.acknowledge(session, pursuit, None, team.editor, now)
    assert changes(session, pursuit) == ()


def test_a_consultation_joined_to_an_earlier_one_is_found_by_its_notice(
    session: Session, team: Team, now: datetime
) -> None:
    earlier = notice("26-0", until="2026-12-01T12:00:00", day=1, lots=(lot("1"), lot("2")))
    joined = notice("26-1", NoticeKind.AMENDMENT, previous=("26-0",), day=2, until=UNTIL)
    publish(session, now, earlier, joined)
    assert session.scalars(sa.select(Consultation.reference)).all() == ["26-0"]
    source = read_sources(session, [team.pursuit])[team.pursuit.id]
    assert source is not None
    assert source.reference == "26-0"


def test_a_lot_that_left_the_notice_is_said(session: Session, team: Team, now: datetime) -> None:
    pursuit, _ = services.follow(session, team.organisation.id, "26-1", "2", team.owner, now)
    publish(session, now, notice("26-1", until=UNTIL, lots=(lot("1"),)))
    assert changes(session, pursuit) == ("Le lot que vous suivez n’est plus dans l’avis.",)


def test_notes_have_bounds_and_owners(session: Session, team: Team, now: datetime) -> None:
    note = contents.add_note(session, team.pursuit, "Appeler la mairie", team.editor, now)
    for text in ("", "x" * 4_001):
        with pytest.raises(InvalidError):
            contents.add_note(session, team.pursuit, text, team.editor, now)
    with pytest.raises(NotAllowedError):
        contents.remove_note(session, team.pursuit, note.id, team.reader, MemberRole.EDITOR)
    other = make_team(session, now, "Voisine")
    with pytest.raises(NotFoundError):
        contents.remove_note(session, other.pursuit, note.id, other.owner, MemberRole.OWNER)
    contents.remove_note(session, team.pursuit, note.id, team.owner, MemberRole.OWNER)


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2030, 1, 1)])
def test_a_reminder_is_to_come_and_not_too_far(
    session: Session, team: Team, now: datetime, day: date
) -> None:
    with pytest.raises(InvalidError, match="Jour"):
        contents.add_reminder(session, team.pursuit, day, "x", team.editor, now)


def test_files_are_checked_and_counted(
    session: Session, team: Team, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path)
    given = (store, team.pursuit, "../../etc/offre.pdf", PDF, team.editor, now)
    kept = files.add_file(session, *given)
    assert kept.name == "offre.pdf"
    assert store.read(kept.key) == PDF
    with pytest.raises(InvalidError):
        files.add_file(session, store, team.pursuit, "faux.docx", PDF, team.editor, now)
    monkeypatch.setattr(files, "MOST_BYTES", 20)
    with pytest.raises(InvalidError, match="Votre organisation"):
        files.add_file(session, *given)
    key = files.remove_file(session, team.pursuit, kept.id)
    assert files.list_orphans(session, store, now + timedelta(days=3650)) == [key]


def test_forgetting_a_pursuit_forgets_all_it_holds(session: Session, team: Team) -> None:
    assert services.remove(session, whole(session, team)) == []
    assert session.scalars(sa.select(Pursuit)).all() == []
    assert session.scalars(sa.select(ChecklistItem)).all() == []
