from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.audit.services import differences, history, record


def test_differences_give_both_values_of_what_changed_only() -> None:
    before = {"name": "A", "url": "", "gone": 1}
    after = {"name": "B", "url": "", "new": None}
    assert differences(before, after) == {"name": ["A", "B"], "gone": [1, None]}


def test_the_history_of_a_sheet_is_its_own_and_the_latest_first(
    session: Session, now: datetime
) -> None:
    record(session, ("actor", "a"), {"url": ["", "x"]}, author="Import a.csv", now=now)
    later = now + timedelta(days=1)
    record(session, ("actor", "a"), {"url": ["x", "y"]}, author="Équipe", now=later)
    record(session, ("scheme", "a"), {"url": ["", "z"]}, author="Équipe", now=now)
    assert record(session, ("actor", "a"), {}, author="Équipe", now=now) is None
    found = list(session.scalars(history("actor", "a")))
    assert [r.changes["url"][1] for r in found] == ["y", "x"]
    assert found[0].at == later
