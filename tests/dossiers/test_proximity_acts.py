from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Person
from app.dossiers.models import Dossier
from app.dossiers.proximity import agreeing, letters, moves, search
from app.dossiers.proximity.models import Proximity, ProximityMove
from app.dossiers.proximity.moves import ProximityChangedError
from app.dossiers.proximity.states import NEXT, ProximityState
from app.errors import InvalidError, NotFoundError
from app.mail.models import Letter
from app.organisations.roles import MemberRole
from tests.dossiers.builders import make_dossier
from tests.dossiers.proximities import (
    BOBIGNY,
    MELUN,
    SITE,
    history,
    holder,
    make_siae,
    save,
    signals,
    team,
)
from tests.people import make_member, make_organisation, make_person


def test_both_holders_agree_then_each_is_told_how_to_reach_the_other(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, theirs, second = two
    make_person(session, "equipe@exemple.fr", role=None).role = "moderator"
    (row,) = signals(session)
    assert not agreeing.agree(session, row, first, holder(first, mine))
    assert not agreeing.agree(session, row, first, holder(first, mine))
    assert session.scalars(sa.select(Letter)).all() == []
    assert agreeing.agree(session, row, second, holder(second, theirs))
    assert row.state == "discussed"
    sent = {letter.recipient: letter for letter in session.scalars(sa.select(Letter))}
    assert set(sent) == {mine.email, theirs.email, "equipe@exemple.fr"}
    assert theirs.email in sent[mine.email].text
    assert "Un pressing" in sent[mine.email].text
    assert mine.email in sent[theirs.email].text
    assert mine.email not in sent["equipe@exemple.fr"].text
    with pytest.raises(InvalidError):
        agreeing.withdraw(session, row, first, holder(first, mine))


def test_one_may_take_it_back_before_the_other_agrees(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, theirs, second = two
    (row,) = signals(session)
    agreeing.agree(session, row, first, holder(first, mine))
    agreeing.withdraw(session, row, first, holder(first, mine))
    agreeing.withdraw(session, row, first, holder(first, mine))
    assert not agreeing.agree(session, row, second, holder(second, theirs))
    assert not row.is_agreed
    notes = session.scalars(sa.select(ProximityMove.note).where(ProximityMove.side == "holder"))
    assert len(notes.all()) == 3


def test_nobody_agrees_for_a_structure_a_stranger_or_a_signal_that_is_over(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, first, _, _ = two
    siae = make_siae(session)
    search.refresh(session, first, clock.now())
    (row,) = [one for one in signals(session) if one.siae_id == siae.id]
    with pytest.raises(NotFoundError):
        agreeing.find(session, first.id, row.id)
    stranger = make_dossier(session, make_person(session), territory=MELUN)
    pair = signals(session)[0]
    with pytest.raises(NotFoundError):
        agreeing.find(session, stranger.id, pair.id)
    save(session, first, territory=MELUN, sectors=("traiteur",))
    over = agreeing.find(session, first.id, pair.id)
    with pytest.raises(InvalidError):
        agreeing.agree(session, over, first, holder(first, mine))


def test_the_team_moves_a_signal_once_and_it_is_logged(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    (row,) = signals(session)
    person = make_person(session, name="Équipe")
    moves.move(session, row, ProximityState.DISCUSSED, team(person), seen=1, note="Appelé")
    with pytest.raises(ProximityChangedError):
        moves.move(session, row, ProximityState.SETTLED, team(person), seen=1)
    moves.move(session, row, ProximityState.SETTLED, team(person), seen=2)
    for refused in (ProximityState.NEW, ProximityState.ENDED, ProximityState.SET_ASIDE):
        with pytest.raises(InvalidError):
            moves.move(session, row, refused, team(person))
    with pytest.raises(InvalidError):
        moves.write_note(session, row, "x" * 501, team(person))
    assert history(session)[1:] == [("new", "discussed", "team"), ("discussed", "settled", "team")]


@pytest.mark.parametrize("before", ProximityState)
@pytest.mark.parametrize("after", ProximityState)
def test_the_database_refuses_a_move_that_the_machine_has_not(
    session: Session,
    two: tuple[Person, Dossier, Person, Dossier],
    before: ProximityState,
    after: ProximityState,
) -> None:
    change = sa.update(Proximity).values(state=after.value, came_from=before.value)
    if after in NEXT[before]:
        session.execute(change)
    else:
        with pytest.raises(IntegrityError):
            session.execute(change)


def test_holders_are_written_to_once_a_day_all_projects_together(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    mine, _, theirs, _ = two
    now = clock.now()
    make_dossier(session, mine, title="Un autre lavoir")
    assert letters.tell_holders(session, now, SITE) == 2
    sent = {letter.recipient: letter.text for letter in session.scalars(sa.select(Letter))}
    assert set(sent) == {mine.email, theirs.email}
    assert "Un autre lavoir" in sent[mine.email]
    assert "Une blanchisserie" in sent[mine.email]
    assert "Un pressing" not in sent[mine.email]
    assert theirs.email not in sent[mine.email]
    assert letters.tell_holders(session, now, SITE) == 0
    make_dossier(session, make_person(session), territory=BOBIGNY)
    assert letters.tell_holders(session, now, SITE) == 1  # the newcomer; the others had theirs
    assert letters.tell_holders(session, now + timedelta(days=1), SITE) == 2
    assert letters.tell_holders(session, now + timedelta(days=2), SITE) == 0


def test_the_letters_of_an_organisation_go_to_those_who_write(session: Session) -> None:
    organisation = make_organisation(session)
    editor = make_member(session, organisation, MemberRole.EDITOR)
    make_member(session, organisation, MemberRole.READER)
    make_siae(session)
    make_dossier(session, organisation)
    assert letters.tell_holders(session, clock.now(), SITE) == 1
    assert session.scalars(sa.select(Letter.recipient)).all() == [editor.email]


def test_the_team_is_written_to_once_a_day_without_a_name(
    session: Session, two: tuple[Person, Dossier, Person, Dossier]
) -> None:
    make_person(session, "equipe@exemple.fr").role = "moderator"
    session.flush()
    now = clock.now()
    assert letters.tell_team(session, now, SITE) == 1
    assert letters.tell_team(session, now + timedelta(days=1), SITE) == 0
    (letter,) = session.scalars(sa.select(Letter))
    assert "Un nouveau signal" in letter.text
    assert two[0].email not in letter.text
