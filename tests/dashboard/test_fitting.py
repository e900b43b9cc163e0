"""What is kept in memory says what the match of a structure says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.siae.profiles import profile_of
from app.tenders.fitting import FittingTenders
from app.tenders.matching import match_profile
from tests.people import make_organisation

Add = Callable[..., Any]


def test_it_agrees_with_the_match_of_a_structure(
    session: Session, add_structure: Add, add_tender: Add
) -> None:
    now = clock.now()
    for number in range(6):
        add_tender(number, closes_in=3 + number)
    session.commit()
    profile = profile_of(add_structure(make_organisation(session)))
    (kept,) = FittingTenders().of(session, [profile], now)
    told = match_profile(session, profile, now, limit=20)
    assert [f.tender.id for f in kept] == [m.consultation.id for m in told]
    assert [f.match.score for f in kept] == [m.match.score for m in told]


def test_what_closes_leaves_without_an_import(
    session: Session, add_structure: Add, add_tender: Add
) -> None:
    now, fitting = clock.now(), FittingTenders()
    add_tender(1, closes_in=2)
    session.commit()
    profile = profile_of(add_structure(make_organisation(session)))
    assert [len(fits) for fits in fitting.of(session, [profile], now)] == [1]
    assert [len(fits) for fits in fitting.of(session, [profile], now + timedelta(days=3))] == [0]


def test_only_what_changed_is_read_again(
    session: Session, add_structure: Add, add_tender: Add, queries: Add
) -> None:
    now, fitting = clock.now(), FittingTenders()
    for number in range(4):
        add_tender(number, came=now - timedelta(days=1))
    session.commit()
    profile = profile_of(add_structure(make_organisation(session)))
    fitting.of(session, [profile], now)
    with queries() as sent:
        fitting.of(session, [profile], now)
    assert len(sent) == 1  # the stamp
    add_tender(9)
    session.commit()
    (fits,) = fitting.of(session, [profile], now)
    assert len(fits) == 5
