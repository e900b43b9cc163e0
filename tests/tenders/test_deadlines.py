from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clock import PARIS
from app.tenders.deadlines import (
    Regime,
    choose_regime,
    find_announced,
    read_field,
    read_summary,
)
from app.tenders.records import Precision

MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2050, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@pytest.mark.parametrize(
    ("raw", "regime", "local"),
    [
        ("2025-03-18T12:00:00+00:00", Regime.WALL_CLOCK, "2025-03-18T12:00"),
        ("2024-07-25T12:00:00+00:00", Regime.WALL_CLOCK, "2024-07-25T12:00"),
        ("2025-12-09T11:00:00+00:00", Regime.EXACT, "2025-12-09T12:00"),
        ("2026-07-09T10:00:00+00:00", Regime.EXACT, "2026-07-09T12:00"),
        ("2021-02-10T11:00:00+00:00", Regime.FIXED_OFFSET, "2021-02-10T12:00"),
        ("2021-07-10T11:00:00+00:00", Regime.FIXED_OFFSET, "2021-07-10T12:00"),
        ("2025-12-08T12:00:00+01:00", Regime.EXACT, "2025-12-08T12:00"),
        ("2025-03-18T13:00:00+01:00", Regime.WALL_CLOCK, "2025-03-18T12:00"),
    ],
)
def test_each_regime_gives_the_hour_people_in_paris_read(
    raw: str, regime: Regime, local: str
) -> None:
    deadline = read_summary(raw, regime)
    assert deadline is not None
    assert deadline.local.isoformat(timespec="minutes") == local
    assert deadline.at.astimezone(PARIS).replace(tzinfo=None) == deadline.local
    assert deadline.precision is Precision.MINUTE


@pytest.mark.parametrize("regime", [Regime.WALL_CLOCK, Regime.FIXED_OFFSET])
def test_midnight_is_a_day_without_an_hour_and_ends_with_it(regime: Regime) -> None:
    deadline = read_summary("2006-07-21T00:00:00+00:00", regime)
    assert deadline is not None
    assert deadline.local == datetime(2006, 7, 21, 23, 59)
    assert deadline.precision is Precision.DAY


def test_the_regime_follows_structure_then_publication() -> None:
    assert choose_regime(is_eforms=True, published_on=date(2023, 11, 1)) is Regime.EXACT
    assert choose_regime(is_eforms=False, published_on=date(2023, 11, 1)) is Regime.FIXED_OFFSET
    assert choose_regime(is_eforms=False, published_on=date(2024, 2, 1)) is Regime.WALL_CLOCK
    assert choose_regime(is_eforms=False, published_on=None) is Regime.WALL_CLOCK


@pytest.mark.parametrize(
    ("raw", "utc"),
    [
        ("2026-07-31T12:00:00", "2026-07-31T10:00"),
        ("2026-01-31T12:00:00", "2026-01-31T11:00"),
        ("2025-12-15T12:00:00+01:00", "2025-12-15T11:00"),
        ("2025-12-15T12:00:00.000+01:00", "2025-12-15T11:00"),
        ("2025-12-15T11:00:00Z", "2025-12-15T11:00"),
        ("2026-07-31", "2026-07-31T21:59"),
        ("2026-7-3", "2026-07-03T21:59"),
    ],
)
def test_a_field_of_the_notice_is_paris_time_unless_it_says_otherwise(raw: str, utc: str) -> None:
    deadline = read_field(raw, "donnees")
    assert deadline is not None
    assert deadline.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert not deadline.to_confirm


def test_an_offset_that_paris_does_not_have_is_respected_and_to_be_confirmed() -> None:
    deadline = read_field("2024-01-22T12:00:00+02:00", "donnees")
    assert deadline is not None
    assert deadline.local == datetime(2024, 1, 22, 11)
    assert deadline.to_confirm
    assert "vérifier" in deadline.source


@pytest.mark.parametrize(
    "raw",
    ["", "bientôt", "5021-02-18", "0002-11-30", "2026-02-30", "2026-13-01T12:00", "0000-00-00"],
)
def test_what_is_no_date_of_our_time_is_none(raw: str) -> None:
    assert read_field(raw, "donnees") is None
    assert read_summary(raw, Regime.EXACT) is None


def test_an_hour_that_comes_twice_is_the_first_and_one_that_is_skipped_is_moved() -> None:
    twice = read_field("2026-10-25T02:30:00", "donnees")
    assert twice is not None
    assert twice.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    skipped = read_field("2026-03-29T02:30:00", "donnees")
    assert skipped is not None
    assert skipped.local == datetime(2026, 3, 29, 3, 30)


@given(MOMENTS)
def test_a_wall_clock_is_never_read_late(moment: datetime) -> None:
    deadline = read_field(moment.isoformat(), "donnees")
    assert deadline is not None
    if moment.time() == datetime.min.time():
        assert deadline.local.date() == moment.date()
    else:
        assert timedelta(0) <= deadline.local - moment <= timedelta(hours=1)


@given(st.text(max_size=60), st.sampled_from(Regime))
def test_no_text_raises(raw: str, regime: Regime) -> None:
    read_summary(raw, regime)
    read_field(raw, "donnees")
    find_announced(raw)


@pytest.mark.parametrize(
    ("text", "local"),
    [
        (
            "La date limite de réception des offres est reportée du 7 mars 2025 "
            "au vendredi 14 mars 2025 à 12:00:00.",
            "2025-03-14T12:00",
        ),
        (
            "Remise des plis : au lieu du 3 juin 2026 à 12h, lire 17 juin 2026 à 16h30",
            "2026-06-17T16:30",
        ),
        ("Le délai de remise des offres est prolongé au 01/09/2026.", "2026-09-01T23:59"),
        ("Réception des offres avant le 1er août 2026 à 9 h", "2026-08-01T09:00"),
    ],
)
def test_a_date_announced_in_a_sentence_is_found_and_to_be_confirmed(text: str, local: str) -> None:
    deadline = find_announced(text)
    assert deadline is not None
    assert deadline.local.isoformat(timespec="minutes") == local
    assert deadline.to_confirm


@pytest.mark.parametrize(
    "text",
    [
        "Une visite aura lieu le 12 mai 2026 à 10h.",
        "Voir le DCE.",
        "Réception des offres le 31/02/2026",
    ],
)
def test_a_date_of_something_else_is_not_a_deadline(text: str) -> None:
    assert find_announced(text) is None
