from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import InvalidError, NotFoundError
from app.pursuits import services
from app.pursuits.models import Pursuit, PursuitMove
from app.pursuits.moves import ChangedMeanwhileError, Step, assign, find_previous, go_back, move
from app.pursuits.states import PursuitState, Reason
from tests.people import make_person
from tests.pursuits.builders import Team, advance

S = PursuitState


def test_a_pursuit_goes_from_study_to_won_and_each_step_is_kept(
    session: Session, team: Team, now: datetime
) -> None:
    pursuit = advance(session, team, now, S.GO, S.GROUPING, S.SUBMITTED, S.WON, amount=42_000.5)
    assert pursuit.pursuit_state is S.WON
    assert pursuit.amount == 42_000.5
    assert [(m.before, m.after, m.person_id) for m in pursuit.moves] == [
        ("to_study", "go", team.editor.id),
        ("go", "grouping", team.editor.id),
        ("grouping", "submitted", team.editor.id),
        ("submitted", "won", team.editor.id),
    ]
    assert [m.version for m in pursuit.moves] == [2, 3, 4, 5]
    assert pursuit.version == 5


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (Step(after=S.WON), "ne passe pas"),
        (Step(after=S.TO_STUDY), "ne passe pas"),
        (Step(after=S.NO_GO), "raison"),
        (Step(after=S.NO_GO, reason=Reason.PRICE), "raison"),
        (Step(after=S.NO_GO, reason=Reason.OTHER), "laquelle"),
        (Step(after=S.GO, reason=Reason.TOO_FAR), "ne demande pas"),
        (Step(after=S.GO, amount=3), "montant"),
        (Step(after=S.GO, note="x" * 1_001), "caractères"),
    ],
)
def test_a_step_that_is_not_right_changes_nothing(
    session: Session, team: Team, now: datetime, step: Step, why: str
) -> None:
    with pytest.raises(InvalidError, match=why):
        move(session, team.pursuit, step, version=1, person=team.editor, now=now)
    assert session.scalars(sa.select(PursuitMove)).all() == []
    assert team.pursuit.state == "to_study"


def test_a_no_go_says_why(session: Session, team: Team, now: datetime) -> None:
    pursuit = advance(session, team, now, S.NO_GO, reason=Reason.OTHER, note="Le chef est parti.")
    assert pursuit.reason_label == "Autre raison, dite dans la note"
    assert pursuit.moves[0].note == "Le chef est parti."


@pytest.mark.parametrize("amount", [-1, 2_000_000_000])
def test_an_amount_that_no_contract_has_is_refused(
    session: Session, team: Team, now: datetime, amount: float
) -> None:
    pursuit = advance(session, team, now, S.GO, S.SUBMITTED)
    step = Step(after=S.WON, amount=amount)
    with pytest.raises(InvalidError, match="Montant"):
        move(session, pursuit, step, version=3, person=team.editor, now=now)


def test_going_back_follows_the_path_that_was_taken(
    session: Session, team: Team, now: datetime
) -> None:
    pursuit = advance(session, team, now, S.GO, S.SUBMITTED, S.LOST, reason=Reason.PRICE)
    seen = []
    while (before := find_previous(pursuit)) is not None:
        go_back(session, pursuit, "Erreur", version=pursuit.version, person=team.owner, now=now)
        pursuit = services.find_whole(session, team.organisation.id, pursuit.id)
        assert pursuit.pursuit_state is before
        seen.append(before)
    assert seen == [S.SUBMITTED, S.GO, S.TO_STUDY]
    assert pursuit.reason == ""
    with pytest.raises(InvalidError, match="première étape"):
        go_back(session, pursuit, "Encore", version=pursuit.version, person=team.owner, now=now)


def test_going_back_needs_its_reason(session: Session, team: Team, now: datetime) -> None:
    pursuit = advance(session, team, now, S.GO)
    with pytest.raises(InvalidError, match="Dites pourquoi"):
        go_back(session, pursuit, "", version=pursuit.version, person=team.owner, now=now)


def test_a_move_sent_again_is_refused(session: Session, team: Team, now: datetime) -> None:
    step = Step(after=S.GO)
    move(session, team.pursuit, step, version=1, person=team.editor, now=now)
    with pytest.raises(ChangedMeanwhileError):
        move(session, team.pursuit, step, version=1, person=team.editor, now=now)
    assert len(session.scalars(sa.select(PursuitMove)).all()) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"state": "won"},
        {"state": "won", "came_from": "to_study"},
        {"state": "submitted", "came_from": "to_study"},
        {"state": "no_go", "came_from": "to_study"},
        {"state": "nowhere", "came_from": "to_study"},
        {"amount": -3},
    ],
)
def test_the_database_itself_refuses_what_the_machine_has_not(
    session: Session, team: Team, values: dict[str, object]
) -> None:
    with pytest.raises(IntegrityError):
        session.execute(sa.update(Pursuit).where(Pursuit.id == team.pursuit.id).values(values))
    session.rollback()


@pytest.mark.parametrize(
    ("before", "after", "is_back"),
    [("to_study", "won", False), ("go", "to_study", False), ("to_study", "go", True)],
)
def test_the_database_keeps_no_move_out_of_the_machine(
    session: Session, team: Team, now: datetime, before: str, after: str, is_back: bool
) -> None:
    values = {"pursuit_id": team.pursuit.id, "version": 2, "at": now, "is_back": is_back}
    session.add(PursuitMove(before=before, after=after, **values))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_pursuit_is_given_to_a_member_and_to_nobody_else(
    session: Session, team: Team, now: datetime
) -> None:
    pursuit = assign(session, team.pursuit, team.reader.id, version=1, person=team.owner, now=now)
    assert pursuit.assignee is not None
    assert pursuit.assignee.id == team.reader.id
    stranger = make_person(session)
    with pytest.raises(NotFoundError):
        assign(session, pursuit, stranger.id, version=2, person=team.owner, now=now)
    with pytest.raises(ChangedMeanwhileError):
        assign(session, pursuit, None, version=1, person=team.owner, now=now)
    assign(session, pursuit, None, version=2, person=team.owner, now=now)
    assert pursuit.assignee is None
