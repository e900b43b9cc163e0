from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.clock import PARIS
from app.pursuits import queries
from app.pursuits.states import SENT, PursuitState, Reason
from app.pursuits.statistics import FEWEST, Answer, compute, read_answers
from tests.pursuits.builders import Team, advance, make_team

S = PursuitState
BEGIN = datetime(2026, 9, 1, 9, tzinfo=PARIS)


def answer(state: PursuitState, **values: object) -> Answer:
    given_values: dict[str, object] = {
        "reason": "", "amount": None, "sector": "Nettoyage", "buyer": "Bobigny",
        "created_at": BEGIN, "sent_at": BEGIN + timedelta(days=10) if state in SENT else None,
        **values,
    }  # fmt: skip
    return Answer(state=state, **given_values)  # type: ignore[arg-type]


def test_a_share_needs_five_cases_that_a_buyer_judged() -> None:
    four = [answer(S.WON), answer(S.WON), answer(S.LOST, reason="price"), answer(S.WON)]
    called_off = answer(S.LOST, reason=Reason.WITHOUT_FOLLOW_UP.value)
    assert compute([*four, called_off]).whole.share_won is None
    assert compute([*four, called_off]).whole.lost == 1
    assert compute([*four, answer(S.LOST, reason="price")]).whole.share_won == pytest.approx(0.6)


def test_amounts_and_times_are_those_of_what_was_won_and_sent() -> None:
    found = compute([
        answer(S.WON, amount=1_000.0),
        answer(S.LOST, amount=9_000.0, reason="price", sent_at=BEGIN + timedelta(days=20)),
        answer(S.TO_STUDY),
    ])  # fmt: skip
    assert found.whole.amount_won == 1_000
    assert found.whole.days == pytest.approx(15)
    assert (found.whole.followed, found.whole.sent) == (3, 2)


answers = st.lists(
    st.builds(
        answer,
        st.sampled_from(PursuitState),
        sector=st.sampled_from(["A", "B"]),
        buyer=st.sampled_from(["C", "D", "E"]),
    ),
    max_size=20,
)


@given(answers)
def test_the_parts_add_up_and_no_share_is_shown_below_five(given_answers: list[Answer]) -> None:
    found = compute(given_answers)
    for part in (found.sectors, found.buyers):
        assert sum(t.followed for t in part) == found.whole.followed == len(given_answers)
        assert sum(t.won for t in part) == found.whole.won
    assert sum(c.count for c in found.states) == len(given_answers)
    for tally in (found.whole, *found.sectors, *found.buyers):
        assert (tally.share_won is None) == (tally.won + tally.lost < FEWEST)
        assert tally.share_won is None or 0 <= tally.share_won <= 1
    for count in (*found.states, *found.reasons):
        assert count.share is None or 0 <= count.share <= 1


def test_what_is_read_is_of_one_organisation_and_knows_when_it_was_sent(
    session: Session, team: Team, now: datetime
) -> None:
    make_team(session, now, "Voisine")
    advance(session, team, now + timedelta(days=3), S.GO, S.SUBMITTED)
    (found,) = read_answers(session, team.organisation.id)
    assert found.sent_at == now + timedelta(days=3)
    assert found.buyer == "Ville de Bobigny"


def test_the_dashboard_reads_deadlines_and_changes(
    session: Session, team: Team, now: datetime
) -> None:
    number = team.organisation.id
    due = team.pursuit.deadline_at
    assert due is not None
    week = queries.deadlines_between((number,), due - timedelta(days=6), due + timedelta(days=1))
    assert [row[0].id for row in session.execute(week)] == [team.pursuit.id]
    before = queries.deadlines_between((number,), due - timedelta(days=9), due)
    assert session.execute(before).all() == []
    advance(session, team, now, S.GO)
    since = queries.changes_since((number,), now - timedelta(hours=1))
    ((move, pursuit),) = session.execute(since).all()
    assert (move.after, pursuit.id) == ("go", team.pursuit.id)
    assert session.execute(queries.changes_since((number,), now)).all() == []
