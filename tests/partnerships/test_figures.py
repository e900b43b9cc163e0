"""Public figures: medians and rates, never under five cases nor by subtraction."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app import clock
from app.matching.kinds import Modality
from app.partnerships.figures import Group, choose_hidden, compute
from app.partnerships.limits import LEAST_CASES
from app.siae.models import Siae
from tests.partnerships.browsing import see
from tests.partnerships.builders import make_cleaner, make_match, make_need


def ask(
    session: Session,
    siae: Siae,
    now: datetime,
    *,
    hours: float | None,
    modality: Modality = Modality.PURCHASE,
    **values: object,
) -> None:
    """A request answered so many hours after it was confirmed, or not."""
    confirmed = now - timedelta(days=20)
    need = make_need(
        session,
        modality,
        **{"state": "open", "came_from": "unconfirmed", "confirmed_at": confirmed, **values},
    )
    answered = {"answered_at": confirmed + timedelta(hours=hours)} if hours is not None else {}
    make_match(session, need, siae, sent_at=confirmed, **answered)


def by_label(groups: tuple[Group, ...]) -> dict[str, Group]:
    return {group.label: group for group in groups}


def test_the_median_and_the_rates(session: Session, now: datetime) -> None:
    siae = make_cleaner(session)
    for hours in (2, 4, 6, 8, 100, None):
        ask(session, siae, now, hours=hours)
    whole = compute(session, now).whole
    assert (whole.needs, whole.asked, whole.first_hours) == (6, 6, 6)
    assert whole.rate == 5 / 6
    assert whole.agreed == 0


def test_four_cases_are_hidden(session: Session, client: FlaskClient, now: datetime) -> None:
    siae = make_cleaner(session)
    for _ in range(4):
        ask(session, siae, now, hours=1)
    assert compute(session, now).whole.is_hidden
    session.commit()
    assert "pas encore de chiffre" in see(client, "/mise-en-relation/resultats").text
    rows = list(csv.reader(io.StringIO(client.get("/mise-en-relation/resultats.csv").text)))
    assert len(rows) >= 2
    assert "moins de 5 cas" in str(rows)


def test_what_is_hidden_is_not_found_by_subtraction(session: Session, client: FlaskClient) -> None:
    now = clock.now()
    siae = make_cleaner(session)
    for modality, count in ((Modality.PURCHASE, 9), (Modality.STAFFING, 6), (Modality.BRIDGE, 2)):
        for _ in range(count):
            ask(session, siae, now, hours=3, modality=modality)
    found = by_label(compute(session, now).modalities)
    assert found[Modality.BRIDGE.label].is_hidden
    assert found[Modality.STAFFING.label].is_hidden, "else 17 - 9 - 6 would tell"
    assert found[Modality.PURCHASE.label].needs == 9
    session.commit()
    page = see(client, "/mise-en-relation/resultats")
    assert "3 heures" in page.text.replace("\u00a0", " ")
    assert Modality.BRIDGE.label in page.text


def test_demonstration_and_old_requests_do_not_count(session: Session, now: datetime) -> None:
    siae = make_cleaner(session)
    for _ in range(6):
        ask(session, siae, now, hours=1, is_demo=True)
        ask(session, siae, now, hours=1, confirmed_at=now - timedelta(days=800))
    assert compute(session, now).whole.is_hidden


@settings(max_examples=50)
@given(st.dictionaries(st.text(max_size=3), st.integers(1, 12), max_size=8))
def test_no_group_under_five_is_told(sizes: dict[str, int]) -> None:
    hidden = choose_hidden(sizes)
    assert all(label in hidden for label, size in sizes.items() if size < LEAST_CASES)
    left = sum(sizes[label] for label in hidden)
    assert left == 0 or left >= LEAST_CASES or len(hidden) == len(sizes)
